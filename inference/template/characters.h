#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace sotto::jinja {

/// Characters as Python's str sees them, by code point, over UTF-8. Text must be well-formed. Thread: any.

/// The code point at `at`; `at` moves behind it.
[[nodiscard]] char32_t nextCharacter(std::string_view text, std::size_t &at);
void appendCharacter(std::string &text, char32_t character);
[[nodiscard]] std::string fromCharacter(char32_t character);

[[nodiscard]] std::size_t countCharacters(std::string_view text);
/// Where character number `index` begins; the size of the text where there are fewer.
[[nodiscard]] std::size_t byteOfCharacter(std::string_view text, std::size_t index);
/// How many characters begin before byte `at`.
[[nodiscard]] inline std::size_t characterOfByte(std::string_view text, std::size_t at)
{
    return countCharacters(text.substr(0, at));
}

[[nodiscard]] bool isSpace(char32_t character);         ///< str.isspace
[[nodiscard]] bool isLineEnd(char32_t character);       ///< what str.splitlines cuts at
[[nodiscard]] bool isPrintable(char32_t character);     ///< str.isprintable
[[nodiscard]] bool isLetter(char32_t character);        ///< str.isalpha
[[nodiscard]] bool isDecimal(char32_t character);       ///< str.isdecimal
[[nodiscard]] bool isDigit(char32_t character);         ///< str.isdigit
[[nodiscard]] bool isNumeric(char32_t character);       ///< str.isnumeric
[[nodiscard]] bool isWordCharacter(char32_t character); ///< \w of Python's regular expressions: str.isalnum, and "_"
[[nodiscard]] bool isUpper(char32_t character);
[[nodiscard]] bool isLower(char32_t character);
/// Upper and lower case; some characters become several.
[[nodiscard]] std::u32string upperOf(char32_t character);
[[nodiscard]] std::u32string lowerOf(char32_t character);

/// First byte that is no space, and the end of the last character that is none; begin == end where all are.
struct Extent {
    std::size_t begin;
    std::size_t end;
};
[[nodiscard]] Extent withoutSpaces(std::string_view text);

} // namespace sotto::jinja
