#pragma once

#include "hardware/power/energy_integrator.h"

#include <QtGlobal>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

/// Made samples of devices, and what the integrator makes of them. Seconds count from any one moment.
namespace sotto::test {

using namespace std::chrono_literals;

inline Instant at(double seconds)
{
    return Instant(std::chrono::duration_cast<Duration>(std::chrono::duration<double>(100 + seconds)));
}

inline PowerSample watts(double seconds, double value)
{
    return {at(seconds), value, PowerSample::kMissing};
}

inline PowerSample joules(double seconds, double value)
{
    return {at(seconds), PowerSample::kMissing, value};
}

inline DeviceTrace trace(std::string id, PowerDeviceKind kind, std::vector<PowerSample> samples)
{
    PowerDevice device;
    device.id = device.pciBusId = std::move(id);
    device.kind = kind;
    DeviceTrace made;
    made.device = std::make_shared<const PowerDevice>(device);
    made.samples = std::move(samples);
    made.source = PowerSource::NvmlInstant;
    made.period = 100ms;
    made.counterStep = 100ms;
    return made;
}

inline DeviceTrace gpu(std::vector<PowerSample> samples)
{
    return trace("0000:01:00.0", PowerDeviceKind::Gpu, std::move(samples));
}

inline DeviceTrace package(std::vector<PowerSample> samples, std::optional<double> wrapsAt = std::nullopt)
{
    DeviceTrace made = trace("rapl:package-0", PowerDeviceKind::CpuPackage, std::move(samples));
    PowerDevice device = *made.device;
    device.pciBusId.clear();
    device.wrapsAt = wrapsAt;
    made.device = std::make_shared<const PowerDevice>(device);
    made.source = PowerSource::Rapl;
    made.counterStep = 1ms;
    return made;
}

/// Samples of `power` every `step` seconds.
inline std::vector<PowerSample> sampled(const std::function<double(double)> &power, double from, double to, double step)
{
    std::vector<PowerSample> samples;
    for (int i = 0; from + i * step <= to + 1e-9; ++i)
        samples.push_back(watts(from + i * step, power(from + i * step)));
    return samples;
}

inline EnergyReport integrate(const std::vector<DeviceTrace> &traces, double from, std::optional<double> first,
                              double to)
{
    EnergyRequest request;
    request.span.start = at(from);
    if (first) request.span.firstToken = at(*first);
    request.span.end = at(to);
    return integrateEnergy(request, traces);
}

inline bool near(double a, double b, double share = 1e-9)
{
    if (std::abs(a - b) <= share * std::max(1.0, std::abs(b))) return true;
    qWarning("%.12g is not %.12g", a, b);
    return false;
}

} // namespace sotto::test
