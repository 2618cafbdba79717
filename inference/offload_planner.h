#pragma once

#include "base/result.h"
#include "inference/model.h"

namespace sotto {

/// How many blocks go to the GPUs, and what the model is expected to take everywhere. All bytes are estimates.
struct OffloadPlan {
    int gpuLayers = 0; ///< As llama counts them, from the end: the output layer is the first, then the last block.
    std::uint64_t weightBytes = 0;
    std::uint64_t kvCacheBytes = 0;
    std::uint64_t computeBytes = 0;
    std::uint64_t gpuBytes = 0; ///< Of totalBytes(), what lies on the GPUs.

    [[nodiscard]] std::uint64_t totalBytes() const { return weightBytes + kvCacheBytes + computeBytes; }
    bool operator==(const OffloadPlan &) const = default;
};

/// The cache type that a model with these heads can have: q8_0 packs 32 values into a block, so a head's keys and
/// values must be multiples of it, else f16 stands in. Pure. Thread: any.
[[nodiscard]] CacheType usableCacheType(const ModelSpec &spec, CacheType wanted);

/// Bytes of a KV cache: layers · context · kv_heads · (key + value length) · bytes a value, which are 2 for f16 and
/// 34/32 for q8_0 (ggml's block of 32 bytes and a half-precision scale). Models with sliding windows or states take
/// less, so this is an upper estimate. A type that the model cannot have counts as what stands in for it.
[[nodiscard]] std::uint64_t estimatedKvCacheBytes(const ModelSpec &spec, std::uint32_t contextLength,
                                                  CacheType type = CacheType::F16);

/// Bytes that q8_0 saves of an f16 cache of that length; 0 where the model cannot have it. Estimates. Thread: any.
[[nodiscard]] std::uint64_t estimatedCacheSaving(const ModelSpec &spec, std::uint32_t contextLength);

/// Picks the number of layers by what the GPUs have free, less `marginBytes` each; the rest stays in system
/// memory. Several GPUs share the layers in proportion to their free memory, as llama.cpp does it. A GPU that uses
/// system memory counts only where there is no other, and then what it takes is taken from `systemFreeBytes`.
/// Compute buffers: 512 tokens a batch · (vocabulary + 8 · embedding + context) · 4 bytes, on each GPU used.
/// Errors: NotEnoughMemory when weights, KV cache and compute buffers do not fit into `systemFreeBytes`
/// plus the GPUs' free memory (amounts in `needed` and `available`). Pure. Thread: any.
[[nodiscard]] Result<OffloadPlan> planOffload(const ModelSpec &spec, std::uint32_t contextLength,
                                              const std::vector<Device> &devices, std::uint64_t systemFreeBytes,
                                              std::uint64_t marginBytes = 1ULL << 30,
                                              CacheType cacheType = CacheType::F16);

} // namespace sotto
