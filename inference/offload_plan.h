#pragma once

#include "inference/device.h"
#include "inference/offload_options.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace sotto {

/// What one device gets. Bytes as they are expected.
struct DevicePlan {
    std::string deviceId;
    DeviceKind kind = DeviceKind::Cpu;
    int layers = 0; ///< Blocks, the output layer counted as one more.
    std::uint64_t weights = 0;
    std::uint64_t kvCache = 0;
    std::uint64_t compute = 0;
    std::uint64_t projector = 0;   ///< What turns pictures or sound into tokens.
    std::uint64_t freeBytes = 0;   ///< Before loading.
    std::uint64_t marginBytes = 0; ///< Of these, kept for other programs.

    [[nodiscard]] std::uint64_t total() const;
    [[nodiscard]] bool fits() const;
    bool operator==(const DevicePlan &) const = default;
};

/// Why a plan is as it is; core/text/plan_text.h has the words. What `count`, `of`, `bytes` and `deviceId` mean:
enum class PlanReason : std::uint8_t {
    NoGpu,             ///< There is none.
    GpusOff,           ///< All are switched off.
    CpuOnlyChosen,     ///< The person wants none.
    LayersChosen,      ///< The person chose `count` of `of` layers.
    FewerAfterFailure, ///< `count` of `of` layers, since loading more of them failed.
    AllFit,            ///< All `of` layers.
    SomeFit,           ///< `count` of `of` layers; `bytes` stay free on the GPUs.
    NoneFits,          ///< Not even one of `of`; `bytes` are kept free.
    OneGpuIsEnough,    ///< `deviceId` takes all that several could.
    ExpertsOnCpu,      ///< Of `count` layers, their experts.
    PartOfLayer,       ///< Of layer `count`, all but its feed-forward weights.
    ContextShorter,    ///< `count` tokens instead of `of`, so that more of the model is on the GPUs.
    ContextCut,        ///< `count` tokens instead of `of`: there is no memory for more.
    CacheOnCpu,        ///< The person wants the KV cache there.
    OverBudget,        ///< `deviceId` lacks `bytes` for what the person chose.
    SplitNeedsTwoGpus, ///< Rows and tensors cannot be split over one; whole layers are.
    TensorNeedsF16,    ///< A split by tensors has no quantised cache; it is f16.
    MainGpuMissing,    ///< `deviceId` is not there or off.
    SharesUnusable,    ///< The proportions name no GPU that is there; free memory decides.
    Estimated,         ///< KV cache and compute buffers are by a formula, not by the engine's dry run.
};

struct PlanNote {
    PlanReason reason{};
    std::uint64_t count = 0;
    std::uint64_t of = 0;
    std::uint64_t bytes = 0;
    std::string deviceId{};

    bool operator==(const PlanNote &) const = default;
};

/// Where every part of a model goes, and what that is expected to take.
struct OffloadPlan {
    std::uint32_t contextLength = 0; ///< Tokens.
    int gpuLayers = 0;  ///< As llama counts them, from the end: the output layer is the first, then the last block.
    int layerCount = 0; ///< Blocks, and the output layer as one more.
    int expertLayersOnCpu = 0;              ///< The first so many of the blocks on the GPU leave their experts behind.
    std::optional<int> partialLayer;        ///< This block is on the GPU without its feed-forward weights.
    SplitMode splitMode = SplitMode::Layer; ///< With one GPU always Layer.
    bool cacheOnGpu = true;
    bool quantizedCache = false;
    bool estimated = true;           ///< KV cache and compute buffers by a formula.
    std::vector<DevicePlan> devices; ///< GPUs in the order in which they take layers, all that could be used; then the
                                     ///< CPU, always last.
    std::vector<PlanNote> notes;

    [[nodiscard]] std::uint64_t weightBytes() const;
    [[nodiscard]] std::uint64_t kvCacheBytes() const;
    [[nodiscard]] std::uint64_t computeBytes() const;
    [[nodiscard]] std::uint64_t totalBytes() const;
    /// On devices with memory of their own or not, but the CPU.
    [[nodiscard]] std::uint64_t gpuBytes() const;
    /// No GPU is asked for more than it has free without its margin.
    [[nodiscard]] bool fits() const;
    [[nodiscard]] const PlanNote *note(PlanReason reason) const;
    /// The device of block `layer`, or of the output for layerCount − 1; "CPU" for what stays there.
    [[nodiscard]] std::string deviceOf(int layer) const;

    bool operator==(const OffloadPlan &) const = default;
};

} // namespace sotto
