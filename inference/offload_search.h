#pragma once

#include "inference/offload_planner.h"

#include <functional>

namespace sotto {

/// Asks the engine what a plan really takes beside its weights. Errors: whatever kept it from saying.
using MeasurePlan = std::function<Result<BufferFigures>(const OffloadPlan &)>;

/// The most dry runs of one search.
inline constexpr int kMostDryRuns = 6;

/// planOffload(), then the same with what `measure` says of its result, until that changes nothing any more: the number
/// of layers decides how large the buffers are, and they how many layers fit. Where two plans ask for each other the
/// one with fewer layers stands. Nothing is measured where no layer could go to a GPU; where measuring fails, the
/// formulas stand. The context is that of the first plan. Errors: as planOffload(). Thread: the engine's.
[[nodiscard]] Result<OffloadPlan> searchPlan(const ModelSpec &spec, const LoadOptions &options, Machine machine,
                                             const MeasurePlan &measure);

} // namespace sotto
