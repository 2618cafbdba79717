#include "core/models/fake_devices.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace sotto {
namespace {

using namespace Qt::StringLiterals;

constexpr double kMostMib = 1ULL << 40;
constexpr qsizetype kMostThoughtDevices = 16; // as many as llama takes

std::uint64_t bytesOf(const QJsonValue &mib)
{
    return static_cast<std::uint64_t>(std::clamp(mib.toDouble(), 0.0, kMostMib)) * MiB;
}

std::optional<Device> deviceFrom(const QJsonObject &object)
{
    if (!object["total_mib"_L1].isDouble() || !object["free_mib"_L1].isDouble()) return std::nullopt;
    Device device;
    device.id = object["name"_L1].toString().toStdString();
    device.backend = object["backend"_L1].toString().toStdString();
    device.description = object["description"_L1].toString().toStdString();
    device.totalBytes = bytesOf(object["total_mib"_L1]);
    device.freeBytes = std::min(bytesOf(object["free_mib"_L1]), device.totalBytes);
    const bool integrated = object["kind"_L1].toString() == "integrated-gpu"_L1;
    device.kind = integrated ? DeviceKind::IntegratedGpu : DeviceKind::Gpu;
    if (device.backend == "CPU") device.kind = DeviceKind::Cpu;
    return device.id.empty() ? std::nullopt : std::optional(device);
}

} // namespace

Result<Machine> machineFromJson(const QByteArray &json)
{
    const QJsonDocument document = QJsonDocument::fromJson(json);
    if (!document.isArray()) return fail(ErrorCode::InvalidRequest, {}, "not a JSON array");
    if (document.array().size() > kMostThoughtDevices) return fail(ErrorCode::InvalidRequest, {}, "too many devices");
    Machine machine;
    machine.systemFreeBytes = kEndlessMemory;
    for (const QJsonValue &item : document.array()) {
        const auto device = deviceFrom(item.toObject());
        if (!device) return fail(ErrorCode::InvalidRequest, {}, "a device needs name, total_mib and free_mib");
        if (std::ranges::contains(machine.devices, device->id, &Device::id))
            return fail(ErrorCode::InvalidRequest, {}, "two devices of one name: " + device->id);
        if (device->kind == DeviceKind::Cpu) machine.systemFreeBytes = device->freeBytes;
        machine.devices.push_back(*device);
    }
    return machine;
}

} // namespace sotto
