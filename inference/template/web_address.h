#pragma once

#include "inference/template/value_text.h"

#include <optional>
#include <vector>

namespace sotto::jinja {

/// How the filter urlize writes the links it finds.
struct LinkForm {
    std::optional<std::int64_t> shownCharacters; ///< Of an address, as Python cuts a text; the link keeps all of it.
    MarkedText attributes;                       ///< What follows the address within the tag.
    std::vector<MarkedText> schemes;             ///< Beginnings that make a link too.
};

/// `text` with links in place of addresses and e-mail addresses, as Jinja2's urlize() has it. `text` is escaped
/// already. Every byte keeps its origin; the tags are the template's. Thread: any.
[[nodiscard]] MarkedText withLinks(Run &run, const MarkedText &text, const LinkForm &form);
/// Whether urlize() takes it for one of its `extra_schemes`.
[[nodiscard]] bool isScheme(std::string_view text);

} // namespace sotto::jinja
