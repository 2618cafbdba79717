#pragma once

#include "hardware/probes/probe.h"
#include "hardware/probes/sysfs.h"

#include <string>
#include <string_view>
#include <vector>

namespace sotto {

/// Processor packages and their memory by RAPL (Intel; AMD since Linux 5.8), counters in µJ under
/// <sysfs>/class/powercap/intel-rapl:N. Of the subzones only "dram" is taken: "core" and "uncore" are within the
/// package. "psys" holds the package and intel-rapl-mmio repeats it; both are left out. Since CVE-2020-8694 only root
/// may read; the problem then carries the command that allows it for a group. Source: kernel,
/// power/powercap/powercap.rst.
class RaplProbe final : public Probe {
public:
    /// `group`: who shall be allowed to read, in the remedy; empty: the user's own group.
    RaplProbe(Sysfs sysfs, std::string group);

    [[nodiscard]] std::string_view name() const override { return "rapl"; }
    [[nodiscard]] Discovery discover() override;
    [[nodiscard]] std::optional<ProbeProblem> read(std::size_t index, Depth depth, DeviceReading &reading) override;

private:
    struct Zone {
        PowerDevice device;
        std::filesystem::path folder;
    };

    void addPackage(const std::filesystem::path &folder, const std::string &zone);

    Sysfs m_sysfs;
    std::string m_group;
    std::vector<Zone> m_zones;
};

/// Shell commands that let `group` read RAPL from now on and after every start, by a udev rule. A group name that is
/// not plain (letters, digits, "-", "_", at most 32) is replaced by "users". To be shown; Sotto never runs it.
[[nodiscard]] std::string raplAccessCommand(std::string_view group);

/// Name of the group this process runs with; "users" where it has no plain name.
[[nodiscard]] std::string ownGroup();

} // namespace sotto
