#include "hardware/probes/amdgpu_probe.h"

#include <algorithm>

namespace sotto {
namespace {

constexpr std::uint32_t kAmd = 0x1002;

/// The firmware's "not available" is 0xFFFF, which the driver passes on in milliwatts: 65.535 W of nothing.
bool isSentinel(double microwatts)
{
    return microwatts == 65'535.0 * 1000 || microwatts == 65'535.0 * 1'000'000 || microwatts == 65'535.0 ||
           microwatts == 4'294'967'295.0;
}

std::optional<double> scaled(std::optional<double> value, double by)
{
    return value ? std::optional(*value * by) : std::nullopt;
}

std::optional<double> share(std::optional<double> percent)
{
    return percent ? std::optional(std::clamp(*percent / 100, 0.0, 1.0)) : std::nullopt;
}

std::optional<std::uint64_t> bytes(std::optional<double> value)
{
    return value && *value < 1e15 ? std::optional(static_cast<std::uint64_t>(*value)) : std::nullopt;
}

} // namespace

AmdgpuProbe::AmdgpuProbe(Sysfs sysfs) : m_sysfs(std::move(sysfs)) {}

Discovery AmdgpuProbe::discover()
{
    m_gpus.clear();
    Discovery found;
    for (const PciGpu &pci : pciGpus(m_sysfs, kAmd)) {
        Gpu gpu;
        gpu.folder = pci.folder;
        gpu.device.id = gpu.device.pciBusId = pci.busId;
        gpu.device.name = "AMD GPU";
        if (!m_sysfs.isAsleep(pci.folder)) {
            const auto folders = hwmonFolders(m_sysfs, pci.folder, "amdgpu");
            if (folders.empty()) continue; // another driver, or none
            gpu.hwmon = folders.front();
            if (const std::string product = m_sysfs.text(pci.folder / "product_name"); !product.empty())
                gpu.device.name = product;
            // Only an APU has a voltage of its north bridge (thermal.rst); its power is the whole package's.
            gpu.device.includesCpu = m_sysfs.text(gpu.hwmon / "in1_label") == "vddnb";
            gpu.device.kind = gpu.device.includesCpu ? PowerDeviceKind::IntegratedGpu : PowerDeviceKind::Gpu;
        }
        found.devices.push_back(gpu.device);
        m_gpus.push_back(std::move(gpu));
    }
    return found;
}

std::optional<ProbeProblem> AmdgpuProbe::read(std::size_t index, Depth depth, DeviceReading &reading)
{
    const Gpu &gpu = m_gpus[index];
    if (m_sysfs.isAsleep(gpu.folder)) {
        reading.asleep = true;
        return std::nullopt;
    }
    if (gpu.hwmon.empty()) return ProbeProblem{ProblemKind::Changed, std::string(name()), gpu.device.id, {}, {}, {}};
    auto problem = readPower(gpu, reading);
    if (depth == Depth::Everything) readState(gpu, reading);
    if (!problem) return std::nullopt;
    problem->probe = name();
    problem->device = gpu.device.id;
    return problem;
}

std::optional<ProbeProblem> AmdgpuProbe::readPower(const Gpu &gpu, DeviceReading &reading) const
{
    std::optional<ProbeProblem> first;
    for (const char *file : {"power1_average", "power1_input"}) {
        const auto path = gpu.hwmon / file;
        auto microwatts = m_sysfs.numberOrWhy(path);
        if (microwatts && !isSentinel(*microwatts)) {
            reading.power = PowerValue{*microwatts / 1e6, PowerSource::Amdgpu, Obtained::Measured, std::nullopt};
            return std::nullopt;
        }
        if (microwatts)
            microwatts = std::unexpected(ProbeProblem{ProblemKind::NotSupported, {}, {}, path.string(), "0xFFFF", {}});
        // A missing file says less than one that refuses.
        if (!first || first->kind == ProblemKind::Unreadable) first = microwatts.error();
    }
    return first;
}

void AmdgpuProbe::readState(const Gpu &gpu, DeviceReading &reading) const
{
    reading.limitWatts = scaled(m_sysfs.number(gpu.hwmon / "power1_cap"), 1e-6);
    reading.celsius = scaled(m_sysfs.number(gpu.hwmon / "temp1_input"), 1e-3);
    reading.coreMHz = scaled(m_sysfs.number(gpu.hwmon / "freq1_input"), 1e-6);
    reading.memoryMHz = scaled(m_sysfs.number(gpu.hwmon / "freq2_input"), 1e-6);
    reading.busy = share(m_sysfs.number(gpu.folder / "gpu_busy_percent"));
    reading.memoryBusy = share(m_sysfs.number(gpu.folder / "mem_busy_percent"));
    reading.memoryUsed = bytes(m_sysfs.number(gpu.folder / "mem_info_vram_used"));
    reading.memoryTotal = bytes(m_sysfs.number(gpu.folder / "mem_info_vram_total"));
}

} // namespace sotto
