#pragma once

#include "base/clock.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace sotto {

/// Most tokens of a prompt that are computed at once; also what contexts are made for.
inline constexpr int kBatchTokens = 512;

/// How a model is run on this computer.
struct Tuning {
    int threads = 1;                ///< Of the processor, while a reply is written.
    int batchThreads = 1;           ///< While a prompt is read.
    int batchTokens = kBatchTokens; ///< Of a prompt computed at once; also the unit in which progress is told.

    bool operator==(const Tuning &) const = default;
};

/// Where a Tuning comes from.
enum class TuningOrigin : std::uint8_t {
    PerCore,  ///< One thread for each core; not measured yet.
    Chosen,   ///< The person set the number of threads.
    Measured, ///< On this computer, now or earlier.
};

/// The processor as a process may use it.
struct Cores {
    int physical = 1;
    int performance = 1; ///< Of these, of the fastest kind.
    int logical = 1;     ///< With the second threads of cores that have them.

    bool operator==(const Cores &) const = default;
};

/// Where measurements are remembered, by a key that names model, computer and how the model is laid on it.
/// Both are called on the engine's thread; one that is empty does nothing.
struct TuningMemory {
    std::function<std::optional<Tuning>(const std::string &key)> recall{};
    /// Nothing is ever measured where the result cannot be remembered.
    std::function<void(const std::string &key, const Tuning &tuning)> remember{};
};

/// Threads of a model that leaves the computer to other programs: half of the cores, so that one at least is free.
[[nodiscard]] int quietThreads(int physicalCores);

/// Numbers of threads worth measuring, the most first: the physical cores, those of the fastest kind, some fractions,
/// and the logical ones where there are more (they rarely pay). Quiet: quietThreads() at most. With layers on a GPU the
/// processor has less to do, so 1 and 2 are among them. Pure.
[[nodiscard]] std::vector<int> threadCandidates(const Cores &cores, bool quiet, bool usesGpu);

/// What was measured of one candidate: time for a token in each round, never empty.
struct CandidateTimes {
    int candidate = 0;
    std::vector<Duration> rounds;
};

/// Of the rounds, in nanoseconds. Pure.
[[nodiscard]] double shortestNs(const CandidateTimes &times);

/// The smallest candidate whose shortest time is within 2 % of the best one's: it leaves more of the processor free and
/// draws less. Nothing where the times cannot be trusted: where the best or the chosen one's second shortest time is
/// more than a tenth above its shortest, because other programs compute too, or where there are fewer than two rounds.
/// The shortest of several interleaved rounds is what is compared, since every disturbance only adds. Pure.
[[nodiscard]] std::optional<int> chooseCandidate(const std::vector<CandidateTimes> &times);

} // namespace sotto
