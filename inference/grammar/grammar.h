#pragma once

#include <array>
#include <cstdint>
#include <vector>

namespace sotto {

/// A set of characters (Unicode scalar values), as sorted ranges that do not touch.
class CharacterSet final {
public:
    struct Range {
        char32_t low = 0;
        char32_t high = 0;

        bool operator==(const Range &) const = default;
    };

    CharacterSet() = default;
    /// Ranges in any order, overlapping or not; surrogates and what lies above U+10FFFF is dropped.
    explicit CharacterSet(std::vector<Range> ranges, bool negated = false);

    [[nodiscard]] bool contains(char32_t c) const { return intersects(c, c); }
    /// Whether any character from `low` to `high` is in it.
    [[nodiscard]] bool intersects(char32_t low, char32_t high) const;
    [[nodiscard]] const std::vector<Range> &ranges() const { return m_ranges; }

    bool operator==(const CharacterSet &) const = default;

private:
    std::vector<Range> m_ranges;
};

/// A grammar as a program for GrammarMatcher. Execution begins at `begin` with an empty stack; a Return on an empty
/// stack is the end of a whole text.
struct Grammar {
    enum class OpKind : std::uint8_t {
        Set,   ///< Reads one character of sets[a], goes on at b.
        Split, ///< Goes on at a and at b.
        Call,  ///< Runs the rule that begins at a, then goes on at b.
        Return,
    };
    struct Op {
        OpKind kind = OpKind::Return;
        std::uint32_t a = 0;
        std::uint32_t b = 0;
    };

    std::vector<Op> ops;
    std::vector<CharacterSet> sets;
    std::uint32_t begin = 0;
};

} // namespace sotto
