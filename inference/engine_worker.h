#pragma once

#include "inference/engine.h"
#include "inference/engine_queue.h"

#include <optional>
#include <thread>

namespace sotto {

/// The inference thread: takes what waits in its queue and has the backend do it, as Engine promises.
/// Thread: made and destroyed by one; what it works on belongs to the thread it starts.
class EngineWorker final {
public:
    EngineWorker(std::unique_ptr<Backend> backend, EngineListener listener, std::shared_ptr<const Clock> clock,
                 std::shared_ptr<WorkJournal> journal);
    /// Stops the queue, has every request end and joins the thread.
    ~EngineWorker();
    EngineWorker(const EngineWorker &) = delete;
    EngineWorker &operator=(const EngineWorker &) = delete;

    [[nodiscard]] EngineQueue &queue() { return m_queue; }

private:
    void run();
    [[nodiscard]] bool waitForWork();
    void beIdle();
    [[nodiscard]] std::optional<Duration> doPutOff(const std::function<bool()> &interrupted);
    [[nodiscard]] std::optional<Duration> measure(const std::function<bool()> &interrupted);

    void perform(const EngineJob &job);
    [[nodiscard]] EngineEventBody load(const EngineJob &job, const LoadJob &work);
    [[nodiscard]] EngineEventBody unload();
    [[nodiscard]] EngineEventBody listDevices();
    [[nodiscard]] EngineEventBody embed(const EngineJob &job, const EmbedJob &work);
    void reply(const EngineJob &job, const GenerationRequest &request);
    void generate(const EngineJob &job, const GenerationRequest &request, bool &ended);
    [[nodiscard]] EngineEventBody count(const std::vector<ChatMessage> &messages);

    /// Null where computing cannot end the process.
    [[nodiscard]] WorkJournal *journalOfReplies() const { return m_modelOnGpu.empty() ? nullptr : m_journal.get(); }

    void deliver(RequestId id, EngineEventBody body) noexcept { m_listener({id, std::move(body)}); }
    void deliverEnded();
    void serveSideLane();
    void runErrands();
    void tellKept();
    void tellTuned();
    void closeBackend();

    // Used by the inference thread alone once it runs.
    std::unique_ptr<Backend> m_backend;
    const EngineListener m_listener;
    const std::shared_ptr<const Clock> m_clock;
    const std::shared_ptr<WorkJournal> m_journal;
    bool m_modelOpen = false;
    KeptStates m_toldKept;
    Instant m_idleSince{};
    std::optional<Duration> m_idleCall; ///< After so long without work the backend is called; nothing: not at all.
    std::filesystem::path m_modelOnGpu; ///< The open model where a device other than the CPU has a part of it.

    EngineQueue m_queue;
    std::thread m_thread; ///< Last, so that all of the above is there when it starts.
};

} // namespace sotto
