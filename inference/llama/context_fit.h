#pragma once

#include "base/result.h"
#include "inference/request.h"

#include <llama.h>

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace sotto {

/// A prompt ready to be computed.
struct Prompt {
    std::vector<llama_token> tokens;
    int droppedMessages = 0;
    std::string tail; ///< End of the rendered text: a template may have opened a thought there.
    /// Tokens before the person's last words: what another wording of them would keep. 0 where that was not asked.
    std::size_t lastTurn = 0;
};

/// How a conversation longer than the context is cut: whole turns leave, the oldest first; the system message and the
/// last user message stay. When turns have to leave, at least an eighth of the context becomes free at once, so that
/// the beginning of the prompt stays what it is for several turns, and with it what was computed. Tokens are kept free
/// for the reply: 512, a quarter of the context or `maxTokens`, whichever is least. Pure, but for `tokenize`.
class ContextFit final {
public:
    using Tokenize = std::function<Result<Prompt>(const std::vector<ChatMessage> &)>;

    /// `tokenize` renders and tokenises a conversation whole.
    ContextFit(int contextLength, Tokenize tokenize) : m_context(contextLength), m_tokenize(std::move(tokenize)) {}

    /// Errors: those of `tokenize`; PromptTooLong where even the last turn does not fit; ContextFull where turns would
    /// have to leave and `whenFull` is Stop (`needed` and `available` in tokens, the reply's share taken off).
    [[nodiscard]] Result<Prompt> fit(const std::vector<ChatMessage> &messages, std::optional<int> maxTokens,
                                     WhenContextFull whenFull) const;
    /// Sets Prompt::lastTurn of a prompt that fit() made of `messages`. Nothing happens where they end in no words of
    /// a person's. Errors are none: without it more is read again than need be.
    void markLastTurn(Prompt &prompt, const std::vector<ChatMessage> &messages) const;

private:
    [[nodiscard]] Result<Prompt> dropTurns(const std::vector<ChatMessage> &messages, int target) const;
    [[nodiscard]] int limit(std::optional<int> maxTokens) const;

    int m_context;
    Tokenize m_tokenize;
};

} // namespace sotto
