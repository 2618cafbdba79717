#pragma once

#include "base/result.h"
#include "inference/llama/run_tokenizer.h"
#include "inference/request.h"

#include <llama.h>

#include <optional>
#include <string>
#include <vector>

namespace sotto {

/// Whether llama recognises this chat template. Thread: any.
[[nodiscard]] bool isKnownTemplate(const char *chatTemplate);

/// A prompt ready to be computed.
struct Prompt {
    std::vector<llama_token> tokens;
    int droppedMessages = 0;
    std::string tail; ///< End of the rendered text: a template may have opened a thought there.
};

/// Turns messages into tokens by the model's chat template.
///
/// The template is rendered with marks in the place of people's words; what lies between the marks is the
/// template's own text and may hold special tokens, what takes their place may not. Templates that llama does not
/// recognise are replaced by ChatML. Thread: one at a time.
class PromptBuilder final {
public:
    /// `vocab` must outlive it. An empty or unknown template means ChatML.
    PromptBuilder(const llama_vocab *vocab, const std::string &chatTemplate, int contextLength);

    /// Leaves out the oldest whole turns until the prompt and `reserve` tokens fit the context; the system message
    /// and the last user message stay. Errors: InvalidRequest (no message), TemplateFailed, PromptTooLong,
    /// Cancelled.
    [[nodiscard]] Result<Prompt> build(const std::vector<ChatMessage> &messages, std::optional<int> maxTokens,
                                       const CancelToken &cancel = {});
    /// Tokens of the whole conversation, nothing left out. Errors: InvalidRequest, TemplateFailed.
    [[nodiscard]] Result<int> count(const std::vector<ChatMessage> &messages);

private:
    [[nodiscard]] Result<std::vector<TextSpan>> render(const std::vector<ChatMessage> &messages) const;
    [[nodiscard]] Result<std::string> apply(const std::vector<ChatMessage> &messages, bool openReply) const;
    [[nodiscard]] Result<Prompt> tokenize(const std::vector<ChatMessage> &messages, const CancelToken &cancel = {});

    std::string m_template;
    int m_context;
    RunTokenizer m_tokenizer;
};

} // namespace sotto
