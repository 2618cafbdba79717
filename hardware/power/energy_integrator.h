#pragma once

#include "hardware/power/energy_report.h"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace sotto {

/// When a reply was computed, by the clock that stamped the samples.
struct GenerationSpan {
    Instant start{};
    std::optional<Instant> firstToken; ///< Nothing: none came, so all of it is prefill.
    Instant end{};
};

/// What a device draws with the model loaded and nothing to do.
struct IdleBaseline {
    std::string deviceId;
    double watts = 0;
    double uncertainty = 0; ///< ± watts.
};

struct EnergyRequest {
    GenerationSpan span;
    std::optional<std::vector<std::string>> gpusWithLayers; ///< PCI addresses; nothing: all GPUs are counted.
    std::vector<IdleBaseline> idle;                         ///< For the net figures; devices may be missing.
};

/// Energy of a reply by device and phase.
///
/// Method of each device: the difference of its counter where it has no power readings or where the span is 50 steps of
/// the counter or longer (5 s for NVML, whose counter shows 0 or far too little on short spans); else the integral of
/// its power by trapezoids with interpolated ends, the first and last value held for two periods. Where the sensor
/// tells the mean A of a window W of at least 0.2 s and W is longer than its period:
///     E(t0, t1) = ∫ A from t0 to t1+W − W·(A(t0) + A(t1+W))/2
/// which is exact where the power stands still for W before t0 and after t1.
/// A total taken from a counter is shared between the phases as the integral shares it.
///
/// Uncertainty: the sensor's relative error; at both ends half a period times the range of power around it (half a
/// window for averaging sensors); where the sensor sees only a part W of its period p, (1 − W/p)·deviation·T/√(T/p);
/// bridged holes; and the residual of counter and integral where it is larger than all that.
///
/// Spans that are empty or run backwards give figures of Unavailable. Pure. Thread: any; a few milliseconds for an hour
/// of samples, so not the GUI's.
[[nodiscard]] EnergyReport integrateEnergy(const EnergyRequest &request, std::span<const DeviceTrace> traces);

/// Mean power from `from` to `to` for use as a baseline; nothing where less than nine tenths of it, or less than ten
/// periods, were seen. The caller chooses a time when nothing was generated.
[[nodiscard]] std::optional<IdleBaseline> idleBaseline(const DeviceTrace &trace, Instant from, Instant to);

} // namespace sotto
