#include "core/downloads/rate_limiter.h"

#include <algorithm>
#include <limits>

namespace sotto {
namespace {

constexpr double kBucketSeconds = 0.25;

double seconds(Duration duration)
{
    return std::chrono::duration<double>(duration).count();
}

} // namespace

RateLimiter::RateLimiter(std::shared_ptr<const Clock> clock) : m_clock(std::move(clock)), m_filled(m_clock->now()) {}

void RateLimiter::setLimit(std::uint64_t bytesPerSecond)
{
    m_limit = bytesPerSecond;
    m_level = 0;
    m_filled = m_clock->now();
}

void RateLimiter::fill()
{
    const Instant now = m_clock->now();
    const auto limit = static_cast<double>(m_limit);
    m_level = std::min(limit * kBucketSeconds, m_level + limit * seconds(now - m_filled));
    m_filled = now;
}

std::uint64_t RateLimiter::allowance()
{
    if (m_limit == 0) return std::numeric_limits<std::uint64_t>::max();
    fill();
    return m_level < 1 ? 0 : static_cast<std::uint64_t>(m_level);
}

void RateLimiter::took(std::uint64_t bytes)
{
    if (m_limit > 0) m_level -= static_cast<double>(bytes);
}

SpeedMeter::SpeedMeter(std::shared_ptr<const Clock> clock) : m_clock(std::move(clock)) {}

void SpeedMeter::received(std::uint64_t bytes)
{
    const Instant now = m_clock->now();
    if (!m_began) m_began = now;
    if (m_slots.empty() || now - m_slots.back().begin > std::chrono::milliseconds(100)) m_slots.push_back({now, 0});
    m_slots.back().bytes += bytes;
    forget(now);
}

std::optional<double> SpeedMeter::bytesPerSecond()
{
    const Instant now = m_clock->now();
    if (!m_began || now - *m_began < std::chrono::seconds(1)) return std::nullopt;
    forget(now);
    std::uint64_t sum = 0;
    for (const Slot &slot : m_slots)
        sum += slot.bytes;
    return static_cast<double>(sum) / seconds(std::min<Duration>(kWindow, now - *m_began));
}

void SpeedMeter::reset()
{
    m_slots.clear();
    m_began.reset();
}

void SpeedMeter::forget(Instant now)
{
    while (!m_slots.empty() && now - m_slots.front().begin > kWindow)
        m_slots.pop_front();
}

} // namespace sotto
