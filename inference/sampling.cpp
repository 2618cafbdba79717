#include "inference/sampling.h"

#include "inference/sampling_table.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace sotto {
namespace {

constexpr std::size_t kMostBreakers = 32;
constexpr std::size_t kMostBreakerBytes = 64;

struct SamplerName {
    std::string_view name;
    SamplerKind kind;
};

// The first of each kind is the one that is written. Others are llama.cpp's (common/sampling.cpp).
constexpr std::array<SamplerName, 22> kSamplers{{
    {"penalties", SamplerKind::Penalties},
    {"dry", SamplerKind::Dry},
    {"top_n_sigma", SamplerKind::TopNSigma},
    {"top_k", SamplerKind::TopK},
    {"typ_p", SamplerKind::Typical},
    {"top_p", SamplerKind::TopP},
    {"min_p", SamplerKind::MinP},
    {"xtc", SamplerKind::Xtc},
    {"temperature", SamplerKind::Temperature},
    {"adaptive_p", SamplerKind::AdaptiveP},
    {"top-n-sigma", SamplerKind::TopNSigma},
    {"top-k", SamplerKind::TopK},
    {"typical_p", SamplerKind::Typical},
    {"typical-p", SamplerKind::Typical},
    {"typical", SamplerKind::Typical},
    {"typ-p", SamplerKind::Typical},
    {"typ", SamplerKind::Typical},
    {"top-p", SamplerKind::TopP},
    {"nucleus", SamplerKind::TopP},
    {"min-p", SamplerKind::MinP},
    {"temp", SamplerKind::Temperature},
    {"adaptive-p", SamplerKind::AdaptiveP},
}};

void keep(float &value, const SamplingSlot<float> &slot)
{
    value = std::isfinite(value) ? std::clamp(value, slot.least, slot.most) : SamplingParams().*slot.value;
}

void keep(int &value, const SamplingSlot<int> &slot)
{
    value = std::clamp(value, slot.least, slot.most);
}

void keep(std::string &sequence, const SamplingSlot<std::string> &)
{
    sequence = sequenceText(samplerSequence(sequence));
}

void keep(std::vector<std::string> &breakers, const SamplingSlot<std::vector<std::string>> &)
{
    // llama reads them as C strings.
    std::erase_if(breakers, [](const std::string &breaker) {
        return breaker.empty() || breaker.size() > kMostBreakerBytes || breaker.contains('\0');
    });
    if (breakers.size() > kMostBreakers) breakers.resize(kMostBreakers);
}

} // namespace

std::vector<SamplerKind> samplerSequence(std::string_view names)
{
    std::vector<SamplerKind> sequence;
    while (!names.empty()) {
        const std::size_t end = std::min(names.find(';'), names.size());
        std::string_view name = names.substr(0, end);
        while (name.starts_with(' '))
            name.remove_prefix(1);
        while (name.ends_with(' '))
            name.remove_suffix(1);
        const auto known = std::ranges::find(kSamplers, name, &SamplerName::name);
        if (known != kSamplers.end() && !std::ranges::contains(sequence, known->kind)) sequence.push_back(known->kind);
        names.remove_prefix(std::min(end + 1, names.size()));
    }
    return sequence.empty() ? samplerSequence(SamplingParams().sequence) : sequence;
}

std::string sequenceText(const std::vector<SamplerKind> &sequence)
{
    std::string text;
    for (const SamplerKind kind : sequence) {
        if (!text.empty()) text += ';';
        text += std::ranges::find(kSamplers, kind, &SamplerName::kind)->name;
    }
    return text;
}

SamplingOverrides layered(SamplingOverrides over, const SamplingOverrides &under)
{
    for (const SamplingField &field : samplingFields()) {
        std::visit(
            [&]<class Slot>(const Slot &slot) {
                if constexpr (std::is_same_v<Slot, SeedSlot>) {
                    if (!over.seed) over.seed = under.seed;
                } else {
                    if (!(over.*slot.override)) over.*slot.override = under.*slot.override;
                }
            },
            field.slot);
    }
    return over;
}

SamplingParams resolve(const SamplingLayers &layers)
{
    SamplingParams params;
    const SamplingOverrides set = layered(layered(layers.you, layers.persona), layers.model);
    for (const SamplingField &field : samplingFields()) {
        std::visit(
            [&]<class Slot>(const Slot &slot) {
                if constexpr (std::is_same_v<Slot, SeedSlot>)
                    params.seed = set.seed;
                else
                    params.*slot.value = (set.*slot.override).value_or(params.*slot.value);
            },
            field.slot);
    }
    return clamped(params);
}

SamplingParams clamped(const SamplingParams &params)
{
    SamplingParams out = params;
    for (const SamplingField &field : samplingFields()) {
        std::visit(
            [&]<class Slot>(const Slot &slot) {
                if constexpr (!std::is_same_v<Slot, SeedSlot>) keep(out.*slot.value, slot);
            },
            field.slot);
    }
    return out;
}

} // namespace sotto
