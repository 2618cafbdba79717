#include "ui/meters/power_view.h"

#include "core/text/power_text.h"

#include <algorithm>

namespace sotto {
namespace {

bool isGpuKind(PowerDeviceKind kind)
{
    return kind == PowerDeviceKind::Gpu || kind == PowerDeviceKind::IntegratedGpu;
}

bool isEstimate(const DeviceStatus &status)
{
    return status.reading.power && status.reading.power->obtained == Obtained::Estimated;
}

bool readsProcessor(const DeviceStatus &status)
{
    const bool holdsCpu = status.device->kind == PowerDeviceKind::CpuPackage || status.device->includesCpu;
    return holdsCpu && status.reading.power && !isEstimate(status);
}

GaugeReading gaugeOf(const DeviceReading &reading)
{
    GaugeReading gauge;
    gauge.asleep = reading.asleep;
    gauge.limit = reading.limitWatts.value_or(0);
    if (!reading.power) {
        gauge.state = GaugeState::NotReported;
        return gauge;
    }
    gauge.watts = reading.power->watts;
    gauge.state = reading.power->obtained == Obtained::Estimated ? GaugeState::Estimated : GaugeState::Measured;
    return gauge;
}

PowerLine lineOf(const DeviceStatus &status)
{
    PowerLine line;
    line.id = QString::fromStdString(status.device->id);
    line.name = QString::fromStdString(status.device->name);
    line.isGpu = isGpuKind(status.device->kind);
    line.gauge = gaugeOf(status.reading);
    line.celsius = status.reading.celsius;
    line.busy = status.reading.busy;
    line.slowed = status.reading.throttle && (*status.reading.throttle & throttle::kSlowing) != 0;
    return line;
}

/// The one a person can mend by a command comes first.
void addProblem(PowerView &view, const PowerSnapshot &snapshot)
{
    std::vector<const ProbeProblem *> all;
    for (const ProbeProblem &problem : snapshot.problems)
        all.push_back(&problem);
    for (const DeviceStatus &status : snapshot.devices)
        if (status.problem) all.push_back(status.problem.get());
    const auto shown = std::ranges::find_if(all, [](const ProbeProblem *p) { return !p->remedy.empty(); });
    const ProbeProblem *problem = shown != all.end() ? *shown : all.empty() ? nullptr : all.front();
    if (!problem || problem->kind == ProblemKind::Changed) return;
    view.problem = sentenceOf(*problem);
    view.remedy = QString::fromStdString(problem->remedy);
}

} // namespace

PowerView powerView(const PowerSnapshot &snapshot, const std::optional<std::vector<std::string>> &gpus)
{
    const bool processorRead = std::ranges::any_of(snapshot.devices, readsProcessor);
    const auto belongs = [&](const DeviceStatus &status) {
        const PowerDevice &device = *status.device;
        if (device.kind == PowerDeviceKind::Memory || device.kind == PowerDeviceKind::Battery) return false;
        if (isGpuKind(device.kind)) return !gpus || gpus->empty() || std::ranges::contains(*gpus, device.pciBusId);
        return !processorRead || readsProcessor(status); // the model stands in only where nothing else is read
    };
    PowerView view;
    view.complete = snapshot.complete;
    for (const DeviceStatus &status : snapshot.devices)
        if (belongs(status)) view.lines << lineOf(status);
    // A package that may not be read and a model of it are one processor.
    const auto told = [](const PowerLine &line) { return !line.isGpu && line.gauge.watts; };
    if (std::ranges::any_of(view.lines, told))
        view.lines.removeIf([](const PowerLine &line) { return !line.isGpu && !line.gauge.watts; });
    const bool any =
        std::ranges::any_of(view.lines, [](const PowerLine &line) { return line.gauge.watts.has_value(); });
    for (const DeviceStatus &status : snapshot.devices)
        if (!any && status.device->kind == PowerDeviceKind::Battery && status.reading.power)
            view.lines << lineOf(status);
    for (const PowerLine &line : std::as_const(view.lines)) {
        if (!line.gauge.watts) continue;
        view.watts = view.watts.value_or(0) + *line.gauge.watts;
        view.estimated = view.estimated || line.gauge.state == GaugeState::Estimated;
    }
    addProblem(view, snapshot);
    return view;
}

} // namespace sotto
