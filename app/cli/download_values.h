#pragma once

#include "core/downloads/download_types.h"
#include "core/hub/hub_types.h"

#include <QJsonObject>

namespace sotto {

/// A phase as scripts read it; stable.
[[nodiscard]] QString wordOf(DownloadPhase phase);
[[nodiscard]] QJsonObject toJson(const DownloadState &state);
[[nodiscard]] QJsonObject toJson(const HubModel &model);
/// One line for a terminal: what, how far, how fast, how long still.
[[nodiscard]] QString progressText(const DownloadState &state);

} // namespace sotto
