#pragma once

#include <string>
#include <string_view>

namespace sotto::jinja {

/// One character reference of HTML.
struct CharacterReference {
    std::size_t size = 0; ///< Bytes of the source it takes, "&" included; 0: there is none.
    std::string text;     ///< UTF-8 of what it stands for; some stand for nothing.
};

/// The reference that begins at the "&" which `source` begins with, as Python's html.unescape() reads it: HTML's rules
/// for numbers, names and names without their ";". Throws Fault for a decimal number that Python refuses to read.
/// Source of the names: HTML Standard, "Named character references". Thread: any.
[[nodiscard]] CharacterReference readReference(std::string_view source);

} // namespace sotto::jinja
