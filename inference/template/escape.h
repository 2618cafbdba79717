#pragma once

#include "inference/template/value.h"

namespace sotto::jinja {

/// The text of `value` with & < > ' " spelled for HTML, as Markup; Markup stays as it is.
[[nodiscard]] Value escaped(Run &run, const Value &value);

} // namespace sotto::jinja
