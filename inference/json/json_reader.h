#pragma once

#include "base/result.h"
#include "inference/json/json_value.h"

#include <cstddef>
#include <string_view>

namespace sotto {

/// How much of a JSON text is read before it is refused.
struct JsonLimits {
    std::size_t bytes = std::size_t{1} << 20;
    std::size_t depth = 64;       ///< Arrays and objects within one another.
    std::size_t values = 100'000; ///< Of all kinds, the outermost included.
};

/// Reads one JSON text (RFC 8259), nothing but white space around it; a byte order mark is passed over. Strings come
/// out as UTF-8, escapes undone; a text that is not UTF-8, or that escapes half a surrogate pair, is refused.
/// Errors: InvalidRequest; `subject` says where and what, e.g. "JSON, line 2, column 5: a colon is missing"; the column
/// counts bytes from 1. Thread: any.
[[nodiscard]] Result<JsonValue> readJson(std::string_view text, const JsonLimits &limits = {});

/// As readJson(), but whatever follows the value is left alone; `used` says where it ends. For text in which a value
/// is embedded. Bytes after the value may be anything.
[[nodiscard]] Result<JsonValue> readJsonPrefix(std::string_view text, std::size_t &used, const JsonLimits &limits = {});

} // namespace sotto
