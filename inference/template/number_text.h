#pragma once

#include "inference/template/value.h"

#include <optional>
#include <string>
#include <string_view>

namespace sotto::jinja {

/// Python's int(text, base) and float(text): spaces around and single underscores within are allowed.
[[nodiscard]] std::optional<std::int64_t> readInteger(std::string_view text, std::int64_t base);
[[nodiscard]] std::optional<double> readFloat(std::string_view text);
/// The whole part of a number. Throws Fault where it needs more than 64 bits.
[[nodiscard]] Value wholeOf(double number);
/// Python's round(number, digits): to the nearest, halves to the even one, by the exact value.
[[nodiscard]] double rounded(double number, std::int64_t digits);
/// As the filter filesizeformat writes it.
[[nodiscard]] std::string fileSizeText(double bytes, bool binary);

} // namespace sotto::jinja
