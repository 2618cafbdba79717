#pragma once

#include "app/screenshots/samples.h"
#include "core/energy/energy_record.h"
#include "hardware/probes/probe.h"

#include <QList>

#include <atomic>
#include <memory>
#include <vector>

namespace sotto {

/// What the sensors of the pictures say.
enum class SampleSensors : std::uint8_t {
    Measured,  ///< GPU and processor.
    Partial,   ///< The GPU; the processor's counter is root's alone, so it is estimated.
    Estimated, ///< Nothing but the processor's model.
    None,      ///< Nothing at all.
};

/// Shared with the sampler's thread.
using SampleState = std::shared_ptr<std::atomic<SampleSensors>>;

/// Sensors that say what the state asks for.
[[nodiscard]] std::vector<std::unique_ptr<Probe>> sampleProbes(const SampleState &state);

inline constexpr const char *kSampleGpuAddress = "0000:01:00.0";

/// What a fortnight of replies took, those of the shown chat among them.
[[nodiscard]] QList<EnergyRecord> sampleEnergy(SampleLanguage language);

} // namespace sotto
