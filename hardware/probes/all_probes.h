#pragma once

#include "hardware/probes/file_port.h"
#include "hardware/probes/probe.h"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace sotto {

/// Where the sensors are looked for.
struct ProbeOptions {
    std::filesystem::path sysfsRoot = "/sys";
    std::filesystem::path procRoot = "/proc"; ///< Another one than /proc: processor time is read below it (tests).
    std::string nvmlLibrary;                  ///< A path; empty: the names under which the driver installs it.
    std::string raplGroup;                    ///< Who shall read RAPL, in the remedy; empty: the user's own group.
    bool estimates = true;                    ///< Include the processor's power model.

    bool operator==(const ProbeOptions &) const = default;
};

/// The defaults, changed by SOTTO_SYSFS_ROOT and SOTTO_NVML_LIBRARY where they are set and not empty.
/// Thread: before others start, since it reads the environment.
[[nodiscard]] ProbeOptions probeOptionsFromEnvironment();

/// Every probe there is; none has touched a device yet. `files`: how /sys is read.
[[nodiscard]] std::vector<std::unique_ptr<Probe>>
makeProbes(const ProbeOptions &options, const std::shared_ptr<FilePort> &files = std::make_shared<SystemFiles>());

} // namespace sotto
