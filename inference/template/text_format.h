#pragma once

#include "inference/template/evaluator.h"

namespace sotto::jinja {

/// How one value is to be written: Python's format specification, and what `%` knows of it.
struct FormatSpec {
    char32_t fill = U' ';
    char align = '\0'; ///< '<', '>', '^', '='; nothing: numbers to the right, all else to the left.
    char sign = '-';
    bool alternate = false;
    std::int64_t width = 0;
    char grouping = '\0';
    std::optional<std::int64_t> precision;
    char type = '\0';
};

/// `format(value, spec)`, for texts and numbers.
[[nodiscard]] Value formatValue(Run &run, const Value &value, const FormatSpec &spec);
/// str.format().
[[nodiscard]] Value formatBraces(Evaluator &evaluator, const Text &text, const CallArguments &arguments);

} // namespace sotto::jinja
