#pragma once

#include "inference/sampling.h"

#include <span>
#include <string_view>
#include <variant>

namespace sotto {

/// Where a value lives in SamplingParams and SamplingOverrides, and what it may be.
template <class T>
struct SamplingSlot {
    T SamplingParams::*value;
    std::optional<T> SamplingOverrides::*override;
    T least{};
    T most{};
};
using SeedSlot = std::monostate; ///< `seed`, which has no default: SamplingParams::seed is optional itself.

/// One of the values of the sampler chain.
struct SamplingField {
    std::string_view key;      ///< In JSON; with - in place of _ an option of the command line.
    std::string_view modelKey; ///< After "general.sampling." in a GGUF file; empty: none.
    std::variant<SeedSlot, SamplingSlot<int>, SamplingSlot<float>, SamplingSlot<std::string>,
                 SamplingSlot<std::vector<std::string>>>
        slot;
};

/// All values in the order they are applied: the one list for resolving, clamping, files, options and tables.
/// Defaults are those of a SamplingParams. Texts have no range. Thread: any.
[[nodiscard]] std::span<const SamplingField> samplingFields();

/// The field of that key; null where there is none.
[[nodiscard]] const SamplingField *samplingField(std::string_view key);

/// Calls `visit(field, optional&)` for each value of `overrides`.
template <class Overrides, class Visit>
void eachOverride(Overrides &overrides, const Visit &visit)
{
    for (const SamplingField &field : samplingFields()) {
        std::visit(
            [&]<class Slot>(const Slot &slot) {
                if constexpr (std::is_same_v<Slot, SeedSlot>)
                    visit(field, overrides.seed);
                else
                    visit(field, overrides.*slot.override);
            },
            field.slot);
    }
}

/// Who set the value of `field` that resolve() returns.
[[nodiscard]] ValueSource sourceOf(const SamplingLayers &layers, const SamplingField &field);

} // namespace sotto
