#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace sotto {

/// Finds where the end of a text of tokens stood before, so that what followed there can be guessed to follow again
/// (prompt look-up decoding, reference: github.com/apoorvumang/prompt-lookup-decoding).
///
/// Every run of 2, 3 and 4 tokens is kept in a table with the place where it ended last; a token costs three
/// look-ups whatever the length of the text, and no memory once reserve() has been called. Thread: one at a time.
class PromptLookup final {
public:
    using Token = std::int32_t;
    /// A place in the text whose tokens before it are those at the text's end.
    struct Match {
        std::size_t next = 0; ///< Index of the token that followed there.
        int length = 0;       ///< Tokens that agree, at most kLongestMatch.
    };
    static constexpr int kLongestMatch = 32;

    PromptLookup();

    void clear();
    /// Makes room for that many tokens.
    void reserve(std::size_t tokens);
    void append(Token token);
    /// The latest earlier place of the longest run (4, 3, 2 tokens) that ends the text; nothing where it is new.
    [[nodiscard]] std::optional<Match> match() const;
    /// What followed there, at most `most` tokens. Valid until the next append().
    [[nodiscard]] std::span<const Token> following(const Match &match, std::size_t most) const;

private:
    /// Where each run of `length` tokens ended last, by open addressing; 0: a free slot.
    struct Table {
        std::size_t length = 0;
        std::vector<std::uint32_t> ends{};
        std::size_t used = 0;
        std::uint32_t previous = 0; ///< Where the run at the text's end had ended before.
    };

    [[nodiscard]] std::uint32_t &slotOf(Table &table, std::size_t end);
    [[nodiscard]] std::uint64_t hashOf(std::size_t end, std::size_t length) const;
    void grow(Table &table, std::size_t runs);

    std::vector<Token> m_text;
    std::array<Table, 3> m_tables; ///< Longest runs first.
};

} // namespace sotto
