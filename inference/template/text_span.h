#pragma once

#include <cstdint>
#include <string>

namespace sotto {

/// Who wrote a piece of a prompt.
enum class TextOrigin : std::uint8_t {
    Template, ///< Special tokens in it are tokens.
    Person,   ///< Special tokens in it are plain text.
};

struct TextSpan {
    std::string text;
    TextOrigin origin = TextOrigin::Template;

    bool operator==(const TextSpan &) const = default;
};

} // namespace sotto
