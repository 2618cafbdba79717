#pragma once

#include "hardware/probes/probe.h"
#include "hardware/probes/sysfs.h"

#include <string>
#include <vector>

namespace sotto {

/// The last resort on a laptop: discharge of its batteries, which is the whole computer, screen included. There is no
/// power to tell while the mains supply it. Files power_now (µW), or current_now (µA) × voltage_now (µV).
/// Source: kernel, Documentation/ABI/testing/sysfs-class-power.
class BatteryProbe final : public Probe {
public:
    explicit BatteryProbe(Sysfs sysfs);

    [[nodiscard]] std::string_view name() const override { return "battery"; }
    [[nodiscard]] Discovery discover() override;
    [[nodiscard]] std::optional<ProbeProblem> read(std::size_t index, Depth depth, DeviceReading &reading) override;

private:
    struct Battery {
        PowerDevice device;
        std::filesystem::path folder;
    };

    [[nodiscard]] std::optional<double> watts(const std::filesystem::path &folder) const;

    Sysfs m_sysfs;
    std::vector<Battery> m_batteries;
};

} // namespace sotto
