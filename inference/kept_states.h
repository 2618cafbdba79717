#pragma once

#include "base/clock.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace sotto {

/// How much of conversations that were read is kept, so that going back to one does not read it again.
struct StateLimits {
    std::uint64_t memoryBytes = 1ULL << 30;
    std::uint64_t diskBytes = 0;    ///< 0: nothing is kept on disk, and what was kept in `folder` is deleted.
    std::filesystem::path folder{}; ///< Made when something is written. Empty: no disk.

    bool operator==(const StateLimits &) const = default;
};

/// What is kept now, besides the conversation that the model holds. An event of the engine, of no request.
struct KeptStates {
    int inMemory = 0; ///< Conversations, or branches of one.
    std::uint64_t memoryBytes = 0;
    int onDisk = 0; ///< Those also in memory included.
    std::uint64_t diskBytes = 0;

    bool operator==(const KeptStates &) const = default;
};

/// The part of a backend that keeps computed states under GenerationRequest::stateKey.
/// Thread: the engine's, also from inside a sink of generate().
class StateKeeping {
public:
    virtual ~StateKeeping() = default;

    virtual void setLimits(const StateLimits &limits) = 0;
    /// Deletes everything kept under `key`, in memory and on disk.
    virtual void forget(const std::string &key) = 0;
    /// Deletes everything kept under other keys than these.
    virtual void retain(const std::vector<std::string> &keys) = 0;
    [[nodiscard]] virtual KeptStates kept() = 0;
    /// Whether idle() is going to compute something with the model.
    [[nodiscard]] virtual bool wantsToCompute() const { return false; }
    /// Does one piece of what was put off while a person waited. Called while nothing else is to be done, which has
    /// been so for `idleFor`; gives up soon after `interrupted` says true. Returns after how long it wants to be
    /// called again; nothing: not before something has happened.
    [[nodiscard]] virtual std::optional<Duration> idle(Duration idleFor, const std::function<bool()> &interrupted) = 0;
};

} // namespace sotto
