// How large a KV cache is, by formula; declared in offload_planner.h.

#include "inference/offload_planner.h"
#include "inference/saturating.h"

namespace sotto {
namespace {

constexpr std::uint64_t kCacheBlock = 32; // values of q8_0 that share a scale (ggml's QK8_0)

std::uint64_t cacheBytesOf(std::uint64_t values, bool packed)
{
    return packed ? product({values / kCacheBlock, kCacheBlock + 2}) : product({values, 2});
}

} // namespace

CacheType usableCacheType(const ModelSpec &spec, CacheType wanted)
{
    const bool divides = spec.keyLength % kCacheBlock == 0 && spec.valueLength % kCacheBlock == 0;
    return divides ? wanted : CacheType::F16;
}

std::uint64_t estimatedLayerCacheBytes(const ModelSpec &spec, std::size_t layer, std::uint32_t contextLength,
                                       CacheType type)
{
    const bool packed = usableCacheType(spec, type) == CacheType::Q8_0;
    std::uint64_t values = product({spec.headCountKv, std::uint64_t{spec.keyLength} + spec.valueLength});
    std::uint64_t state = 0;
    if (layer < spec.layers.size()) {
        values = spec.layers[layer].cacheValues.value_or(values);
        state = spec.layers[layer].stateBytes;
    }
    return plus(product({contextLength, cacheBytesOf(values, packed)}), state);
}

std::uint64_t estimatedKvCacheBytes(const ModelSpec &spec, std::uint32_t contextLength, CacheType type)
{
    if (spec.layers.empty()) return product({spec.layerCount, estimatedLayerCacheBytes(spec, 0, contextLength, type)});
    std::uint64_t sum = 0;
    for (std::size_t i = 0; i < spec.layers.size(); ++i)
        sum = plus(sum, estimatedLayerCacheBytes(spec, i, contextLength, type));
    return sum;
}

std::uint64_t estimatedCacheSaving(const ModelSpec &spec, std::uint32_t contextLength)
{
    return less(estimatedKvCacheBytes(spec, contextLength, CacheType::F16),
                estimatedKvCacheBytes(spec, contextLength, CacheType::Q8_0));
}

} // namespace sotto
