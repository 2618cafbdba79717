#include "inference/llama/model_params.h"

#include <algorithm>
#include <format>

namespace sotto {
namespace {

llama_split_mode splitModeOf(SplitMode mode)
{
    switch (mode) {
    case SplitMode::None: return LLAMA_SPLIT_MODE_NONE;
    case SplitMode::Row: return LLAMA_SPLIT_MODE_ROW;
    case SplitMode::Tensor: return LLAMA_SPLIT_MODE_TENSOR;
    case SplitMode::Layer: break;
    }
    return LLAMA_SPLIT_MODE_LAYER;
}

llama_load_mode loadModeOf(WeightAccess access, llama_load_mode automatic)
{
    switch (access) {
    case WeightAccess::Mapped: return LLAMA_LOAD_MODE_MMAP;
    case WeightAccess::Read: return LLAMA_LOAD_MODE_NONE;
    case WeightAccess::MappedLocked: return LLAMA_LOAD_MODE_MMAP_MLOCK;
    case WeightAccess::Locked: return LLAMA_LOAD_MODE_MLOCK;
    case WeightAccess::Automatic: break;
    }
    return automatic;
}

} // namespace

ModelParams::ModelParams(const OffloadPlan &plan, const OffloadOptions &offload)
    : m_params(llama_model_default_params())
{
    m_params.n_gpu_layers = plan.gpuLayers;
    m_params.use_extra_bufts = true;
    m_params.load_mode = loadModeOf(offload.access, m_params.load_mode);
    useDevices(plan);
    moveTensors(plan);
}

/// Only GPUs that take layers are named: llama would make buffers on the others. The layers of each are its part of the
/// split, which llama's arithmetic turns back into just those layers (see offload_spread.h).
void ModelParams::useDevices(const OffloadPlan &plan)
{
    for (const DevicePlan &device : plan.devices) {
        if (device.kind == DeviceKind::Cpu || device.layers == 0) continue;
        ggml_backend_dev_t handle = ggml_backend_dev_by_name(device.deviceId.c_str());
        if (!handle || m_devices.size() >= llama_max_devices()) continue;
        m_devices.push_back(handle);
        m_split.push_back(static_cast<float>(device.layers));
    }
    m_params.split_mode = m_devices.size() > 1 ? splitModeOf(plan.splitMode) : LLAMA_SPLIT_MODE_LAYER;
    m_devices.push_back(nullptr);
    m_split.resize(std::max(llama_max_devices(), m_split.size()), 0.0F);
    m_params.main_gpu = 0;
    m_params.devices = m_devices.data();
    m_params.tensor_split = m_split.data();
}

void ModelParams::moveTensors(const OffloadPlan &plan)
{
    const int first = plan.layerCount - plan.gpuLayers;
    for (int i = 0; i < plan.expertLayersOnCpu; ++i)
        m_patterns.push_back(std::format(R"(^blk\.{}\.ffn_(up|down|gate_up|gate)_(ch|)exps)", first + i));
    if (plan.partialLayer) m_patterns.push_back(std::format(R"(^blk\.{}\.ffn_(up|down|gate)\.)", *plan.partialLayer));
    if (m_patterns.empty()) return;
    m_patterns.resize(std::min(m_patterns.size(), llama_max_tensor_buft_overrides() - 1));
    ggml_backend_dev_t cpu = ggml_backend_dev_by_type(GGML_BACKEND_DEVICE_TYPE_CPU);
    for (const std::string &pattern : m_patterns)
        m_overrides.push_back({pattern.c_str(), ggml_backend_dev_buffer_type(cpu)});
    m_overrides.push_back({nullptr, nullptr});
    m_params.tensor_buft_overrides = m_overrides.data();
}

llama_context_params contextParamsFor(const OffloadPlan &plan, CacheType type, const Tuning &tuning)
{
    llama_context_params params = llama_context_default_params();
    params.n_ctx = plan.contextLength;
    params.n_batch = kBatchTokens;
    params.n_ubatch = kBatchTokens;
    params.n_seq_max = 1;
    params.n_threads = tuning.threads;
    params.n_threads_batch = tuning.batchThreads;
    const bool packed = type == CacheType::Q8_0; // llama packs values for flash attention only
    params.flash_attn_type = packed ? LLAMA_FLASH_ATTN_TYPE_ENABLED : LLAMA_FLASH_ATTN_TYPE_AUTO;
    params.type_k = params.type_v = packed ? GGML_TYPE_Q8_0 : GGML_TYPE_F16;
    params.swa_full = false;
    params.offload_kqv = plan.gpuLayers > 0 && plan.cacheOnGpu;
    params.op_offload = plan.gpuLayers > 0;
    params.no_perf = true;
    return params;
}

llama_model *openModelFiles(const std::vector<std::filesystem::path> &parts, const llama_model_params &params)
{
    std::vector<std::string> names;
    std::vector<const char *> pointers;
    names.reserve(parts.size());
    for (const auto &part : parts)
        pointers.push_back(names.emplace_back(part.string()).c_str());
    return pointers.size() > 1 ? llama_model_load_from_splits(pointers.data(), pointers.size(), params)
                               : llama_model_load_from_file(pointers.front(), params);
}

std::vector<std::filesystem::path> filesOf(const ModelSpec &spec, const std::filesystem::path &path)
{
    return spec.parts.size() > 1 ? spec.parts : std::vector{path};
}

} // namespace sotto
