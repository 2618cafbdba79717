#pragma once

#include "hardware/host.h"

#include <string_view>

namespace sotto {

/// How much a busy core draws, guessed from what the processor is called.
struct CpuPowerClass {
    double wattsPerCore = 0;    ///< Rated power of the package shared by its cores.
    double relativeError = 0.7; ///< ± as a share; wide, since boost exceeds the rated power and light work stays below.
    std::string_view name;      ///< "desktop", "server", …: for details.

    bool operator==(const CpuPowerClass &) const = default;
};

/// The class of a processor by its model name, else by its number of cores. In a virtual machine the name is the
/// host's and the cores are few: what counts is the power of one core. Pure.
/// Source: rated power (TDP, PBP) and cores of the series as the makers' public pages give them, November 2026.
[[nodiscard]] CpuPowerClass cpuPowerClass(std::string_view model, int physicalCores);

} // namespace sotto
