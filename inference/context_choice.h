#pragma once

#include "inference/model.h"

#include <cstdint>

namespace sotto {

/// The longest context that is chosen without being asked for; longer ones are there for whoever sets them.
inline constexpr std::uint32_t kMostAutomaticContext = 32768;
/// The shortest, where the model was trained for that much.
inline constexpr std::uint32_t kLeastAutomaticContext = 4096;

/// Tokens of context for a model. `wanted` tokens if that is not 0, at most what the model was trained for. Else the
/// longest of 32k, 16k, 8k and 4k whose KV cache (estimatedKvCacheBytes()) takes at most a quarter of what `freeBytes`
/// leaves after the weights and a margin of 1 GiB, and 4k where none does. `freeBytes` is that of all devices together.
/// At least 1. Pure. Thread: any.
[[nodiscard]] std::uint32_t chooseContext(const ModelSpec &spec, std::uint32_t wanted, std::uint64_t freeBytes);

} // namespace sotto
