#pragma once

#include <string>
#include <string_view>

namespace sotto::jinja {

/// What stands between the quotes of a Python string, with its escapes carried out. Throws Fault.
[[nodiscard]] std::string unescaped(std::string_view literal);

} // namespace sotto::jinja
