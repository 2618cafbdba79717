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
    const std::uint64_t cache = estimatedKvCacheBytes(spec, contextLength, type);
    LoadOptions options;
    options.contextLength = std::max(contextLength, 1U);
    const auto plan = planOffload(spec, options, {.devices = {}, .systemFreeBytes = kMost});
    if (!plan) return {cache, cache};
    const auto rest = checkedAdd(plan->weightBytes(), plan->computeBytes());
    return {cache, rest.and_then([&](std::uint64_t bytes) { return checkedAdd(bytes, cache); }).value_or(kMost)};
}

std::uint32_t contextInUse(const ModelSpec &spec, std::uint32_t wanted)
{
    return spec.contextLength > 0 ? std::min(wanted, spec.contextLength) : wanted;
}

} // namespace sotto
