#include "inference/offload_planner.h"

#include "base/bytes.h"

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <iterator>
#include <limits>
#include <numeric>
#include <optional>
#include <span>
#include <utility>

namespace sotto {
namespace {

constexpr std::uint64_t kCacheBlock = 32;       // values of q8_0 that share a scale (ggml's QK8_0)
constexpr std::uint64_t kBatchTokens = 512;     // llama.cpp's n_ubatch
constexpr std::uint64_t kActivationBuffers = 8; // rows of the embedding's width alive at once, f32

std::uint64_t product(std::initializer_list<std::uint64_t> factors)
{
    std::uint64_t result = 1;
    for (const std::uint64_t factor : factors) {
        result = checkedMul(result, factor).value_or(std::numeric_limits<std::uint64_t>::max());
    }
    return result;
}

std::uint64_t plus(std::uint64_t a, std::uint64_t b)
{
    return checkedAdd(a, b).value_or(std::numeric_limits<std::uint64_t>::max());
}

std::uint64_t less(std::uint64_t a, std::uint64_t b)
{
    return a > b ? a - b : 0;
}

/// What each block and the output layer after them take, summed up from the front.
class Stack final {
public:
    Stack(const ModelSpec &spec, std::uint64_t cacheBytes) : m_sums{0}
    {
        const std::uint64_t blockCount = spec.layerBytes.size();
        std::uint64_t blocks = 0;
        for (const std::uint64_t bytes : spec.layerBytes) {
            m_sums.push_back(plus(m_sums.back(), plus(bytes, cacheBytes / blockCount)));
            blocks = plus(blocks, bytes);
        }
        // The input embedding stays in system memory, but a model that ties it to the output copies it.
        m_sums.push_back(plus(m_sums.back(), less(spec.tensorBytes, blocks)));
    }

