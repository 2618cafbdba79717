#pragma once

#include "core/energy/energy_settings.h"
#include "hardware/probes/probe.h"

#include <memory>
#include <vector>

namespace sotto {

/// Every probe there is, set up as the environment (SOTTO_SYSFS_ROOT, SOTTO_NVML_LIBRARY) and, after it, the settings
/// say. Thread: before others start, since it reads the environment.
[[nodiscard]] std::vector<std::unique_ptr<Probe>> makeSensors(const EnergySettings &settings);

} // namespace sotto
