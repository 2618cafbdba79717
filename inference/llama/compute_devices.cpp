#include "inference/llama/compute_devices.h"

#include "inference/llama/log_capture.h"

#include <llama.h>

#include <mutex>

namespace sotto {
namespace {

DeviceKind kindOf(enum ggml_backend_dev_type type)
{
    switch (type) {
    case GGML_BACKEND_DEVICE_TYPE_GPU: return DeviceKind::Gpu;
    case GGML_BACKEND_DEVICE_TYPE_IGPU: return DeviceKind::IntegratedGpu;
    case GGML_BACKEND_DEVICE_TYPE_CPU: return DeviceKind::Cpu;
    default: return DeviceKind::Accelerator;
    }
}

std::string busIdOf(ggml_backend_dev_t handle)
{
    ggml_backend_dev_props props{};
    ggml_backend_dev_get_props(handle, &props);
    return props.device_id ? props.device_id : "";
}

} // namespace

void loadComputeBackends(const std::filesystem::path &folder)
{
    static std::once_flag once;
    std::call_once(once, [&folder] {
        installLlamaLog();
        llama_backend_init();
        if (!folder.empty()) ggml_backend_load_all_from_path(folder.string().c_str());
        if (!ggml_backend_dev_by_type(GGML_BACKEND_DEVICE_TYPE_CPU)) ggml_backend_load_all();
    });
}

std::vector<Device> listComputeDevices()
{
    std::vector<Device> devices;
    for (std::size_t i = 0; i < ggml_backend_dev_count(); ++i) {
        ggml_backend_dev_t handle = ggml_backend_dev_get(i);
        Device device;
        device.id = ggml_backend_dev_name(handle);
        device.description = ggml_backend_dev_description(handle);
        device.kind = kindOf(ggml_backend_dev_type(handle));
        std::size_t free = 0;
        std::size_t total = 0;
        ggml_backend_dev_memory(handle, &free, &total);
        device.freeBytes = free;
        device.totalBytes = total;
        if (ggml_backend_reg_t registry = ggml_backend_dev_backend_reg(handle))
            device.backend = ggml_backend_reg_name(registry);
        device.busId = busIdOf(handle);
        devices.push_back(std::move(device));
    }
    return devices;
}

std::vector<DeviceChange> changeSince(const std::vector<Device> &before)
{
    std::vector<DeviceChange> changes;
    for (const Device &device : before) {
        ggml_backend_dev_t handle = ggml_backend_dev_by_name(device.id.c_str());
        if (device.kind != DeviceKind::Gpu || !handle || device.totalBytes == 0) continue;
        std::size_t free = 0;
        std::size_t total = 0;
        ggml_backend_dev_memory(handle, &free, &total);
        changes.push_back({device.id, device.totalBytes, device.freeBytes, free});
    }
    return changes;
}

} // namespace sotto
