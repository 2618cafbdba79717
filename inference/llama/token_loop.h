#pragma once

#include "base/clock.h"
#include "inference/llama/kv_session.h"
#include "inference/llama/speculator.h"

#include <llama.h>

#include <expected>
#include <functional>
#include <optional>
#include <span>
#include <vector>

namespace sotto {

/// The tokens of a reply, one at a time, after a prompt that has been computed.
///
/// Each token is what the sampler takes from the model's own logits after the tokens before it. Guesses only decide
/// which tokens are computed together: a guessed token stands when the sampler takes the same one, and what was
/// computed after the first that differs is taken back. Thread: the engine's.
class TokenLoop final {
public:
    struct Parts {
        llama_context *context;
        KvSession &cache;
        std::function<llama_token(int index)>
            sample; ///< From the logits of the last batch's token `index`, −1: the last.
        Speculator &speculator;
        const Clock &clock;
    };

    /// `room`: tokens of the whole context.
    TokenLoop(Parts parts, std::span<const llama_token> prompt, std::size_t room, const CancelToken &cancel);

    /// The next token. `most`: how many more are wanted, this one included, so that no more are guessed.
    /// Errors: Aborted, Failed.
    [[nodiscard]] std::expected<llama_token, KvSession::Outcome> next(std::size_t most);
    /// Tokens of prompt and reply whose successors can be sampled; the last one handed out is not among them.
    [[nodiscard]] std::size_t size() const { return m_text.size(); }

    [[nodiscard]] int guessedTokens() const { return m_guessed; }
    [[nodiscard]] int rightTokens() const { return m_right; }

private:
    [[nodiscard]] KvSession::Outcome advance(llama_token token, std::size_t most);
    [[nodiscard]] KvSession::Outcome holdText();
    [[nodiscard]] KvSession::Outcome compute(llama_token token, std::span<const llama_token> guess);

    Parts m_parts;
    std::size_t m_room;
    bool m_guesses;
    std::vector<llama_token> m_text;  ///< Prompt and reply, without the token handed out last.
    std::vector<llama_token> m_batch; ///< What was computed last: a known token, then guessed ones.
    std::size_t m_at = 0;             ///< The token of it after which the next one is sampled.
    Duration m_took{};                ///< Computing m_batch.
    std::optional<llama_token> m_handedOut;
    int m_guessed = 0;
    int m_right = 0;
};

} // namespace sotto
