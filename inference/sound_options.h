#pragma once

#include "inference/model.h"
#include "inference/offload_plan.h"

#include <vector>

namespace sotto {

/// Options that llama can be given, and what had to be changed for it.
struct SoundOptions {
    LoadOptions options;
    std::vector<Device> gpus; ///< That are used, in ggml's order.
    std::vector<PlanNote> corrections;
};

/// Takes out what llama.cpp ends the process over, or would obey in a way nobody means: rows or tensors split over one
/// GPU, a quantised cache under a split by tensors, a main GPU or shares of GPUs that are not there. GPUs with memory
/// of their own go before one built into the processor, as llama.cpp has it. Pure. Thread: any.
[[nodiscard]] SoundOptions soundOptions(const LoadOptions &options, const std::vector<Device> &devices);

} // namespace sotto
