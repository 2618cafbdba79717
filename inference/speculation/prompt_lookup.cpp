#include "inference/speculation/prompt_lookup.h"

#include <algorithm>
#include <bit>
#include <utility>

namespace sotto {

PromptLookup::PromptLookup() : m_tables{Table{4}, Table{3}, Table{2}}
{
    reserve(512);
}

void PromptLookup::clear()
{
    m_text.clear();
    for (Table &table : m_tables) {
        std::ranges::fill(table.ends, 0U);
        table.used = 0;
        table.previous = 0;
    }
}

void PromptLookup::reserve(std::size_t tokens)
{
    m_text.reserve(tokens);
    for (Table &table : m_tables)
        grow(table, tokens);
}

void PromptLookup::append(Token token)
{
    m_text.push_back(token);
    for (Table &table : m_tables) {
        if (m_text.size() < table.length) continue;
        grow(table, table.used + 1);
        std::uint32_t &end = slotOf(table, m_text.size());
        table.used += end == 0 ? 1 : 0;
        table.previous = end;
        end = static_cast<std::uint32_t>(m_text.size());
    }
}

std::optional<PromptLookup::Match> PromptLookup::match() const
{
    for (const Table &table : m_tables) {
        if (table.previous == 0) continue;
        Match match{.next = table.previous, .length = static_cast<int>(table.length)};
        const std::size_t most = std::min<std::size_t>(kLongestMatch, match.next);
        auto length = table.length;
        while (length < most && m_text[match.next - 1 - length] == m_text[m_text.size() - 1 - length])
            ++length;
        match.length = static_cast<int>(length);
        return match;
    }
    return std::nullopt;
}

std::span<const PromptLookup::Token> PromptLookup::following(const Match &match, std::size_t most) const
{
    const std::span<const Token> rest = std::span(m_text).subspan(std::min(match.next, m_text.size()));
    return rest.first(std::min(most, rest.size()));
}

std::uint32_t &PromptLookup::slotOf(Table &table, std::size_t end)
{
    const auto run = [&](std::size_t at) { return std::span(m_text).subspan(at - table.length, table.length); };
    const std::size_t mask = table.ends.size() - 1;
    std::size_t slot = hashOf(end, table.length) & mask;
    while (table.ends[slot] != 0 && !std::ranges::equal(run(table.ends[slot]), run(end)))
        slot = (slot + 1) & mask;
    return table.ends[slot];
}

/// Multiplies and rotates, as fast hashes do; the places are compared token by token in any case.
std::uint64_t PromptLookup::hashOf(std::size_t end, std::size_t length) const
{
    std::uint64_t hash = length;
    for (std::size_t i = end - length; i < end; ++i)
        hash = std::rotl((hash ^ static_cast<std::uint32_t>(m_text[i])) * 0x9E3779B97F4A7C15ULL, 29);
    return hash ^ (hash >> 32U);
}

/// Keeps the table at most half full.
void PromptLookup::grow(Table &table, std::size_t runs)
{
    if (runs * 2 <= table.ends.size()) return;
    const std::vector<std::uint32_t> old = std::exchange(table.ends, {});
    table.ends.assign(std::bit_ceil(std::max<std::size_t>(runs * 2, 64)), 0U);
    for (const std::uint32_t end : old)
        if (end != 0) slotOf(table, end) = end;
}

} // namespace sotto
