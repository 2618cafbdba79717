#include "inference/llama/token_sampler.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <string>
#include <utility>

namespace sotto {

llama_token mostLikely(const float *logits, int count)
{
    // Lanes that do not wait for one another, so that the compiler can use wide registers.
    constexpr int kLanes = 16;
    std::array<float, kLanes> best{};
    best.fill(-std::numeric_limits<float>::infinity());
    int at = 0;
    for (; at + kLanes <= count; at += kLanes) {
        for (int lane = 0; lane < kLanes; ++lane)
            best[lane] = logits[at + lane] > best[lane] ? logits[at + lane] : best[lane];
    }
    float highest = *std::ranges::max_element(best);
    for (; at < count; ++at)
        highest = logits[at] > highest ? logits[at] : highest;
    const float *found = std::find(logits, logits + count, highest);
    return found == logits + count ? 0 : static_cast<llama_token>(found - logits);
}

TokenSampler::TokenSampler(SamplerChain chain, bool isPlainGreedy, int vocabularySize)
    : m_chain(std::move(chain)), m_isPlainGreedy(isPlainGreedy),
      m_candidates(isPlainGreedy ? 0 : static_cast<std::size_t>(vocabularySize)), m_vocabularySize(vocabularySize)
{
}

Result<TokenSampler> TokenSampler::make(const Setup &setup)
{
    const int vocabularySize = llama_vocab_n_tokens(setup.vocab);
    for (const LogitBias &bias : setup.bias) {
        const std::string about = "logit bias of token " + std::to_string(bias.token);
        if (bias.token < 0 || bias.token >= vocabularySize) return fail(ErrorCode::InvalidRequest, about);
        if (std::isnan(bias.bias) || bias.bias == std::numeric_limits<float>::infinity())
            return fail(ErrorCode::InvalidRequest, about);
    }
    SamplerChain chain = makeSamplerChain(setup.params, setup.bias, setup.vocab, setup.contextLength, setup.recent);
    const bool isPlainGreedy = setup.params.temperature <= 0 && llama_sampler_chain_n(chain.get()) == 1;
    return TokenSampler(std::move(chain), isPlainGreedy, vocabularySize);
}

llama_token TokenSampler::sample(llama_context *context, int outputIndex)
{
    const llama_token token = pick(llama_get_logits_ith(context, outputIndex));
    llama_sampler_accept(m_chain.get(), token);
    return token;
}

llama_token TokenSampler::pick(const float *logits)
{
    if (m_isPlainGreedy) return mostLikely(logits, m_vocabularySize);
    for (llama_token token = 0; token < m_vocabularySize; ++token)
        m_candidates[static_cast<std::size_t>(token)] = {token, logits[token], 0.0F};
    llama_token_data_array array{
        .data = m_candidates.data(), .size = m_candidates.size(), .selected = -1, .sorted = false};
    llama_sampler_apply(m_chain.get(), &array);
    return array.data[array.selected].id;
}

} // namespace sotto
