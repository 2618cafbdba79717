#pragma once

#include "hardware/power/reading.h"

#include <optional>
#include <span>
#include <vector>

namespace sotto {

/// What an integral found, and how much of the time it could not see.
struct Integral {
    double joules = 0;
    double coveredSeconds = 0;
    double bridgedJoules = 0; ///< ± of the joules in holes that were bridged (longer than `hold`): half the step across
                              ///< each times its length.

    Integral &operator+=(const Integral &other);
};

[[nodiscard]] double secondsBetween(Instant from, Instant to);
[[nodiscard]] double inSeconds(Duration duration);

/// Power over time through samples, joined by straight lines. Pure; refers to the samples it was made of.
class PowerCurve final {
public:
    /// `hold`: how far the first and the last value are believed beyond their own time. Between two samples that are
    /// further apart than `longestGap` nothing is known.
    PowerCurve(std::span<const PowerSample> samples, Duration hold, Duration longestGap);

    [[nodiscard]] bool isEmpty() const { return m_points.empty(); }
    /// Trapezoids from `from` to `to`, the curve interpolated at both ends.
    [[nodiscard]] Integral integral(Instant from, Instant to) const;
    /// Watts at `at`, nothing in a gap.
    [[nodiscard]] std::optional<double> at(Instant at) const;
    /// Highest minus lowest watts from `from` to `to`; 0 where nothing is known.
    [[nodiscard]] double range(Instant from, Instant to) const;
    /// Standard deviation of the samples from `from` to `to`.
    [[nodiscard]] double deviation(Instant from, Instant to) const;

private:
    struct Point {
        Instant at{};
        double watts = 0;
    };
    [[nodiscard]] Integral piece(const Point &a, const Point &b, Instant from, Instant to) const;

    std::vector<Point> m_points; ///< Held values at the ends included.
    Duration m_hold;
    Duration m_longestGap;
};

/// Energy over time through the values of a counter. Pure.
class CounterCurve final {
public:
    /// A counter that falls has wrapped where `wrapsAt` makes sense of it, else it was reset and that interval is
    /// unknown. `hold`: as above, at the pace of the nearest interval.
    CounterCurve(std::span<const PowerSample> samples, std::optional<double> wrapsAt, Duration hold);

    /// Whether there are two values to take a difference of.
    [[nodiscard]] bool isUsable() const { return !m_steps.empty(); }
    /// Differences of the counter. An interval that is cut by `from` or `to` is shared out by `power` where that is
    /// known there, else evenly; where the counter says nothing, `power` stands in.
    [[nodiscard]] Integral energy(Instant from, Instant to, const PowerCurve &power) const;
    /// Highest minus lowest watts of the intervals that touch `from` to `to`.
    [[nodiscard]] double range(Instant from, Instant to) const;

private:
    struct Step {
        Instant from{};
        Instant to{};
        std::optional<double> joules; ///< Nothing: reset.
    };
    [[nodiscard]] static Integral part(const Step &step, Instant from, Instant to, const PowerCurve &power);
    [[nodiscard]] Integral beyond(const Step &nearest, Instant from, Instant to, const PowerCurve &power) const;

    std::vector<Step> m_steps;
    Duration m_hold;
};

} // namespace sotto
