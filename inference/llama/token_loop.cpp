#include "inference/llama/token_loop.h"

#include <algorithm>
#include <utility>

namespace sotto {

TokenLoop::TokenLoop(Parts parts, std::span<const llama_token> prompt, std::size_t room, const CancelToken &cancel)
    : m_parts(std::move(parts)), m_room(room), m_guesses(m_parts.speculator.isOn() && m_parts.cache.rollsBack()),
      m_text(prompt.begin(), prompt.end())
{
    m_text.reserve(room + 1);
    m_batch.reserve(DraftController::kMostGuessed + 1);
    if (m_guesses) m_parts.speculator.begin(prompt, room, cancel);
}

std::expected<llama_token, KvSession::Outcome> TokenLoop::next(std::size_t most)
{
    if (m_handedOut) {
        const KvSession::Outcome outcome = advance(*m_handedOut, most);
        if (outcome != KvSession::Outcome::Done) return std::unexpected(outcome);
    }
    const int index = m_batch.size() > 1 ? static_cast<int>(m_at) : -1;
    m_handedOut = m_parts.sample(index);
    return *m_handedOut;
}

/// Makes `token` part of the text, so that there are logits after it.
KvSession::Outcome TokenLoop::advance(llama_token token, std::size_t most)
{
    if (m_at + 1 < m_batch.size() && m_batch[m_at + 1] == token) {
        m_text.push_back(token);
        if (m_guesses) m_parts.speculator.append(token);
        ++m_at;
        ++m_right;
        return KvSession::Outcome::Done;
    }
    std::span<const llama_token> guess;
    if (m_guesses) {
        if (!m_batch.empty()) m_parts.speculator.computed(m_took, m_at);
        m_parts.speculator.append(token);
    }
    if (const auto held = holdText(); held != KvSession::Outcome::Done) return held;
    m_text.push_back(token);
    if (m_guesses) {
        const std::size_t free = m_room - std::min(m_room, m_text.size());
        guess = m_parts.speculator.guess(m_text, std::min(free, most - std::min<std::size_t>(most, 1)), m_parts.clock);
    }
    KvSession::Outcome outcome = compute(token, guess);
    if (outcome == KvSession::Outcome::Failed && !guess.empty()) {
        m_text.pop_back();
        outcome = holdText();
        m_text.push_back(token);
        if (outcome == KvSession::Outcome::Done) outcome = compute(token, {});
    }
    return outcome;
}

/// Makes the cache hold the text and nothing more: takes wrong guesses back, or computes again where that fails.
KvSession::Outcome TokenLoop::holdText()
{
    if (m_parts.cache.size() == m_text.size()) return KvSession::Outcome::Done;
    m_text.push_back(0); // reuse() keeps what comes before a last token
    (void)m_parts.cache.reuse(m_text);
    m_text.pop_back();
    const std::span<const llama_token> text(m_text);
    while (m_parts.cache.size() < text.size()) {
        const std::size_t at = m_parts.cache.size();
        const auto outcome =
            m_parts.cache.decode(text.subspan(at, std::min(text.size() - at, m_parts.cache.batchTokens())));
        if (outcome != KvSession::Outcome::Done) return outcome;
    }
    return KvSession::Outcome::Done;
}

KvSession::Outcome TokenLoop::compute(llama_token token, std::span<const llama_token> guess)
{
    m_batch.assign(1, token);
    m_batch.insert(m_batch.end(), guess.begin(), guess.end());
    m_at = 0;
    m_guessed += static_cast<int>(guess.size());
    const Instant begin = m_guesses ? m_parts.clock.now() : Instant{};
    const auto outcome = m_parts.cache.decode(m_batch, KvSession::Logits::OfEach);
    if (m_guesses) {
        llama_synchronize(m_parts.context);
        m_took = m_parts.clock.now() - begin;
    }
    return outcome;
}

} // namespace sotto
