#pragma once

#include "hardware/probes/cpu_power_class.h"
#include "hardware/probes/file_port.h"
#include "hardware/probes/probe.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>

namespace sotto {

/// The processor's power by a model, for computers whose sensors cannot be read: watts of a busy core times the time
/// this process computed. It counts this process alone, nothing of what the processor draws when idle. Every value is
/// marked Estimated. Energy = W per core × processor seconds, so no sampling error is added to the model's own.
class CpuModelProbe final : public Probe {
public:
    /// Processor time of this process since it began, all threads, user and system, in seconds.
    using ProcessTime = std::function<std::optional<double>()>;

    CpuModelProbe(CpuInfo cpu, ProcessTime processTime);

    [[nodiscard]] std::string_view name() const override { return "model"; }
    [[nodiscard]] Discovery discover() override;
    [[nodiscard]] std::optional<ProbeProblem> read(std::size_t index, Depth depth, DeviceReading &reading) override;

private:
    CpuInfo m_cpu;
    ProcessTime m_processTime;
    CpuPowerClass m_class;
};

/// By getrusage(2), to the microsecond.
[[nodiscard]] std::optional<double> ownProcessTime();

/// By <proc>/self/stat (proc_pid_stat(5): fields 14 and 15, in ticks of `ticksPerSecond`), to the tick.
[[nodiscard]] std::optional<double> processTimeFromStat(std::string_view stat, double ticksPerSecond);

} // namespace sotto
