#pragma once

#include "inference/model.h"

namespace sotto {

/// What a context of that length would take, all estimates in bytes.
struct ModelMemory {
    std::uint64_t kvCache = 0;
    std::uint64_t total = 0; ///< With weights and compute buffers.

    bool operator==(const ModelMemory &) const = default;
};

/// Estimates from the header alone, as the planner of the engine makes them; upper bounds for models with sliding
/// windows or states. Pure. Thread: any.
[[nodiscard]] ModelMemory estimatedMemory(const ModelSpec &spec, std::uint32_t contextLength, CacheType type);

/// Tokens that a model is opened with when `wanted` is asked for: the model's own at most. 0 for 0: what is free when
/// it is loaded decides (inference/context_choice.h).
[[nodiscard]] std::uint32_t contextInUse(const ModelSpec &spec, std::uint32_t wanted);

} // namespace sotto
