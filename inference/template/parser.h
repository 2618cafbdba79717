#pragma once

#include "inference/template/limits.h"
#include "inference/template/syntax.h"

#include <memory>
#include <string_view>

namespace sotto::jinja {

/// Parses a template. Throws Fault with its line. Source: jinja2/parser.py.
[[nodiscard]] std::unique_ptr<const Syntax> parseTemplate(std::string_view source, const TemplateLimits &limits);

} // namespace sotto::jinja
