#pragma once

#include "inference/json/json_value.h"
#include "inference/template/value.h"

namespace sotto::jinja {

/// As Python's json.loads() makes it: numbers without point and exponent are whole. All texts in it are of `origin`.
/// Throws Fault where a whole number is too large.
[[nodiscard]] Value fromJson(Run &run, const JsonValue &json, TextOrigin origin);

struct JsonForm {
    bool ensureAscii = false;
    std::optional<MarkedText> indent; ///< Of one level; nothing: all on one line.
    MarkedText itemSeparator;
    MarkedText keySeparator;
    bool sortKeys = false;
};

/// Writes JSON as Python's json.dumps() does. Throws Fault for what JSON has no form for.
[[nodiscard]] Value dumpJson(Run &run, const Value &value, const JsonForm &form);

} // namespace sotto::jinja
