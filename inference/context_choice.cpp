#include "inference/context_choice.h"

#include "base/bytes.h"
#include "inference/offload_planner.h"

#include <algorithm>

namespace sotto {
namespace {

constexpr std::uint64_t kMargin = 1 * GiB;
constexpr std::uint64_t kShareOfFree = 4; // the rest is for other programs, and for what is kept of other chats

} // namespace

std::uint32_t chooseContext(const ModelSpec &spec, std::uint32_t wanted, std::uint64_t freeBytes)
{
    const std::uint32_t trained = std::max(spec.contextLength, 1U);
    if (wanted != 0) return std::min(trained, wanted);
    const std::uint64_t taken = checkedAdd(spec.tensorBytes, kMargin).value_or(freeBytes);
    const std::uint64_t left = freeBytes > taken ? freeBytes - taken : 0;
    for (std::uint32_t tokens = kMostAutomaticContext; tokens > kLeastAutomaticContext; tokens /= 2) {
        const std::uint32_t length = std::min(trained, tokens);
        if (estimatedKvCacheBytes(spec, length) <= left / kShareOfFree) return length;
    }
    return std::min(trained, kLeastAutomaticContext);
}

} // namespace sotto
