#pragma once

#include "base/result.h"
#include "inference/llama/sampler_chain.h"
#include "inference/request.h"

#include <llama.h>

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
/// Nothing is allocated for a token where the samplers in use allocate nothing (llama's penalties and DRY do), and
/// the vocabulary is never sorted: greedy without anything else is one pass over the logits. Thread: the engine's.
class TokenSampler final {
public:
    struct Setup {
        const SamplingParams &params;
        std::span<const LogitBias> bias; ///< Tokens outside the vocabulary are refused.
        const llama_vocab *vocab;
        int contextLength;
        std::span<const llama_token> recent; ///< The tokens before the reply, which penalties and DRY look back on.
    };

    /// Errors: InvalidRequest (a bias on a token that the model does not have).
    [[nodiscard]] static Result<TokenSampler> make(const Setup &setup);

    /// Picks from output `outputIndex` of the last batch (its place in the batch; −1 the last one) and accepts it.
    [[nodiscard]] llama_token sample(llama_context *context, int outputIndex);

private:
    TokenSampler(SamplerChain chain, bool isPlainGreedy, int vocabularySize);

    [[nodiscard]] llama_token pick(const float *logits);

    SamplerChain m_chain;
    bool m_isPlainGreedy;                      ///< The chain is an arg-max and nothing else.
    std::vector<llama_token_data> m_candidates; ///< One for each token of the vocabulary; empty for a plain arg-max.
    int m_vocabularySize;
};

/// The place of the largest of `count` logits, the first of several; 0 where there is no number. Thread: any.
[[nodiscard]] llama_token mostLikely(const float *logits, int count);

} // namespace sotto
