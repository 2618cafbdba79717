#include "core/models/model_memory.h"

#include "base/bytes.h"
#include "inference/offload_planner.h"

#include <algorithm>
#include <limits>

namespace sotto {
namespace {

constexpr std::uint64_t kMost = std::numeric_limits<std::uint64_t>::max();

} // namespace

ModelMemory estimatedMemory(const ModelSpec &spec, std::uint32_t contextLength, CacheType type)
{
    const std::uint64_t f16 = estimatedKvCacheBytes(spec, contextLength);
    // ggml's q8_0 packs 32 values of 2 bytes each into 34 bytes: a byte a value and a half-precision scale.
    const std::uint64_t cache = type == CacheType::Q8_0 ? f16 / 64 * 34 : f16;
    const auto plan = planOffload(spec, contextLength, {}, kMost);
    if (!plan) return {cache, cache};
    const auto rest = checkedAdd(plan->weightBytes, plan->computeBytes);
    return {cache, rest.and_then([&](std::uint64_t bytes) { return checkedAdd(bytes, cache); }).value_or(kMost)};
}

std::uint32_t contextInUse(const ModelSpec &spec, std::uint32_t wanted)
{
    const std::uint32_t most = spec.contextLength > 0 ? spec.contextLength : kDefaultContext;
    return wanted > 0 ? std::min(wanted, most) : std::min(most, kDefaultContext);
}

} // namespace sotto
