#pragma once

#include "base/clock.h"

#include <array>
#include <cstddef>
#include <optional>

namespace sotto {

/// Finds out how often a sensor has something new to say, from when its values change. A load that stands still makes
/// updates invisible, so it is the short gaps between changes that tell. Bounded memory. Thread: that of its owner.
class PeriodEstimator final {
public:
    /// A value read at `at`; equal values in a row are one update.
    void add(Instant at, double value);
    /// Forgets everything.
    void reset() { *this = {}; }

    /// The lower quartile of the last gaps between changes; nothing before 8 of them. As fine as the polling was.
    [[nodiscard]] std::optional<Duration> period() const;

private:
    static constexpr std::size_t kKept = 32;
    static constexpr std::size_t kNeeded = 8;

    std::array<Duration, kKept> m_gaps{};
    std::size_t m_count = 0; ///< All that were ever added.
    std::optional<double> m_last;
    std::optional<Instant> m_changed;
};

} // namespace sotto
