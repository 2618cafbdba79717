#pragma once

#include "inference/llama/log_capture.h"

#include <vector>

namespace sotto {

/// Whether the library's log tells of an allocation that failed: ggml's own words (ggml.c, ggml-alloc.c,
/// ggml-backend.cpp), those of CUDA and Vulkan, and std::bad_alloc. llama returns null for this as for everything else.
/// Thread: any.
[[nodiscard]] bool tellsOfMemory(const std::vector<LogLine> &lines);

} // namespace sotto
