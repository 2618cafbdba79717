#include "inference/llama/state_keeper.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace sotto {
namespace {

constexpr std::size_t kFewTokens = 32;    // read again sooner than looked up
constexpr std::size_t kManyTokens = 1024; // of a reply or a branch that makes way within its conversation
constexpr std::chrono::seconds kQuietFor(5);

} // namespace

StateKeeper::StateKeeper(StateCache &cache, KvSession &session, const StateDigest &model)
    : m_cache(cache), m_session(session), m_model(model)
{
}

std::size_t StateKeeper::begin(const std::string &key, std::span<const llama_token> prompt)
{
    m_running = true;
    m_guest = key.empty();
    const std::size_t common = commonPrefix(m_session.tokens(), prompt);
    if (worthKeeping(key, m_ownTokens - std::min(common, m_ownTokens))) keep();
    if (const auto other = m_cache.find(m_model, prompt, heldFor(prompt) + kFewTokens)) {
        m_key.clear();
        m_ownTokens = 0;
        static_cast<void>(m_session.restore(*other));
    }
    const std::size_t cached = m_session.reuse(prompt);
    m_ownTokens = m_guest ? std::min(m_ownTokens, cached) : cached;
    if (!m_guest) m_key = key;
    m_keptTokens = 0;
    return cached;
}

/// Whether what is held should be kept although it can be computed again: a conversation that makes way for another,
/// and within one, what is long. The reply that is written anew is not.
bool StateKeeper::worthKeeping(const std::string &next, std::size_t lost) const
{
    if (m_key.empty()) return false;
    const std::size_t least = next == m_key ? std::max(kManyTokens, m_ownTokens / 2) : kFewTokens;
    return lost >= least;
}

std::size_t StateKeeper::heldFor(std::span<const llama_token> prompt) const
{
    return savedTokens(m_session.tokens(), !m_session.needsCheckpoints(), m_session.checkpointPlaces(), prompt);
}

void StateKeeper::end()
{
    m_running = false;
    if (std::exchange(m_clearAfter, false)) m_session.clear();
    m_ownTokens = m_guest ? std::min(m_ownTokens, m_session.size()) : m_session.size();
    if (m_ownTokens == 0) m_key.clear();
}

void StateKeeper::forget(const std::string &key)
{
    m_cache.forget(key);
    if (m_key != key) return;
    m_key.clear();
    m_ownTokens = 0;
    if (m_running)
        m_clearAfter = true;
    else
        m_session.clear();
}

void StateKeeper::keep()
{
    if (!hasUnkept()) return;
    m_ownTokens = m_session.rollBack(m_ownTokens); // what a guest added goes
    if (m_ownTokens >= kFewTokens) m_cache.keep(m_model, m_key, m_session.save());
    m_keptTokens = m_ownTokens;
}

bool StateKeeper::vacate()
{
    keep();
    const bool matters = !m_key.empty() && m_ownTokens >= kFewTokens;
    if (matters && !m_cache.holds(m_model, std::span(m_session.tokens()).first(m_ownTokens))) return false;
    m_session.clear();
    m_key.clear();
    m_ownTokens = 0;
    m_keptTokens = 0;
    return true;
}

bool StateKeeper::hasUnkept() const
{
    return !m_key.empty() && m_ownTokens >= kFewTokens && m_keptTokens != m_ownTokens;
}

std::optional<Duration> StateKeeper::idle(Duration idleFor)
{
    if (!hasUnkept()) return std::nullopt;
    if (idleFor < kQuietFor) return kQuietFor - idleFor;
    keep();
    return std::nullopt;
}

} // namespace sotto
