#include "app/cli/plan_values.h"

#include "app/cli/json_values.h"
#include "core/models/fake_devices.h"
#include "core/text/plan_text.h"

#include <QJsonArray>

#include <array>

namespace sotto {
namespace {

using namespace Qt::StringLiterals;

constexpr std::array kSplitWords{"layer"_L1, "none"_L1, "row"_L1, "tensor"_L1};
constexpr std::array kReasonWords{
    "no-gpu"_L1,
    "gpus-off"_L1,
    "cpu-only-chosen"_L1,
    "layers-chosen"_L1,
    "fewer-after-failure"_L1,
    "all-fit"_L1,
    "some-fit"_L1,
    "none-fits"_L1,
    "one-gpu-is-enough"_L1,
    "experts-on-cpu"_L1,
    "part-of-layer"_L1,
    "context-shorter"_L1,
    "context-cut"_L1,
    "cache-on-cpu"_L1,
    "over-budget"_L1,
    "split-needs-two-gpus"_L1,
    "tensor-needs-f16"_L1,
    "main-gpu-missing"_L1,
    "shares-unusable"_L1,
    "estimated"_L1,
};
static_assert(kReasonWords.size() == static_cast<std::size_t>(PlanReason::Estimated) + 1, "every reason has a word");

QJsonObject toJson(const DevicePlan &device, bool estimated)
{
    const auto bytes = [](std::uint64_t value) { return static_cast<qint64>(value); };
    QJsonObject object{{"id"_L1, QString::fromStdString(device.deviceId)},
                       {"kind"_L1, wordOf(device.kind)},
                       {"layers"_L1, device.layers},
                       {"weightBytes"_L1, bytes(device.weights)},
                       {"kvCacheBytes"_L1, bytes(device.kvCache)},
                       {"computeBytes"_L1, bytes(device.compute)},
                       {"totalBytes"_L1, bytes(device.total())},
                       {"marginBytes"_L1, bytes(device.marginBytes)},
                       {"fits"_L1, device.fits()},
                       {"estimated"_L1, estimated}};
    if (device.projector > 0) object.insert("projectorBytes"_L1, bytes(device.projector));
    if (device.freeBytes < kEndlessMemory) object.insert("freeBytes"_L1, bytes(device.freeBytes));
    return object;
}

QJsonObject toJson(const PlanNote &note)
{
    QJsonObject object{{"code"_L1, wordOf(note.reason)}, {"text"_L1, planText(note)}};
    if (note.of > 0 || note.count > 0) object.insert("count"_L1, static_cast<qint64>(note.count));
    if (note.of > 0) object.insert("of"_L1, static_cast<qint64>(note.of));
    if (note.bytes > 0) object.insert("bytes"_L1, static_cast<qint64>(note.bytes));
    if (!note.deviceId.empty()) object.insert("device"_L1, QString::fromStdString(note.deviceId));
    return object;
}

} // namespace

QString wordOf(SplitMode mode)
{
    return kSplitWords.at(static_cast<std::size_t>(mode));
}

QString wordOf(PlanReason reason)
{
    return kReasonWords.at(static_cast<std::size_t>(reason));
}

QJsonObject toJson(const OffloadPlan &plan)
{
    QJsonArray devices;
    for (const DevicePlan &device : plan.devices)
        devices.append(toJson(device, plan.estimated));
    QJsonArray reasons;
    for (const PlanNote &note : plan.notes)
        reasons.append(toJson(note));
    QJsonObject object{{"contextLength"_L1, static_cast<qint64>(plan.contextLength)},
                       {"gpuLayers"_L1, plan.gpuLayers},
                       {"layers"_L1, plan.layerCount},
                       {"splitMode"_L1, wordOf(plan.splitMode)},
                       {"cacheType"_L1, plan.quantizedCache ? u"q8_0"_s : u"f16"_s},
                       {"cacheOnGpu"_L1, plan.cacheOnGpu},
                       {"expertLayersOnCpu"_L1, plan.expertLayersOnCpu},
                       {"estimated"_L1, plan.estimated},
                       {"fits"_L1, plan.fits()},
                       {"totalBytes"_L1, static_cast<qint64>(plan.totalBytes())},
                       {"devices"_L1, devices},
                       {"reasons"_L1, reasons}};
    if (plan.partialLayer) object.insert("partialLayer"_L1, *plan.partialLayer);
    return object;
}

} // namespace sotto
