#include "inference/llama/context_fit.h"

#include "inference/llama/sequence_state.h"

#include <algorithm>
#include <ranges>
#include <utility>

namespace sotto {
namespace {

constexpr int kReplyTokens = 512;

int lengthOf(const Prompt &prompt)
{
    return static_cast<int>(prompt.tokens.size());
}

/// Groups of messages that leave together: a user's message and what follows it. First index of each group.
std::vector<std::size_t> turnStarts(const std::vector<ChatMessage> &messages)
{
    std::vector<std::size_t> starts;
    for (std::size_t i = 0; i < messages.size(); ++i) {
        if (messages[i].role == Role::System) continue;
        if (starts.empty() || messages[i].role == Role::User) starts.push_back(i);
    }
    return starts;
}

std::vector<ChatMessage> withoutTurns(const std::vector<ChatMessage> &messages, std::size_t firstKept)
{
    std::vector<ChatMessage> kept;
    for (std::size_t i = 0; i < messages.size(); ++i)
        if (i >= firstKept || messages[i].role == Role::System) kept.push_back(messages[i]);
    return kept;
}

std::unexpected<Error> tooLong(ErrorCode code, const Prompt &prompt, int available)
{
    Error error(code);
    error.needed = prompt.tokens.size();
    error.available = static_cast<std::uint64_t>(available);
    return fail(std::move(error));
}

} // namespace

int ContextFit::limit(std::optional<int> maxTokens) const
{
    return m_context - std::min({kReplyTokens, m_context / 4, std::max(maxTokens.value_or(kReplyTokens), 1)});
}

Result<Prompt> ContextFit::fit(const std::vector<ChatMessage> &messages, std::optional<int> maxTokens,
                               WhenContextFull whenFull) const
{
    auto prompt = m_tokenize(messages);
    if (!prompt) return prompt;
    const int most = limit(maxTokens);
    const int excess = lengthOf(*prompt) - most;
    if (excess > 0 && turnStarts(messages).size() > 1) {
        if (whenFull == WhenContextFull::Stop) return tooLong(ErrorCode::ContextFull, *prompt, most);
        const int step = std::max(m_context / 8, 1);
        prompt = dropTurns(messages, lengthOf(*prompt) - (excess + step - 1) / step * step);
        if (!prompt) return prompt;
    }
    if (lengthOf(*prompt) < m_context) return prompt;
    return tooLong(ErrorCode::PromptTooLong, *prompt, m_context);
}

/// The longest end of the conversation that takes at most `target` tokens; the last turn alone where none does.
Result<Prompt> ContextFit::dropTurns(const std::vector<ChatMessage> &messages, int target) const
{
    const std::vector<std::size_t> starts = turnStarts(messages);
    const auto keptFrom = [&](std::size_t turn) -> Result<Prompt> {
        const std::vector<ChatMessage> kept = withoutTurns(messages, starts[turn]);
        auto prompt = m_tokenize(kept);
        if (prompt) prompt->droppedMessages = static_cast<int>(messages.size() - kept.size());
        return prompt;
    };
    std::size_t low = 1;
    std::size_t high = starts.size() - 1;
    auto best = keptFrom(high);
    while (best && low < high) {
        const std::size_t middle = low + (high - low) / 2;
        auto shorter = keptFrom(middle);
        if (!shorter) return shorter;
        if (lengthOf(*shorter) <= target) {
            high = middle;
            best = std::move(shorter);
        } else {
            low = middle + 1;
        }
    }
    return best;
}

void ContextFit::markLastTurn(Prompt &prompt, const std::vector<ChatMessage> &messages) const
{
    std::vector<ChatMessage> other = messages;
    if (prompt.droppedMessages > 0) {
        const bool system = messages.front().role == Role::System;
        other = withoutTurns(messages, static_cast<std::size_t>(prompt.droppedMessages) + (system ? 1 : 0));
    }
    while (!other.empty() && other.back().role != Role::User)
        other.pop_back();
    if (other.empty()) return;
    // Other words in their place show where they begin, whatever the template makes of them.
    std::string &words = other.back().content;
    words = words.starts_with('A') ? "B" : "A";
    if (const auto changed = m_tokenize(other)) prompt.lastTurn = commonPrefix(prompt.tokens, changed->tokens);
}

} // namespace sotto
