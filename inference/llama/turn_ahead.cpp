#include "inference/llama/turn_ahead.h"

#include "inference/llama/abort_scope.h"

#include <algorithm>
#include <span>
#include <utility>

namespace sotto {
namespace {

constexpr std::size_t kPiece = 64;             // what is lost where somebody comes, and how long a GPU makes them wait
constexpr std::size_t kUsualReply = 16 * 1024; // bytes; the loop that writes tokens need not allocate for them

} // namespace

void TurnAhead::begin(const GenerationRequest &request)
{
    m_hears = !request.stateKey.empty() && !request.messages.empty() && request.messages.back().role == Role::User;
    if (request.stateKey.empty()) return;
    m_due = false;
    if (!m_hears) return;
    m_request = request;
    m_reply = {.role = Role::Assistant, .content = {}};
    m_reply.content.reserve(kUsualReply);
}

void TurnAhead::hear(const GenerationEvent &event)
{
    if (!m_hears) return;
    if (const auto *started = std::get_if<Started>(&event)) m_dropped = started->droppedMessages;
    if (const auto *delta = std::get_if<TextDelta>(&event)) m_reply.content += delta->text;
    if (const auto *thought = std::get_if<ReasoningDelta>(&event); thought && m_request.returnsThought)
        m_reply.reasoning += thought->text;
    if (std::holds_alternative<ToolCall>(event)) m_hears = false;
    if (const auto *end = std::get_if<Finished>(&event)) {
        const bool whole = end->reason == FinishReason::EndOfReply || end->reason == FinishReason::StopString ||
                           end->reason == FinishReason::TokenLimit;
        m_due = std::exchange(m_hears, false) && whole && !m_reply.content.empty();
    }
}

void TurnAhead::compute(const std::function<bool()> &interrupted)
{
    // Another conversation took its place, or it was deleted.
    if (m_states.key() != m_request.stateKey) return (void)(m_due = false);
    const std::vector<llama_token> tokens = plan();
    m_due = !tokens.empty() && !read(tokens, interrupted);
}

/// The tokens that are to be held; none where there is nothing to gain.
std::vector<llama_token> TurnAhead::plan()
{
    std::vector<ChatMessage> messages = m_request.messages;
    messages.push_back(m_reply);
    messages.push_back({Role::User, "A"});
    m_prompts.setOptions({.thinking = m_request.thinking, .tools = m_request.tools});
    auto tokens = m_prompts.sharedByNextTurn(messages, m_request.maxTokens, m_dropped);
    if (!tokens) return {}; // the template or the context refuses the next turn; it will be said when it comes
    const std::size_t held = m_states.heldFor(*tokens);
    const bool isThere = commonPrefix(m_cache.tokens(), *tokens) == tokens->size();
    if (isThere) return {};
    tokens->resize(std::min(tokens->size(), held + kMostTokens));
    return *std::move(tokens);
}

/// False where it was interrupted.
bool TurnAhead::read(const std::vector<llama_token> &tokens, const std::function<bool()> &interrupted)
{
    const AbortScope aborting(m_open, interrupted);
    static_cast<void>(m_states.begin(m_request.stateKey, tokens));
    auto outcome = KvSession::Outcome::Done;
    const std::span<const llama_token> text(tokens);
    while (outcome == KvSession::Outcome::Done && m_cache.size() < text.size()) {
        if (interrupted && interrupted()) {
            outcome = KvSession::Outcome::Aborted;
            break;
        }
        const std::size_t at = m_cache.size();
        outcome = m_cache.decode(text.subspan(at, std::min(text.size() - at, kPiece)));
    }
    llama_synchronize(m_open.context.get());
    m_states.end();
    return outcome != KvSession::Outcome::Aborted;
}

} // namespace sotto
