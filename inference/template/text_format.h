#pragma once

#include "inference/template/evaluator.h"

namespace sotto::jinja {

/// How one value is to be written: Python's format specification, and what `%` knows of it.
struct FormatSpec {
    char32_t fill = U' ';
    char align = '\0'; ///< '<', '>', '^', '='; nothing: numbers to the right, all else to the left.
    char sign = '\0';  ///< '+', '-' or ' ', where one was given.
    bool alternate = false;
    bool fillsWithZeros = false; ///< Where nothing else was said, and then behind the sign of a number.
    std::int64_t width = 0;
    char grouping = '\0';
    std::optional<std::int64_t> precision;
    char type = '\0';
    TextOrigin origin = TextOrigin::Template; ///< Of what comes of the specification: filling, signs, digits.
};

/// `format(value, spec)`, for texts and numbers.
[[nodiscard]] Value formatValue(Run &run, const Value &value, const FormatSpec &spec);
/// repr() with `\\x`, `\\u` and `\\U` in place of what is not ASCII.
[[nodiscard]] Value asciiRepr(Run &run, const Value &value);
/// str.format().
[[nodiscard]] Value formatBraces(Evaluator &evaluator, const Text &text, const CallArguments &arguments);

} // namespace sotto::jinja
