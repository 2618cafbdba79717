#pragma once

#include "inference/json/json_value.h"

#include <string>
#include <string_view>

namespace sotto {

/// `value` as JSON without white space, in the order it has; numbers as they were written. Thread: any.
[[nodiscard]] std::string writeJson(const JsonValue &value);

/// `text` in quotes, escaped where JSON asks for it and nowhere else; what is not UTF-8 becomes U+FFFD.
[[nodiscard]] std::string jsonQuoted(std::string_view text);

} // namespace sotto
