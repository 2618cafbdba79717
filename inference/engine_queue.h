#pragma once

#include "inference/backend.h"

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace sotto {

struct LoadJob {
    std::filesystem::path path;
    LoadOptions options;
};
struct UnloadJob {};
struct DevicesJob {};
struct EmbedJob {
    std::vector<std::string> texts;
};
using EngineWork = std::variant<LoadJob, UnloadJob, GenerationRequest, DevicesJob, EmbedJob>;

/// What the engine does in its turn.
struct EngineJob {
    RequestId id;
    EngineWork work;
    Instant accepted;
    CancelSource cancel;

    [[nodiscard]] bool isReply() const { return std::holds_alternative<GenerationRequest>(work); }
    [[nodiscard]] bool isUnload() const { return std::holds_alternative<UnloadJob>(work); }
    [[nodiscard]] bool changesModel() const { return isUnload() || std::holds_alternative<LoadJob>(work); }
};

/// A draft whose tokens are to be counted.
struct EngineCount {
    RequestId id;
    std::vector<ChatMessage> messages;
};

/// Something asked of the backend that has no event of its own.
using EngineErrand = std::function<void(Backend &)>;

/// What was asked of the engine and has not been done: jobs, which run one after another, and beside them what is
/// served between two tokens (the latest count, errands, and the last events of requests that were stopped while they
/// waited). Thread: any, at any time; nothing of others is called while the lock is held.
class EngineQueue final {
public:
    explicit EngineQueue(std::shared_ptr<const Clock> clock) : m_clock(std::move(clock)) {}

    /// An invalid id once stop() was called.
    [[nodiscard]] RequestId add(EngineWork work);
    /// Takes the place of a count that waits, which ends with Failed{Cancelled}. An invalid id once stop() was called.
    [[nodiscard]] RequestId addCount(std::vector<ChatMessage> messages);
    void addErrand(EngineErrand errand);
    /// Stops the running job, or ends one that waits. An unload and an unknown id are left alone.
    void cancel(RequestId id);
    /// Cancels everything but unloads and takes nothing more.
    void stop();
    /// Whether no job runs or waits.
    [[nodiscard]] bool isIdle() const;

    /// Whether something waits to be done, or the engine is to end: nobody should go on with what can wait.
    [[nodiscard]] bool isPressing() const;
    /// Waits until isPressing(), for `longest` at most where that is given. False where the time was over first.
    [[nodiscard]] bool wait(std::optional<Duration> longest);
    /// Whether something is still to be done.
    [[nodiscard]] bool hasWork() const;

    /// The next job, which counts as running until finishJob().
    [[nodiscard]] std::optional<EngineJob> takeJob();
    void finishJob();
    /// The count that waits, if it is its turn: one asked for after a load means the model which that load brings.
    [[nodiscard]] std::optional<EngineCount> takeCount();
    [[nodiscard]] std::vector<EngineErrand> takeErrands();
    [[nodiscard]] std::vector<EngineEvent> takeEnded();

private:
    [[nodiscard]] bool hasWorkLocked() const;
    [[nodiscard]] bool countIsDueLocked() const;
    void dropCountLocked();

    const std::shared_ptr<const Clock> m_clock;
    mutable std::mutex m_mutex; ///< Guards what follows.
    std::condition_variable m_wake;
    std::int64_t m_lastId = 0;
    std::deque<EngineJob> m_jobs;
    std::optional<EngineCount> m_count;
    std::vector<EngineErrand> m_errands;
    std::vector<EngineEvent> m_ended;
    RequestId m_runningId;
    CancelSource m_runningCancel;
    bool m_stopping = false;
};

} // namespace sotto
