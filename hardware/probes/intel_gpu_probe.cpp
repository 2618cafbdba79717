#include "hardware/probes/intel_gpu_probe.h"

namespace sotto {
namespace {

using namespace std::chrono_literals;

constexpr std::uint32_t kIntel = 0x8086;
constexpr Duration kPollPeriod = 100ms; ///< The counter moves far faster; this is how often it is worth a look.

} // namespace

IntelGpuProbe::IntelGpuProbe(Sysfs sysfs) : m_sysfs(std::move(sysfs)) {}

Discovery IntelGpuProbe::discover()
{
    m_gpus.clear();
    Discovery found;
    for (const PciGpu &pci : pciGpus(m_sysfs, kIntel)) {
        Gpu gpu;
        gpu.folder = pci.folder;
        gpu.device.id = gpu.device.pciBusId = pci.busId;
        gpu.device.name = "Intel GPU";
        gpu.device.updatePeriod = kPollPeriod;
        // The register behind the file has 32 bits; a driver that passes it on starts again after 2^32 µJ.
        gpu.device.wrapsAt = 4'294'967'296.0 / 1e6;
        const bool asleep = m_sysfs.isAsleep(pci.folder);
        if (!asleep && !findCounter(gpu)) continue;
        found.devices.push_back(gpu.device);
        m_gpus.push_back(std::move(gpu));
    }
    return found;
}

bool IntelGpuProbe::findCounter(Gpu &gpu) const
{
    // "i915_gt0", "i915_gt1" repeat what "i915" counts, so only the exact names are taken. xe: 1 is the card, 2 the
    // package within it.
    for (const char *driver : {"xe", "i915"}) {
        for (const auto &hwmon : hwmonFolders(m_sysfs, gpu.folder, driver)) {
            for (const char *file : {"energy1_input", "energy2_input"}) {
                if (!m_sysfs.exists(hwmon / file)) continue;
                gpu.hwmon = hwmon;
                gpu.counter = hwmon / file;
                return true;
            }
        }
    }
    return false;
}

std::optional<ProbeProblem> IntelGpuProbe::read(std::size_t index, Depth depth, DeviceReading &reading)
{
    const Gpu &gpu = m_gpus[index];
    if (m_sysfs.isAsleep(gpu.folder)) {
        reading.asleep = true;
        return std::nullopt;
    }
    if (gpu.counter.empty()) return ProbeProblem{ProblemKind::Changed, std::string(name()), gpu.device.id, {}, {}, {}};
    auto microjoules = m_sysfs.numberOrWhy(gpu.counter);
    if (!microjoules) {
        microjoules.error().probe = name();
        microjoules.error().device = gpu.device.id;
        return microjoules.error();
    }
    reading.energy = EnergyValue{*microjoules / 1e6, PowerSource::IntelGpu, Obtained::Measured, 1ms};
    if (depth == Depth::Everything) {
        if (const auto limit = m_sysfs.number(gpu.hwmon / "power1_max"); limit && *limit > 0)
            reading.limitWatts = *limit / 1e6;
        if (const auto degrees = m_sysfs.number(gpu.hwmon / "temp2_input")) reading.celsius = *degrees / 1e3;
    }
    return std::nullopt;
}

} // namespace sotto
