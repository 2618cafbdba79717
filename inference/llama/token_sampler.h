#pragma once

#include "base/result.h"
#include "inference/llama/format_gate.h"
#include "inference/llama/sampler_chain.h"
#include "inference/request.h"

#include <llama.h>

#include <optional>
#include <span>
#include <vector>

namespace sotto {

/// Picks the tokens of one reply.
///
/// sample() picks from the logits of one output and takes the token as said: penalties and the like move on by it.
/// So a drafted run is checked by sampling at its outputs one after another and stopping at the first token that is
/// not the drafted one: every token returned is exactly what sampling without a draft would have said, whatever the
/// temperature, and nothing has to be taken back.
///
/// Where the answer must have a form, the token is picked without it first; only if the form refuses that one, it is
/// picked again from those that the form allows. Mirostat and
/// adaptive-p, which move on as they pick, pick from those at once.
///
/// Nothing is allocated for a token where the samplers in use allocate nothing (llama's penalties and DRY do), and
/// the vocabulary is never sorted: greedy without anything else is one pass over the logits. Thread: the engine's.
class TokenSampler final {
public:
    struct Setup {
        const SamplingParams &params;
        std::span<const LogitBias> bias; ///< Tokens outside the vocabulary are refused.
        const llama_vocab *vocab;
        int contextLength;
        const std::optional<OutputFormat> &format;
        std::span<const llama_token> recent; ///< The tokens before the reply, which penalties and DRY look back on.
    };

    /// Errors: InvalidRequest (a bias on a token that the model does not have, a schema that is no JSON),
    /// GrammarInvalid.
    [[nodiscard]] static Result<TokenSampler> make(const Setup &setup);

    /// Picks from output `outputIndex` of the last batch (its place in the batch; −1 the last one) and accepts it.
    /// LLAMA_TOKEN_NULL where the form allows none of the model's tokens, or where the logits are no numbers: the
    /// reply cannot go on.
    [[nodiscard]] llama_token sample(llama_context *context, int outputIndex);

    /// Whether the reply is inside a thought after the tokens so far: no form holds there.
    void setInReasoning(bool inReasoning);
    /// Whether the answer has the form that was asked for; true where none was.
    [[nodiscard]] bool isFormComplete() const { return !m_gate || m_gate->isComplete(); }

private:
    TokenSampler(SamplerChain chain, std::optional<FormatGate> gate, const SamplingParams &params, int vocabularySize);

    [[nodiscard]] llama_token pick(const float *logits);
    [[nodiscard]] llama_token pickAllowed(const float *logits);
    [[nodiscard]] llama_token mostLikelyAllowed(const float *logits);
    [[nodiscard]] llama_token applyChain(std::size_t candidates);

    SamplerChain m_chain;
    std::optional<FormatGate> m_gate;
    bool m_movesAsItPicks;                      ///< Picking twice for one token would change what comes after.
    bool m_isPlainGreedy;                       ///< The chain is an arg-max and nothing else.
    std::vector<llama_token_data> m_candidates; ///< One for each token of the vocabulary; empty for a plain arg-max.
    int m_vocabularySize;
};

/// The place of the largest of `count` logits, the first of several; 0 where there is no number. Thread: any.
[[nodiscard]] llama_token mostLikely(const float *logits, int count);

} // namespace sotto
