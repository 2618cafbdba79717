#include "hardware/power/energy_report.h"

#include <algorithm>

namespace sotto {
namespace {

bool isReadable(const DeviceEnergy &energy)
{
    return energy.provenance != Provenance::Unavailable;
}

bool isMeasured(const DeviceEnergy &energy)
{
    return isReadable(energy) && energy.provenance != Provenance::Estimated;
}

bool isGpu(const DeviceEnergy &energy)
{
    return energy.device->kind == PowerDeviceKind::Gpu || energy.device->kind == PowerDeviceKind::IntegratedGpu;
}

/// What is there to choose from.
struct Choice {
    bool package = false; ///< A processor package is measured by itself.
    bool apu = false;     ///< An APU measures processor and GPU together.
    bool measured = false;

    explicit Choice(const std::vector<DeviceEnergy> &devices)
    {
        for (const DeviceEnergy &energy : devices) {
            if (!isMeasured(energy) || energy.device->kind == PowerDeviceKind::Battery) continue;
            package = package || energy.device->kind == PowerDeviceKind::CpuPackage;
            apu = apu || (isGpu(energy) && energy.device->includesCpu);
            measured = true;
        }
    }
};

bool holdsLayers(const PowerDevice &device, const std::optional<std::vector<std::string>> &gpus)
{
    return !gpus || std::ranges::contains(*gpus, device.pciBusId) || std::ranges::contains(*gpus, device.id);
}

Counting countingOf(const DeviceEnergy &energy, const Choice &choice,
                    const std::optional<std::vector<std::string>> &gpus)
{
    if (!isReadable(energy)) return Counting::Unreadable;
    const PowerDevice &device = *energy.device;
    switch (device.kind) {
    case PowerDeviceKind::Battery: return choice.measured ? Counting::LastResort : Counting::Counted;
    case PowerDeviceKind::CpuPackage:
        if (energy.provenance == Provenance::Estimated && (choice.package || choice.apu))
            return Counting::WithinAnother;
        return Counting::Counted;
    case PowerDeviceKind::Memory: return Counting::Counted;
    case PowerDeviceKind::Gpu:
    case PowerDeviceKind::IntegratedGpu: break;
    }
    // An APU's figure is its package's: counted once, and counted even without layers, for the processor in it.
    if (device.includesCpu) return choice.package ? Counting::WithinAnother : Counting::Counted;
    return holdsLayers(device, gpus) ? Counting::Counted : Counting::HoldsNoLayers;
}

/// A counted battery has everything in it, estimates of parts included.
void dropWhatABatteryHolds(std::vector<DeviceEnergy> &devices)
{
    const auto isCountedBattery = [](const DeviceEnergy &energy) {
        return energy.counting == Counting::Counted && energy.device->kind == PowerDeviceKind::Battery;
    };
    if (!std::ranges::any_of(devices, isCountedBattery)) return;
    for (DeviceEnergy &energy : devices)
        if (energy.counting == Counting::Counted && energy.device->kind != PowerDeviceKind::Battery)
            energy.counting = Counting::WithinAnother;
}

Coverage coverageOf(const std::vector<DeviceEnergy> &devices)
{
    bool cpu = false;
    bool gpu = false;
    for (const DeviceEnergy &energy : devices) {
        if (energy.counting != Counting::Counted) continue;
        if (energy.device->kind == PowerDeviceKind::Battery) return Coverage::WholeComputer;
        cpu = cpu || energy.device->kind == PowerDeviceKind::CpuPackage || energy.device->includesCpu;
        gpu = gpu || isGpu(energy);
    }
    if (cpu && gpu) return Coverage::CpuAndGpu;
    if (cpu) return Coverage::CpuOnly;
    return gpu ? Coverage::GpuOnly : Coverage::Nothing;
}

std::vector<std::string> missingGpus(const std::vector<DeviceEnergy> &devices,
                                     const std::optional<std::vector<std::string>> &gpus)
{
    std::vector<std::string> missing;
    if (!gpus) return missing;
    for (const std::string &gpu : *gpus) {
        const auto reads = [&gpu](const DeviceEnergy &energy) {
            return isReadable(energy) && (energy.device->pciBusId == gpu || energy.device->id == gpu);
        };
        if (!std::ranges::any_of(devices, reads)) missing.push_back(gpu);
    }
    return missing;
}

} // namespace

EnergyFigure sumOf(const EnergyFigure &a, const EnergyFigure &b)
{
    return {a.joules + b.joules, std::hypot(a.uncertainty, b.uncertainty),
            std::hypot(a.repeatability, b.repeatability)};
}

PhaseEnergy sumOf(const PhaseEnergy &a, const PhaseEnergy &b)
{
    PhaseEnergy sum{sumOf(a.prefill, b.prefill), sumOf(a.decode, b.decode), sumOf(a.total, b.total)};
    sum.total.joules = sum.prefill.joules + sum.decode.joules; // not the sum of rounded totals
    return sum;
}

bool canRankOffloads(const EnergyReport &report)
{
    const bool cpu = report.coverage == Coverage::CpuOnly || report.coverage == Coverage::CpuAndGpu;
    return (cpu || report.coverage == Coverage::WholeComputer) && report.missing.empty();
}

EnergyReport sumUp(std::vector<DeviceEnergy> devices, const std::optional<std::vector<std::string>> &gpusWithLayers)
{
    EnergyReport report;
    report.devices = std::move(devices);
    const Choice choice(report.devices);
    for (DeviceEnergy &energy : report.devices)
        energy.counting = countingOf(energy, choice, gpusWithLayers);
    dropWhatABatteryHolds(report.devices);

    bool any = false;
    bool allNet = true;
    PhaseEnergy net;
    for (const DeviceEnergy &energy : report.devices) {
        if (energy.counting != Counting::Counted) continue;
        report.gross = sumOf(report.gross, energy.gross);
        if (energy.net) net = sumOf(net, *energy.net);
        allNet = allNet && energy.net.has_value();
        if (isMeasured(energy)) report.measuredJoules += energy.gross.total.joules;
        report.provenance = any ? std::max(report.provenance, energy.provenance) : energy.provenance;
        report.poolMessages = report.poolMessages || energy.poolMessages;
        report.settled = report.settled && energy.settled;
        any = true;
    }
    if (any && allNet) report.net = net;
    report.coverage = coverageOf(report.devices);
    report.missing = missingGpus(report.devices, gpusWithLayers);
    // Without the processor, or without a GPU that works on it, the figure cannot rank different offloads.
    if (any && (report.coverage == Coverage::GpuOnly || !report.missing.empty()))
        report.provenance = std::max(report.provenance, Provenance::Partial);
    return report;
}

} // namespace sotto
