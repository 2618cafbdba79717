#pragma once

#include "hardware/power/reading.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sotto {

/// Why something cannot be read; a person reads a sentence made of it (app, ui), never `detail` alone.
enum class ProblemKind : std::uint8_t {
    LibraryMissing,  ///< `path`: what was tried. Told only where there is a GPU that would need it.
    LibraryUnusable, ///< Loads, but lacks a function without which nothing goes; `path`: the function.
    DriverMissing,   ///< The library is there, the driver is not loaded.
    VersionMismatch, ///< Library and driver are of different versions: the computer wants a restart.
    NoPermission,    ///< `path`; `remedy`, where there is one, is a command that allows it.
    NotSupported,    ///< The device has no such sensor.
    DeviceLost,      ///< Fell off the bus; tried again later.
    ResetRequired,   ///< The device must be reset by its owner.
    Unreadable,      ///< `path` fails with `detail`.
    Malformed,       ///< `path` holds no sensible number.
    Changed,         ///< No failure: a device woke up and wants to be looked for again, at once. Never shown.
};

struct ProbeProblem {
    ProblemKind kind = ProblemKind::Unreadable;
    std::string probe;  ///< Name of the probe.
    std::string device; ///< PowerDevice::id; empty: the whole probe.
    std::string path;   ///< File, library or function.
    std::string detail; ///< English, for the log and details.
    std::string remedy; ///< Shell commands, to be shown and never run by Sotto.

    bool operator==(const ProbeProblem &) const = default;
};

/// What a probe found. Finding no device is no problem.
struct Discovery {
    std::vector<PowerDevice> devices;
    std::vector<ProbeProblem> problems;
};

/// How much to read.
enum class Depth : std::uint8_t {
    Power,      ///< What integration needs.
    Everything, ///< Also temperature, clocks, memory, limits, counters that are dear to read.
};

/// One kind of sensor. Never throws, never waits on purpose. Thread: the sampler's alone.
class Probe {
public:
    virtual ~Probe() = default;

    /// Short and fixed: "nvml", "amdgpu", "intel-gpu", "rapl", "battery", "model".
    [[nodiscard]] virtual std::string_view name() const = 0;

    /// Looks for devices, from the start. Slow (up to a second with NVML); called at first, rarely after a failure.
    [[nodiscard]] virtual Discovery discover() = 0;

    /// Reads the device at `index` of the last discovery into `reading`, whose `at` the caller sets. A suspended device
    /// is only marked asleep and gets no call that would wake it. A value that cannot be read is left out; a problem is
    /// returned where neither power nor energy can be told. DeviceLost and ResetRequired ask for a new discovery.
    [[nodiscard]] virtual std::optional<ProbeProblem> read(std::size_t index, Depth depth, DeviceReading &reading) = 0;

    /// Nobody listens: lets go of whatever keeps hardware awake. The next call is discover().
    virtual void release() {}
};

} // namespace sotto
