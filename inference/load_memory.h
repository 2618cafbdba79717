#pragma once

#include "inference/offload_costs.h"
#include "inference/offload_plan.h"
#include "inference/step_down.h"

#include <filesystem>
#include <functional>
#include <optional>
#include <string>

namespace sotto {

/// Where it is remembered what loading has taught: what dry runs said, and which plan loaded where the one that was
/// meant did not. By keys of the functions below. All are called on the engine's thread; one that is empty does
/// nothing.
struct LoadMemory {
    std::function<std::optional<BufferFigures>(const std::string &key)> recallFigures{};
    std::function<void(const std::string &key, const BufferFigures &figures)> rememberFigures{};
    std::function<std::optional<LoadPlan>(const std::string &key)> recallPlan{};
    std::function<void(const std::string &key, const LoadPlan &plan)> rememberPlan{};
};

/// Names all that a dry run's answer depends on: the file by path, size and time, the engine by `engine`, the devices,
/// and what goes where. Reads the file's state from the disk. Thread: any.
[[nodiscard]] std::string figuresKey(const std::filesystem::path &file, const std::string &engine,
                                     const OffloadPlan &plan);
/// The same for a plan that did not load as it was meant: `meant` is part of the key, so that a plan that is drawn up
/// otherwise, because memory has become free or options have changed, is tried.
[[nodiscard]] std::string planKey(const std::filesystem::path &file, const std::string &engine, const OffloadPlan &plan,
                                  const LoadPlan &meant);

} // namespace sotto
