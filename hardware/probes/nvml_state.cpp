// What NVML tells besides power: read less often, each value on its own.

#include "hardware/probes/nvml_probe.h"

#include <algorithm>
#include <array>
#include <unistd.h>

namespace sotto {
namespace {

constexpr unsigned kMostProcesses = 128;

/// Adds up who holds memory; `info` is either form of the struct.
template <class Info, std::size_t N>
std::optional<GpuShare> shareOf(nvml::Return (*call)(nvml::Device, unsigned *, Info *), nvml::Device gpu,
                                std::array<Info, N> &infos)
{
    unsigned count = N;
    // Too many for the room is no sum at all, rather than a wrong one.
    if (call == nullptr || call(gpu, &count, infos.data()) != nvml::kSuccess) return std::nullopt;
    GpuShare share;
    const auto own = static_cast<unsigned>(::getpid());
    for (std::size_t i = 0; i < std::min<std::size_t>(count, N); ++i) {
        const auto bytes = infos[i].usedGpuMemory == nvml::kNoValue ? 0 : infos[i].usedGpuMemory;
        (infos[i].pid == own ? share.own : share.others) += bytes;
        share.otherProcesses += infos[i].pid == own ? 0 : 1;
    }
    return share;
}

} // namespace

void NvmlProbe::readState(const Gpu &gpu, DeviceReading &reading) const
{
    const NvmlLibrary &lib = *m_library;
    unsigned value = 0;
    for (const auto limit : {lib.enforcedLimit, lib.managementLimit}) { // the one in force, where the driver tells it
        if (limit == nullptr || limit(gpu.handle, &value) != nvml::kSuccess) continue;
        reading.limitWatts = value / 1000.0;
        break;
    }
    if (lib.temperature != nullptr && lib.temperature(gpu.handle, nvml::kTemperatureGpu, &value) == nvml::kSuccess)
        reading.celsius = value;
    if (lib.clock != nullptr && lib.clock(gpu.handle, nvml::kClockSm, &value) == nvml::kSuccess)
        reading.coreMHz = value;
    if (lib.clock != nullptr && lib.clock(gpu.handle, nvml::kClockMemory, &value) == nvml::kSuccess)
        reading.memoryMHz = value;
    nvml::Utilization busy{};
    if (lib.utilization != nullptr && lib.utilization(gpu.handle, &busy) == nvml::kSuccess) {
        reading.busy = std::min(busy.gpu, 100U) / 100.0;
        reading.memoryBusy = std::min(busy.memory, 100U) / 100.0;
    }
    unsigned long long reasons = 0;
    if (lib.throttleReasons != nullptr && lib.throttleReasons(gpu.handle, &reasons) == nvml::kSuccess)
        reading.throttle = static_cast<std::uint32_t>(reasons & 0x1ff);
}

void NvmlProbe::readMemory(const Gpu &gpu, DeviceReading &reading) const
{
    nvml::MemoryV2 newer{};
    newer.version = nvml::kMemoryV2;
    if (m_library->memoryV2 != nullptr && m_library->memoryV2(gpu.handle, &newer) == nvml::kSuccess) {
        reading.memoryUsed = newer.used;
        reading.memoryTotal = newer.total;
        return;
    }
    nvml::Memory older{};
    if (m_library->memoryV1 == nullptr || m_library->memoryV1(gpu.handle, &older) != nvml::kSuccess) return;
    reading.memoryUsed = older.used;
    reading.memoryTotal = older.total;
}

void NvmlProbe::readProcesses(const Gpu &gpu, DeviceReading &reading) const
{
    std::array<nvml::ProcessInfo, kMostProcesses> infos{};
    reading.share = shareOf(m_library->processes, gpu.handle, infos);
    if (reading.share) return;
    std::array<nvml::ProcessInfoV1, kMostProcesses> older{};
    reading.share = shareOf(m_library->processesV1, gpu.handle, older);
}

} // namespace sotto