    [[nodiscard]] std::size_t size() const { return m_sums.size() - 1; }
    [[nodiscard]] std::uint64_t bytes(std::size_t from, std::size_t to) const { return m_sums[to] - m_sums[from]; }

private:
    std::vector<std::uint64_t> m_sums;
};

/// Where in the last `layers` layers each device's share begins and ends: llama.cpp hands them out in
/// proportion to free memory (llama-model.cpp, load_tensors).
std::vector<std::size_t> shareEnds(std::span<const std::uint64_t> freeBytes, std::size_t layers)
{
    const double all = std::accumulate(freeBytes.begin(), freeBytes.end(), 0.0);
    std::vector<std::size_t> ends;
    double sum = 0.0;
    for (const std::uint64_t free : freeBytes) {
        sum += static_cast<double>(free);
        const double share = sum / all;
        // Layer i belongs to the first device whose cumulative share is above i / layers.
        ends.push_back(std::min(layers, static_cast<std::size_t>(std::ceil(share * static_cast<double>(layers)))));
    }
    ends.back() = layers;
    return ends;
}

/// Bytes on the GPUs with that many layers there; nothing where one of them would overflow.
std::optional<std::uint64_t> placed(const Stack &stack, std::span<const std::uint64_t> freeBytes, std::size_t layers,
                                    std::uint64_t computeBytes, std::uint64_t marginBytes)
{
    std::uint64_t sum = 0;
    std::size_t from = stack.size() - layers;
    const std::size_t first = from;
    std::size_t device = 0;
    for (const std::size_t end : shareEnds(freeBytes, layers)) {
        const std::uint64_t weights = stack.bytes(from, first + end);
        const std::uint64_t here = first + end > from ? plus(weights, computeBytes) : 0;
        if (plus(here, here > 0 ? marginBytes : 0) > freeBytes[device]) return std::nullopt;
        sum = plus(sum, here);
        from = first + end;
        ++device;
    }
    return sum;
}

/// The GPUs llama.cpp would use: those with memory of their own, or else the one built in.
std::vector<Device> usableGpus(const std::vector<Device> &devices, std::uint64_t systemFreeBytes)
{
    std::vector<Device> gpus;
    for (const DeviceKind kind : {DeviceKind::Gpu, DeviceKind::IntegratedGpu}) {
        std::ranges::copy_if(devices, std::back_inserter(gpus),
                             [kind](const Device &d) { return d.kind == kind && d.freeBytes > 0; });
        if (!gpus.empty()) break;
    }
    for (Device &gpu : gpus) {
        if (gpu.kind == DeviceKind::IntegratedGpu) gpu.freeBytes = std::min(gpu.freeBytes, systemFreeBytes);
    }
    std::erase_if(gpus, [](const Device &gpu) { return gpu.freeBytes == 0; });
    return gpus;
}

std::uint64_t estimatedComputeBytes(const ModelSpec &spec, std::uint32_t contextLength)
{
    const std::uint64_t logits = product({kBatchTokens, spec.vocabularySize, sizeof(float)});
    const std::uint64_t activations = product({kBatchTokens, spec.embeddingLength, sizeof(float), kActivationBuffers});
    const std::uint64_t mask = product({kBatchTokens, contextLength, sizeof(float)});
    return plus(plus(logits, activations), mask);
}

} // namespace

CacheType usableCacheType(const ModelSpec &spec, CacheType wanted)
{
    const bool divides = spec.keyLength % kCacheBlock == 0 && spec.valueLength % kCacheBlock == 0;
    return divides ? wanted : CacheType::F16;
}

std::uint64_t estimatedKvCacheBytes(const ModelSpec &spec, std::uint32_t contextLength, CacheType type)
{
    const std::uint64_t headValues = std::uint64_t{spec.keyLength} + spec.valueLength;
    const bool packed = usableCacheType(spec, type) == CacheType::Q8_0;
    const std::uint64_t bytes = packed ? headValues / kCacheBlock * (kCacheBlock + 2) : headValues * 2;
    return product({spec.layerCount, contextLength, spec.headCountKv, bytes});
}

std::uint64_t estimatedCacheSaving(const ModelSpec &spec, std::uint32_t contextLength)
{
    return less(estimatedKvCacheBytes(spec, contextLength, CacheType::F16),
                estimatedKvCacheBytes(spec, contextLength, CacheType::Q8_0));
}

Result<OffloadPlan> planOffload(const ModelSpec &spec, std::uint32_t contextLength, const std::vector<Device> &devices,
                                std::uint64_t systemFreeBytes, std::uint64_t marginBytes, CacheType cacheType)
{
    OffloadPlan plan;
    plan.weightBytes = spec.tensorBytes;
    plan.kvCacheBytes = estimatedKvCacheBytes(spec, contextLength, cacheType);
    plan.computeBytes = estimatedComputeBytes(spec, contextLength);

    const std::vector<Device> gpus = usableGpus(devices, systemFreeBytes);
    std::vector<std::uint64_t> freeBytes;
    std::ranges::transform(gpus, std::back_inserter(freeBytes), &Device::freeBytes);
    const Stack stack(spec, plan.kvCacheBytes);
    for (std::size_t layers = gpus.empty() || spec.layerBytes.empty() ? 0 : stack.size(); layers > 0; --layers) {
        const auto bytes = placed(stack, freeBytes, layers, plan.computeBytes, marginBytes);
        if (!bytes) continue;
        plan.gpuLayers = static_cast<int>(layers);
        plan.gpuBytes = std::min(*bytes, plan.totalBytes());
        break;
    }

    const bool shared = !gpus.empty() && gpus.front().kind == DeviceKind::IntegratedGpu;
    const std::uint64_t elsewhere = shared ? 0 : plan.gpuBytes;
    if (less(plan.totalBytes(), elsewhere) <= systemFreeBytes) return plan;
    Error error(ErrorCode::NotEnoughMemory);
    error.needed = plan.totalBytes();
    error.available = plus(systemFreeBytes, elsewhere);
    return fail(std::move(error));
}

} // namespace sotto
