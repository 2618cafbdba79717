#pragma once

#include "inference/llama/tiny_model.h"

#include <filesystem>
#include <string>
#include <vector>

namespace sotto::bench {

/// A model of a real one's shape with random weights; speed does not depend on what the weights say.
struct Shape {
    std::string name; ///< What it is called on the command line.
    std::string like; ///< The model whose shape it has.
    RandomModelOptions options;
};

[[nodiscard]] std::vector<Shape> shapes();
[[nodiscard]] const char *nameOf(WeightType type);
/// "Q5_0 for rows of 576" where rows do not divide into Q4_K's blocks; else empty.
[[nodiscard]] std::string standIn(const Shape &shape, WeightType type);

/// Where such a model lies in the build folder, made if it is not there yet. Empty where that fails.
[[nodiscard]] std::filesystem::path modelFile(const Shape &shape, WeightType type);
/// The same with a name of its own, for one that says what it is told to (RandomModelOptions::follows).
[[nodiscard]] std::filesystem::path modelFile(const std::string &name, const RandomModelOptions &options);

} // namespace sotto::bench
