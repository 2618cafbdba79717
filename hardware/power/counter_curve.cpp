#include "hardware/power/power_curve.h"

#include <algorithm>

namespace sotto {
namespace {

using namespace std::chrono_literals;

/// No device here draws more; a difference that would need it is a reset or nonsense.
constexpr double kMostWatts = 5000;
/// A counter may move in steps, so a short interval may hold the energy of a longer one.
constexpr double kStepAllowance = 1;
/// Over a longer time a small counter could have wrapped twice.
constexpr Duration kLongestStep = 120s;

std::optional<double> difference(double before, double after, double seconds, std::optional<double> wrapsAt)
{
    const double most = kMostWatts * (seconds + kStepAllowance);
    double joules = after - before;
    if (joules < 0 && wrapsAt) joules += *wrapsAt;
    if (joules < 0 || joules > most) return std::nullopt;
    return joules;
}

} // namespace

CounterCurve::CounterCurve(std::span<const PowerSample> samples, std::optional<double> wrapsAt, Duration hold)
    : m_hold(hold)
{
    const PowerSample *last = nullptr;
    for (const PowerSample &sample : samples) {
        if (!sample.hasEnergy()) continue;
        if (last != nullptr && sample.at > last->at) {
            Step step{last->at, sample.at, std::nullopt};
            if (sample.at - last->at <= kLongestStep)
                step.joules = difference(last->joules, sample.joules, secondsBetween(last->at, sample.at), wrapsAt);
            m_steps.push_back(step);
        }
        last = &sample;
    }
}

Integral CounterCurve::energy(Instant from, Instant to, const PowerCurve &power) const
{
    Integral sum;
    if (m_steps.empty()) return power.integral(from, to);
    if (from < m_steps.front().from) sum += beyond(m_steps.front(), from, std::min(to, m_steps.front().from), power);
    for (const Step &step : m_steps) {
        const Instant begin = std::max(from, step.from);
        const Instant end = std::min(to, step.to);
        if (begin < end) sum += part(step, begin, end, power);
    }
    if (to > m_steps.back().to) sum += beyond(m_steps.back(), std::max(from, m_steps.back().to), to, power);
    return sum;
}

Integral CounterCurve::part(const Step &step, Instant from, Instant to, const PowerCurve &power)
{
    if (!step.joules) return power.integral(from, to);
    const double seconds = secondsBetween(from, to);
    if (from == step.from && to == step.to) return {*step.joules, seconds, 0};
    double share = seconds / secondsBetween(step.from, step.to);
    const Integral whole = power.integral(step.from, step.to);
    if (whole.joules > 0 && whole.coveredSeconds >= 0.99 * secondsBetween(step.from, step.to))
        share = power.integral(from, to).joules / whole.joules;
    return {*step.joules * share, seconds, 0};
}

Integral CounterCurve::beyond(const Step &nearest, Instant from, Instant to, const PowerCurve &power) const
{
    if (!power.isEmpty()) return power.integral(from, to);
    if (!nearest.joules) return {};
    const bool before = to <= nearest.from;
    const Instant begin = before ? std::max(from, nearest.from - m_hold) : from;
    const Instant end = before ? to : std::min(to, nearest.to + m_hold);
    if (end <= begin) return {};
    const double watts = *nearest.joules / secondsBetween(nearest.from, nearest.to);
    return {watts * secondsBetween(begin, end), secondsBetween(begin, end), 0};
}

double CounterCurve::range(Instant from, Instant to) const
{
    std::optional<double> low;
    std::optional<double> high;
    for (const Step &step : m_steps) {
        if (!step.joules || step.to < from || step.from > to) continue;
        const double watts = *step.joules / secondsBetween(step.from, step.to);
        low = std::min(low.value_or(watts), watts);
        high = std::max(high.value_or(watts), watts);
    }
    return high.value_or(0) - low.value_or(0);
}

} // namespace sotto
