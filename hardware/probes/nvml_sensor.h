#pragma once

#include "hardware/power/reading.h"

#include <optional>
#include <string_view>

namespace sotto {

/// How the power sensor of a generation of NVIDIA GPUs behaves after driver 530.
/// Source: Yang, Adamek and Armour, arXiv 2312.02741, tables of windows and update periods.
struct NvmlSensor {
    Duration update{};                     ///< Zero: not published, to be inferred.
    std::optional<Duration> instantWindow; ///< Field 186.
    std::optional<Duration> averageWindow; ///< Field 185.
    std::optional<Duration> usageWindow;   ///< nvmlDeviceGetPowerUsage.
};

/// By CUDA compute capability ("8.9" is 8 and 9). Pure.
[[nodiscard]] NvmlSensor nvmlSensorOf(int major, int minor);

/// ± of the sensor as a share of a wall meter's value, from the same work for the cards it measured; 0.10 for others.
[[nodiscard]] double nvmlRelativeError(std::string_view name);

} // namespace sotto
