#include "hardware/probes/nvml_sensor.h"

namespace sotto {
namespace {

using namespace std::chrono_literals;

struct MeasuredCard {
    std::string_view name;
    double error; ///< Largest deviation that was published, as a share.
};

// The longer names first: "2080 Ti" holds "2080".
constexpr MeasuredCard kMeasured[] = {
    {"RTX 4090", 0.053}, {"RTX 3090", 0.056}, {"RTX 2080 Ti", 0.079}, {"RTX 2060 SUPER", 0.127}, {"A100", 0.058},
};

} // namespace

NvmlSensor nvmlSensorOf(int major, int minor)
{
    switch (major * 10 + minor) {
    case 60:
    case 61:
    case 70: return {20ms, 10ms, 10ms, 10ms};     // Pascal, Volta
    case 75: return {100ms, 100ms, 100ms, 100ms}; // Turing
    case 80: return {100ms, 25ms, 25ms, 25ms};    // GA100
    case 86:
    case 89: return {100ms, 100ms, 1000ms, 1000ms}; // GA10x, Ada
    case 90: return {100ms, 25ms, 1000ms, 1000ms};  // GH100
    default: break;
    }
    // Newer ones are not measured yet; what the old call returns there is documented as a mean of one second.
    if (major >= 8) return {Duration::zero(), std::nullopt, 1000ms, 1000ms};
    return {};
}

double nvmlRelativeError(std::string_view name)
{
    for (const MeasuredCard &card : kMeasured)
        if (name.contains(card.name)) return card.error;
    return 0.10;
}

} // namespace sotto
