#pragma once

#include "base/bytes.h"
#include "core/models/model_service.h"
#include "core/status/system_sampler.h"

namespace sotto::test {

inline MemoryBreakdown onCpu(std::uint64_t weights, std::uint64_t kv, std::uint64_t compute)
{
    return {{{"CPU", DeviceKind::Cpu, weights, kv, compute}}};
}

inline SystemSnapshot system(std::uint64_t total, std::uint64_t available, std::uint64_t own)
{
    SystemSnapshot snapshot;
    snapshot.memory = {total, available, own};
    snapshot.processPrivate = own;
    return snapshot;
}

inline ModelStatus ready(int onGpu, int layers)
{
    LoadedModel model;
    model.layerDevices.assign(static_cast<std::size_t>(layers), "CPU");
    for (int i = layers - onGpu; i < layers; ++i)
        model.layerDevices[static_cast<std::size_t>(i)] = "Vulkan0";
    model.spec.layerCount = static_cast<std::uint32_t>(layers - 1);
    model.spec.layerBytes.assign(static_cast<std::size_t>(layers - 1), 218 * MiB);
    model.memory = onCpu(8 * MiB, 3 * MiB, 11 * MiB);
    if (onGpu > 0) model.memory.devices.push_back({"Vulkan0", DeviceKind::Gpu, 6 * GiB, GiB, GiB});
    ModelStatus status;
    status.phase = ModelPhase::Ready;
    status.file.path = QStringLiteral("/m/a.gguf");
    status.loaded = model;
    return status;
}

} // namespace sotto::test
