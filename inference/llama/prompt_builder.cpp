#include "inference/llama/prompt_builder.h"

#include "base/utf8.h"

#include <algorithm>
#include <string_view>
#include <utility>

namespace sotto {
namespace {

const char *roleName(Role role)
{
    switch (role) {
    case Role::System: return "system";
    case Role::User: return "user";
    case Role::Assistant: return "assistant";
    case Role::Tool: return "tool";
    }
    return "user";
}

std::string_view trimmed(std::string_view text)
{
    constexpr std::string_view spaces = " \t\n\r\v\f";
    const auto begin = text.find_first_not_of(spaces);
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(spaces) - begin + 1);
}

/// llama takes C strings and throws on malformed UTF-8.
std::vector<ChatMessage> cleaned(const std::vector<ChatMessage> &messages)
{
    std::vector<ChatMessage> clean;
    clean.reserve(messages.size());
    for (const ChatMessage &message : messages) {
        std::string content = sanitizedUtf8(message.content);
        std::erase(content, '\0');
        clean.push_back({message.role, std::move(content)});
    }
    return clean;
}

/// A word that stands nowhere in the conversation, so that it can mark the place of each message's content.
std::string unusedMark(const std::vector<ChatMessage> &messages)
{
    for (int attempt = 0;; ++attempt) {
        std::string mark = "SottoSlot" + std::to_string(attempt) + "x";
        const auto holds = [&](const ChatMessage &message) { return message.content.contains(mark); };
        if (std::ranges::none_of(messages, holds)) return mark;
    }
}

struct Slot {
    std::size_t begin;
    std::size_t end;
    std::size_t message;
};

/// Where the marks stand in `rendered`, in order of place; a template may leave a message out.
std::vector<Slot> findSlots(const std::string &rendered, const std::string &mark, std::size_t messages)
{
    std::vector<Slot> slots;
    for (auto at = rendered.find(mark); at != std::string::npos; at = rendered.find(mark, at + 1)) {
        std::size_t end = at + mark.size();
        std::size_t index = 0;
        for (; end < rendered.size() && rendered[end] >= '0' && rendered[end] <= '9'; ++end)
            index = index * 10 + static_cast<std::size_t>(rendered[end] - '0');
        if (index < messages && end < rendered.size() && rendered[end] == 'z') slots.push_back({at, end + 1, index});
    }
    return slots;
}

/// The spelling of `content` (as it is, or trimmed by the template) after which `direct` goes on with `next`.
std::string_view spellingIn(std::string_view direct, std::string_view content, std::string_view next)
{
    const std::string_view inner = trimmed(content);
    const auto innerAt = static_cast<std::size_t>(inner.empty() ? 0 : inner.data() - content.data());
    const std::string_view spellings[] = {content, inner, content.substr(innerAt),
                                          content.substr(0, innerAt + inner.size())};
    for (const std::string_view spelling : spellings)
        if (direct.starts_with(spelling) && direct.substr(spelling.size()).starts_with(next)) return spelling;
    return inner;
}

} // namespace

bool isKnownTemplate(const char *chatTemplate)
{
    const llama_chat_message message{"user", "x"};
    return llama_chat_apply_template(chatTemplate, &message, 1, true, nullptr, 0) >= 0;
}

PromptBuilder::PromptBuilder(const llama_vocab *vocab, const std::string &chatTemplate, int contextLength)
    : m_template(!chatTemplate.empty() && isKnownTemplate(chatTemplate.c_str()) ? chatTemplate : "chatml"),
      m_context(contextLength), m_tokenizer(vocab)
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

Result<int> PromptBuilder::count(const std::vector<ChatMessage> &messages)
{
    const auto prompt = tokenize(cleaned(messages));
    if (!prompt) return std::unexpected(prompt.error());
    return static_cast<int>(prompt->tokens.size());
}

Result<Prompt> PromptBuilder::tokenize(const std::vector<ChatMessage> &messages, const CancelToken &cancel)
{
    const auto spans = render(messages);
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

Result<std::vector<TextSpan>> PromptBuilder::render(const std::vector<ChatMessage> &messages) const
{
    const bool goesOn = !messages.empty() && messages.back().role == Role::Assistant;
    std::vector<ChatMessage> turns = messages;
    if (goesOn) turns.pop_back();
    if (turns.empty()) return fail(ErrorCode::InvalidRequest, {}, "nothing to reply to");
    const std::string mark = unusedMark(turns);
    std::vector<ChatMessage> marked = turns;
    for (std::size_t i = 0; i < marked.size(); ++i)
        marked[i].content = mark + std::to_string(i) + "z";
    const auto rendered = apply(marked, /*openReply=*/true);
    if (!rendered) return std::unexpected(rendered.error());
    const auto direct = apply(turns, /*openReply=*/true);
    if (!direct) return std::unexpected(direct.error());

    const std::vector<Slot> slots = findSlots(*rendered, mark, turns.size());
    std::vector<TextSpan> spans;
    std::string_view left(*direct);
    std::size_t from = 0;
    for (std::size_t i = 0; i <= slots.size(); ++i) {
        const std::size_t to = i < slots.size() ? slots[i].begin : rendered->size();
        spans.push_back({rendered->substr(from, to - from), TextOrigin::Template});
        left.remove_prefix(std::min(left.starts_with(spans.back().text) ? spans.back().text.size() : 0, left.size()));
        if (i == slots.size()) break;
        from = slots[i].end;
        const std::size_t nextAt = i + 1 < slots.size() ? slots[i + 1].begin : rendered->size();
        const std::string_view next = std::string_view(*rendered).substr(from, nextAt - from);
        const std::string_view content = spellingIn(left, turns[slots[i].message].content, next);
        spans.push_back({std::string(content), TextOrigin::Person});
        left.remove_prefix(left.starts_with(content) ? content.size() : 0);
    }
    if (goesOn) spans.push_back({messages.back().content, TextOrigin::Person});
    return spans;
}

Result<std::string> PromptBuilder::apply(const std::vector<ChatMessage> &messages, bool openReply) const
{
    std::vector<llama_chat_message> chat;
    std::size_t bytes = 256;
    for (const ChatMessage &message : messages) {
        chat.push_back({roleName(message.role), message.content.c_str()});
        bytes += message.content.size() + 64;
    }
    std::string text(bytes, '\0');
    for (int attempt = 0; attempt < 2; ++attempt) {
        const int size = llama_chat_apply_template(m_template.c_str(), chat.data(), chat.size(), openReply, text.data(),
                                                   static_cast<int>(text.size()));
        if (size < 0) return fail(ErrorCode::TemplateFailed);
        const bool fits = static_cast<std::size_t>(size) <= text.size();
        text.resize(static_cast<std::size_t>(size));
        if (fits) return text;
    }
    return fail(ErrorCode::TemplateFailed);
}

} // namespace sotto
