#pragma once

#include "base/strong_id.h"
#include "inference/sampling.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace sotto {

/// Names one request to the engine; its events and its cancellation carry it.
using RequestId = StrongId<struct RequestTag>;

enum class Role : std::uint8_t { System, User, Assistant, Tool };

/// A function that the model asks to be called, as it wrote it. Nothing is run by itself.
struct ToolCall {
    std::string id;        ///< The model's own, or one made here where its format has none.
    std::string name;      ///< Of the function.
    std::string arguments; ///< A JSON object, as text.

    bool operator==(const ToolCall &) const = default;
};

/// All texts are UTF-8 and never parsed for special tokens.
struct ChatMessage {
    Role role = Role::User;
    std::string content;
    std::string reasoning{};           ///< Assistant: the thought before the answer, where it is sent back.
    std::vector<ToolCall> toolCalls{}; ///< Assistant: what it asked for.
    std::string toolCallId{};          ///< Tool: which call this answers.

    bool operator==(const ChatMessage &) const = default;
};

/// Whether the model thinks before it answers, where its template knows a switch.
enum class Thinking : std::uint8_t { AsTemplate, On, Off };

/// What happens when the conversation no longer fits the context.
enum class WhenContextFull : std::uint8_t { DropOldestTurns, Stop };

/// A form that the answer must have.
struct OutputFormat {
    enum class Kind : std::uint8_t { JsonSchema, Gbnf };
    Kind kind = Kind::JsonSchema;
    std::string text;

    bool operator==(const OutputFormat &) const = default;
};

/// Makes a token more or less likely; −infinity: never said.
struct LogitBias {
    std::int32_t token = 0;
    float bias = 0;

    bool operator==(const LogitBias &) const = default;
};

/// Everything that wants text asks with one of these: the chat, titles, and later the lab and the API server.
struct GenerationRequest {
    /// At most one System message, first; then the turns. If the last one is Assistant, the reply goes on
    /// from its text instead of starting anew.
    std::vector<ChatMessage> messages;
    SamplingParams sampling;
    std::optional<int> maxTokens;  ///< Nothing: until the model ends or the context is full.
    std::vector<std::string> stop; ///< The reply ends before the first of these; it is not part of the text.
    Thinking thinking = Thinking::AsTemplate;
    std::string tools{}; ///< JSON array of function descriptions in OpenAI's form, for the template; empty: none.
    std::optional<OutputFormat> format{};
    std::vector<LogitBias> logitBias{};
    WhenContextFull whenFull = WhenContextFull::DropOldestTurns;
    bool returnsThought = false; ///< The thought of this reply is sent back with the next turn.
    std::string stateKey{}; ///< Names the conversation whose computed state is kept for its next turn; empty: none.

    bool operator==(const GenerationRequest &) const = default;
};

} // namespace sotto
