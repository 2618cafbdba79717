#pragma once

#include "hardware/power/reading.h"

#include <cstddef>
#include <vector>

namespace sotto {

/// The last samples of a device, at most `capacity`; the oldest give way. Equal values in a row are kept as their first
/// and their last, so that holding a value between them is exact, but never spans more than half a second, so that a
/// hole stays visible as one. Memory grows as it fills. Thread: that of its owner.
class SampleRing final {
public:
    /// 65,536: 55 minutes of changing values at 20 a second, 1.5 MB.
    explicit SampleRing(std::size_t capacity = 65'536);

    /// `sample` is no older than the last one; an older one is dropped.
    void add(const PowerSample &sample);
    void clear();
    [[nodiscard]] std::size_t size() const { return m_samples.size(); }
    /// Samples from `from` to `to`, and one beyond each end where there is one.
    [[nodiscard]] std::vector<PowerSample> between(Instant from, Instant to) const;

private:
    [[nodiscard]] const PowerSample &at(std::size_t index) const
    {
        return m_samples[(m_first + index) % m_samples.size()];
    }
    [[nodiscard]] PowerSample &fromEnd(std::size_t back);

    std::size_t m_capacity;
    std::size_t m_first = 0; ///< Where the oldest is, once it is full.
    std::vector<PowerSample> m_samples;
};

} // namespace sotto
