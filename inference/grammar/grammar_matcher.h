#pragma once

#include "inference/grammar/grammar.h"

#include <bitset>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace sotto {

/// Follows a text through a grammar, byte by byte as tokens come, and says what may come next.
///
/// Every way to read the text so far is followed at once: a place in the program and a stack of places to return to.
/// Stacks share their lower parts and equal ones are one, so that nesting costs what it is deep. Bytes must be
/// well-formed UTF-8 in all; a character may be cut by the end of a token. A grammar that is so ambiguous that too
/// many ways have to be followed is given up: hasOverflowed(), and nothing is accepted any more.
/// Thread: one at a time.
class GrammarMatcher final {
public:
    explicit GrammarMatcher(std::shared_ptr<const Grammar> grammar);

    /// Whether `bytes` may come next. Empty bytes never do.
    [[nodiscard]] bool accepts(std::string_view bytes);
    /// Takes `bytes` where they may come next; else nothing changes and it answers false.
    bool push(std::string_view bytes);
    /// Whether the text so far is whole.
    [[nodiscard]] bool isComplete() const;
    [[nodiscard]] bool hasOverflowed() const { return m_overflowed; }

private:
    struct State {
        std::uint32_t pc = 0;
        std::uint32_t stack = kEmpty;
    };
    /// A character of which some bytes are still to come: it lies from `low` to `high`.
    struct Partial {
        char32_t prefix = 0;
        char32_t low = 0;
        char32_t high = 0;
        int missing = 0;
    };
    struct Node {
        std::uint32_t pc = 0;
        std::uint32_t below = kEmpty;
    };
    static constexpr std::uint32_t kEmpty = 0;

    [[nodiscard]] bool follow(std::string_view bytes);
    [[nodiscard]] static bool decode(Partial &partial, unsigned char byte);
    void step(char32_t c);
    void close(State state, std::vector<State> &out);
    [[nodiscard]] bool visit(State state);
    [[nodiscard]] std::uint32_t pushed(std::uint32_t pc, std::uint32_t below);
    [[nodiscard]] bool mayContinue(const Partial &partial) const;
    void noteFirst();
    void compact();

    std::shared_ptr<const Grammar> m_grammar;
    std::vector<std::bitset<128>> m_ascii; ///< Of each set of the grammar.
    std::vector<State> m_states;           ///< At a Set, or at a Return with nothing to return to.
    Partial m_partial;
    std::bitset<128> m_first;  ///< ASCII characters that may come next.
    std::vector<Node> m_nodes; ///< Stacks; the first is the empty one.
    std::unordered_map<std::uint64_t, std::uint32_t> m_nodeIndex;
    bool m_overflowed = false;

    // Kept from one call to the next so as not to be allocated anew.
    std::vector<State> m_now, m_next, m_todo;
    Partial m_nowPartial;
    struct Seen {
        std::uint64_t key = 0;
        std::uint32_t round = 0;
    };
    std::vector<Seen> m_seen; ///< Open addressing.
    std::uint32_t m_round = 0;
    std::size_t m_seenCount = 0;
};

} // namespace sotto
