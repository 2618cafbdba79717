#include "hardware/probes/nvml_probe.h"

#include <algorithm>
#include <array>
#include <format>
#include <utility>

namespace sotto {
namespace {

using namespace std::chrono_literals;

constexpr std::uint32_t kNvidia = 0x10de;
constexpr unsigned kMostGpus = 64;
constexpr Duration kCounterStep = 100ms;

ProblemKind kindOf(nvml::Return result)
{
    switch (result) {
    case nvml::kNoPermission: return ProblemKind::NoPermission;
    case nvml::kNotSupported: return ProblemKind::NotSupported;
    case nvml::kDriverNotLoaded: return ProblemKind::DriverMissing;
    case nvml::kVersionMismatch: return ProblemKind::VersionMismatch;
    case nvml::kGpuIsLost:
    case nvml::kUninitialized: return ProblemKind::DeviceLost; // the driver was unloaded below us
    case nvml::kResetRequired: return ProblemKind::ResetRequired;
    default: return ProblemKind::Unreadable;
    }
}

std::optional<double> numberOf(const nvml::FieldValue &field)
{
    switch (field.valueType) {
    case nvml::Double: return field.value.asDouble;
    case nvml::UnsignedInt: return field.value.asUnsigned;
    case nvml::UnsignedLong: return static_cast<double>(field.value.asUnsignedLong);
    case nvml::UnsignedLongLong: return static_cast<double>(field.value.asUnsignedLongLong);
    case nvml::SignedLongLong: return static_cast<double>(field.value.asSignedLongLong);
    case nvml::SignedInt: return field.value.asSigned;
    default: return std::nullopt;
    }
}

} // namespace

NvmlProbe::NvmlProbe(Sysfs sysfs, std::string library) : m_sysfs(std::move(sysfs)), m_path(std::move(library)) {}

NvmlProbe::~NvmlProbe()
{
    release();
}

void NvmlProbe::release()
{
    m_gpus.clear();
    if (m_initialised) m_library->shutdown();
    m_initialised = false;
}

Discovery NvmlProbe::discover()
{
    release();
    Discovery found;
    const std::vector<PciGpu> known = pciGpus(m_sysfs, kNvidia);
    bool allAsleep = !known.empty();
    for (const PciGpu &gpu : known)
        allAsleep = allAsleep && m_sysfs.isAsleep(gpu.folder);
    if (!allAsleep) {
        if (auto trouble = open()) {
            // Without an NVIDIA GPU the missing library is what one expects.
            const bool expected = trouble->kind == ProblemKind::LibraryMissing && known.empty() && m_path.empty();
            if (!expected) found.problems.push_back(std::move(*trouble));
            return found;
        }
    }
    if (!known.empty() && (allAsleep || m_library->handleByPciBusId != nullptr)) findByAddress(known, found);
    if (m_gpus.empty() && m_initialised) findByIndex(found);
    for (const Gpu &gpu : m_gpus)
        found.devices.push_back(gpu.device);
    return found;
}

std::optional<ProbeProblem> NvmlProbe::open()
{
    if (!m_library) {
        auto loaded = NvmlLibrary::load(m_path);
        if (!loaded) {
            loaded.error().probe = name();
            return loaded.error();
        }
        m_library = std::move(*loaded);
    }
    const nvml::Return result = m_library->init();
    if (result != nvml::kSuccess) return problem(result, {}, "nvmlInit");
    m_initialised = true;
    return std::nullopt;
}

void NvmlProbe::findByAddress(const std::vector<PciGpu> &known, Discovery &found)
{
    for (const PciGpu &gpu : known) {
        if (m_sysfs.isAsleep(gpu.folder)) {
            Gpu &sleeper = m_gpus.emplace_back();
            sleeper.device.id = sleeper.device.pciBusId = gpu.busId;
            sleeper.device.name = "NVIDIA GPU";
            sleeper.sysfsFolder = gpu.folder;
            continue;
        }
        nvml::Device handle = nullptr;
        const nvml::Return result = m_library->handleByPciBusId(gpu.busId.c_str(), &handle);
        // A container may see fewer GPUs than the bus has.
        if (result == nvml::kNotFound || result == nvml::kInvalidArgument || result == nvml::kGpuNotFound) continue;
        if (result == nvml::kSuccess)
            add(handle, gpu.busId, gpu.folder);
        else
            found.problems.push_back(problem(result, gpu.busId, "nvmlDeviceGetHandleByPciBusId"));
    }
}

void NvmlProbe::findByIndex(Discovery &found)
{
    unsigned count = 0;
    if (const nvml::Return result = m_library->count(&count); result != nvml::kSuccess) {
        found.problems.push_back(problem(result, {}, "nvmlDeviceGetCount"));
        return;
    }
    for (unsigned index = 0; index < std::min(count, kMostGpus); ++index) {
        nvml::Device handle = nullptr;
        const nvml::Return result = m_library->handleByIndex(index, &handle);
        if (result == nvml::kSuccess)
            add(handle, busIdOf(handle), {});
        else
            found.problems.push_back(problem(result, std::format("nvml:{}", index), "nvmlDeviceGetHandleByIndex"));
    }
}

std::string NvmlProbe::busIdOf(nvml::Device handle) const
{
    nvml::PciInfo info{};
    if (m_library->pciInfo == nullptr || m_library->pciInfo(handle, &info) != nvml::kSuccess) return {};
    return normalisedBusId(std::format("{:04x}:{:02x}:{:02x}.0", info.domain, info.bus & 0xff, info.device & 0xff));
}

void NvmlProbe::add(nvml::Device handle, std::string busId, std::filesystem::path folder)
{
    std::array<char, 97> name{};
    if (m_library->name != nullptr) (void)m_library->name(handle, name.data(), 96);
    Gpu gpu;
    gpu.handle = handle;
    gpu.sysfsFolder = std::move(folder);
    gpu.device.id = busId.empty() ? std::format("nvml:{}", m_gpus.size()) : busId;
    gpu.device.pciBusId = std::move(busId);
    gpu.device.name = harmlessName(name.data());
    gpu.device.relativeError = nvmlRelativeError(gpu.device.name);
    int major = 0;
    int minor = 0;
    if (m_library->computeCapability != nullptr &&
        m_library->computeCapability(handle, &major, &minor) == nvml::kSuccess)
        gpu.sensor = nvmlSensorOf(major, minor);
    gpu.device.updatePeriod = gpu.sensor.update;
    chooseCalls(gpu);
    m_gpus.push_back(std::move(gpu));
}

void NvmlProbe::chooseCalls(Gpu &gpu) const
{
    double ignored = 0;
    // GPU alone before the module, which holds memory and voltage regulators of boards like Grace Hopper.
    for (const PowerCall call : {PowerCall::InstantField, PowerCall::AverageField}) {
        const unsigned field = call == PowerCall::InstantField ? nvml::kFieldPowerInstant : nvml::kFieldPowerAverage;
        for (const unsigned scope : {nvml::kScopeGpu, nvml::kScopeModule}) {
            if (gpu.powerCall != PowerCall::None) break;
            if (fieldMilliwatts(gpu, field, scope, ignored) != nvml::kSuccess) continue;
            gpu.powerCall = call;
            gpu.scope = scope;
        }
    }
    if (unsigned milliwatts = 0; gpu.powerCall == PowerCall::None && m_library->powerUsage != nullptr &&
                                 m_library->powerUsage(gpu.handle, &milliwatts) == nvml::kSuccess)
        gpu.powerCall = PowerCall::Usage;
    unsigned long long millijoules = 0;
    gpu.hasCounter =
        m_library->totalEnergy != nullptr && m_library->totalEnergy(gpu.handle, &millijoules) == nvml::kSuccess;
}

std::optional<ProbeProblem> NvmlProbe::read(std::size_t index, Depth depth, DeviceReading &reading)
{
    const Gpu &gpu = m_gpus[index];
    if (!gpu.sysfsFolder.empty() && m_sysfs.isAsleep(gpu.sysfsFolder)) {
        reading.asleep = true;
        return std::nullopt;
    }
    // It slept when it was looked for and is awake now: look again, to get its handle.
    if (gpu.handle == nullptr)
        return ProbeProblem{ProblemKind::Changed, std::string(name()), gpu.device.id, {}, {}, {}};
    const nvml::Return power = readPower(gpu, reading);
    if (power == nvml::kGpuIsLost || power == nvml::kResetRequired || power == nvml::kUninitialized)
        return problem(power, gpu.device.id, "power");
    // A call of the counter may take 2.4 ms, so it is left to the slower readings where there is a power to read.
    if (depth == Depth::Everything || gpu.powerCall == PowerCall::None) {
        const nvml::Return energy = readEnergy(gpu, reading);
        if (energy == nvml::kGpuIsLost) return problem(energy, gpu.device.id, "nvmlDeviceGetTotalEnergyConsumption");
    }
    if (depth == Depth::Everything) {
        readState(gpu, reading);
        readMemory(gpu, reading);
        readProcesses(gpu, reading);
    }
    if (reading.power || reading.energy) return std::nullopt;
    return problem(power, gpu.device.id, "power");
}

nvml::Return NvmlProbe::fieldMilliwatts(const Gpu &gpu, unsigned field, unsigned scope, double &milliwatts) const
{
    if (m_library->fieldValues == nullptr) return nvml::kNotSupported;
    nvml::FieldValue value{};
    value.fieldId = field;
    value.scopeId = scope;
    value.result = nvml::kUnknown;
    if (const nvml::Return result = m_library->fieldValues(gpu.handle, 1, &value); result != nvml::kSuccess)
        return result;
    if (value.result != nvml::kSuccess) return value.result;
    const auto number = numberOf(value);
    if (!number || !(*number >= 0)) return nvml::kUnknown;
    milliwatts = *number;
    return nvml::kSuccess;
}

nvml::Return NvmlProbe::readPower(const Gpu &gpu, DeviceReading &reading) const
{
    double milliwatts = 0;
    unsigned old = 0;
    PowerValue value;
    nvml::Return result = nvml::kNotSupported;
    switch (gpu.powerCall) {
    case PowerCall::None: return result;
    case PowerCall::InstantField:
        result = fieldMilliwatts(gpu, nvml::kFieldPowerInstant, gpu.scope, milliwatts);
        value.source = PowerSource::NvmlInstant;
        value.window = gpu.sensor.instantWindow;
        break;
    case PowerCall::AverageField:
        result = fieldMilliwatts(gpu, nvml::kFieldPowerAverage, gpu.scope, milliwatts);
        value.source = PowerSource::NvmlAverage;
        value.window = gpu.sensor.averageWindow;
        break;
    case PowerCall::Usage:
        result = m_library->powerUsage(gpu.handle, &old);
        milliwatts = old;
        value.source = PowerSource::NvmlUsage;
        value.window = gpu.sensor.usageWindow;
        break;
    }
    value.watts = milliwatts / 1000;
    if (result == nvml::kSuccess) reading.power = value;
    return result;
}

nvml::Return NvmlProbe::readEnergy(const Gpu &gpu, DeviceReading &reading) const
{
    if (!gpu.hasCounter) return nvml::kNotSupported;
    unsigned long long millijoules = 0;
    const nvml::Return result = m_library->totalEnergy(gpu.handle, &millijoules);
    if (result == nvml::kSuccess)
        reading.energy = EnergyValue{static_cast<double>(millijoules) / 1000, PowerSource::NvmlEnergy,
                                     Obtained::Measured, kCounterStep};
    return result;
}

ProbeProblem NvmlProbe::problem(nvml::Return result, const std::string &device, const char *function) const
{
    ProbeProblem trouble;
    trouble.kind = kindOf(result);
    trouble.probe = name();
    trouble.device = device;
    trouble.path = function;
    trouble.detail = m_library ? m_library->describe(result) : std::string();
    return trouble;
}

} // namespace sotto
