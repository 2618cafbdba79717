#pragma once

#include "core/models/process_probe.h"
#include "core/paths.h"

#include <memory>

namespace sotto {

/// The probe that starts this very program as its child. Thread: GUI.
[[nodiscard]] std::unique_ptr<ProcessProbe> makeProbe(const AppPaths &paths);

} // namespace sotto
