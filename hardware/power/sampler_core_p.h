#pragma once

// Inside SamplerCore: what it knows of each probe and device.

#include "hardware/power/sampler_core.h"

namespace sotto {

struct SamplerCore::ProbeSlot {
    std::unique_ptr<Probe> probe;
    std::optional<Instant> due; ///< Of the next discovery; nothing: none is needed.
    Instant last{};             ///< Discovery.
    int failures = 0;
    bool everLooked = false;
    std::vector<ProbeProblem> problems;
};

struct SamplerCore::DeviceSlot {
    std::shared_ptr<const PowerDevice> device;
    std::size_t probe = 0;
    std::size_t index = 0; ///< In the probe's own list.
    Instant due{};
    Instant everythingDue{};
    bool alwaysEverything = false; ///< Its power is estimated from its utilisation.
    int failures = 0;
    Duration cost{}; ///< What the last reading took.
    DeviceReading reading;
    PeriodEstimator estimator;
    std::shared_ptr<const ProbeProblem> problem;

    [[nodiscard]] std::optional<Duration> period() const
    {
        if (device->updatePeriod > Duration::zero()) return device->updatePeriod;
        return estimator.period();
    }
};

/// What outlives discoveries.
struct SamplerCore::Kept {
    std::shared_ptr<const PowerDevice> device;
    SampleRing ring;
    DeviceTrace facts; ///< Without samples.
};

} // namespace sotto
