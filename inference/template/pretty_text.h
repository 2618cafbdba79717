#pragma once

#include "inference/template/value_text.h"

namespace sotto::jinja {

/// What Python's pprint.pformat() gives, 80 columns wide: what does not fit in a line is broken at its items, long
/// texts between words, and dicts are sorted by key. Every byte of a text keeps its origin. Thread: any.
[[nodiscard]] Value prettyText(Run &run, const Value &value);

} // namespace sotto::jinja
