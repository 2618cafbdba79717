#pragma once

#include "hardware/probes/probe.h"
#include "hardware/probes/sysfs.h"

#include <string>
#include <vector>

namespace sotto {

/// Intel's discrete GPUs by the energy counters (µJ) of i915 (Linux 6.2) and xe. An integrated one has none: its energy
/// is in the processor package's. Sources: kernel, Documentation/ABI/testing/sysfs-driver-intel-i915-hwmon and
/// sysfs-driver-intel-xe-hwmon.
class IntelGpuProbe final : public Probe {
public:
    explicit IntelGpuProbe(Sysfs sysfs);

    [[nodiscard]] std::string_view name() const override { return "intel-gpu"; }
    [[nodiscard]] Discovery discover() override;
    [[nodiscard]] std::optional<ProbeProblem> read(std::size_t index, Depth depth, DeviceReading &reading) override;

private:
    struct Gpu {
        PowerDevice device;
        std::filesystem::path folder;
        std::filesystem::path hwmon;
        std::filesystem::path counter; ///< Empty while it sleeps.
    };

    [[nodiscard]] bool findCounter(Gpu &gpu) const;

    Sysfs m_sysfs;
    std::vector<Gpu> m_gpus;
};

} // namespace sotto
