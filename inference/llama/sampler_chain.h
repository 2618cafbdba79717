#pragma once

#include "inference/request.h"

#include <llama.h>

#include <memory>
#include <span>

namespace sotto {

struct LlamaSamplerDeleter {
    void operator()(llama_sampler *sampler) const { llama_sampler_free(sampler); }
};
using SamplerChain = std::unique_ptr<llama_sampler, LlamaSamplerDeleter>;

/// The samplers that `params` switch on, in the order of `params.sequence`: bias first, and last the one that picks.
/// The order where nobody sets one is llama.cpp's (common/sampling.cpp): penalties, DRY, top-n-sigma, top-k, typical,
/// top-p, min-p, XTC, temperature. Values are clamped first.
/// At a temperature of 0 or less the most likely token is taken after the penalties, and truncation has no say;
/// mirostat stands in for truncation. Tokens that the model file says never to say are biased away besides `bias`,
/// whose tokens are all in the vocabulary. `recent` are the tokens before the reply, which penalties and DRY look
/// back on. Thread: the engine's.
[[nodiscard]] SamplerChain makeSamplerChain(const SamplingParams &params, std::span<const LogitBias> bias,
                                            const llama_vocab *vocab, int contextLength,
                                            std::span<const llama_token> recent);

} // namespace sotto
