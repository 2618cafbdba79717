#include "core/models/shorter_context.h"

#include "inference/offload_planner.h"
#include "inference/step_down.h"

#include <algorithm>
#include <bit>

namespace sotto {

std::optional<std::uint32_t> shorterContextThatFits(const ModelSpec &spec, std::uint32_t asked, const Error &error)
{
    if (asked <= kShortestAutomaticContext || error.needed <= error.available) return std::nullopt;
    const std::uint32_t tried = std::min(asked, std::max(spec.contextLength, 1U));
    const std::uint64_t tooMuch = error.needed - error.available;
    const std::uint64_t cache = estimatedKvCacheBytes(spec, tried);
    for (std::uint32_t context = std::bit_floor(tried - 1); context >= kShortestAutomaticContext; context /= 2)
        if (cache - estimatedKvCacheBytes(spec, context) >= tooMuch) return context;
    return std::nullopt;
}

} // namespace sotto
