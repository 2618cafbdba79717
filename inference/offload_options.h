#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace sotto {

/// How a model is spread over several GPUs.
enum class SplitMode : std::uint8_t {
    Layer,  ///< Whole layers, one GPU after the other.
    None,   ///< One GPU alone.
    Row,    ///< Each matrix by rows; llama.cpp means to drop it.
    Tensor, ///< Each layer on all GPUs at once; experimental in llama.cpp, and without a quantised cache.
};

/// How weights come from the disk.
enum class WeightAccess : std::uint8_t {
    Automatic,
    Mapped,       ///< The file is mapped; the system may drop pages and read them again.
    Read,         ///< Copied into memory.
    MappedLocked, ///< Mapped, and kept from being swapped out.
    Locked,       ///< Copied, and kept from being swapped out.
};

/// How much of a model one GPU takes, against the others.
struct DeviceShare {
    std::string deviceId;
    double share = 1; ///< Above 0; only its proportion to the others matters.

    bool operator==(const DeviceShare &) const = default;
};

/// Where the parts of a model are to go, beyond how many layers. What is left as it is here is Sotto's to choose.
struct OffloadOptions {
    SplitMode splitMode = SplitMode::Layer;
    std::string mainGpu{};              ///< Takes all with SplitMode::None; empty: the one with the most free memory.
    std::vector<DeviceShare> shares{};  ///< Empty: by what each has free.
    std::optional<bool> expertsOnCpu{}; ///< Of a mixture of experts; nothing: as many as do not fit.
    bool cacheOnGpu = true;             ///< Each layer's part of the KV cache lies where the layer is.
    WeightAccess access = WeightAccess::Automatic;
    std::vector<std::string> devicesOff{}; ///< Ids of GPUs that are not used.

    bool operator==(const OffloadOptions &) const = default;
};

/// A number of layers that is more than any model has: all of them on the GPU.
inline constexpr int kAllLayers = 100'000;

/// What a number of layers on the GPU means to a person.
enum class GpuMode : std::uint8_t { Automatic, All, CpuOnly, Custom };

/// `gpuLayers` as in LoadOptions. Pure. Thread: any.
[[nodiscard]] constexpr GpuMode gpuModeOf(std::optional<int> gpuLayers)
{
    if (!gpuLayers) return GpuMode::Automatic;
    if (*gpuLayers <= 0) return GpuMode::CpuOnly;
    return *gpuLayers >= kAllLayers ? GpuMode::All : GpuMode::Custom;
}

} // namespace sotto
