#include "hardware/power/power_curve.h"

#include <algorithm>

namespace sotto {

Integral &Integral::operator+=(const Integral &other)
{
    joules += other.joules;
    coveredSeconds += other.coveredSeconds;
    bridgedJoules += other.bridgedJoules;
    return *this;
}

double secondsBetween(Instant from, Instant to)
{
    return std::chrono::duration<double>(to - from).count();
}

double inSeconds(Duration duration)
{
    return std::chrono::duration<double>(duration).count();
}

PowerCurve::PowerCurve(std::span<const PowerSample> samples, Duration hold, Duration longestGap)
    : m_hold(hold), m_longestGap(longestGap)
{
    for (const PowerSample &sample : samples) {
        if (!sample.hasPower()) continue;
        if (m_points.empty()) m_points.push_back({sample.at - hold, sample.watts});
        m_points.push_back({sample.at, sample.watts});
    }
    if (!m_points.empty()) m_points.push_back({m_points.back().at + hold, m_points.back().watts});
}

Integral PowerCurve::integral(Instant from, Instant to) const
{
    Integral sum;
    for (std::size_t i = 1; i < m_points.size(); ++i) {
        if (m_points[i].at <= from) continue;
        if (m_points[i - 1].at >= to) break;
        sum += piece(m_points[i - 1], m_points[i], from, to);
    }
    return sum;
}

Integral PowerCurve::piece(const Point &a, const Point &b, Instant from, Instant to) const
{
    const double length = secondsBetween(a.at, b.at);
    if (length <= 0 || b.at - a.at > m_longestGap) return {};
    const double begin = std::max(0.0, secondsBetween(a.at, from));
    const double end = std::min(length, secondsBetween(a.at, to));
    const double slope = (b.watts - a.watts) / length;
    const double seconds = end - begin;
    const double middle = a.watts + slope * (begin + end) / 2;
    // Half the step is what a change at either end of the hole would have made of it.
    const double bridged = b.at - a.at > m_hold ? std::abs(slope) * seconds * seconds / 2 : 0;
    return {middle * seconds, seconds, bridged};
}

std::optional<double> PowerCurve::at(Instant at) const
{
    const auto next = std::ranges::lower_bound(m_points, at, {}, &Point::at);
    if (next == m_points.end()) return std::nullopt;
    if (next->at == at) return next->watts;
    if (next == m_points.begin()) return std::nullopt;
    const Point &before = *std::prev(next);
    if (next->at - before.at > m_longestGap) return std::nullopt;
    const double share = secondsBetween(before.at, at) / secondsBetween(before.at, next->at);
    return before.watts + share * (next->watts - before.watts);
}

double PowerCurve::range(Instant from, Instant to) const
{
    double low = 0;
    double high = 0;
    bool any = false;
    const auto take = [&](double watts) {
        low = any ? std::min(low, watts) : watts;
        high = any ? std::max(high, watts) : watts;
        any = true;
    };
    for (const Instant end : {from, to})
        if (const auto watts = at(end)) take(*watts);
    for (const Point &point : m_points)
        if (point.at >= from && point.at <= to) take(point.watts);
    return high - low;
}

double PowerCurve::deviation(Instant from, Instant to) const
{
    double sum = 0;
    double squares = 0;
    double count = 0;
    for (const Point &point : m_points) {
        if (point.at < from || point.at > to) continue;
        sum += point.watts;
        squares += point.watts * point.watts;
        ++count;
    }
    return count < 2 ? 0 : std::sqrt(std::max(0.0, (squares - sum * sum / count) / (count - 1)));
}

} // namespace sotto
