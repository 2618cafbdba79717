#include "inference/sampling.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace sotto {
namespace {

// How far back a penalty can look; a longer look than any context changes nothing.
constexpr int kMaxLookBack = 1 << 24;

template <class T>
void take(T &value, const std::optional<T> &layer)
{
    if (layer) value = *layer;
}

void apply(SamplingParams &p, const SamplingOverrides &o)
{
    take(p.penaltyLastN, o.penaltyLastN);
    take(p.penaltyRepeat, o.penaltyRepeat);
    take(p.penaltyFrequency, o.penaltyFrequency);
    take(p.penaltyPresence, o.penaltyPresence);
    take(p.dryMultiplier, o.dryMultiplier);
    take(p.dryBase, o.dryBase);
    take(p.dryAllowedLength, o.dryAllowedLength);
    take(p.dryPenaltyLastN, o.dryPenaltyLastN);
    take(p.topNSigma, o.topNSigma);
    take(p.topK, o.topK);
    take(p.typicalP, o.typicalP);
    take(p.topP, o.topP);
    take(p.minP, o.minP);
    take(p.xtcProbability, o.xtcProbability);
    take(p.xtcThreshold, o.xtcThreshold);
    take(p.temperature, o.temperature);
    take(p.dynamicTemperatureRange, o.dynamicTemperatureRange);
    take(p.dynamicTemperatureExponent, o.dynamicTemperatureExponent);
    take(p.mirostat, o.mirostat);
    take(p.mirostatTau, o.mirostatTau);
    take(p.mirostatEta, o.mirostatEta);
    if (o.seed) p.seed = o.seed;
}

void keep(float &value, float low, float high, float fallback)
{
    value = std::isfinite(value) ? std::clamp(value, low, high) : fallback;
}

void keep(int &value, int low, int high)
{
    value = std::clamp(value, low, high);
}

void keepPenalties(SamplingParams &p, const SamplingParams &standard)
{
    keep(p.penaltyLastN, -1, kMaxLookBack);
    // The logit is divided or multiplied by it, so it must stay away from 0.
    keep(p.penaltyRepeat, 0.01F, 10.0F, standard.penaltyRepeat);
    keep(p.penaltyFrequency, -10.0F, 10.0F, standard.penaltyFrequency);
    keep(p.penaltyPresence, -10.0F, 10.0F, standard.penaltyPresence);
    keep(p.dryMultiplier, 0.0F, 100.0F, standard.dryMultiplier);
    // The penalty grows as base^length, and llama switches DRY off below 1.
    keep(p.dryBase, 1.0F, 10.0F, standard.dryBase);
    keep(p.dryAllowedLength, 0, kMaxLookBack);
    keep(p.dryPenaltyLastN, -1, kMaxLookBack);
}

void keepTruncation(SamplingParams &p, const SamplingParams &standard)
{
    keep(p.topNSigma, -1.0F, 100.0F, standard.topNSigma);
    keep(p.topK, 0, std::numeric_limits<int>::max());
    keep(p.typicalP, 0.0F, 1.0F, standard.typicalP);
    keep(p.topP, 0.0F, 1.0F, standard.topP);
    keep(p.minP, 0.0F, 1.0F, standard.minP);
    keep(p.xtcProbability, 0.0F, 1.0F, standard.xtcProbability);
    keep(p.xtcThreshold, 0.0F, 1.0F, standard.xtcThreshold);
}

void keepTemperature(SamplingParams &p, const SamplingParams &standard)
{
    keep(p.temperature, 0.0F, 100.0F, standard.temperature);
    keep(p.dynamicTemperatureRange, 0.0F, 100.0F, standard.dynamicTemperatureRange);
    keep(p.dynamicTemperatureExponent, 0.0F, 100.0F, standard.dynamicTemperatureExponent);
    keep(p.mirostat, 0, 2);
    keep(p.mirostatTau, 0.0F, 100.0F, standard.mirostatTau);
    keep(p.mirostatEta, 0.0F, 10.0F, standard.mirostatEta);
}

} // namespace

SamplingParams resolve(const SamplingLayers &layers)
{
    SamplingParams params;
    apply(params, layers.model);
    apply(params, layers.persona);
    apply(params, layers.you);
    return clamped(params);
}

ValueSource temperatureSource(const SamplingLayers &layers)
{
    if (layers.you.temperature) return ValueSource::You;
    if (layers.persona.temperature) return ValueSource::Persona;
    if (layers.model.temperature) return ValueSource::Model;
    return ValueSource::Sotto;
}

SamplingParams clamped(const SamplingParams &params)
{
    const SamplingParams standard;
    SamplingParams out = params;
    keepPenalties(out, standard);
    keepTruncation(out, standard);
    keepTemperature(out, standard);
    return out;
}

} // namespace sotto
