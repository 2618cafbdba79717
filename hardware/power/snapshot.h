#pragma once

#include "hardware/power/reading.h"
#include "hardware/probes/probe.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace sotto {

/// One device as it stands.
struct DeviceStatus {
    std::shared_ptr<const PowerDevice> device;
    DeviceReading reading;                       ///< The last; what is read less often is carried over.
    std::optional<Duration> period;              ///< Of its sensor: documented, else inferred, else not known yet.
    std::shared_ptr<const ProbeProblem> problem; ///< Why it cannot be read now; null where it can.
};

/// All sensors at one moment. Never changes once published, so it may be held and shared between threads.
struct PowerSnapshot {
    Instant at{};
    std::uint64_t number = 0; ///< Counts up; one that did not change is the same snapshot.
    std::vector<DeviceStatus> devices;
    std::vector<ProbeProblem> problems; ///< Of whole probes: a library that does not load, a driver that is missing.
    bool complete = false;              ///< Every probe has looked for its devices at least once.
};

/// The samples of one device over some time, with what is needed to integrate them.
struct DeviceTrace {
    std::shared_ptr<const PowerDevice> device;
    std::vector<PowerSample> samples; ///< In order of time.
    Obtained obtained = Obtained::Measured;
    PowerSource source = PowerSource::Model; ///< Of the power, or of the counter where there is no power.
    std::optional<Duration> window;          ///< A value is the mean over this much time before.
    Duration period{};                       ///< Time between two values of the sensor; zero: not known.
    Duration counterStep{};                  ///< The same of the energy counter.
};

} // namespace sotto
