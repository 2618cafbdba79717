#pragma once

#include "inference/json/json_value.h"

namespace sotto::tests {

/// Whether `value` is valid against `schema`, for the keywords that grammarFromSchema() knows; written apart from it,
/// straight from the specification.
[[nodiscard]] bool fitsSchema(const JsonValue &value, const JsonValue &schema, const JsonValue &root);

} // namespace sotto::tests
