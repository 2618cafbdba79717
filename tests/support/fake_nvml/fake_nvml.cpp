// A libnvidia-ml.so for tests. FAKE_NVML_OLD leaves out what drivers before 2016 did not have; FAKE_NVML_BROKEN leaves
// out nvmlInit.

#include "fake_nvml.h"

#include "hardware/probes/nvml_abi.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <format>
#include <utility>

using namespace sotto;

namespace {

fake::World &world()
{
    static fake::World it = [] {
        fake::World made;
        const char *list = std::getenv("FAKE_NVML_WATTS");
        for (int i = 0; list != nullptr && *list != '\0'; ++i) {
            char *end = nullptr;
            const double watts = std::strtod(list, &end);
            if (end == list) break;
            fake::Gpu gpu;
            gpu.busId = std::format("00000000:{:02X}:00.0", i + 1);
            gpu.watts = [watts](double) { return watts; };
            made.gpus.push_back(std::move(gpu));
            list = *end == ',' ? end + 1 : end;
        }
        made.realClock = !made.gpus.empty();
        return made;
    }();
    return it;
}

double now()
{
    if (!world().realClock) return world().now;
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

/// Mean of P over (to − window, to], by the midpoint rule.
double mean(const fake::Gpu &gpu, double to, double window)
{
    if (window <= 0) return gpu.watts(to);
    constexpr int parts = 200;
    double sum = 0;
    for (int i = 0; i < parts; ++i)
        sum += gpu.watts(to - window + window * (i + 0.5) / parts);
    return sum / parts;
}

unsigned milliwatts(const fake::Gpu &gpu, double window)
{
    const double update = std::floor(now() / gpu.updateSeconds + 1e-9) * gpu.updateSeconds;
    return static_cast<unsigned>(std::lround(mean(gpu, update, window) * 1000));
}

[[maybe_unused]] unsigned long long millijoules(const fake::Gpu &gpu)
{
    const double upTo = std::floor(now() / gpu.counterStep + 1e-9) * gpu.counterStep;
    const bool reset = gpu.counterResetAt >= 0 && upTo >= gpu.counterResetAt;
    const double from = reset ? gpu.counterResetAt : 0;
    constexpr double step = 0.01;
    double joules = reset ? 0 : gpu.counterStart;
    for (double t = from; t < upTo - 1e-9; t += step)
        joules += gpu.watts(t + step / 2) * step * gpu.counterScale;
    return static_cast<unsigned long long>(joules * 1000);
}

/// Counts the call; what it must return.
int enter(const char *function)
{
    ++world().calls[function];
    if (const auto cost = world().costs.find(function); cost != world().costs.end()) {
        const auto end = std::chrono::steady_clock::now() + std::chrono::duration<double>(cost->second);
        while (std::chrono::steady_clock::now() < end) {}
    }
    return world().initialised ? nvml::kSuccess : nvml::kUninitialized;
}

int enter(const char *function, nvml::Device device, fake::Gpu *&gpu)
{
    if (const int result = enter(function); result != nvml::kSuccess) return result;
    gpu = static_cast<fake::Gpu *>(device);
    if (gpu->lost != 0) return gpu->lost;
    const auto fails = gpu->fails.find(function);
    return fails == gpu->fails.end() ? nvml::kSuccess : fails->second;
}

/// Runs `fill` where the call goes well.
template <class Fill>
int answer(const char *function, nvml::Device device, Fill fill)
{
    fake::Gpu *gpu = nullptr;
    const int result = enter(function, device, gpu);
    if (result == nvml::kSuccess) fill(*gpu);
    return result;
}

template <class Info>
int listProcesses(const char *function, nvml::Device device, unsigned *count, Info *infos)
{
    fake::Gpu *gpu = nullptr;
    if (const int result = enter(function, device, gpu); result != nvml::kSuccess) return result;
    const unsigned room = std::exchange(*count, static_cast<unsigned>(gpu->processes.size()));
    if (room < *count) return nvml::kInsufficientSize;
    for (unsigned i = 0; i < *count; ++i) {
        infos[i] = {};
        infos[i].pid = gpu->processes[i].first;
        infos[i].usedGpuMemory = gpu->processes[i].second;
    }
    return nvml::kSuccess;
}

[[maybe_unused]] int start()
{
    ++world().calls["nvmlInit"];
    if (world().initFails != 0) return world().initFails;
    ++world().inits;
    world().initialised = true;
    return nvml::kSuccess;
}

int handleAt(const char *function, unsigned index, nvml::Device *device)
{
    if (const int result = enter(function); result != nvml::kSuccess) return result;
    if (index >= world().gpus.size()) return nvml::kInvalidArgument;
    fake::Gpu &gpu = world().gpus[index];
    if (gpu.lost != 0) return gpu.lost;
    *device = &gpu;
    return nvml::kSuccess;
}

} // namespace

#pragma GCC diagnostic ignored "-Wmissing-declarations"

extern "C" {

sotto::fake::World *sotto_fake_nvml()
{
    return &world();
}

#ifndef FAKE_NVML_BROKEN
int nvmlInit()
{
    return start();
}
#endif
int nvmlShutdown()
{
    ++world().shutdowns;
    world().initialised = false;
    return nvml::kSuccess;
}
int nvmlDeviceGetCount(unsigned *count)
{
    *count = static_cast<unsigned>(world().gpus.size());
    return enter("nvmlDeviceGetCount");
}
int nvmlDeviceGetHandleByIndex(unsigned index, nvml::Device *device)
{
    return handleAt("nvmlDeviceGetHandleByIndex", index, device);
}
int nvmlDeviceGetName(nvml::Device device, char *name, unsigned length)
{
    return answer("nvmlDeviceGetName", device,
                  [&](fake::Gpu &g) { std::snprintf(name, length, "%s", g.name.c_str()); });
}
int nvmlDeviceGetPowerUsage(nvml::Device device, unsigned *value)
{
    return answer("nvmlDeviceGetPowerUsage", device, [&](fake::Gpu &g) { *value = milliwatts(g, g.averageWindow); });
}
int nvmlDeviceGetTemperature(nvml::Device device, int, unsigned *value)
{
    return answer("nvmlDeviceGetTemperature", device, [&](fake::Gpu &g) { *value = g.celsius; });
}
int nvmlDeviceGetPowerManagementLimit(nvml::Device device, unsigned *value)
{
    return answer("nvmlDeviceGetPowerManagementLimit", device, [&](fake::Gpu &g) { *value = g.limitMilliwatts; });
}
int nvmlDeviceGetUtilizationRates(nvml::Device device, nvml::Utilization *value)
{
    return answer("nvmlDeviceGetUtilizationRates", device, [&](fake::Gpu &g) { *value = {g.busyPercent, 12}; });
}
int nvmlDeviceGetMemoryInfo(nvml::Device device, nvml::Memory *value)
{
    return answer("nvmlDeviceGetMemoryInfo", device,
                  [&](fake::Gpu &g) { *value = {g.memoryTotal, g.memoryTotal - g.memoryUsed, g.memoryUsed}; });
}
int nvmlDeviceGetComputeRunningProcesses(nvml::Device device, unsigned *count, nvml::ProcessInfoV1 *infos)
{
    return listProcesses("nvmlDeviceGetComputeRunningProcesses", device, count, infos);
}
int nvmlDeviceGetPciInfo(nvml::Device device, nvml::PciInfo *info)
{
    return answer("nvmlDeviceGetPciInfo", device, [&](fake::Gpu &g) {
        // NOLINTNEXTLINE(cert-err34-c)
        std::sscanf(g.busId.c_str(), "%x:%x:%x", &info->domain, &info->bus, &info->device);
    });
}

#ifndef FAKE_NVML_OLD
#ifndef FAKE_NVML_BROKEN
int nvmlInit_v2()
{
    return start();
}
#endif
int nvmlDeviceGetCount_v2(unsigned *count)
{
    return nvmlDeviceGetCount(count);
}
int nvmlDeviceGetHandleByIndex_v2(unsigned index, nvml::Device *device)
{
    return handleAt("nvmlDeviceGetHandleByIndex", index, device);
}
int nvmlDeviceGetHandleByPciBusId_v2(const char *busId, nvml::Device *device)
{
    unsigned index = 0;
    while (index < world().gpus.size() && !world().gpus[index].busId.ends_with(busId))
        ++index;
    const int result = handleAt("nvmlDeviceGetHandleByPciBusId", index, device);
    return result == nvml::kInvalidArgument ? nvml::kNotFound : result;
}
int nvmlDeviceGetPciInfo_v3(nvml::Device device, nvml::PciInfo *info)
{
    return nvmlDeviceGetPciInfo(device, info);
}
int nvmlDeviceGetCudaComputeCapability(nvml::Device device, int *major, int *minor)
{
    return answer("nvmlDeviceGetCudaComputeCapability", device, [&](fake::Gpu &g) {
        *major = g.computeMajor;
        *minor = g.computeMinor;
    });
}
int nvmlDeviceGetFieldValues(nvml::Device device, int count, nvml::FieldValue *fields)
{
    return answer("nvmlDeviceGetFieldValues", device, [&](fake::Gpu &g) {
        for (int i = 0; i < count; ++i) {
            nvml::FieldValue &field = fields[i];
            const auto own = g.fails.find(std::format("field {}", field.fieldId));
            const bool power = field.fieldId == nvml::kFieldPowerInstant || field.fieldId == nvml::kFieldPowerAverage;
            field.result = own != g.fails.end()                ? own->second
                           : power && field.scopeId == g.scope ? nvml::kSuccess
                                                               : nvml::kNotSupported;
            // As the real one, it leaves what failed undefined.
            field.value.asUnsigned = 0xdeadbeef;
            field.valueType = nvml::UnsignedInt;
            if (field.result == nvml::kSuccess)
                field.value.asUnsigned =
                    milliwatts(g, field.fieldId == nvml::kFieldPowerInstant ? g.instantWindow : g.averageWindow);
        }
    });
}
int nvmlDeviceGetTotalEnergyConsumption(nvml::Device device, unsigned long long *value)
{
    return answer("nvmlDeviceGetTotalEnergyConsumption", device, [&](fake::Gpu &g) { *value = millijoules(g); });
}
int nvmlDeviceGetEnforcedPowerLimit(nvml::Device device, unsigned *value)
{
    return answer("nvmlDeviceGetEnforcedPowerLimit", device, [&](fake::Gpu &g) { *value = g.limitMilliwatts; });
}
int nvmlDeviceGetClockInfo(nvml::Device device, int which, unsigned *value)
{
    return answer("nvmlDeviceGetClockInfo", device,
                  [&](fake::Gpu &) { *value = which == nvml::kClockSm ? 2520 : 10501; });
}
int nvmlDeviceGetCurrentClocksThrottleReasons(nvml::Device device, unsigned long long *value)
{
    return answer("nvmlDeviceGetCurrentClocksThrottleReasons", device, [&](fake::Gpu &g) { *value = g.throttle; });
}
int nvmlDeviceGetMemoryInfo_v2(nvml::Device device, nvml::MemoryV2 *value)
{
    if (value->version != nvml::kMemoryV2) return nvml::kInvalidArgument;
    return answer("nvmlDeviceGetMemoryInfo_v2", device, [&](fake::Gpu &g) {
        *value = {nvml::kMemoryV2, g.memoryTotal, 1ULL << 28, g.memoryTotal - g.memoryUsed, g.memoryUsed};
    });
}
int nvmlDeviceGetComputeRunningProcesses_v3(nvml::Device device, unsigned *count, nvml::ProcessInfo *infos)
{
    return listProcesses("nvmlDeviceGetComputeRunningProcesses_v3", device, count, infos);
}
const char *nvmlErrorString(int result)
{
    return result == nvml::kGpuIsLost ? "GPU is lost" : "Unknown Error";
}
#endif

} // extern "C"
