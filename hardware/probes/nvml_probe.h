#pragma once

#include "hardware/probes/nvml_library.h"
#include "hardware/probes/nvml_sensor.h"
#include "hardware/probes/probe.h"
#include "hardware/probes/sysfs.h"

#include <memory>
#include <string>
#include <vector>

namespace sotto {

/// NVIDIA GPUs. Power by field 186 (instant), else 185 (average), else the old call, whichever the device answers at
/// discovery; energy by its counter. Devices that sysfs knows are asked for by PCI address, so that one that sleeps is
/// not touched; elsewhere (WSL) by index. Source: NVML API Reference Guide; docs of the kernel for runtime_status.
class NvmlProbe final : public Probe {
public:
    /// `library`: a path, or empty for the driver's own.
    NvmlProbe(Sysfs sysfs, std::string library);
    ~NvmlProbe() override;

    [[nodiscard]] std::string_view name() const override { return "nvml"; }
    [[nodiscard]] Discovery discover() override;
    [[nodiscard]] std::optional<ProbeProblem> read(std::size_t index, Depth depth, DeviceReading &reading) override;
    void release() override;

private:
    enum class PowerCall : std::uint8_t { None, InstantField, AverageField, Usage };
    struct Gpu {
        PowerDevice device;
        std::filesystem::path sysfsFolder; ///< Empty where sysfs does not know it.
        nvml::Device handle = nullptr;     ///< Null while it sleeps.
        NvmlSensor sensor;
        PowerCall powerCall = PowerCall::None;
        unsigned scope = nvml::kScopeGpu;
        bool hasCounter = false;
    };

    [[nodiscard]] std::optional<ProbeProblem> open();
    void findByAddress(const std::vector<PciGpu> &known, Discovery &found);
    void findByIndex(Discovery &found);
    void add(nvml::Device handle, std::string busId, std::filesystem::path folder);
    void chooseCalls(Gpu &gpu) const;
    [[nodiscard]] std::string busIdOf(nvml::Device handle) const;

    [[nodiscard]] nvml::Return fieldMilliwatts(const Gpu &gpu, unsigned field, unsigned scope,
                                               double &milliwatts) const;
    [[nodiscard]] nvml::Return readPower(const Gpu &gpu, DeviceReading &reading) const;
    [[nodiscard]] nvml::Return readEnergy(const Gpu &gpu, DeviceReading &reading) const;
    void readState(const Gpu &gpu, DeviceReading &reading) const;
    void readMemory(const Gpu &gpu, DeviceReading &reading) const;
    void readProcesses(const Gpu &gpu, DeviceReading &reading) const;
    [[nodiscard]] ProbeProblem problem(nvml::Return result, const std::string &device, const char *function) const;

    Sysfs m_sysfs;
    std::string m_path;
    std::unique_ptr<NvmlLibrary> m_library;
    bool m_initialised = false;
    std::vector<Gpu> m_gpus;
};

} // namespace sotto
