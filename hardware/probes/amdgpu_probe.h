#pragma once

#include "hardware/probes/probe.h"
#include "hardware/probes/sysfs.h"

#include <string>
#include <vector>

namespace sotto {

/// AMD GPUs by the amdgpu driver's hwmon files: power1_average, else power1_input (µW; most cards have one of the two).
/// What they average over is not documented, so no window is told. Sources: kernel, gpu/amdgpu/thermal.rst and
/// driver-misc.rst; sysfs-class-hwmon.
class AmdgpuProbe final : public Probe {
public:
    explicit AmdgpuProbe(Sysfs sysfs);

    [[nodiscard]] std::string_view name() const override { return "amdgpu"; }
    [[nodiscard]] Discovery discover() override;
    [[nodiscard]] std::optional<ProbeProblem> read(std::size_t index, Depth depth, DeviceReading &reading) override;

private:
    struct Gpu {
        PowerDevice device;
        std::filesystem::path folder;
        std::filesystem::path hwmon; ///< Empty while it sleeps.
    };

    [[nodiscard]] std::optional<ProbeProblem> readPower(const Gpu &gpu, DeviceReading &reading) const;
    void readState(const Gpu &gpu, DeviceReading &reading) const;

    Sysfs m_sysfs;
    std::vector<Gpu> m_gpus;
};

} // namespace sotto
