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

enum class Role : std::uint8_t { System, User, Assistant };

struct ChatMessage {
    Role role = Role::User;
    std::string content; ///< UTF-8. Never parsed for special tokens.

    bool operator==(const ChatMessage &) const = default;
};

/// Everything that wants text asks with one of these: the chat, titles, and later the lab and the API server.
struct GenerationRequest {
    /// At most one System message, first; then the turns. If the last one is Assistant, the reply goes on
    /// from its text instead of starting anew.
    std::vector<ChatMessage> messages;
    SamplingParams sampling;
    std::optional<int> maxTokens;  ///< Nothing: until the model ends or the context is full.
    std::vector<std::string> stop; ///< The reply ends before the first of these; it is not part of the text.

    bool operator==(const GenerationRequest &) const = default;
};

} // namespace sotto
