#include "inference/grammar/grammar.h"

#include <algorithm>

namespace sotto {
namespace {

constexpr char32_t kLast = 0x10FFFF;
constexpr char32_t kFirstSurrogate = 0xD800;
constexpr char32_t kLastSurrogate = 0xDFFF;

using Range = CharacterSet::Range;

/// Sorted, joined where they touch.
std::vector<Range> joined(std::vector<Range> ranges)
{
    std::ranges::sort(ranges, {}, &Range::low);
    std::vector<Range> out;
    for (const Range &range : ranges) {
        if (range.low > range.high || range.low > kLast) continue;
        const Range kept{range.low, std::min(range.high, kLast)};
        if (!out.empty() && kept.low <= out.back().high + 1)
            out.back().high = std::max(out.back().high, kept.high);
        else
            out.push_back(kept);
    }
    return out;
}

std::vector<Range> complement(const std::vector<Range> &sorted)
{
    std::vector<Range> out;
    char32_t next = 0;
    for (const Range &range : sorted) {
        if (range.low > next) out.push_back({next, range.low - 1});
        next = range.high + 1;
    }
    if (next <= kLast) out.push_back({next, kLast});
    return out;
}

std::vector<Range> withoutSurrogates(const std::vector<Range> &sorted)
{
    std::vector<Range> out;
    for (const Range &range : sorted) {
        if (range.low < kFirstSurrogate)
            out.push_back({range.low, std::min<char32_t>(range.high, kFirstSurrogate - 1)});
        if (range.high > kLastSurrogate) out.push_back({std::max<char32_t>(range.low, kLastSurrogate + 1), range.high});
    }
    return out;
}

} // namespace

CharacterSet::CharacterSet(std::vector<Range> ranges, bool negated)
{
    m_ranges = joined(std::move(ranges));
    if (negated) m_ranges = complement(m_ranges);
    m_ranges = withoutSurrogates(m_ranges);
}

bool CharacterSet::intersects(char32_t low, char32_t high) const
{
    const auto first = std::ranges::lower_bound(m_ranges, low, {}, &Range::high);
    return first != m_ranges.end() && first->low <= high;
}

} // namespace sotto
