#pragma once

#include "inference/template/value.h"

#include <string_view>

namespace sotto::jinja {

/// Python's arithmetic: + - * / // % **. Throws Fault where Python has none.
[[nodiscard]] Value binaryOperation(Run &run, std::string_view name, const Value &a, const Value &b);
[[nodiscard]] Value unaryOperation(std::string_view name, const Value &value);
/// Python's comparisons, `in` and `not in`.
[[nodiscard]] bool compareOperation(Run &run, std::string_view name, const Value &a, const Value &b);
/// `text % arguments`, where `arguments` is a tuple, a dict or one value.
[[nodiscard]] Value formatPercent(Run &run, const Text &text, const Value &arguments);

/// Part of a row as Python's slice counts it: `value[begin:end:step]`; each bound None where left out.
[[nodiscard]] Value sliceOf(Run &run, const Value &value, const Value &begin, const Value &end, const Value &step);

/// Whole numbers that stay within 64 bits, or a Fault.
[[nodiscard]] std::int64_t added(std::int64_t a, std::int64_t b);
[[nodiscard]] std::int64_t multiplied(std::int64_t a, std::int64_t b);

} // namespace sotto::jinja
