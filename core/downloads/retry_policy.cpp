#include "core/downloads/retry_policy.h"

#include <algorithm>

namespace sotto {

RetryPolicy::RetryPolicy(const RetryRules &rules, std::uint32_t seed) : m_rules(rules), m_random(seed) {}

std::optional<Duration> RetryPolicy::afterFailure(const Error &error)
{
    if (isLasting(error)) return std::nullopt;
    m_sinceFailure = 0;
    const int most = error.code == ErrorCode::HostUnreachable ? m_rules.attemptsUnreachable : m_rules.attempts;
    if (++m_failures > most) return std::nullopt;
    const int doublings = std::min(m_failures - 1, 20);
    Duration pause = std::min<Duration>(m_rules.most, m_rules.first * (1LL << doublings));
    pause = std::chrono::duration_cast<Duration>(pause * std::uniform_real_distribution(0.75, 1.25)(m_random));
    if (error.code == ErrorCode::HostBusy)
        pause = std::max<Duration>(pause, std::chrono::seconds(static_cast<std::int64_t>(error.needed)));
    return pause;
}

void RetryPolicy::received(std::uint64_t bytes)
{
    m_sinceFailure += bytes;
    if (m_sinceFailure >= m_rules.progressBytes) m_failures = 0;
}

bool isLasting(const Error &error)
{
    return error.code != ErrorCode::HostUnreachable && error.code != ErrorCode::HostBusy &&
           error.code != ErrorCode::HostFailed;
}

} // namespace sotto
