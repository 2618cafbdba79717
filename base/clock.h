#pragma once

#include <chrono>
#include <cstdint>

namespace sotto {

/// A monotonic instant; only differences mean anything.
using Instant = std::chrono::time_point<std::chrono::steady_clock, std::chrono::nanoseconds>;
using Duration = std::chrono::nanoseconds;

/// The two times a program needs, behind a port so that tests can turn them by hand.
/// Thread: every function may be called from any thread.
class Clock {
public:
    virtual ~Clock() = default;
    /// Monotonic, never jumps back; for durations.
    [[nodiscard]] virtual Instant now() const = 0;
    /// Milliseconds since 1970-01-01 UTC; may jump with the system clock; for showing and for storing.
    [[nodiscard]] virtual std::int64_t unixMs() const = 0;
};

class SystemClock final : public Clock {
public:
    [[nodiscard]] Instant now() const override;
    [[nodiscard]] std::int64_t unixMs() const override;
};

} // namespace sotto
