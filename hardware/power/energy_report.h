#pragma once

#include "hardware/power/snapshot.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace sotto {

/// How far a figure may be trusted; shown beside every figure. Of several the highest counts.
enum class Provenance : std::uint8_t {
    Measured,
    Partial,     ///< Measured, but something is left out: holes, a GPU without sensor, no processor ("GPU only").
    Estimated,   ///< Holds a power model: always shown with "≈ estimated".
    Unavailable, ///< Nothing is known. Never shown as 0.
};

/// Joules with their ±.
struct EnergyFigure {
    double joules = 0;
    double uncertainty = 0;   ///< ± joules against a meter at the wall: the sensor's own error and everything below.
    double repeatability = 0; ///< ± joules without the sensor's own error, which cancels on the same device: timing,
                              ///< sampling, holes, disagreement of counter and integral.
};

/// A reply's energy by phase; prefill + decode == total, to the last bit.
struct PhaseEnergy {
    EnergyFigure prefill; ///< Up to the first token: everything the prompt took. All of it where no token came.
    EnergyFigure decode;
    EnergyFigure total;
};

enum class EnergyMethod : std::uint8_t {
    None,
    Counter,        ///< Difference of the energy counter.
    Integral,       ///< Trapezoids through the power readings.
    BoxcarIntegral, ///< The same, corrected for a sensor that tells the mean of the last second.
};

/// Whether a device's energy is in the total.
enum class Counting : std::uint8_t {
    Counted,
    HoldsNoLayers, ///< A GPU that the model does not use.
    WithinAnother, ///< In another device's figure: an APU in its package, a model beside a sensor.
    LastResort,    ///< A battery, while better sensors can be read.
    Unreadable,
};

struct DeviceEnergy {
    std::shared_ptr<const PowerDevice> device;
    Counting counting = Counting::Unreadable;
    Provenance provenance = Provenance::Unavailable;
    EnergyMethod method = EnergyMethod::None;
    PowerSource source = PowerSource::Model;
    PhaseEnergy gross;
    std::optional<PhaseEnergy> net;       ///< Gross less idle power × time; nothing without a baseline. May be below 0.
    std::optional<double> residualJoules; ///< Counter minus integral over the whole span, where there are both.
    double coveredShare = 0;              ///< Of the span; the rest was not seen and is not in the figure.
    bool poolMessages = false;            ///< Shorter than ten sensor periods: shown with "≈", good in sums only.
    bool settled = true;                  ///< False: an averaging sensor had not told its last second yet.
};

/// What the total covers.
enum class Coverage : std::uint8_t { Nothing, GpuOnly, CpuOnly, CpuAndGpu, WholeComputer };

struct EnergyReport {
    std::vector<DeviceEnergy> devices;
    PhaseEnergy gross;              ///< Sum of the counted devices.
    std::optional<PhaseEnergy> net; ///< Where every counted device has a baseline.
    double measuredJoules = 0;      ///< The part of the total that no model made.
    Provenance provenance = Provenance::Unavailable;
    Coverage coverage = Coverage::Nothing;
    std::vector<std::string> missing; ///< PCI addresses of GPUs that hold layers and have no reading.
    bool poolMessages = false;
    bool settled = true;
    double prefillSeconds = 0;
    double decodeSeconds = 0;
};

/// Sums the counted devices and judges the whole; `devices` carry their own figures and no counting yet.
/// `gpusWithLayers`: PCI addresses; nothing: all GPUs count. Pure.
[[nodiscard]] EnergyReport sumUp(std::vector<DeviceEnergy> devices,
                                 const std::optional<std::vector<std::string>> &gpusWithLayers);

/// Whether the figure may be set against one of another split of the layers. A figure without the processor, or without
/// a GPU that did part of the work, makes the split look best whose power is not seen.
[[nodiscard]] bool canRankOffloads(const EnergyReport &report);

/// Adds two independent figures; uncertainties by root of the sum of squares.
[[nodiscard]] EnergyFigure sumOf(const EnergyFigure &a, const EnergyFigure &b);
[[nodiscard]] PhaseEnergy sumOf(const PhaseEnergy &a, const PhaseEnergy &b);

} // namespace sotto
