#include "inference/llama/prompt_builder.h"

#include "base/utf8.h"

#include <algorithm>
#include <string_view>
#include <utility>

namespace sotto {
namespace {

/// llama takes C strings and throws on malformed UTF-8.
std::vector<ChatMessage> cleaned(std::vector<ChatMessage> messages)
{
    for (ChatMessage &message : messages) {
        for (std::string *text : {&message.content, &message.reasoning}) {
            *text = sanitizedUtf8(*text);
            std::erase(*text, '\0');
        }
    }
    return messages;
}

} // namespace

PromptBuilder::PromptBuilder(const llama_vocab *vocab, const std::string &chatTemplate, int contextLength)
    : PromptBuilder(vocab, templateFor(vocab, {}, chatTemplate, {}), contextLength)
{
}

PromptBuilder::PromptBuilder(const llama_vocab *vocab, ChatTemplate chatTemplate, int contextLength)
    : m_template(std::move(chatTemplate)), m_context(contextLength), m_tokenizer(vocab)
{
}

Result<Prompt> PromptBuilder::build(const std::vector<ChatMessage> &messages, std::optional<int> maxTokens,
                                    WhenContextFull whenFull, const CancelToken &cancel)
{
    const std::vector<ChatMessage> clean = cleaned(messages);
    const ContextFit fit(m_context, [&](const std::vector<ChatMessage> &part) { return tokenize(part, cancel); });
    auto prompt = fit.fit(clean, maxTokens, whenFull);
    if (prompt && m_marksTurns) fit.markLastTurn(*prompt, clean);
    return prompt;
}

Result<std::vector<llama_token>> PromptBuilder::sharedByNextTurn(const std::vector<ChatMessage> &messages,
                                                                 std::optional<int> maxTokens, int dropped)
{
    const std::vector<ChatMessage> clean = cleaned(messages);
    const ContextFit fit(m_context, [this](const std::vector<ChatMessage> &part) { return tokenize(part); });
    auto prompt = fit.fit(clean, maxTokens, WhenContextFull::DropOldestTurns);
    if (!prompt) return std::unexpected(prompt.error());
    fit.markLastTurn(*prompt, clean);
    prompt->tokens.resize(prompt->droppedMessages == dropped ? prompt->lastTurn : 0);
    return std::move(prompt->tokens);
}

Result<int> PromptBuilder::count(const std::vector<ChatMessage> &messages)
{
    const auto prompt = tokenize(cleaned(messages));
    if (!prompt) return std::unexpected(prompt.error());
    return static_cast<int>(prompt->tokens.size());
}

Result<Prompt> PromptBuilder::tokenize(const std::vector<ChatMessage> &messages, const CancelToken &cancel)
{
    const auto spans = m_template.render(messages, m_options, cancel);
    if (!spans) return std::unexpected(spans.error());
    Prompt prompt;
    prompt.tokens = m_tokenizer.tokenize(*spans, cancel);
    if (cancel.isCancelled()) return fail(ErrorCode::Cancelled);
    constexpr std::size_t kTail = 128;
    for (const TextSpan &span : *spans)
        prompt.tail += span.text.size() > kTail ? span.text.substr(span.text.size() - kTail) : span.text;
    if (prompt.tail.size() > kTail) prompt.tail.erase(0, prompt.tail.size() - kTail);
    if (prompt.tokens.empty()) return fail(ErrorCode::TemplateFailed);
    return prompt;
}

} // namespace sotto
