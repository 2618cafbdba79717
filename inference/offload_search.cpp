#include "inference/offload_search.h"

#include "inference/sound_options.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace sotto {
namespace {

bool sameCut(const OffloadPlan &a, const OffloadPlan &b)
{
    return a.gpuLayers == b.gpuLayers && a.expertLayersOnCpu == b.expertLayersOnCpu &&
           a.partialLayer == b.partialLayer &&
           std::ranges::equal(a.devices, b.devices, {}, &DevicePlan::layers, &DevicePlan::layers);
}

/// What the first plan said of the context holds for those that follow it.
void keepContextNotes(const OffloadPlan &from, OffloadPlan &to)
{
    for (const PlanNote &note : from.notes)
        if (note.reason == PlanReason::ContextCut || note.reason == PlanReason::ContextShorter)
            to.notes.push_back(note);
}

} // namespace

Result<OffloadPlan> searchPlan(const ModelSpec &spec, const LoadOptions &options, Machine machine,
                               const MeasurePlan &measure)
{
    auto first = planOffload(spec, options, machine);
    const bool cpuOnly = gpuModeOf(options.gpuLayers) == GpuMode::CpuOnly;
    if (!first || !measure || cpuOnly || soundOptions(options, machine.devices).gpus.empty()) return first;
    LoadOptions fixed = options;
    fixed.contextLength = first->contextLength;
    OffloadPlan plan = *first;
    bool settled = false;
    for (int tries = 0; tries < kMostDryRuns && !settled; ++tries) {
        const auto figures = measure(plan);
        if (!figures) break;
        auto next = planOffload(spec, fixed, machine, &*figures);
        if (!next) return next;
        keepContextNotes(*first, *next);
        settled = sameCut(plan, *next);
        // What does not fit by its own figures is not tried again.
        if (next->gpuLayers < plan.gpuLayers) machine.mostLayers = plan.gpuLayers - 1;
        plan = *std::move(next);
    }
    if (!settled && !plan.estimated) {
        plan.estimated = true;
        plan.notes.push_back({.reason = PlanReason::Estimated});
    }
    return plan;
}

} // namespace sotto
