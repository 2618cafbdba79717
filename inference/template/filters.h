#pragma once

#include "inference/template/native.h"

#include <span>
#include <string_view>

namespace sotto::jinja {

/// Null where there is none of that name. Thread: any.
[[nodiscard]] const Native *findFilter(std::string_view name);
[[nodiscard]] const Native *findTest(std::string_view name);
[[nodiscard]] const Native *findGlobal(std::string_view name);
/// A method of a text, list or dict; what would change it is none.
[[nodiscard]] const Native *findMethod(const Value &value, std::string_view name);

/// Parts of the table of filters, by what they work on.
[[nodiscard]] std::span<const Native> textFilters();
[[nodiscard]] std::span<const Native> listFilters();
[[nodiscard]] std::span<const Native> selectFilters();
[[nodiscard]] std::span<const Native> otherFilters();
[[nodiscard]] std::span<const Native> textMethods();
[[nodiscard]] std::span<const Native> textFormMethods();

} // namespace sotto::jinja
