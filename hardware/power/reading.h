#pragma once

#include "base/clock.h"

#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>

namespace sotto {

/// What draws the power that a sensor sees.
enum class PowerDeviceKind : std::uint8_t { Gpu, IntegratedGpu, CpuPackage, Memory, Battery };

/// Interface a value came from.
enum class PowerSource : std::uint8_t {
    NvmlInstant, ///< NVML field 186.
    NvmlAverage, ///< NVML field 185: mean of the last second.
    NvmlUsage,   ///< nvmlDeviceGetPowerUsage; what it averages over depends on the generation of the GPU.
    NvmlEnergy,  ///< nvmlDeviceGetTotalEnergyConsumption.
    Amdgpu,      ///< hwmon power1_average or power1_input.
    IntelGpu,    ///< hwmon energy counter of i915 or xe.
    Rapl,        ///< powercap energy counter of a processor package or of its memory.
    Battery,     ///< Discharge of the battery: the whole computer, screen included.
    Model,       ///< Nothing was read from a sensor: a power model (hardware/probes/cpu_model_probe.h).
};

/// How a value was obtained, so that no estimate is ever shown as a measurement.
enum class Obtained : std::uint8_t {
    Measured,  ///< The sensor said so.
    Derived,   ///< Difference of an energy counter over time.
    Estimated, ///< A model; always shown with "≈".
};

/// Something whose power can be told. Does not change while it is there.
struct PowerDevice {
    std::string id;       ///< The same at every start: PCI address, "rapl:package-0", "battery:BAT0", "estimate:cpu".
    std::string name;     ///< As the driver calls it; at most 96 bytes.
    std::string pciBusId; ///< "0000:01:00.0", lower case, as ggml writes it; empty where it is no PCI device.
    PowerDeviceKind kind = PowerDeviceKind::Gpu;
    bool includesCpu = false;      ///< An APU: its figure holds the processor too.
    Duration updatePeriod{};       ///< Documented time between two values; zero: to be inferred.
    double relativeError = 0.10;   ///< ± of the sensor against a meter at the wall, as a share (arXiv 2312.02741: 0.10
                                   ///< between cards). Cancels when one device is compared with itself.
    std::optional<double> wrapsAt; ///< Joules after which its energy counter starts again.
    bool operator==(const PowerDevice &) const = default;
};

/// Instantaneous or averaged power.
struct PowerValue {
    double watts = 0;
    PowerSource source = PowerSource::Model;
    Obtained obtained = Obtained::Measured;
    std::optional<Duration> window; ///< It is the mean over this much time before; nothing: undocumented.
    bool operator==(const PowerValue &) const = default;
};

/// A counter of energy since some start; only differences mean anything.
struct EnergyValue {
    double joules = 0;
    PowerSource source = PowerSource::Model;
    Obtained obtained = Obtained::Measured;
    Duration step{}; ///< Documented time between two values of the counter.
    bool operator==(const EnergyValue &) const = default;
};

/// Why a GPU does not run as fast as it could; bits, as NVML has them ("clocks event reasons").
namespace throttle {
inline constexpr std::uint32_t kIdle = 0x001;
inline constexpr std::uint32_t kClockSetting = 0x002;
inline constexpr std::uint32_t kPowerCap = 0x004;
inline constexpr std::uint32_t kHardwareSlowdown = 0x008;
inline constexpr std::uint32_t kSyncBoost = 0x010;
inline constexpr std::uint32_t kThermal = 0x020;
inline constexpr std::uint32_t kHardwareThermal = 0x040;
inline constexpr std::uint32_t kPowerBrake = 0x080;
inline constexpr std::uint32_t kDisplayClock = 0x100;
/// Those that hold a reply up; idling and chosen clocks do not.
inline constexpr std::uint32_t kSlowing = kPowerCap | kHardwareSlowdown | kThermal | kHardwareThermal | kPowerBrake;
} // namespace throttle

/// Memory of a GPU by who holds it, in bytes.
struct GpuShare {
    std::uint64_t own = 0;    ///< This process.
    std::uint64_t others = 0; ///< Other processes that compute, as far as their memory is told.
    int otherProcesses = 0;
    bool operator==(const GpuShare &) const = default;
};

/// What one device said at one moment. What was not told is not there: never a zero in its place.
struct DeviceReading {
    Instant at{};        ///< Middle of the time that reading took.
    bool asleep = false; ///< Runtime-suspended: left alone, so nothing else is set.
    std::optional<PowerValue> power;
    std::optional<EnergyValue> energy;
    std::optional<double> limitWatts;
    std::optional<double> celsius;
    std::optional<double> busy; ///< 0 … 1; share of time with work on it.
    std::optional<double> memoryBusy;
    std::optional<double> coreMHz;
    std::optional<double> memoryMHz;
    std::optional<std::uint64_t> memoryUsed; ///< Bytes; may or may not include what the driver reserves.
    std::optional<std::uint64_t> memoryTotal;
    std::optional<std::uint32_t> throttle; ///< Bits of `throttle::`.
    std::optional<GpuShare> share;
    bool operator==(const DeviceReading &) const = default;
};

/// What is kept of a reading for integration. Small: thousands are kept for each device.
struct PowerSample {
    static constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

    Instant at{};
    double watts = kMissing;  ///< As the sensor said it, not corrected for its window.
    double joules = kMissing; ///< The energy counter, as read.

    [[nodiscard]] bool hasPower() const { return !std::isnan(watts); }
    [[nodiscard]] bool hasEnergy() const { return !std::isnan(joules); }
};

} // namespace sotto
