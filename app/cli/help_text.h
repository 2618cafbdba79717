#pragma once

#include <QString>

namespace sotto {

/// `sotto-cli --help`: commands, exit codes, examples, in the current language.
[[nodiscard]] QString generalHelp();

} // namespace sotto
