#pragma once

#include "app/cli/command_line.h"

namespace sotto {

/// Reads the arguments of "models list", "models pull" and their siblings.
[[nodiscard]] Parsed parseModelsCommand(const QString &command, const QStringList &arguments);

} // namespace sotto
