#include "inference/step_down.h"

#include <algorithm>

namespace sotto {

std::optional<LoadPlan> saferPlan(const LoadPlan &failed, LoadStage stage, LoadFailure failure, bool contextIsFree)
{
    LoadPlan next = failed;
    const bool shorter = stage != LoadStage::Weights && contextIsFree && failed.context > kShortestAutomaticContext;
    if (failure == LoadFailure::OutOfMemory && shorter) {
        next.context = std::max(failed.context / 2, kShortestAutomaticContext);
        return next;
    }
    if (failed.gpuLayers <= 0) return std::nullopt;
    if (failure == LoadFailure::OutOfMemory && failed.experts == ExpertPlace::OnGpu) {
        next.experts = ExpertPlace::OnCpu;
        return next;
    }
    next.gpuLayers = failure == LoadFailure::OutOfMemory ? failed.gpuLayers / 2 : 0;
    return next;
}

std::optional<StepDown> stepBetween(const LoadPlan &planned, const LoadPlan &loaded)
{
    if (planned == loaded) return std::nullopt;
    const bool moved = planned.experts == ExpertPlace::OnGpu && loaded.experts == ExpertPlace::OnCpu;
    return StepDown{planned.context, loaded.context, planned.gpuLayers, loaded.gpuLayers, moved};
}

} // namespace sotto
