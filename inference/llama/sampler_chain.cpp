#include "inference/llama/sampler_chain.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <random>
#include <vector>

namespace sotto {
namespace {

class ChainBuilder final {
public:
    ChainBuilder(const SamplingParams &params, const llama_vocab *vocab, int contextLength)
        : m_params(clamped(params)), m_vocab(vocab), m_context(contextLength),
          m_seed(m_params.seed ? *m_params.seed : std::random_device{}())
    {
        llama_sampler_chain_params chain = llama_sampler_chain_default_params();
        chain.no_perf = true;
        m_chain.reset(llama_sampler_chain_init(chain));
    }

    [[nodiscard]] SamplerChain build(std::span<const LogitBias> bias, std::span<const llama_token> recent)
    {
        addBias(bias);
        const bool isGreedy = m_params.temperature <= 0;
        const bool truncates = !isGreedy && m_params.mirostat == 0;
        for (const SamplerKind kind : samplerSequence(m_params.sequence)) {
            const bool looksBack = kind == SamplerKind::Penalties || kind == SamplerKind::Dry;
            if (looksBack || truncates) addSampler(kind);
        }
        if (isGreedy)
            add(llama_sampler_init_greedy());
        else if (!truncates)
            addMirostat();
        else if (m_adaptive)
            add(llama_sampler_init_adaptive_p(m_params.adaptiveTarget, m_params.adaptiveDecay, m_seed));
        else
            add(llama_sampler_init_dist(m_seed));
        for (const llama_token token : recent.last(std::min(recent.size(), m_looksBack)))
            llama_sampler_accept(m_chain.get(), token);
        return std::move(m_chain);
    }

private:
    void add(llama_sampler *sampler) { llama_sampler_chain_add(m_chain.get(), sampler); }
    [[nodiscard]] int lookBack(int last) const { return last < 0 ? m_context : last; }

    void addBias(std::span<const LogitBias> bias)
    {
        std::int32_t count = 0;
        const llama_token *tokens = llama_vocab_get_suppress_tokens(m_vocab, &count);
        std::vector<llama_logit_bias> biases;
        for (const LogitBias &one : bias)
            biases.push_back({one.token, one.bias});
        for (const llama_token token : std::span(tokens, tokens ? static_cast<std::size_t>(std::max(0, count)) : 0))
            biases.push_back({token, -std::numeric_limits<float>::infinity()});
        if (biases.empty()) return;
        add(llama_sampler_init_logit_bias(llama_vocab_n_tokens(m_vocab), static_cast<std::int32_t>(biases.size()),
                                          biases.data()));
    }

    void noteLookBack(int last) { m_looksBack = std::max(m_looksBack, static_cast<std::size_t>(last)); }

    void addPenalties()
    {
        const int last = lookBack(m_params.penaltyLastN);
        const bool on =
            m_params.penaltyRepeat != 1.0F || m_params.penaltyFrequency != 0.0F || m_params.penaltyPresence != 0.0F;
        if (last == 0 || !on) return;
        add(llama_sampler_init_penalties(llama_vocab_n_tokens(m_vocab), last, m_params.penaltyRepeat,
                                         m_params.penaltyFrequency, m_params.penaltyPresence));
        noteLookBack(last);
    }

    void addDry()
    {
        const int last = lookBack(m_params.dryPenaltyLastN);
        if (m_params.dryMultiplier <= 0 || m_params.dryBase < 1 || last == 0) return;
        std::vector<const char *> breakers;
        for (const std::string &breaker : m_params.dryBreakers)
            breakers.push_back(breaker.c_str());
        add(llama_sampler_init_dry(m_vocab, m_params.dryMultiplier, m_params.dryBase, m_params.dryAllowedLength, last,
                                   breakers.data(), breakers.size()));
        noteLookBack(last);
    }

    void addSampler(SamplerKind kind)
    {
        const SamplingParams &p = m_params;
        switch (kind) {
        case SamplerKind::Penalties: return addPenalties();
        case SamplerKind::Dry: return addDry();
        case SamplerKind::TopNSigma: return p.topNSigma > 0 ? add(llama_sampler_init_top_n_sigma(p.topNSigma)) : void();
        case SamplerKind::TopK: return p.topK > 0 ? add(llama_sampler_init_top_k(p.topK)) : void();
        case SamplerKind::Typical: return p.typicalP < 1 ? add(llama_sampler_init_typical(p.typicalP, 0)) : void();
        case SamplerKind::TopP: return p.topP < 1 ? add(llama_sampler_init_top_p(p.topP, 0)) : void();
        case SamplerKind::MinP: return p.minP > 0 ? add(llama_sampler_init_min_p(p.minP, 0)) : void();
        case SamplerKind::Xtc:
            if (p.xtcProbability > 0) add(llama_sampler_init_xtc(p.xtcProbability, p.xtcThreshold, 0, m_seed));
            return;
        case SamplerKind::Temperature: return addTemperature();
        case SamplerKind::AdaptiveP: m_adaptive = p.adaptiveTarget >= 0; return;
        }
    }

    void addTemperature()
    {
        if (m_params.dynamicTemperatureRange > 0) {
            add(llama_sampler_init_temp_ext(m_params.temperature, m_params.dynamicTemperatureRange,
                                            m_params.dynamicTemperatureExponent));
        } else {
            add(llama_sampler_init_temp(m_params.temperature));
        }
    }

    void addMirostat()
    {
        constexpr int kTokensInEstimate = 100; // m of the paper, as llama.cpp sets it
        add(llama_sampler_init_temp(m_params.temperature));
        if (m_params.mirostat == 1) {
            add(llama_sampler_init_mirostat(llama_vocab_n_tokens(m_vocab), m_seed, m_params.mirostatTau,
                                            m_params.mirostatEta, kTokensInEstimate));
        } else {
            add(llama_sampler_init_mirostat_v2(m_seed, m_params.mirostatTau, m_params.mirostatEta));
        }
    }

    SamplingParams m_params;
    const llama_vocab *m_vocab;
    int m_context;
    std::uint32_t m_seed;
    SamplerChain m_chain;
    bool m_adaptive = false;     ///< Adaptive-p picks, in place of drawing.
    std::size_t m_looksBack = 0; ///< Tokens before the reply that the samplers in use look at.
};

} // namespace

SamplerChain makeSamplerChain(const SamplingParams &params, std::span<const LogitBias> bias, const llama_vocab *vocab,
                              int contextLength, std::span<const llama_token> recent)
{
    return ChainBuilder(params, vocab, contextLength).build(bias, recent);
}

} // namespace sotto
