#include "hardware/power/period_estimator.h"

#include <algorithm>

namespace sotto {

void PeriodEstimator::add(Instant at, double value)
{
    if (m_last == value) return;
    const bool first = !m_last;
    m_last = value;
    if (first) return; // when that value came is not known
    if (m_changed) m_gaps[m_count++ % kKept] = at - *m_changed;
    m_changed = at;
}

std::optional<Duration> PeriodEstimator::period() const
{
    const std::size_t kept = std::min(m_count, kKept);
    if (kept < kNeeded) return std::nullopt;
    std::array<Duration, kKept> gaps = m_gaps;
    const auto quartile = gaps.begin() + static_cast<std::ptrdiff_t>(kept / 4);
    std::nth_element(gaps.begin(), quartile, gaps.begin() + static_cast<std::ptrdiff_t>(kept));
    return *quartile;
}

} // namespace sotto
