#pragma once

#include "base/cancel_token.h"
#include "base/result.h"
#include "inference/events.h"
#include "inference/kept_states.h"
#include "inference/self_tuning.h"

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace sotto {

/// Takes the events of one reply as they happen, on the inference thread. Must return quickly.
using GenerationSink = std::function<void(GenerationEvent)>;

/// Something that turns requests into text: llama in process, or a script in tests.
///
/// Cut at the level of whole requests, so that no implementation has to leave a function empty.
/// Thread: made anywhere, then used by exactly one thread, the engine's.
class Backend {
public:
    virtual ~Backend() = default;

    /// Devices it could use, the CPU among them. Errors: none; an empty list means no compute backend at all.
    [[nodiscard]] virtual std::vector<Device> devices() = 0;

    /// Opens a model in place of the one that is open. `progress` gets 0 … 1.
    /// Errors: Cancelled, and every code of "a model file" and "opening a model" (of its adapters
    /// too); after an error no model is open.
    [[nodiscard]] virtual Result<LoadedModel> open(const std::filesystem::path &path, const LoadOptions &options,
                                                   const std::function<void(float)> &progress,
                                                   const CancelToken &cancel) = 0;

    /// Frees the open model; nothing happens where there is none.
    virtual void close() = 0;

    /// Writes one reply. Emits Started once, then progress and deltas, and ends with exactly one Finished or
    /// Failed. Cancelling ends it with Finished{…, Cancelled}. `accepted` is when the request was submitted,
    /// the start of the time to the first token.
    virtual void generate(const GenerationRequest &request, Instant accepted, const GenerationSink &sink,
                          const CancelToken &cancel) = 0;

    /// Tokens that `messages` would take as a prompt, template included. May be called from inside a sink of
    /// generate(), on the same thread. Errors: NoModel, TemplateFailed.
    [[nodiscard]] virtual Result<int> countTokens(const std::vector<ChatMessage> &messages) = 0;

    /// One vector of length 1 (L2) for each of `texts`, which are never parsed for special tokens: texts that mean the
    /// same point the same way. Errors: NoModel, Cancelled, InvalidRequest (an empty text, a model that cannot),
    /// PromptTooLong (a text is computed in one piece; it is not cut), NotEnoughMemory, DecodeFailed.
    [[nodiscard]] virtual Result<std::vector<std::vector<float>>> embed(const std::vector<std::string> &texts,
                                                                        const CancelToken &cancel) = 0;

    /// How many of the oldest messages a reply to `messages` would leave out (WhenContextFull::DropOldestTurns). Called
    /// after a count that succeeded. Nothing is ever left out by a backend that does not say.
    [[nodiscard]] virtual int countDropped(const std::vector<ChatMessage> & /*messages*/) { return 0; }

    /// What is kept of conversations between their replies; null where nothing is. Lives as long as the backend.
    [[nodiscard]] virtual StateKeeping *states() { return nullptr; }

    /// What measures how models run best; null where nothing is to be found out. Lives as long as the backend.
    [[nodiscard]] virtual SelfTuning *tuning() { return nullptr; }
};

} // namespace sotto
