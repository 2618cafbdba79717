#include "core/downloads/byte_ranges.h"

#include <algorithm>

namespace sotto {

void ByteRanges::add(const ByteRange &range)
{
    std::uint64_t first = range.first;
    std::uint64_t last = range.last;
    auto it = m_runs.upper_bound(first);
    if (it != m_runs.begin()) {
        const auto before = std::prev(it);
        if (before->second + 1 >= first) it = before;
    }
    while (it != m_runs.end() && it->first <= last + 1) {
        first = std::min(first, it->first);
        last = std::max(last, it->second);
        it = m_runs.erase(it);
    }
    m_runs.emplace(first, last);
}

void ByteRanges::cutAt(std::uint64_t size)
{
    m_runs.erase(m_runs.lower_bound(size), m_runs.end());
    if (!m_runs.empty() && m_runs.rbegin()->second >= size) m_runs.rbegin()->second = size - 1;
}

std::uint64_t ByteRanges::frontier() const
{
    return m_runs.empty() || m_runs.begin()->first > 0 ? 0 : m_runs.begin()->second + 1;
}

std::uint64_t ByteRanges::total() const
{
    std::uint64_t sum = 0;
    for (const auto &[first, last] : m_runs)
        sum += last - first + 1;
    return sum;
}

std::optional<ByteRange> ByteRanges::gap(std::uint64_t from, std::uint64_t end, std::uint64_t most) const
{
    auto it = m_runs.upper_bound(from);
    if (it != m_runs.begin()) {
        const auto before = std::prev(it);
        if (before->second >= from) from = before->second + 1;
    }
    if (from >= end || most == 0) return std::nullopt;
    std::uint64_t last = std::min(end - 1, most - 1 > end - 1 - from ? end - 1 : from + most - 1);
    if (it != m_runs.end()) last = std::min(last, it->first - 1);
    return ByteRange{from, last};
}

std::vector<ByteRange> ByteRanges::runs() const
{
    std::vector<ByteRange> out;
    for (const auto &[first, last] : m_runs)
        out.push_back({first, last});
    return out;
}

} // namespace sotto
