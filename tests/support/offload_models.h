#pragma once

#include "base/bytes.h"
#include "inference/offload_planner.h"

#include <utility>
#include <vector>

namespace sotto::tests {

/// 32 blocks of 100 MiB, 400 MiB besides; an f16 cache of 8192 tokens takes 1 GiB, 32 MiB a block.
[[nodiscard]] inline ModelSpec eightBillion()
{
    ModelSpec spec;
    spec.layerCount = 32;
    spec.embeddingLength = 4096;
    spec.headCount = 32;
    spec.headCountKv = 8;
    spec.keyLength = spec.valueLength = 128;
    spec.vocabularySize = 128'000;
    spec.layerBytes.assign(32, 100 * MiB);
    spec.tensorBytes = 3600 * MiB;
    return spec;
}

[[nodiscard]] inline Device gpu(std::uint64_t freeBytes, DeviceKind kind = DeviceKind::Gpu)
{
    return {"GPU", "", kind, freeBytes, freeBytes};
}

[[nodiscard]] inline Device named(const char *id, std::uint64_t freeBytes)
{
    Device device = gpu(freeBytes);
    device.id = id;
    return device;
}

inline constexpr std::uint32_t kContext = 8192;

[[nodiscard]] inline Result<OffloadPlan> planFor(const ModelSpec &spec, std::vector<Device> devices,
                                                 std::uint64_t systemFree,
                                                 const LoadOptions &options = {.contextLength = kContext},
                                                 std::uint64_t margin = 1 * GiB)
{
    return planOffload(spec, options,
                       {.devices = std::move(devices), .systemFreeBytes = systemFree, .marginBytes = margin});
}

inline constexpr std::uint64_t kCompute = 512 * 4 * (128'000ULL + 8 * 4096 + kContext);
inline const Device kCpu{"CPU", "", DeviceKind::Cpu, 64 * GiB, 64 * GiB};

} // namespace sotto::tests
