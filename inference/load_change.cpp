#include "inference/load_change.h"

namespace sotto {

LoadChange changeBetween(const LoadOptions &from, const LoadOptions &to)
{
    if (from == to) return LoadChange::Nothing;
    LoadOptions sameWeights = to; // all but what belongs to the context
    sameWeights.contextLength = from.contextLength;
    sameWeights.threads = from.threads;
    sameWeights.quiet = from.quiet;
    sameWeights.cacheType = from.cacheType;
    sameWeights.offload.cacheOnGpu = from.offload.cacheOnGpu;
    const bool splitsTensors = to.offload.splitMode == SplitMode::Tensor; // the cache is split with them
    return sameWeights == from && !splitsTensors ? LoadChange::Context : LoadChange::Weights;
}

} // namespace sotto
