#pragma once

#include "inference/model.h"

#include <filesystem>
#include <vector>

namespace sotto {

/// Loads ggml's backends from the system's own place and from `folder` (unless empty). The first call in the
/// process does it; later ones, whatever their folder, do nothing, since a backend cannot be loaded twice.
/// Thread: any.
void loadComputeBackends(const std::filesystem::path &folder);

/// The devices ggml knows now, with their memory. Thread: any, after loadComputeBackends().
[[nodiscard]] std::vector<Device> listComputeDevices();

/// What has changed in the free memory of GPUs with memory of their own since `before` was listed. Thread: any.
[[nodiscard]] std::vector<DeviceChange> changeSince(const std::vector<Device> &before);

} // namespace sotto
