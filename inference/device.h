#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace sotto {

enum class DeviceKind : std::uint8_t { Cpu, Gpu, IntegratedGpu, Accelerator };

/// Something ggml can compute on.
struct Device {
    std::string id;          ///< ggml's name, "CPU", "Vulkan0", "CUDA0".
    std::string description; ///< Hardware name.
    DeviceKind kind = DeviceKind::Cpu;
    std::uint64_t totalBytes = 0; ///< 0 where the driver does not say.
    std::uint64_t freeBytes = 0;
    std::string backend{}; ///< "CPU", "CUDA", "Vulkan", "RPC": the library that drives it.
    std::string busId{};   ///< On the PCI bus, "0000:01:00.0"; empty where that is not known.

    bool operator==(const Device &) const = default;
};

/// Bytes a loaded model holds on one device, as llama reported them when it allocated them.
struct DeviceMemory {
    std::string deviceId;
    DeviceKind kind = DeviceKind::Cpu;
    std::uint64_t weights = 0;
    std::uint64_t kvCache = 0;
    std::uint64_t compute = 0;

    [[nodiscard]] std::uint64_t total() const { return weights + kvCache + compute; }
    bool operator==(const DeviceMemory &) const = default;
};

/// Where a loaded model lives.
struct MemoryBreakdown {
    std::vector<DeviceMemory> devices;

    [[nodiscard]] std::uint64_t weights() const;
    [[nodiscard]] std::uint64_t kvCache() const;
    [[nodiscard]] std::uint64_t compute() const;
    bool operator==(const MemoryBreakdown &) const = default;
};

/// Free memory of a device before a model was loaded and after. Other programs change it too, so the difference is a
/// measurement of the device and not of the model. Devices that share the system's memory are not among these.
struct DeviceChange {
    std::string deviceId;
    std::uint64_t totalBytes = 0;
    std::uint64_t freeBefore = 0;
    std::uint64_t freeAfter = 0;

    [[nodiscard]] std::uint64_t taken() const { return freeBefore > freeAfter ? freeBefore - freeAfter : 0; }
    bool operator==(const DeviceChange &) const = default;
};

/// Weights that llama put elsewhere than their block because it was told to.
struct OverriddenTensor {
    std::string name;
    std::string deviceId;

    bool operator==(const OverriddenTensor &) const = default;
};

} // namespace sotto
