#include "core/energy/model_gpus.h"

#include <algorithm>

namespace sotto {

std::optional<std::vector<std::string>> gpusWithLayers(const LoadedModel &model, const std::vector<Device> &devices)
{
    std::vector<std::string> addresses;
    for (const std::string &id : model.layerDevices) {
        const auto known = std::ranges::find(devices, id, &Device::id);
        const bool isCpu = known == devices.end() ? id == "CPU" : known->kind == DeviceKind::Cpu;
        if (isCpu) continue;
        if (known == devices.end() || known->busId.empty()) return std::nullopt;
        if (!std::ranges::contains(addresses, known->busId)) addresses.push_back(known->busId);
    }
    return addresses;
}

} // namespace sotto
