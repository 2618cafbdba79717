#pragma once

#include "base/result.h"
#include "inference/load_memory.h"
#include "inference/model.h"
#include "inference/offload_costs.h"

#include <filesystem>
#include <vector>

namespace sotto {

/// Has llama open a model by a plan without its weights and make the context without its buffers, and reads from its
/// log what they would take. Nothing of the file's data is read; it takes about as long as reading the header. Errors:
/// DeviceFailed where llama does not make the context, Internal where its log does not tell. Thread: the engine's,
/// while no other model is opened, after loadComputeBackends().
[[nodiscard]] Result<BufferFigures> dryRun(const std::filesystem::path &path, const ModelSpec &spec,
                                           const OffloadPlan &plan, const std::vector<Device> &devices);

} // namespace sotto
