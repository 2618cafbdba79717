#pragma once

#include "inference/llama/log_capture.h"
#include "inference/model.h"

#include <string>
#include <vector>

namespace sotto {

/// The device whose memory a buffer type is, by ggml's naming: "Vulkan0" is Vulkan0's, "CPU", "CPU_Mapped",
/// "CPU_REPACK", "AMX" and the pinned "CUDA_Host" are system memory's, which is "CPU". `devices` are those there are.
[[nodiscard]] std::string deviceOfBuffer(const std::string &buffer, const std::vector<Device> &devices);

/// What llama allocated, from the lines "<buffer> model|KV|RS|compute|output buffer size = n MiB". Pure.
[[nodiscard]] MemoryBreakdown memoryFromLog(const std::vector<LogLine> &lines, const std::vector<Device> &devices);

/// The device of each block and then of the output layer, from "layer N assigned to device X". Pure.
[[nodiscard]] std::vector<std::string> layerDevicesFromLog(const std::vector<LogLine> &lines);

/// Weights that a "tensor X (…) buffer type overridden to Y" tells of. Pure.
[[nodiscard]] std::vector<OverriddenTensor> movedTensorsFromLog(const std::vector<LogLine> &lines,
                                                                const std::vector<Device> &devices);

/// Bytes of cache or state of each of `layers` blocks, also where nothing was allocated: each cache names its layers
/// ("layer N: dev = X") and then its size ("size = n MiB"), which they share evenly. Empty where the log does not say.
/// Pure.
[[nodiscard]] std::vector<std::uint64_t> layerCacheFromLog(const std::vector<LogLine> &lines, std::size_t layers);

/// The x of "unknown model architecture: 'x'", or empty. Pure.
[[nodiscard]] std::string unknownArchitectureFromLog(const std::vector<LogLine> &lines);

} // namespace sotto
