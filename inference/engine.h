#pragma once

#include "inference/backend.h"
#include "inference/work_journal.h"

#include <memory>

namespace sotto {

/// Receives every event of the engine, on the inference thread. Must return quickly, must not throw and must not
/// call back into the engine's destructor; everything else of the engine may be called from it.
using EngineListener = std::function<void(EngineEvent)>;

class EngineWorker;

/// The one inference thread and its queue.
///
/// Requests run one after another in the order they came. Each has its own cancellation, honoured while it
/// waits, while a model loads, in the middle of a prompt and between tokens. Counting tokens is served
/// between two tokens of a running reply, so a draft is counted while another reply is being written.
///
/// While nothing is to be done, what the backend has put off is done (StateKeeping::idle()), and how the open model
/// runs best on this computer is measured, piece by piece (SelfTuning).
///
/// Every request gets exactly one last event, whatever the backend does: an exception out of it becomes
/// Failed{NotEnoughMemory} (std::bad_alloc) or Failed{Internal}, and the engine goes on with the next request.
/// Thread: every public function may be called from any thread and returns at once, but for the destructor,
/// which cancels all work, lets every request have its last event and joins the thread. What the listener asks
/// for while that goes on is refused with an invalid id and has no events.
class Engine final {
public:
    /// Takes the backend over and starts the thread. Loads, and replies that use a GPU, are noted in `journal`.
    Engine(std::unique_ptr<Backend> backend, EngineListener listener, std::shared_ptr<const Clock> clock,
           std::shared_ptr<WorkJournal> journal = {});
    ~Engine();
    Engine(const Engine &) = delete;
    Engine &operator=(const Engine &) = delete;

    /// Opens a model, closing the one before. Events: LoadProgress*, then Loaded or Failed (Cancelled among its codes).
    RequestId load(std::filesystem::path path, LoadOptions options = {});
    /// Closes the open model. Event: Unloaded. Cannot be cancelled.
    RequestId unload();
    /// Queues a reply. Events: see events.h; NoModel where nothing is open by the time its turn comes.
    RequestId submit(GenerationRequest request);
    /// Counts the tokens of these messages as a prompt. Events: TokensCounted or Failed. A count that has not
    /// been served when a newer one arrives is dropped with Failed{Cancelled}: only the latest draft matters.
    RequestId countTokens(std::vector<ChatMessage> messages);
    /// Computes a vector for each text, in its turn. Events: Embedded or Failed; NoModel as for a reply.
    RequestId embed(std::vector<std::string> texts);
    /// Asks for the devices the backend can use. Events: DevicesListed or Failed.
    RequestId listDevices();
    /// How much is kept of conversations between their replies. What is kept, and on what event it is told: KeptStates,
    /// of no request, whenever it changes. No event of their own, for these three; they are done between two tokens.
    void setStateLimits(StateLimits limits);
    /// Deletes what is kept under that GenerationRequest::stateKey, in memory and on disk.
    void forgetState(std::string key);
    /// Deletes what is kept under all other keys.
    void retainStates(std::vector<std::string> keys);
    /// Measures anew how the open model runs best on this computer, as soon as nothing else is to be done. Event:
    /// Tuned, of no request, when it is over, as after the measuring that follows the first load of a model.
    void measureAgain();
    /// Stops a request, waiting or running. A finished or unknown id is ignored. A reply that never started
    /// ends with Finished{Cancelled} and empty usage; a load, a count, vectors and a list of devices with
    /// Failed{Cancelled}. A load that never started leaves the model before it open.
    void cancel(RequestId id);
    /// Whether no load, unload or reply runs or waits.
    [[nodiscard]] bool isIdle() const;

private:
    std::unique_ptr<EngineWorker> m_worker;
};

} // namespace sotto
