#include "hardware/probes/all_probes.h"

#include "hardware/host.h"
#include "hardware/probes/amdgpu_probe.h"
#include "hardware/probes/battery_probe.h"
#include "hardware/probes/cpu_model_probe.h"
#include "hardware/probes/intel_gpu_probe.h"
#include "hardware/probes/nvml_probe.h"
#include "hardware/probes/rapl_probe.h"
#include "hardware/probes/sysfs.h"

#include <cstdlib>
#include <unistd.h>

namespace sotto {
namespace {

std::string environment(const char *name)
{
    const char *value = std::getenv(name);
    return value == nullptr ? std::string() : value;
}

CpuModelProbe::ProcessTime processTime(const ProbeOptions &options, std::shared_ptr<FilePort> files)
{
    if (options.procRoot == "/proc") return ownProcessTime;
    return [files = std::move(files), path = options.procRoot / "self/stat"]() -> std::optional<double> {
        const auto text = files->read(path);
        if (!text) return std::nullopt;
        return processTimeFromStat(*text, static_cast<double>(::sysconf(_SC_CLK_TCK)));
    };
}

} // namespace

ProbeOptions probeOptionsFromEnvironment()
{
    ProbeOptions options;
    if (std::string root = environment("SOTTO_SYSFS_ROOT"); !root.empty()) options.sysfsRoot = std::move(root);
    options.nvmlLibrary = environment("SOTTO_NVML_LIBRARY");
    return options;
}

std::vector<std::unique_ptr<Probe>> makeProbes(const ProbeOptions &options, const std::shared_ptr<FilePort> &files)
{
    const Sysfs sysfs(files, options.sysfsRoot);
    std::vector<std::unique_ptr<Probe>> probes;
    probes.push_back(std::make_unique<AmdgpuProbe>(sysfs));
    probes.push_back(std::make_unique<IntelGpuProbe>(sysfs));
    probes.push_back(std::make_unique<RaplProbe>(sysfs, options.raplGroup));
    probes.push_back(std::make_unique<BatteryProbe>(sysfs));
    if (options.estimates)
        probes.push_back(std::make_unique<CpuModelProbe>(readCpuInfo(), processTime(options, files)));
    // Last, since its first call may take a second.
    probes.push_back(std::make_unique<NvmlProbe>(sysfs, options.nvmlLibrary));
    return probes;
}

} // namespace sotto
