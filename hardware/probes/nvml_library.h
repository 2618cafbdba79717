#pragma once

#include "hardware/probes/nvml_abi.h"
#include "hardware/probes/probe.h"

#include <expected>
#include <memory>
#include <string>

namespace sotto {

/// NVIDIA's management library, loaded while the program runs. Every function may be missing: each pointer is null
/// where the library has none of its versions. Thread: that of its owner; NVML itself is thread-safe.
class NvmlLibrary final {
public:
    /// Loads `path`, or where it is empty the names under which drivers install it. Nothing is initialised.
    /// Problems: LibraryMissing; LibraryUnusable where init, handles or shutdown are not there.
    [[nodiscard]] static std::expected<std::unique_ptr<NvmlLibrary>, ProbeProblem> load(const std::string &path);
    /// Unloads; whoever called init() has called shutdown().
    ~NvmlLibrary();
    NvmlLibrary(const NvmlLibrary &) = delete;
    NvmlLibrary &operator=(const NvmlLibrary &) = delete;

    nvml::Return (*init)() = nullptr;
    nvml::Return (*shutdown)() = nullptr;
    const char *(*errorString)(nvml::Return) = nullptr;
    nvml::Return (*count)(unsigned *) = nullptr;
    nvml::Return (*handleByIndex)(unsigned, nvml::Device *) = nullptr;
    nvml::Return (*handleByPciBusId)(const char *, nvml::Device *) = nullptr;
    nvml::Return (*name)(nvml::Device, char *, unsigned) = nullptr;
    nvml::Return (*pciInfo)(nvml::Device, nvml::PciInfo *) = nullptr;
    nvml::Return (*computeCapability)(nvml::Device, int *, int *) = nullptr;

    nvml::Return (*fieldValues)(nvml::Device, int, nvml::FieldValue *) = nullptr;
    nvml::Return (*powerUsage)(nvml::Device, unsigned *) = nullptr;            ///< mW
    nvml::Return (*totalEnergy)(nvml::Device, unsigned long long *) = nullptr; ///< mJ
    nvml::Return (*enforcedLimit)(nvml::Device, unsigned *) = nullptr;         ///< mW
    nvml::Return (*managementLimit)(nvml::Device, unsigned *) = nullptr;       ///< mW
    nvml::Return (*temperature)(nvml::Device, int, unsigned *) = nullptr;      ///< °C
    nvml::Return (*utilization)(nvml::Device, nvml::Utilization *) = nullptr;
    nvml::Return (*clock)(nvml::Device, int, unsigned *) = nullptr; ///< MHz
    nvml::Return (*throttleReasons)(nvml::Device, unsigned long long *) = nullptr;
    nvml::Return (*memoryV2)(nvml::Device, nvml::MemoryV2 *) = nullptr;
    nvml::Return (*memoryV1)(nvml::Device, nvml::Memory *) = nullptr;
    nvml::Return (*processes)(nvml::Device, unsigned *, nvml::ProcessInfo *) = nullptr; ///< _v3, else _v2
    nvml::Return (*processesV1)(nvml::Device, unsigned *, nvml::ProcessInfoV1 *) = nullptr;

    /// "NVML 15 (GPU is lost)"; English, for the log.
    [[nodiscard]] std::string describe(nvml::Return result) const;

private:
    explicit NvmlLibrary(void *handle);
    [[nodiscard]] const char *missingFunction() const;

    void *m_handle = nullptr;
};

} // namespace sotto
