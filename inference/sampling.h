#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace sotto {

/// Values of the whole sampler chain, in the order they are applied. Defaults are llama.cpp's own
/// (common/common.h, `common_params_sampling`).
struct SamplingParams {
    // penalties
    int penaltyLastN = 64;      ///< Tokens looked back on; 0 off, −1 the whole context.
    float penaltyRepeat = 1.0F; ///< > 0; 1 off.
    float penaltyFrequency = 0.0F;
    float penaltyPresence = 0.0F;
    // DRY
    float dryMultiplier = 0.0F; ///< 0 off.
    float dryBase = 1.75F;
    int dryAllowedLength = 2;
    int dryPenaltyLastN = -1; ///< −1 the whole context.
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
    // mirostat replaces truncation when on
    int mirostat = 0; ///< 0 off, 1, 2.
    float mirostatTau = 5.0F;
    float mirostatEta = 0.1F;
    std::optional<std::uint32_t> seed; ///< Nothing: a fresh one for each reply.

    bool operator==(const SamplingParams &) const = default;
};

/// Some of the values above; what is not set is left to whoever comes next.
struct SamplingOverrides {
    std::optional<int> penaltyLastN;
    std::optional<float> penaltyRepeat, penaltyFrequency, penaltyPresence;
    std::optional<float> dryMultiplier, dryBase;
    std::optional<int> dryAllowedLength, dryPenaltyLastN;
    std::optional<float> topNSigma;
    std::optional<int> topK;
    std::optional<float> typicalP, topP, minP, xtcProbability, xtcThreshold;
    std::optional<float> temperature, dynamicTemperatureRange, dynamicTemperatureExponent;
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

/// Who set the temperature that resolve() returns.
[[nodiscard]] ValueSource temperatureSource(const SamplingLayers &layers);

/// `params` with every value inside the range its sampler accepts; NaN and infinity become the default.
[[nodiscard]] SamplingParams clamped(const SamplingParams &params);

} // namespace sotto
