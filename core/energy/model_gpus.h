#pragma once

#include "inference/model.h"

#include <optional>
#include <string>
#include <vector>

namespace sotto {

/// PCI addresses of the GPUs that hold a part of the model, for EnergyRequest::gpusWithLayers; empty: all of it lies on
/// the processor. Nothing where one of its GPUs does not tell its address: then every GPU must be counted. `devices`:
/// as ggml lists them. Pure.
[[nodiscard]] std::optional<std::vector<std::string>> gpusWithLayers(const LoadedModel &model,
                                                                     const std::vector<Device> &devices);

} // namespace sotto
