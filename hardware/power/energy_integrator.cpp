#include "hardware/power/energy_integrator.h"

#include "hardware/power/power_curve.h"

#include <algorithm>

namespace sotto {
namespace {

using namespace std::chrono_literals;

constexpr Duration kUsualPeriod = 100ms; ///< Where neither documents nor changes tell.
constexpr int kCounterSteps = 50;        ///< Counter vs integral agree from 5 s on at 100 ms steps.
constexpr Duration kAveragingFrom = 200ms;
constexpr double kPooledBelow = 10;    ///< Periods.
constexpr double kGpuModelError = 0.5; ///< Limit × utilisation.
constexpr double kWhole = 0.995;       ///< Share of the span that must be seen for "measured".

/// One trace made ready.
struct Sensor {
    const DeviceTrace &trace;
    Duration period;
    PowerCurve power;
    CounterCurve counter;

    explicit Sensor(const DeviceTrace &from)
        : trace(from), period(from.period > Duration::zero() ? from.period : kUsualPeriod),
          power(from.samples, 2 * period, std::max<Duration>(1s, 5 * period)),
          counter(from.samples, from.device->wrapsAt, 2 * period)
    {
    }

    [[nodiscard]] bool averages() const
    {
        return trace.window && *trace.window >= kAveragingFrom && *trace.window > period &&
               trace.obtained == Obtained::Measured;
    }
    [[nodiscard]] EnergyMethod methodFor(Duration span) const
    {
        const bool longEnough = span >= kCounterSteps * std::max<Duration>(trace.counterStep, 1ms);
        if (counter.isUsable() && (power.isEmpty() || longEnough)) return EnergyMethod::Counter;
        if (power.isEmpty()) return EnergyMethod::None;
        return averages() ? EnergyMethod::BoxcarIntegral : EnergyMethod::Integral;
    }
};

struct Boxcar {
    Integral integral;
    bool settled = false;
};

Boxcar boxcar(const Sensor &sensor, Instant from, Instant to)
{
    const Duration window = *sensor.trace.window;
    const auto before = sensor.power.at(from);
    const auto after = sensor.power.at(to + window);
    if (!before || !after) return {sensor.power.integral(from, to), false};
    Boxcar result{sensor.power.integral(from, to + window), true};
    const double seconds = inSeconds(window);
    result.integral.joules = std::max(0.0, result.integral.joules - seconds * (*before + *after) / 2);
    // Time that was seen beyond the end is not a part of the span.
    result.integral.coveredSeconds = std::max(0.0, result.integral.coveredSeconds - seconds);
    return result;
}

Boxcar energyBy(EnergyMethod method, const Sensor &sensor, Instant from, Instant to)
{
    switch (method) {
    case EnergyMethod::None: break;
    case EnergyMethod::Counter: return {sensor.counter.energy(from, to, sensor.power), true};
    case EnergyMethod::Integral: return {sensor.power.integral(from, to), true};
    case EnergyMethod::BoxcarIntegral: return boxcar(sensor, from, to);
    }
    return {};
}

/// What the shape of the power says: the integral where there is one, else the counter.
EnergyMethod shapeMethod(const Sensor &sensor)
{
    if (sensor.power.isEmpty()) return EnergyMethod::Counter;
    return sensor.averages() ? EnergyMethod::BoxcarIntegral : EnergyMethod::Integral;
}

/// Share of the energy that fell before the first token.
double prefillShare(const Sensor &sensor, const GenerationSpan &span)
{
    if (!span.firstToken || *span.firstToken >= span.end) return 1;
    if (*span.firstToken <= span.start) return 0;
    const EnergyMethod method = shapeMethod(sensor);
    const double before = energyBy(method, sensor, span.start, *span.firstToken).integral.joules;
    const double after = energyBy(method, sensor, *span.firstToken, span.end).integral.joules;
    if (before + after > 0) return before / (before + after);
    return secondsBetween(span.start, *span.firstToken) / secondsBetween(span.start, span.end);
}

/// ± joules of one end of a span, from not knowing when the sensor saw the change.
double edgeError(const Sensor &sensor, Instant at)
{
    const Duration reach = sensor.averages() ? *sensor.trace.window : sensor.period;
    const double range = sensor.power.isEmpty() ? sensor.counter.range(at - reach, at + reach)
                                                : sensor.power.range(at - reach, at + reach);
    return range * inSeconds(reach) / 2;
}

double samplingError(const Sensor &sensor, Instant from, Instant to)
{
    if (!sensor.trace.window || *sensor.trace.window >= sensor.period) return 0;
    const double period = inSeconds(sensor.period);
    const double seen = inSeconds(*sensor.trace.window) / period;
    const double seconds = secondsBetween(from, to);
    return (1 - seen) * sensor.power.deviation(from, to) * seconds / std::sqrt(std::max(1.0, seconds / period));
}

EnergyFigure figure(const Sensor &sensor, EnergyMethod method, Instant from, Instant to, double joules, double bridged)
{
    const bool model = sensor.trace.obtained == Obtained::Estimated;
    const double relative = model && sensor.trace.device->kind != PowerDeviceKind::CpuPackage
                                ? kGpuModelError
                                : sensor.trace.device->relativeError;
    double error = std::hypot(edgeError(sensor, from), edgeError(sensor, to), bridged);
    if (method == EnergyMethod::Counter) // it moves in steps, so it is off by one of them
        error =
            std::hypot(error, joules * inSeconds(sensor.trace.counterStep) / std::max(1e-3, secondsBetween(from, to)));
    else
        error = std::hypot(error, samplingError(sensor, from, to));
    return {joules, std::hypot(error, relative * joules), error};
}

/// The ± of a figure is no less than what counter and integral disagree about.
void widen(EnergyFigure &figure, double residual)
{
    figure.uncertainty = std::max(figure.uncertainty, residual);
    figure.repeatability = std::max(figure.repeatability, residual);
}

PhaseEnergy phases(const Sensor &sensor, EnergyMethod method, const GenerationSpan &span, const Integral &total,
                   std::optional<double> residual)
{
    const Instant split = std::clamp(span.firstToken.value_or(span.end), span.start, span.end);
    const double prefill = total.joules * prefillShare(sensor, span);
    const double decode = total.joules - prefill;
    PhaseEnergy result;
    result.prefill = figure(sensor, method, span.start, split, prefill, total.bridgedJoules);
    if (split < span.end) result.decode = figure(sensor, method, split, span.end, decode, total.bridgedJoules);
    result.total = figure(sensor, method, span.start, span.end, total.joules, total.bridgedJoules);
    result.total.joules = result.prefill.joules + result.decode.joules;
    if (residual && total.joules > 0) {
        widen(result.total, std::abs(*residual));
        widen(result.prefill, std::abs(*residual) * prefill / total.joules);
        widen(result.decode, std::abs(*residual) * decode / total.joules);
    }
    return result;
}

EnergyFigure less(const EnergyFigure &gross, const IdleBaseline &idle, double seconds)
{
    const double error = idle.uncertainty * seconds;
    return {gross.joules - idle.watts * seconds, std::hypot(gross.uncertainty, error),
            std::hypot(gross.repeatability, error)};
}

void addNet(DeviceEnergy &energy, const EnergyRequest &request)
{
    const auto idle = std::ranges::find(request.idle, energy.device->id, &IdleBaseline::deviceId);
    if (idle == request.idle.end()) return;
    const GenerationSpan &span = request.span;
    const Instant split = std::clamp(span.firstToken.value_or(span.end), span.start, span.end);
    PhaseEnergy net;
    net.prefill = less(energy.gross.prefill, *idle, secondsBetween(span.start, split));
    net.decode = less(energy.gross.decode, *idle, secondsBetween(split, span.end));
    net.total = less(energy.gross.total, *idle, secondsBetween(span.start, span.end));
    net.total.joules = net.prefill.joules + net.decode.joules;
    energy.net = net;
}

DeviceEnergy energyOf(const EnergyRequest &request, const DeviceTrace &trace)
{
    const GenerationSpan &span = request.span;
    const Sensor sensor(trace);
    DeviceEnergy energy;
    energy.device = trace.device;
    energy.source = trace.source;
    const double seconds = secondsBetween(span.start, span.end);
    const EnergyMethod method = sensor.methodFor(span.end - span.start);
    if (method == EnergyMethod::None || seconds <= 0) return energy;
    const auto [total, settled] = energyBy(method, sensor, span.start, span.end);
    if (total.coveredSeconds <= 0) return energy;

    energy.method = method;
    energy.settled = settled;
    energy.coveredShare = std::min(1.0, total.coveredSeconds / seconds);
    if (sensor.counter.isUsable() && !sensor.power.isEmpty())
        energy.residualJoules = energyBy(EnergyMethod::Counter, sensor, span.start, span.end).integral.joules -
                                energyBy(shapeMethod(sensor), sensor, span.start, span.end).integral.joules;
    energy.gross =
        phases(sensor, method, span, total, method == EnergyMethod::Counter ? energy.residualJoules : std::nullopt);
    energy.poolMessages = seconds < kPooledBelow * inSeconds(sensor.period);
    const bool whole = energy.coveredShare >= kWhole && settled;
    energy.provenance = trace.obtained == Obtained::Estimated ? Provenance::Estimated
                        : whole                               ? Provenance::Measured
                                                              : Provenance::Partial;
    addNet(energy, request);
    return energy;
}

} // namespace

EnergyReport integrateEnergy(const EnergyRequest &request, std::span<const DeviceTrace> traces)
{
    std::vector<DeviceEnergy> devices;
    for (const DeviceTrace &trace : traces)
        devices.push_back(energyOf(request, trace));
    EnergyReport report = sumUp(std::move(devices), request.gpusWithLayers);
    const GenerationSpan &span = request.span;
    const Instant split =
        span.end > span.start ? std::clamp(span.firstToken.value_or(span.end), span.start, span.end) : span.start;
    report.prefillSeconds = secondsBetween(span.start, split);
    report.decodeSeconds = std::max(0.0, secondsBetween(split, span.end));
    return report;
}

std::optional<IdleBaseline> idleBaseline(const DeviceTrace &trace, Instant from, Instant to)
{
    const Sensor sensor(trace);
    const double seconds = secondsBetween(from, to);
    if (to - from < 10 * sensor.period || (sensor.power.isEmpty() && !sensor.counter.isUsable())) return std::nullopt;
    const Integral seen =
        energyBy(sensor.power.isEmpty() ? EnergyMethod::Counter : EnergyMethod::Integral, sensor, from, to).integral;
    if (seen.coveredSeconds < 0.9 * seconds) return std::nullopt;
    const double spread =
        sensor.power.isEmpty() ? sensor.counter.range(from, to) / 2 : sensor.power.deviation(from, to);
    return IdleBaseline{trace.device->id, seen.joules / seen.coveredSeconds, spread};
}

} // namespace sotto
