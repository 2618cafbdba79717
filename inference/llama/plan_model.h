#pragma once

#include "inference/llama/llama_backend.h"
#include "inference/offload_plan.h"

namespace sotto {

/// The plan by which LlamaBackend::open() would open a model on this computer now, without opening it. Loads the
/// compute backends and makes dry runs where a GPU is used, so what is not known to be harmless is to be tried before
/// (model_trial.h). Errors: those of the GGUF reader; NoBackend; NotEnoughMemory. Thread: one that opens no model.
[[nodiscard]] Result<OffloadPlan> planModel(const std::filesystem::path &path, const LoadOptions &options,
                                            const LlamaHost &host);

} // namespace sotto
