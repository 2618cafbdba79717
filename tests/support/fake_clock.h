#pragma once

#include "base/clock.h"

#include <atomic>

namespace sotto::test {

/// A clock that stands still until a test moves it. Thread: any.
class FakeClock final : public Clock {
public:
    explicit FakeClock(std::int64_t unixMs = 1'750'000'000'000) : m_unixMs(unixMs) {}

    [[nodiscard]] Instant now() const override { return Instant(Duration(m_now.load())); }
    [[nodiscard]] std::int64_t unixMs() const override { return m_unixMs.load(); }

    /// Moves both times on.
    void advance(Duration by)
    {
        m_now += by.count();
        m_unixMs += std::chrono::duration_cast<std::chrono::milliseconds>(by).count();
    }
    /// Sets the time of day alone, as when somebody corrects the computer's clock.
    void setUnixMs(std::int64_t ms) { m_unixMs = ms; }

private:
    std::atomic<Duration::rep> m_now{Duration(std::chrono::hours(1)).count()};
    std::atomic<std::int64_t> m_unixMs;
};

} // namespace sotto::test
