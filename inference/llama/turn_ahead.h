#pragma once

#include "inference/backend.h"
#include "inference/llama/kv_session.h"
#include "inference/llama/model_loader.h"
#include "inference/llama/prompt_builder.h"
#include "inference/llama/state_keeper.h"

#include <functional>
#include <string>
#include <vector>

namespace sotto {

/// Computes while nobody waits what the next turn of a conversation begins with whatever the person writes: the reply
/// as it will be sent back (without its thought, where that stays out) and what the template puts before the next
/// words. So the next reply begins sooner by as much. It is work that the next turn would ask for; kMostTokens of it at
/// most. Thread: the engine's.
class TurnAhead final {
public:
    static constexpr std::size_t kMostTokens = 512;

    /// All must outlive it.
    TurnAhead(OpenModel &open, KvSession &cache, StateKeeper &states, PromptBuilder &prompts)
        : m_open(open), m_cache(cache), m_states(states), m_prompts(prompts)
    {
    }

    /// A reply begins. One without a key (a title) changes nothing.
    void begin(const GenerationRequest &request);
    /// What that reply says, and how it ends. Stopped and failed ones, and calls of tools, are not gone on from.
    void hear(const GenerationEvent &event);

    [[nodiscard]] bool isDue() const { return m_due; }
    /// Computes it, or some of it: soon after `interrupted` says true it gives up and stays due.
    void compute(const std::function<bool()> &interrupted);

private:
    [[nodiscard]] std::vector<llama_token> plan();
    [[nodiscard]] bool read(const std::vector<llama_token> &tokens, const std::function<bool()> &interrupted);

    OpenModel &m_open;
    KvSession &m_cache;
    StateKeeper &m_states;
    PromptBuilder &m_prompts;
    GenerationRequest m_request; ///< The last one with a key; its messages, then the reply.
    ChatMessage m_reply;
    int m_dropped = 0;
    bool m_hears = false; ///< The reply that is written is m_request's.
    bool m_due = false;
};

} // namespace sotto
