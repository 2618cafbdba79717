#include "hardware/probes/battery_probe.h"

namespace sotto {
namespace {

using namespace std::chrono_literals;

/// Fuel gauges answer about once a second; asking more often only wakes the embedded controller.
constexpr Duration kUpdate = 2s;

} // namespace

BatteryProbe::BatteryProbe(Sysfs sysfs) : m_sysfs(std::move(sysfs)) {}

Discovery BatteryProbe::discover()
{
    m_batteries.clear();
    Discovery found;
    const auto supplies = m_sysfs.root() / "class/power_supply";
    for (const std::string &entry : m_sysfs.files().list(supplies)) {
        const auto folder = supplies / entry;
        // "Device": of a mouse or a headset, not of the computer.
        if (m_sysfs.text(folder / "type") != "Battery" || m_sysfs.text(folder / "scope") == "Device") continue;
        Battery &battery = m_batteries.emplace_back();
        battery.folder = folder;
        battery.device.id = "battery:" + harmlessName(entry);
        battery.device.name = "Battery " + harmlessName(entry);
        battery.device.kind = PowerDeviceKind::Battery;
        battery.device.includesCpu = true;
        battery.device.updatePeriod = kUpdate;
        found.devices.push_back(battery.device);
    }
    return found;
}

std::optional<ProbeProblem> BatteryProbe::read(std::size_t index, Depth, DeviceReading &reading)
{
    const Battery &battery = m_batteries[index];
    ProbeProblem problem;
    problem.probe = name();
    problem.device = battery.device.id;
    problem.path = (battery.folder / "status").string();
    problem.kind = ProblemKind::NotSupported;
    if (problem.detail = m_sysfs.text(problem.path); problem.detail != "Discharging") return problem;
    if (const auto value = watts(battery.folder)) {
        reading.power = PowerValue{*value, PowerSource::Battery, Obtained::Measured, std::nullopt};
        return std::nullopt;
    }
    problem.path = (battery.folder / "power_now").string();
    return problem;
}

std::optional<double> BatteryProbe::watts(const std::filesystem::path &folder) const
{
    if (const auto microwatts = m_sysfs.number(folder / "power_now")) return *microwatts / 1e6;
    const auto microamperes = m_sysfs.number(folder / "current_now");
    const auto microvolts = m_sysfs.number(folder / "voltage_now");
    if (!microamperes || !microvolts) return std::nullopt;
    return *microamperes / 1e6 * (*microvolts / 1e6);
}

} // namespace sotto
