#pragma once

#include "base/clock.h"
#include "base/error.h"

#include <optional>
#include <random>

namespace sotto {

struct RetryRules {
    Duration first = std::chrono::seconds(1); ///< The first pause; each further one is twice as long,
    Duration most = std::chrono::seconds(60); ///< up to this.
    int attempts = 8;                         ///< In a row without progress, where somebody answers.
    int attemptsUnreachable = 30;             ///< The same where nobody does: networks come back.
    std::uint64_t progressBytes = 64 * 1024;  ///< So many bytes are progress: one counts anew then.
};

/// When to try again after a failure, and when not to. Pauses vary by a quarter, so that many who lost the same server
/// do not all come back at once. Pure but for its own random numbers, which begin with `seed`. Thread: any, one at a
/// time.
class RetryPolicy final {
public:
    explicit RetryPolicy(const RetryRules &rules = {}, std::uint32_t seed = std::random_device()());

    /// How long to wait before the next try; nothing where there should be none: the error would come again
    /// (isLasting()), or there were too many. A pause that a server asked for (HostBusy) is kept.
    [[nodiscard]] std::optional<Duration> afterFailure(const Error &error);
    void received(std::uint64_t bytes);

private:
    RetryRules m_rules;
    std::mt19937 m_random;
    int m_failures = 0;
    std::uint64_t m_sinceFailure = 0;
};

/// Trying again at once cannot help.
[[nodiscard]] bool isLasting(const Error &error);

} // namespace sotto
