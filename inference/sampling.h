#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sotto {

/// Samplers that can be put in order. Logit bias comes before them, mirostat in their place, and the one that picks
/// after them. (llama's infill sampler is left out: it joins what stands before and after a gap, which no chat has.)
enum class SamplerKind : std::uint8_t {
    Penalties,
    Dry,
    TopNSigma,
    TopK,
    Typical,
    TopP,
    MinP,
    Xtc,
    Temperature,
    AdaptiveP,
};

/// Values of the whole sampler chain. Defaults and order are llama.cpp's own (common/common.h,
/// `common_params_sampling`).
struct SamplingParams {
    /// Which samplers are applied, in which order, as `general.sampling.sequence` writes it. What is not named is off.
    std::string sequence = "penalties;dry;top_n_sigma;top_k;typ_p;top_p;min_p;xtc;temperature;adaptive_p";
    // penalties
    int penaltyLastN = 64;      ///< Tokens looked back on; 0 off, −1 the whole context.
    float penaltyRepeat = 1.0F; ///< > 0; 1 off.
    float penaltyFrequency = 0.0F;
    float penaltyPresence = 0.0F;
    // DRY
    float dryMultiplier = 0.0F; ///< 0 off.
    float dryBase = 1.75F;
    int dryAllowedLength = 2;
    int dryPenaltyLastN = -1;                                   ///< −1 the whole context.
    std::vector<std::string> dryBreakers{"\n", ":", "\"", "*"}; ///< Texts that a repetition does not go across.
    // truncation
    float topNSigma = -1.0F; ///< ≤ 0 off.
    int topK = 40;           ///< ≤ 0 off.
    float typicalP = 1.0F;   ///< 1 off.
    float topP = 0.95F;      ///< 1 off.
    float minP = 0.05F;      ///< 0 off.
    float xtcProbability = 0.0F;
    float xtcThreshold = 0.1F;
    // temperature; ≤ 0 means greedy
    float temperature = 0.8F;
    float dynamicTemperatureRange = 0.0F;
    float dynamicTemperatureExponent = 1.0F;
    // adaptive-p picks tokens near a probability in place of drawing
    float adaptiveTarget = -1.0F; ///< 0 … 1; below 0 off.
    float adaptiveDecay = 0.9F;   ///< Remembers about 1/(1 − decay) tokens.
    // mirostat replaces truncation when on
    int mirostat = 0; ///< 0 off, 1, 2.
    float mirostatTau = 5.0F;
    float mirostatEta = 0.1F;
    std::optional<std::uint32_t> seed; ///< Nothing: a fresh one for each reply.

    bool operator==(const SamplingParams &) const = default;
};

/// Some of the values above; what is not set is left to whoever comes next.
struct SamplingOverrides {
    std::optional<std::string> sequence;
    std::optional<int> penaltyLastN;
    std::optional<float> penaltyRepeat, penaltyFrequency, penaltyPresence;
    std::optional<float> dryMultiplier, dryBase;
    std::optional<int> dryAllowedLength, dryPenaltyLastN;
    std::optional<std::vector<std::string>> dryBreakers;
    std::optional<float> topNSigma;
    std::optional<int> topK;
    std::optional<float> typicalP, topP, minP, xtcProbability, xtcThreshold;
    std::optional<float> temperature, dynamicTemperatureRange, dynamicTemperatureExponent;
    std::optional<float> adaptiveTarget, adaptiveDecay;
    std::optional<int> mirostat;
    std::optional<float> mirostatTau, mirostatEta;
    std::optional<std::uint32_t> seed;

    bool operator==(const SamplingOverrides &) const = default;
};

/// Who set a value. The first that did, in this order, wins.
enum class ValueSource : std::uint8_t { You, Persona, Model, Sotto };

/// The three layers over Sotto's defaults.
struct SamplingLayers {
    SamplingOverrides you;
    SamplingOverrides persona;
    SamplingOverrides model;

    bool operator==(const SamplingLayers &) const = default;
};

/// The values in use: for each field the first of you, persona, model that sets it, else the default.
/// Values out of range are brought into it (a model file may say anything). Thread: any.
[[nodiscard]] SamplingParams resolve(const SamplingLayers &layers);

/// Who set the value of `field` that resolve() returns, e.g. &SamplingOverrides::topK. (For all of them in turn there
/// is sampling_table.h.)
template <class T>
[[nodiscard]] ValueSource sourceOf(const SamplingLayers &layers, std::optional<T> SamplingOverrides::*field)
{
    if (layers.you.*field) return ValueSource::You;
    if (layers.persona.*field) return ValueSource::Persona;
    if (layers.model.*field) return ValueSource::Model;
    return ValueSource::Sotto;
}

/// `over`, with what it leaves open taken from `under`.
[[nodiscard]] SamplingOverrides layered(SamplingOverrides over, const SamplingOverrides &under);

/// `params` with every value inside the range its sampler accepts; NaN and infinity become the default, and so does a
/// sequence that names no sampler.
[[nodiscard]] SamplingParams clamped(const SamplingParams &params);

/// The samplers of a sequence like "top_k;temperature", each once; names that are not known are passed over, and where
/// none is left it is the default. Thread: any.
[[nodiscard]] std::vector<SamplerKind> samplerSequence(std::string_view names);
[[nodiscard]] std::string sequenceText(const std::vector<SamplerKind> &sequence);

} // namespace sotto
