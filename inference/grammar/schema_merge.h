#pragma once

#include "base/result.h"
#include "inference/json/json_value.h"

namespace sotto {

/// A schema that texts fit which fit `a` and `b` both: properties, required names, types and bounds put together.
/// $ref must have been resolved in both. Errors: GrammarInvalid, where a keyword stands in both and the two cannot
/// be put together. Thread: any.
[[nodiscard]] Result<JsonValue> mergeSchemas(const JsonValue &a, const JsonValue &b);

} // namespace sotto
