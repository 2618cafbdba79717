#include "inference/sound_options.h"

#include <algorithm>
#include <cmath>
#include <iterator>

namespace sotto {
namespace {

std::vector<Device> gpusInUse(const std::vector<Device> &devices, const OffloadOptions &offload)
{
    std::vector<Device> gpus;
    for (const DeviceKind kind : {DeviceKind::Gpu, DeviceKind::IntegratedGpu}) {
        std::ranges::copy_if(devices, std::back_inserter(gpus), [&](const Device &device) {
            return device.kind == kind && device.freeBytes > 0 && !std::ranges::contains(offload.devicesOff, device.id);
        });
        if (!gpus.empty()) break;
    }
    return gpus;
}

bool isThere(const std::vector<Device> &gpus, const std::string &id)
{
    return std::ranges::contains(gpus, id, &Device::id);
}

void keepMainGpu(SoundOptions &sound)
{
    std::string &main = sound.options.offload.mainGpu;
    if (main.empty() || isThere(sound.gpus, main)) return;
    sound.corrections.push_back({.reason = PlanReason::MainGpuMissing, .deviceId = main});
    main.clear();
}

void keepShares(SoundOptions &sound)
{
    std::vector<DeviceShare> &shares = sound.options.offload.shares;
    if (shares.empty()) return;
    std::erase_if(shares, [&](const DeviceShare &one) {
        return !std::isfinite(one.share) || one.share <= 0 || !isThere(sound.gpus, one.deviceId);
    });
    if (shares.empty()) sound.corrections.push_back({.reason = PlanReason::SharesUnusable});
}

void keepSplit(SoundOptions &sound)
{
    OffloadOptions &offload = sound.options.offload;
    const bool splitsMatrices = offload.splitMode == SplitMode::Row || offload.splitMode == SplitMode::Tensor;
    if (splitsMatrices && sound.gpus.size() < 2) {
        sound.corrections.push_back({.reason = PlanReason::SplitNeedsTwoGpus});
        offload.splitMode = SplitMode::Layer;
    }
    if (offload.splitMode == SplitMode::Tensor && sound.options.cacheType != CacheType::F16) {
        sound.corrections.push_back({.reason = PlanReason::TensorNeedsF16});
        sound.options.cacheType = CacheType::F16;
    }
}

/// One GPU alone: the one that was named, else the one with the most free memory.
void keepOne(SoundOptions &sound)
{
    if (sound.options.offload.splitMode != SplitMode::None || sound.gpus.empty()) return;
    const std::string &main = sound.options.offload.mainGpu;
    const auto chosen = main.empty() ? std::ranges::max_element(sound.gpus, {}, &Device::freeBytes)
                                     : std::ranges::find(sound.gpus, main, &Device::id);
    sound.gpus = {*chosen};
}

} // namespace

SoundOptions soundOptions(const LoadOptions &options, const std::vector<Device> &devices)
{
    SoundOptions sound{options, gpusInUse(devices, options.offload), {}};
    keepMainGpu(sound);
    keepShares(sound);
    keepSplit(sound);
    keepOne(sound);
    return sound;
}

} // namespace sotto
