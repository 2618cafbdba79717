#include "inference/offload_plan.h"

#include "inference/saturating.h"

#include <algorithm>

namespace sotto {
namespace {

std::uint64_t sumOfPlans(const std::vector<DevicePlan> &devices, std::uint64_t DevicePlan::*part)
{
    std::uint64_t sum = 0;
    for (const DevicePlan &device : devices)
        sum = plus(sum, device.*part);
    return sum;
}

} // namespace

std::uint64_t DevicePlan::total() const
{
    return plus(plus(weights, kvCache), plus(compute, projector));
}

bool DevicePlan::fits() const
{
    return plus(total(), marginBytes) <= freeBytes;
}

std::uint64_t OffloadPlan::weightBytes() const
{
    return sumOfPlans(devices, &DevicePlan::weights);
}

std::uint64_t OffloadPlan::kvCacheBytes() const
{
    return sumOfPlans(devices, &DevicePlan::kvCache);
}

std::uint64_t OffloadPlan::computeBytes() const
{
    return sumOfPlans(devices, &DevicePlan::compute);
}

std::uint64_t OffloadPlan::totalBytes() const
{
    std::uint64_t sum = 0;
    for (const DevicePlan &device : devices)
        sum = plus(sum, device.total());
    return sum;
}

std::uint64_t OffloadPlan::gpuBytes() const
{
    std::uint64_t sum = 0;
    for (const DevicePlan &device : devices)
        if (device.kind != DeviceKind::Cpu) sum = plus(sum, device.total());
    return sum;
}

bool OffloadPlan::fits() const
{
    return std::ranges::all_of(devices, [](const DevicePlan &device) {
        return device.kind == DeviceKind::Cpu || device.total() == 0 || device.fits();
    });
}

const PlanNote *OffloadPlan::note(PlanReason reason) const
{
    const auto found = std::ranges::find(notes, reason, &PlanNote::reason);
    return found == notes.end() ? nullptr : &*found;
}

std::string OffloadPlan::deviceOf(int layer) const
{
    int from = layerCount - gpuLayers;
    if (layer < from) return "CPU";
    for (const DevicePlan &device : devices) {
        if (device.kind == DeviceKind::Cpu) break;
        from += device.layers;
        if (layer < from) return device.deviceId;
    }
    return "CPU";
}

} // namespace sotto
