#pragma once

#include "base/cancel_token.h"
#include "base/result.h"
#include "inference/llama/context_fit.h"
#include "inference/llama/run_tokenizer.h"
#include "inference/request.h"

#include <llama.h>

#include <optional>
#include <string>
#include <vector>

namespace sotto {

/// Whether llama recognises this chat template. Thread: any.
[[nodiscard]] bool isKnownTemplate(const char *chatTemplate);

/// Turns messages into tokens by the model's chat template.
///
/// The template is rendered with marks in the place of people's words; what lies between the marks is the
/// template's own text and may hold special tokens, what takes their place may not. Templates that llama does not
/// recognise are replaced by ChatML. Thread: one at a time.
class PromptBuilder final {
public:
    /// `vocab` must outlive it. An empty or unknown template means ChatML.
    PromptBuilder(const llama_vocab *vocab, const std::string &chatTemplate, int contextLength);

    /// Renders and tokenises, leaving out the oldest turns where need be (ContextFit). Errors: InvalidRequest (no
    /// message), TemplateFailed, PromptTooLong, ContextFull, Cancelled.
    [[nodiscard]] Result<Prompt> build(const std::vector<ChatMessage> &messages, std::optional<int> maxTokens,
                                       WhenContextFull whenFull = WhenContextFull::DropOldestTurns,
                                       const CancelToken &cancel = {});
    /// Whether build() finds out Prompt::lastTurn; for models that need checkpoints.
    void setMarksTurns(bool on) { m_marksTurns = on; }
    /// Tokens of the whole conversation, nothing left out. Errors: InvalidRequest, TemplateFailed.
    [[nodiscard]] Result<int> count(const std::vector<ChatMessage> &messages);

private:
    [[nodiscard]] Result<std::vector<TextSpan>> render(const std::vector<ChatMessage> &messages) const;
    [[nodiscard]] Result<std::string> apply(const std::vector<ChatMessage> &messages, bool openReply) const;
    [[nodiscard]] Result<Prompt> tokenize(const std::vector<ChatMessage> &messages, const CancelToken &cancel = {});

    std::string m_template;
    int m_context;
    RunTokenizer m_tokenizer;
    bool m_marksTurns = false;
};

} // namespace sotto
