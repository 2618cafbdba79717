#pragma once

#include "inference/model.h"

#include <optional>

namespace sotto {

/// Where the experts of a mixture are.
enum class ExpertPlace : std::uint8_t {
    None,  ///< The model has none, or they are not Sotto's to move.
    OnGpu, ///< Some of them at least.
    OnCpu,
};

/// What a load tries: the choices that decide how much memory it takes.
struct LoadPlan {
    std::uint32_t context = 0; ///< Tokens.
    int gpuLayers = 0;
    ExpertPlace experts = ExpertPlace::None;

    bool operator==(const LoadPlan &) const = default;
};

/// Where a load was when it failed.
enum class LoadStage : std::uint8_t {
    Weights,
    Context, ///< KV cache and compute buffers.
    WarmUp,  ///< The first computation.
};

enum class LoadFailure : std::uint8_t { OutOfMemory, Other };

/// Below this many tokens a chat is of little use, so no context is made shorter than it without being asked.
inline constexpr std::uint32_t kShortestAutomaticContext = 2048;

/// What to try after `failed` did not load; nothing where trying again cannot help. Out of memory beyond the weights:
/// half the context where `contextIsFree` (the person left it to Sotto), then a mixture's experts to system memory,
/// then half the layers on the GPU. Out of memory by the weights: the experts, then half the layers. Anything else may
/// be the device's fault, so once without it. Ends after finitely many steps. Pure. Thread: any.
[[nodiscard]] std::optional<LoadPlan> saferPlan(const LoadPlan &failed, LoadStage stage, LoadFailure failure,
                                                bool contextIsFree);

/// What lies between the plan and what loaded; nothing where they are the same. Pure. Thread: any.
[[nodiscard]] std::optional<StepDown> stepBetween(const LoadPlan &planned, const LoadPlan &loaded);

} // namespace sotto
