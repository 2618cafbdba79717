#pragma once

#include "base/clock.h"
#include "base/error.h"
#include "inference/kept_states.h"
#include "inference/model.h"
#include "inference/request.h"
#include "inference/self_tuning.h"

#include <string>
#include <variant>
#include <vector>

namespace sotto {

/// What one reply took. Durations are measured on the inference thread's monotonic clock.
struct Usage {
    int promptTokens = 0;        ///< The whole prompt, cached part included.
    int cachedTokens = 0;        ///< Of these, found in the KV cache and not computed again.
    int outputTokens = 0;        ///< Sampled tokens, reasoning included, the end-of-generation token excluded.
    int reasoningTokens = 0;     ///< Of these, inside a thought.
    Duration timeToFirstToken{}; ///< Request accepted → first token sampled; waiting in the queue included.
    Duration promptTime{};       ///< Computing the prompt.
    Duration decodeTime{};       ///< First token → last token.
    Duration reasoningTime{};    ///< First token of the thought → its end; of several, the sum.
    int draftedTokens = 0;       ///< Guessed ahead and computed together with others.
    int acceptedTokens = 0;      ///< Of these, what the model then said itself.

    /// Decode speed in tokens a second: (outputTokens − 1) / decodeTime, since the first token belongs to the
    /// prompt's computation. 0 below two tokens: unknown, not slow.
    [[nodiscard]] double tokensPerSecond() const;
    bool operator==(const Usage &) const = default;
};

enum class FinishReason : std::uint8_t {
    EndOfReply, ///< The model ended it.
    StopString,
    TokenLimit, ///< `maxTokens` reached.
    ContextFull,
    Cancelled, ///< Somebody pressed Stop; the text so far stands.
};

// Events of loading.
struct LoadProgress {
    float fraction = 0; /* 0 … 1 */
    bool operator==(const LoadProgress &) const = default;
};
struct Loaded {
    LoadedModel model;
    bool operator==(const Loaded &) const = default;
};
struct Unloaded {
    bool operator==(const Unloaded &) const = default;
};

// Events of a reply, in this order: Started, PromptProgress*, (TextDelta | ReasoningDelta | ToolCall)*,
// Finished | Failed.
struct Started {
    int promptTokens = 0;
    int cachedTokens = 0;
    int droppedMessages = 0; ///< Oldest turns left out because the context is full.
    int contextLength = 0;
    bool operator==(const Started &) const = default;
};
struct PromptProgress {
    int done = 0;
    int total = 0;
    bool operator==(const PromptProgress &) const = default;
};
/// `text` is whole UTF-8 characters; `outputTokens` is the count so far.
struct TextDelta {
    std::string text;
    int outputTokens = 0;
    bool operator==(const TextDelta &) const = default;
};
struct ReasoningDelta {
    std::string text;
    int outputTokens = 0;
    bool operator==(const ReasoningDelta &) const = default;
};
struct Finished {
    Usage usage;
    FinishReason reason = FinishReason::EndOfReply;
    bool operator==(const Finished &) const = default;
};

// Answers to a count and to a question for devices, and the failing end of any request.
struct TokensCounted {
    int tokens = 0;
    int droppedMessages = 0; ///< That a reply to them would leave out, as in Started.
    bool operator==(const TokensCounted &) const = default;
};
/// One vector of length 1 for each text, in order.
struct Embedded {
    std::vector<std::vector<float>> vectors;
    bool operator==(const Embedded &) const = default;
};
struct DevicesListed {
    std::vector<Device> devices;
    bool operator==(const DevicesListed &) const = default;
};
struct Failed {
    Error error;
    bool operator==(const Failed &) const = default;
};

using GenerationEvent = std::variant<Started, PromptProgress, TextDelta, ReasoningDelta, ToolCall, Finished, Failed>;

using EngineEventBody =
    std::variant<LoadProgress, Loaded, Unloaded, Started, PromptProgress, TextDelta, ReasoningDelta, ToolCall, Finished,
                 TokensCounted, Failed, DevicesListed, Embedded, KeptStates, Tuned>;

/// One thing that happened to one request.
struct EngineEvent {
    RequestId request;
    EngineEventBody body;

    bool operator==(const EngineEvent &) const = default;
};

} // namespace sotto
