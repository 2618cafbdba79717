#pragma once

#include "base/cancel_token.h"
#include "base/result.h"
#include "inference/llama/context_fit.h"
#include "inference/llama/run_tokenizer.h"
#include "inference/llama/vocab_template.h"
#include "inference/request.h"

#include <llama.h>

#include <optional>
#include <string>
#include <vector>

namespace sotto {

/// Turns messages into tokens by the model's chat template.
///
/// Of each byte that the template gives it is known who wrote it: the template's own text may hold special tokens,
/// people's words may not. Thread: one at a time.
class PromptBuilder final {
public:
    /// `vocab` must outlive it. A text is a file's template: see ChatTemplate::choose().
    PromptBuilder(const llama_vocab *vocab, const std::string &chatTemplate, int contextLength);
    PromptBuilder(const llama_vocab *vocab, ChatTemplate chatTemplate, int contextLength);

    [[nodiscard]] const ChatTemplate &chatTemplate() const { return m_template; }
    /// Tools and thinking, for all that follows.
    void setOptions(TemplateOptions options) { m_options = std::move(options); }

    /// Renders and tokenises, leaving out the oldest turns where need be (ContextFit). Errors: InvalidRequest (no
    /// message), TemplateFailed, PromptTooLong, ContextFull, Cancelled.
    [[nodiscard]] Result<Prompt> build(const std::vector<ChatMessage> &messages, std::optional<int> maxTokens,
                                       WhenContextFull whenFull = WhenContextFull::DropOldestTurns,
                                       const CancelToken &cancel = {});
    /// Whether build() finds out Prompt::lastTurn; for models that need checkpoints.
    void setMarksTurns(bool on) { m_marksTurns = on; }
    /// What the tokens of `messages`, whose last is a person's, begin with whatever that person says in it; nothing
    /// where more or fewer than `dropped` messages are left out. Errors: as build().
    [[nodiscard]] Result<std::vector<llama_token>> sharedByNextTurn(const std::vector<ChatMessage> &messages,
                                                                    std::optional<int> maxTokens, int dropped);
    /// Tokens of the whole conversation, nothing left out. Errors: InvalidRequest, TemplateFailed.
    [[nodiscard]] Result<int> count(const std::vector<ChatMessage> &messages);

private:
    [[nodiscard]] Result<Prompt> tokenize(const std::vector<ChatMessage> &messages, const CancelToken &cancel = {});

    ChatTemplate m_template;
    TemplateOptions m_options;
    int m_context;
    RunTokenizer m_tokenizer;
    bool m_marksTurns = false;
};

} // namespace sotto
