#pragma once

#include "base/clock.h"

#include <deque>
#include <memory>
#include <optional>

namespace sotto {

/// At most so many bytes a second, over all that share it: a bucket that fills evenly and holds a quarter of a
/// second's. Thread: any, one at a time.
class RateLimiter final {
public:
    explicit RateLimiter(std::shared_ptr<const Clock> clock);

    /// 0: no limit.
    void setLimit(std::uint64_t bytesPerSecond);
    [[nodiscard]] bool isLimiting() const { return m_limit > 0; }
    /// Bytes that may be taken now; 0: wait a little.
    [[nodiscard]] std::uint64_t allowance();
    void took(std::uint64_t bytes);

private:
    void fill();

    std::shared_ptr<const Clock> m_clock;
    std::uint64_t m_limit = 0;
    double m_level = 0;
    Instant m_filled{};
};

/// Bytes a second over the last seconds; nothing before there is a second of them. Thread: any, one at a time.
class SpeedMeter final {
public:
    explicit SpeedMeter(std::shared_ptr<const Clock> clock);

    void received(std::uint64_t bytes);
    [[nodiscard]] std::optional<double> bytesPerSecond();
    void reset();

private:
    void forget(Instant now);

    static constexpr std::chrono::seconds kWindow{5};
    struct Slot {
        Instant begin;
        std::uint64_t bytes = 0;
    };
    std::shared_ptr<const Clock> m_clock;
    std::deque<Slot> m_slots; ///< A tenth of a second each.
    std::optional<Instant> m_began;
};

} // namespace sotto
