#include "inference/grammar/grammar_matcher.h"

#include <algorithm>
#include <utility>

namespace sotto {
namespace {

constexpr std::size_t kMostPlaces = 16'384; ///< Followed for one character; the table is twice as large.
constexpr std::size_t kMostNodes = 1'000'000;
constexpr std::size_t kCompactAbove = 100'000;

std::uint64_t keyOf(std::uint32_t a, std::uint32_t b)
{
    return (std::uint64_t{a} << 32U) | b;
}

std::size_t hashOf(std::uint64_t key)
{
    return static_cast<std::size_t>((key * 0x9E3779B97F4A7C15ULL) >> 40U);
}

} // namespace

GrammarMatcher::GrammarMatcher(std::shared_ptr<const Grammar> grammar)
    : m_grammar(std::move(grammar)), m_nodes(1), m_seen(2 * kMostPlaces)
{
    for (const CharacterSet &set : m_grammar->sets) {
        std::bitset<128> &bits = m_ascii.emplace_back();
        for (char32_t c = 0; c < 128; ++c)
            bits[c] = set.contains(c);
    }
    ++m_round;
    close({m_grammar->begin, kEmpty}, m_states);
    noteFirst();
}

bool GrammarMatcher::accepts(std::string_view bytes)
{
    if (bytes.empty() || m_overflowed) return false;
    const auto first = static_cast<unsigned char>(bytes.front());
    if (m_partial.missing == 0 && first < 128 && !m_first[first]) return false;
    return follow(bytes);
}

bool GrammarMatcher::push(std::string_view bytes)
{
    if (!accepts(bytes)) return false;
    m_states.swap(m_now);
    m_partial = m_nowPartial;
    if (m_nodes.size() > kCompactAbove) compact();
    noteFirst();
    return true;
}

bool GrammarMatcher::isComplete() const
{
    return m_partial.missing == 0 && std::ranges::any_of(m_states, [this](const State &state) {
               return m_grammar->ops[state.pc].kind == Grammar::OpKind::Return;
           });
}

/// Leaves in m_now and m_nowPartial where `bytes` lead; false where they lead nowhere.
bool GrammarMatcher::follow(std::string_view bytes)
{
    m_now.assign(m_states.begin(), m_states.end());
    m_nowPartial = m_partial;
    for (const char byte : bytes) {
        if (!decode(m_nowPartial, static_cast<unsigned char>(byte))) return false;
        if (m_nowPartial.missing > 0) continue;
        step(m_nowPartial.prefix);
        if (m_now.empty()) return false;
    }
    return m_nowPartial.missing == 0 || mayContinue(m_nowPartial);
}

/// Takes one byte (Unicode 16, table 3-7). With nothing missing afterwards `prefix` is the character.
bool GrammarMatcher::decode(Partial &partial, unsigned char byte)
{
    if (partial.missing == 0) {
        if (byte < 0x80) {
            partial = {.prefix = byte, .low = byte, .high = byte, .missing = 0};
            return true;
        }
        if (byte < 0xC2 || byte > 0xF4) return false;
        partial.missing = byte < 0xE0 ? 1 : byte < 0xF0 ? 2 : 3;
        partial.prefix = static_cast<char32_t>(byte & (0x3F >> partial.missing)) << (6U * partial.missing);
        partial.low = partial.missing == 1 ? 0x80 : partial.missing == 2 ? 0x800 : 0x10000;
        partial.high = 0x10FFFF;
    } else {
        if ((byte & 0xC0U) != 0x80U) return false;
        --partial.missing;
        partial.prefix |= static_cast<char32_t>(byte & 0x3FU) << (6U * partial.missing);
    }
    const char32_t open = (char32_t{1} << (6U * partial.missing)) - 1;
    partial.low = std::max(partial.low, partial.prefix);
    partial.high = std::min<char32_t>(partial.high, partial.prefix | open);
    return partial.low <= partial.high;
}

void GrammarMatcher::step(char32_t c)
{
    m_next.clear();
    ++m_round;
    m_seenCount = 0;
    for (const State &state : m_now) {
        const Grammar::Op &op = m_grammar->ops[state.pc];
        if (op.kind != Grammar::OpKind::Set) continue;
        const bool reads = c < 128 ? m_ascii[op.a][c] : m_grammar->sets[op.a].contains(c);
        if (reads) close({op.b, state.stack}, m_next);
    }
    m_now.swap(m_next);
}

/// Adds to `out` the places reached from `state` without reading anything.
void GrammarMatcher::close(State state, std::vector<State> &out)
{
    m_todo.assign(1, state);
    while (!m_todo.empty() && !m_overflowed) {
        const State at = m_todo.back();
        m_todo.pop_back();
        if (!visit(at)) continue;
        const Grammar::Op &op = m_grammar->ops[at.pc];
        switch (op.kind) {
        case Grammar::OpKind::Set: out.push_back(at); break;
        case Grammar::OpKind::Split:
            m_todo.push_back({op.b, at.stack});
            m_todo.push_back({op.a, at.stack});
            break;
        case Grammar::OpKind::Call: {
            // Where only a return follows, the return to there is left out: else a list would nest with its length.
            const bool returnsAtOnce = m_grammar->ops[op.b].kind == Grammar::OpKind::Return;
            m_todo.push_back({op.a, returnsAtOnce ? at.stack : pushed(op.b, at.stack)});
            break;
        }
        case Grammar::OpKind::Return:
            if (at.stack == kEmpty)
                out.push_back(at);
            else
                m_todo.push_back({m_nodes[at.stack].pc, m_nodes[at.stack].below});
            break;
        }
    }
    if (m_overflowed) out.clear();
}

/// False where it has been visited in this round.
bool GrammarMatcher::visit(State state)
{
    const std::uint64_t key = keyOf(state.pc, state.stack);
    for (std::size_t at = hashOf(key) % m_seen.size();; at = (at + 1) % m_seen.size()) {
        Seen &seen = m_seen[at];
        if (seen.round == m_round && seen.key == key) return false;
        if (seen.round == m_round) continue;
        seen = {key, m_round};
        if (++m_seenCount > kMostPlaces) m_overflowed = true;
        return !m_overflowed;
    }
}

std::uint32_t GrammarMatcher::pushed(std::uint32_t pc, std::uint32_t below)
{
    const auto [found, isNew] = m_nodeIndex.try_emplace(keyOf(pc, below), static_cast<std::uint32_t>(m_nodes.size()));
    if (isNew) m_nodes.push_back({pc, below});
    if (m_nodes.size() > kMostNodes) m_overflowed = true;
    return found->second;
}

bool GrammarMatcher::mayContinue(const Partial &partial) const
{
    return std::ranges::any_of(m_now, [&](const State &state) {
        const Grammar::Op &op = m_grammar->ops[state.pc];
        return op.kind == Grammar::OpKind::Set && m_grammar->sets[op.a].intersects(partial.low, partial.high);
    });
}

void GrammarMatcher::noteFirst()
{
    m_first.reset();
    for (const State &state : m_states) {
        const Grammar::Op &op = m_grammar->ops[state.pc];
        if (op.kind == Grammar::OpKind::Set) m_first |= m_ascii[op.a];
    }
}

/// Forgets the stacks that nothing leads to any more.
void GrammarMatcher::compact()
{
    const std::vector<Node> old = std::exchange(m_nodes, std::vector<Node>(1));
    m_nodeIndex.clear();
    std::unordered_map<std::uint32_t, std::uint32_t> moved{{kEmpty, kEmpty}};
    std::vector<std::uint32_t> path;
    for (State &state : m_states) {
        path.clear();
        std::uint32_t at = state.stack;
        for (; !moved.contains(at); at = old[at].below)
            path.push_back(at);
        std::uint32_t below = moved[at];
        for (auto node = path.rbegin(); node != path.rend(); ++node)
            below = moved[*node] = pushed(old[*node].pc, below);
        state.stack = below;
    }
}

} // namespace sotto
