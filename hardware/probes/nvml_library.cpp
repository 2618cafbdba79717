#include "hardware/probes/nvml_library.h"

#include "hardware/probes/sysfs.h"

#include <dlfcn.h>
#include <format>
#include <initializer_list>
#include <string_view>

namespace sotto {
namespace {

constexpr const char *kNames[] = {"libnvidia-ml.so.1", "libnvidia-ml.so"};

/// Takes the first of `names` that the library has, the newest version first.
template <class Function>
void find(void *library, Function &function, std::initializer_list<const char *> names)
{
    for (const char *name : names) {
        function = reinterpret_cast<Function>(::dlsym(library, name));
        if (function != nullptr) return;
    }
}

std::string lastError()
{
    const char *text = ::dlerror();
    return text == nullptr ? std::string() : text;
}

} // namespace

NvmlLibrary::NvmlLibrary(void *handle) : m_handle(handle)
{
    find(handle, init, {"nvmlInit_v2", "nvmlInit"});
    find(handle, shutdown, {"nvmlShutdown"});
    find(handle, errorString, {"nvmlErrorString"});
    find(handle, count, {"nvmlDeviceGetCount_v2", "nvmlDeviceGetCount"});
    find(handle, handleByIndex, {"nvmlDeviceGetHandleByIndex_v2", "nvmlDeviceGetHandleByIndex"});
    find(handle, handleByPciBusId, {"nvmlDeviceGetHandleByPciBusId_v2", "nvmlDeviceGetHandleByPciBusId"});
    find(handle, name, {"nvmlDeviceGetName"});
    find(handle, pciInfo, {"nvmlDeviceGetPciInfo_v3", "nvmlDeviceGetPciInfo_v2", "nvmlDeviceGetPciInfo"});
    find(handle, computeCapability, {"nvmlDeviceGetCudaComputeCapability"});
    find(handle, fieldValues, {"nvmlDeviceGetFieldValues"});
    find(handle, powerUsage, {"nvmlDeviceGetPowerUsage"});
    find(handle, totalEnergy, {"nvmlDeviceGetTotalEnergyConsumption"});
    find(handle, enforcedLimit, {"nvmlDeviceGetEnforcedPowerLimit"});
    find(handle, managementLimit, {"nvmlDeviceGetPowerManagementLimit"});
    find(handle, temperature, {"nvmlDeviceGetTemperature"});
    find(handle, utilization, {"nvmlDeviceGetUtilizationRates"});
    find(handle, clock, {"nvmlDeviceGetClockInfo"});
    find(handle, throttleReasons,
         {"nvmlDeviceGetCurrentClocksEventReasons", "nvmlDeviceGetCurrentClocksThrottleReasons"});
    find(handle, memoryV2, {"nvmlDeviceGetMemoryInfo_v2"});
    find(handle, memoryV1, {"nvmlDeviceGetMemoryInfo"});
    find(handle, processes, {"nvmlDeviceGetComputeRunningProcesses_v3", "nvmlDeviceGetComputeRunningProcesses_v2"});
    find(handle, processesV1, {"nvmlDeviceGetComputeRunningProcesses"});
}

NvmlLibrary::~NvmlLibrary()
{
    ::dlclose(m_handle);
}

std::expected<std::unique_ptr<NvmlLibrary>, ProbeProblem> NvmlLibrary::load(const std::string &path)
{
    ProbeProblem problem;
    problem.kind = ProblemKind::LibraryMissing;
    void *handle = nullptr;
    if (!path.empty()) {
        problem.path = path;
        handle = ::dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
    } else {
        problem.path = kNames[0];
        for (const char *name : kNames) {
            if (handle == nullptr) handle = ::dlopen(name, RTLD_NOW | RTLD_LOCAL);
        }
    }
    if (handle == nullptr) {
        problem.detail = lastError();
        return std::unexpected(problem);
    }
    std::unique_ptr<NvmlLibrary> library(new NvmlLibrary(handle));
    if (const char *missing = library->missingFunction()) {
        problem.kind = ProblemKind::LibraryUnusable;
        problem.path = missing;
        return std::unexpected(problem);
    }
    return library;
}

const char *NvmlLibrary::missingFunction() const
{
    if (init == nullptr) return "nvmlInit";
    if (shutdown == nullptr) return "nvmlShutdown";
    if (count == nullptr) return "nvmlDeviceGetCount";
    return handleByIndex == nullptr ? "nvmlDeviceGetHandleByIndex" : nullptr;
}

std::string NvmlLibrary::describe(nvml::Return result) const
{
    const char *text = errorString == nullptr ? nullptr : errorString(result);
    return std::format("NVML {} ({})", result, text == nullptr ? "no text" : harmlessName(text));
}

} // namespace sotto
