#include "hardware/probes/rapl_probe.h"

#include <algorithm>
#include <array>
#include <format>
#include <grp.h>
#include <unistd.h>

namespace sotto {
namespace {

using namespace std::chrono_literals;

constexpr Duration kCounterStep = 1ms;
constexpr Duration kPollPeriod = 100ms; ///< Half of it is the pace of reading; the counter itself moves every 1 ms.

bool isPlain(std::string_view group)
{
    return !group.empty() && group.size() <= 32 && std::ranges::all_of(group, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    });
}

/// "intel-rapl:0" and "intel-rapl:0:2" differ by their colons.
auto colonsOf(std::string_view zone)
{
    return std::ranges::count(zone, ':');
}

} // namespace

RaplProbe::RaplProbe(Sysfs sysfs, std::string group)
    : m_sysfs(std::move(sysfs)), m_group(group.empty() ? ownGroup() : std::move(group))
{
}

Discovery RaplProbe::discover()
{
    m_zones.clear();
    const auto powercap = m_sysfs.root() / "class/powercap";
    for (const std::string &zone : m_sysfs.files().list(powercap)) {
        if (zone.starts_with("intel-rapl:") && colonsOf(zone) == 1) addPackage(powercap / zone, zone);
    }
    Discovery found;
    for (const Zone &zone : m_zones)
        found.devices.push_back(zone.device);
    return found;
}

void RaplProbe::addPackage(const std::filesystem::path &folder, const std::string &zone)
{
    const std::string packageName = m_sysfs.text(folder / "name");
    if (!packageName.starts_with("package-")) return; // "psys"
    const auto add = [this](const std::filesystem::path &at, std::string id, std::string name, PowerDeviceKind kind) {
        Zone &added = m_zones.emplace_back();
        added.folder = at;
        added.device.id = std::move(id);
        added.device.name = std::move(name);
        added.device.kind = kind;
        added.device.updatePeriod = kPollPeriod;
        // Joules; without it a wrap would be taken for a reset.
        if (const auto range = m_sysfs.number(at / "max_energy_range_uj"); range && *range > 0)
            added.device.wrapsAt = *range / 1e6;
    };
    add(folder, "rapl:" + packageName, "Processor " + packageName, PowerDeviceKind::CpuPackage);
    for (const std::string &sub : m_sysfs.files().list(folder)) {
        if (!sub.starts_with(zone + ":") || m_sysfs.text(folder / sub / "name") != "dram") continue;
        add(folder / sub, "rapl:" + packageName + ":dram", "Memory of " + packageName, PowerDeviceKind::Memory);
    }
}

std::optional<ProbeProblem> RaplProbe::read(std::size_t index, Depth, DeviceReading &reading)
{
    const Zone &zone = m_zones[index];
    auto microjoules = m_sysfs.numberOrWhy(zone.folder / "energy_uj");
    if (microjoules) {
        reading.energy = EnergyValue{*microjoules / 1e6, PowerSource::Rapl, Obtained::Measured, kCounterStep};
        return std::nullopt;
    }
    ProbeProblem problem = std::move(microjoules.error());
    problem.probe = name();
    problem.device = zone.device.id;
    if (problem.kind == ProblemKind::NoPermission) problem.remedy = raplAccessCommand(m_group);
    return problem;
}

std::string raplAccessCommand(std::string_view group)
{
    const std::string_view who = isPlain(group) ? group : "users";
    return std::format("echo 'SUBSYSTEM==\"powercap\", KERNEL==\"intel-rapl:*\", "
                       "RUN+=\"/bin/chgrp {0} /sys%p/energy_uj\", RUN+=\"/bin/chmod g+r /sys%p/energy_uj\"' "
                       "| sudo tee /etc/udev/rules.d/70-sotto-rapl.rules\n"
                       "sudo udevadm control --reload && sudo udevadm trigger --subsystem-match=powercap",
                       who);
}

std::string ownGroup()
{
    std::array<char, 4096> room{};
    struct group entry{};
    struct group *found = nullptr;
    const bool known = ::getgrgid_r(::getgid(), &entry, room.data(), room.size(), &found) == 0 && found != nullptr;
    const std::string name = known ? found->gr_name : "";
    return isPlain(name) ? name : "users";
}

} // namespace sotto
