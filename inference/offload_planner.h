#pragma once

#include "base/bytes.h"
#include "base/result.h"
#include "inference/model.h"
#include "inference/offload_costs.h"
#include "inference/offload_plan.h"

namespace sotto {

/// What there is to put a model on.
struct Machine {
    std::vector<Device> devices;         ///< As ggml lists them; the CPU need not be among them.
    std::uint64_t systemFreeBytes = 0;   ///< Of system memory.
    std::uint64_t marginBytes = 1 * GiB; ///< Kept free on each GPU.
    int mostLayers = kAllLayers;         ///< More than that are not put on GPUs unless the person says so.
};

/// Where each part of a model goes. As the options say; what they leave open:
///
/// * context: the longest of chooseContext()'s and the shorter ones down to 4k with which no fewer layers are on the
///   GPUs than with 4k; where memory is short in all, down to 2k;
/// * layers: as many as the GPUs hold beside their margins, from the output layer backwards; one GPU alone where it
///   holds all (without a second one waiting for it), else each by what it has free. A mixture's experts go to the CPU
///   before whole layers do; of a dense model, one block more may be there without its feed-forward weights;
/// * a GPU that uses system memory counts only where there is no other, and what it takes is taken from that.
///
/// Options that llama would end the process over are corrected, and a note says so. KV cache and compute buffers are
/// `figures` where they are given, else formulas (offload_costs.h). What the person chose is planned even where it does
/// not fit, with a note. Errors: NotEnoughMemory when system memory and the GPUs' together do not hold it (amounts in
/// `needed` and `available`). Pure. Thread: any.
[[nodiscard]] Result<OffloadPlan> planOffload(const ModelSpec &spec, const LoadOptions &options, const Machine &machine,
                                              const BufferFigures *figures = nullptr);

/// The cache type that a model with these heads can have: q8_0 packs 32 values into a block, so a head's keys and
/// values must be multiples of it, else f16 stands in. Pure. Thread: any.
[[nodiscard]] CacheType usableCacheType(const ModelSpec &spec, CacheType wanted);

/// Bytes of a KV cache: for each layer context · kv_heads · (key + value length) · bytes a value, which are 2 for f16
/// and 34/32 for q8_0 (ggml's block of 32 bytes and a half-precision scale). Where a block's tensors tell its keys and
/// values, or that it has a state instead, they are taken. Models with sliding windows take less, so this is an upper
/// estimate. A type that the model cannot have counts as what stands in for it.
[[nodiscard]] std::uint64_t estimatedKvCacheBytes(const ModelSpec &spec, std::uint32_t contextLength,
                                                  CacheType type = CacheType::F16);
/// Of one block.
[[nodiscard]] std::uint64_t estimatedLayerCacheBytes(const ModelSpec &spec, std::size_t layer,
                                                     std::uint32_t contextLength, CacheType type = CacheType::F16);

/// Bytes that q8_0 saves of an f16 cache of that length; 0 where the model cannot have it. Estimates. Thread: any.
[[nodiscard]] std::uint64_t estimatedCacheSaving(const ModelSpec &spec, std::uint32_t contextLength);

} // namespace sotto
