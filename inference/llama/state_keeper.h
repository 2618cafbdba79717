#pragma once

#include "base/clock.h"
#include "inference/llama/kv_session.h"
#include "inference/llama/state_cache.h"

#include <functional>
#include <optional>
#include <span>
#include <string>

namespace sotto {

/// Knows which conversation a session holds. Sees to it that what was computed for one is kept before it makes way for
/// another, and comes back with it.
///
/// Requests without a key are guests (titles): they go on from what is there, are never kept, and what they added is
/// left out when the conversation is. A conversation is copied when it has to make way, or when nothing has happened
/// for a while, never while somebody waits for nothing else. Thread: the engine's.
class StateKeeper final {
public:
    /// Both must outlive it.
    StateKeeper(StateCache &cache, KvSession &session, const StateDigest &model);

    /// Leaves in the session as much of `prompt` as is to be had, and returns how many tokens that is.
    [[nodiscard]] std::size_t begin(const std::string &key, std::span<const llama_token> prompt);
    /// After the reply, however it ended.
    void end();
    /// The conversation is deleted: not kept, and no longer in the session once the running reply is over.
    void forget(const std::string &key);
    [[nodiscard]] const std::string &key() const { return m_key; }

    /// How much of `prompt` would not have to be computed with what the session holds.
    [[nodiscard]] std::size_t heldFor(std::span<const llama_token> prompt) const;

    /// Copies what the session holds into the cache, if that is not there yet.
    void keep();
    /// Keeps what is held and lets go of it, so that the session can be used for something else. False where it cannot
    /// be kept; then it is still held.
    [[nodiscard]] bool vacate();
    /// Backend::idle(), but for the writing.
    [[nodiscard]] std::optional<Duration> idle(Duration idleFor);

private:
    [[nodiscard]] bool worthKeeping(const std::string &next, std::size_t lost) const;
    [[nodiscard]] bool hasUnkept() const;

    StateCache &m_cache;
    KvSession &m_session;
    StateDigest m_model;
    std::string m_key;            ///< Of the conversation that is held; empty: nobody's.
    std::size_t m_ownTokens = 0;  ///< Of what is held, that conversation's; the rest is a guest's.
    std::size_t m_keptTokens = 0; ///< So many of them are in the cache; 0: none, or changed since.
    bool m_guest = false;
    bool m_running = false;
    bool m_clearAfter = false;
};

} // namespace sotto
