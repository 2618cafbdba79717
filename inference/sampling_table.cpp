#include "inference/sampling_table.h"

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

namespace sotto {
namespace {

using P = SamplingParams;
using O = SamplingOverrides;

// How far back a penalty can look; a longer look than any context changes nothing.
constexpr int kMaxLookBack = 1 << 24;
constexpr int kMostInt = std::numeric_limits<int>::max();

template <class T>
SamplingField field(std::string_view key, std::string_view modelKey, T P::*value, std::optional<T> O::*override,
                    T least = {}, T most = {})
{
    return {.key = key, .modelKey = modelKey, .slot = SamplingSlot<T>{value, override, least, most}};
}

// Ranges are those the samplers accept. The repeat penalty divides the logit, so it stays away from 0; DRY's penalty
// grows as base^length, and llama switches it off below 1.
const std::array<SamplingField, 26> &table()
{
    static const std::array<SamplingField, 26> fields{
        field("sequence", "sequence", &P::sequence, &O::sequence),
        field("penalty_last_n", "penalty_last_n", &P::penaltyLastN, &O::penaltyLastN, -1, kMaxLookBack),
        field("penalty_repeat", "penalty_repeat", &P::penaltyRepeat, &O::penaltyRepeat, 0.01F, 10.0F),
        field("penalty_frequency", "", &P::penaltyFrequency, &O::penaltyFrequency, -10.0F, 10.0F),
        field("penalty_presence", "", &P::penaltyPresence, &O::penaltyPresence, -10.0F, 10.0F),
        field("dry_multiplier", "", &P::dryMultiplier, &O::dryMultiplier, 0.0F, 100.0F),
        field("dry_base", "", &P::dryBase, &O::dryBase, 1.0F, 10.0F),
        field("dry_allowed_length", "", &P::dryAllowedLength, &O::dryAllowedLength, 0, kMaxLookBack),
        field("dry_penalty_last_n", "", &P::dryPenaltyLastN, &O::dryPenaltyLastN, -1, kMaxLookBack),
        field("dry_sequence_breakers", "", &P::dryBreakers, &O::dryBreakers),
        field("top_n_sigma", "", &P::topNSigma, &O::topNSigma, -1.0F, 100.0F),
        field("top_k", "top_k", &P::topK, &O::topK, 0, kMostInt),
        field("typical_p", "", &P::typicalP, &O::typicalP, 0.0F, 1.0F),
        field("top_p", "top_p", &P::topP, &O::topP, 0.0F, 1.0F),
        field("min_p", "min_p", &P::minP, &O::minP, 0.0F, 1.0F),
        field("xtc_probability", "xtc_probability", &P::xtcProbability, &O::xtcProbability, 0.0F, 1.0F),
        field("xtc_threshold", "xtc_threshold", &P::xtcThreshold, &O::xtcThreshold, 0.0F, 1.0F),
        field("temperature", "temp", &P::temperature, &O::temperature, 0.0F, 5.0F),
        field("dynamic_temperature_range", "", &P::dynamicTemperatureRange, &O::dynamicTemperatureRange, 0.0F, 100.0F),
        field("dynamic_temperature_exponent", "", &P::dynamicTemperatureExponent, &O::dynamicTemperatureExponent, 0.0F,
              100.0F),
        field("adaptive_target", "", &P::adaptiveTarget, &O::adaptiveTarget, -1.0F, 1.0F),
        field("adaptive_decay", "", &P::adaptiveDecay, &O::adaptiveDecay, 0.0F, 0.99F),
        field("mirostat", "mirostat", &P::mirostat, &O::mirostat, 0, 2),
        field("mirostat_tau", "mirostat_tau", &P::mirostatTau, &O::mirostatTau, 0.0F, 100.0F),
        field("mirostat_eta", "mirostat_eta", &P::mirostatEta, &O::mirostatEta, 0.0F, 10.0F),
        SamplingField{.key = "seed", .modelKey = "", .slot = SeedSlot{}},
    };
    return fields;
}

bool isSet(const SamplingOverrides &overrides, const SamplingField &field)
{
    return std::visit(
        [&]<class Slot>(const Slot &slot) {
            if constexpr (std::is_same_v<Slot, SeedSlot>)
                return overrides.seed.has_value();
            else
                return (overrides.*slot.override).has_value();
        },
        field.slot);
}

} // namespace

std::span<const SamplingField> samplingFields()
{
    return table();
}

const SamplingField *samplingField(std::string_view key)
{
    const auto found = std::ranges::find(table(), key, &SamplingField::key);
    return found == table().end() ? nullptr : &*found;
}

ValueSource sourceOf(const SamplingLayers &layers, const SamplingField &field)
{
    if (isSet(layers.you, field)) return ValueSource::You;
    if (isSet(layers.persona, field)) return ValueSource::Persona;
    if (isSet(layers.model, field)) return ValueSource::Model;
    return ValueSource::Sotto;
}

} // namespace sotto
