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

TokenSampler::TokenSampler(SamplerChain chain, std::optional<FormatGate> gate, const SamplingParams &params,
                           int vocabularySize)
    : m_chain(std::move(chain)), m_gate(std::move(gate)),
      m_movesAsItPicks(params.temperature > 0 && (params.mirostat != 0 || params.adaptiveTarget >= 0)),
      m_isPlainGreedy(params.temperature <= 0 && llama_sampler_chain_n(m_chain.get()) == 1),
      m_candidates(m_isPlainGreedy ? 0 : static_cast<std::size_t>(vocabularySize)), m_vocabularySize(vocabularySize)
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
    std::optional<FormatGate> gate;
    if (setup.format) {
        auto made = FormatGate::make(*setup.format, setup.vocab);
        if (!made) return fail(made.error());
        gate.emplace(*std::move(made));
    }
    SamplerChain chain = makeSamplerChain(setup.params, setup.bias, setup.vocab, setup.contextLength, setup.recent);
    return TokenSampler(std::move(chain), std::move(gate), setup.params, vocabularySize);
}

llama_token TokenSampler::sample(llama_context *context, int outputIndex)
{
    const float *logits = llama_get_logits_ith(context, outputIndex);
    const bool isFree = !m_gate || m_gate->isFree();
    llama_token token = LLAMA_TOKEN_NULL;
    if (isFree || !m_movesAsItPicks) token = pick(logits);
    if (!isFree && (token == LLAMA_TOKEN_NULL || !m_gate->allows(token))) token = pickAllowed(logits);
    if (token == LLAMA_TOKEN_NULL) return token;
    llama_sampler_accept(m_chain.get(), token);
    if (m_gate) m_gate->accept(token);
    return token;
}

void TokenSampler::setInReasoning(bool inReasoning)
{
    if (m_gate) m_gate->setInReasoning(inReasoning);
}

llama_token TokenSampler::pick(const float *logits)
{
    if (m_isPlainGreedy) return mostLikely(logits, m_vocabularySize);
    for (llama_token token = 0; token < m_vocabularySize; ++token)
        m_candidates[static_cast<std::size_t>(token)] = {token, logits[token], 0.0F};
    return applyChain(m_candidates.size());
}

llama_token TokenSampler::pickAllowed(const float *logits)
{
    if (m_isPlainGreedy) return mostLikelyAllowed(logits);
    std::size_t count = 0;
    for (llama_token token = 0; token < m_vocabularySize; ++token) {
        if (m_gate->allows(token)) m_candidates[count++] = {token, logits[token], 0.0F};
    }
    return applyChain(count);
}

llama_token TokenSampler::mostLikelyAllowed(const float *logits)
{
    llama_token best = LLAMA_TOKEN_NULL;
    for (llama_token token = 0; token < m_vocabularySize; ++token) {
        const bool isBetter = best == LLAMA_TOKEN_NULL || logits[token] > logits[best];
        if (isBetter && m_gate->allows(token)) best = token;
    }
    return best;
}

llama_token TokenSampler::applyChain(std::size_t candidates)
{
    if (candidates == 0) return LLAMA_TOKEN_NULL;
    llama_token_data_array array{.data = m_candidates.data(), .size = candidates, .selected = -1, .sorted = false};
    llama_sampler_apply(m_chain.get(), &array);
    const bool isPicked = array.selected >= 0 && static_cast<std::size_t>(array.selected) < array.size;
    return isPicked ? array.data[array.selected].id : LLAMA_TOKEN_NULL; // logits that are no numbers
}

} // namespace sotto
