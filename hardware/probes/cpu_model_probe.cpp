#include "hardware/probes/cpu_model_probe.h"

#include "hardware/probes/sysfs.h"
#include "hardware/text_file.h"

#include <sys/resource.h>

namespace sotto {
namespace {

using namespace std::chrono_literals;

constexpr Duration kPollPeriod = 200ms;
constexpr Duration kStep = 10ms; ///< A tick of the scheduler's accounting, at its coarsest.

double seconds(const timeval &time)
{
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

} // namespace

CpuModelProbe::CpuModelProbe(CpuInfo cpu, ProcessTime processTime)
    : m_cpu(std::move(cpu)), m_processTime(std::move(processTime)),
      m_class(cpuPowerClass(m_cpu.model, m_cpu.physicalCores))
{
}

Discovery CpuModelProbe::discover()
{
    Discovery found;
    if (!m_processTime()) return found;
    PowerDevice &device = found.devices.emplace_back();
    device.id = "estimate:cpu";
    device.name = m_cpu.model.empty() ? "Processor" : harmlessName(m_cpu.model);
    device.kind = PowerDeviceKind::CpuPackage;
    device.updatePeriod = kPollPeriod;
    device.relativeError = m_class.relativeError;
    return found;
}

std::optional<ProbeProblem> CpuModelProbe::read(std::size_t, Depth depth, DeviceReading &reading)
{
    const auto busy = m_processTime();
    if (!busy) return ProbeProblem{ProblemKind::Unreadable, std::string(name()), "estimate:cpu", "getrusage", {}, {}};
    reading.energy = EnergyValue{m_class.wattsPerCore * *busy, PowerSource::Model, Obtained::Estimated, kStep};
    if (depth == Depth::Everything) reading.limitWatts = m_class.wattsPerCore * m_cpu.physicalCores;
    return std::nullopt;
}

std::optional<double> ownProcessTime()
{
    struct rusage usage{};
    if (::getrusage(RUSAGE_SELF, &usage) != 0) return std::nullopt;
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

std::optional<double> processTimeFromStat(std::string_view stat, double ticksPerSecond)
{
    // "pid (name) state …": the name may hold spaces and brackets, so count from the last bracket: utime is field 14.
    const std::size_t bracket = stat.rfind(')');
    if (bracket == std::string_view::npos || !(ticksPerSecond > 0)) return std::nullopt;
    std::string_view rest = trimmed(stat.substr(bracket + 1));
    constexpr int before = 11; // fields 3 to 13
    double ticks = 0;
    for (int field = 0; field < before + 2; ++field) {
        const std::size_t space = std::min(rest.find(' '), rest.size());
        if (field >= before) {
            const auto value = numberIn(rest.substr(0, space));
            if (!value) return std::nullopt;
            ticks += static_cast<double>(*value);
        }
        rest.remove_prefix(std::min(space + 1, rest.size()));
    }
    return ticks / ticksPerSecond;
}

} // namespace sotto
