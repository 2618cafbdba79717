#include "inference/template/characters.h"

#include <algorithm>
#include <clocale>
#include <cwctype>
#include <iterator>
#include <locale.h>

namespace sotto::jinja {
namespace {

/// Tables of the C library for all of Unicode, whatever the program's own locale is.
locale_t unicode()
{
    static const locale_t locale = newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
    return locale;
}

bool isContinuation(char byte)
{
    return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
}

} // namespace

char32_t nextCharacter(std::string_view text, std::size_t &at)
{
    const auto lead = static_cast<unsigned char>(text[at++]);
    if (lead < 0x80U) return lead;
    char32_t character = lead >= 0xF0U ? lead & 0x07U : lead >= 0xE0U ? lead & 0x0FU : lead & 0x1FU;
    while (at < text.size() && isContinuation(text[at]))
        character = (character << 6U) | (static_cast<unsigned char>(text[at++]) & 0x3FU);
    return character;
}

void appendCharacter(std::string &text, char32_t character)
{
    const auto put = [&](char32_t byte) { text.push_back(static_cast<char>(byte)); };
    if (character < 0x80) return put(character);
    if (character < 0x800) {
        put(0xC0U | (character >> 6U));
    } else if (character < 0x10000) {
        put(0xE0U | (character >> 12U));
        put(0x80U | ((character >> 6U) & 0x3FU));
    } else {
        put(0xF0U | (character >> 18U));
        put(0x80U | ((character >> 12U) & 0x3FU));
        put(0x80U | ((character >> 6U) & 0x3FU));
    }
    put(0x80U | (character & 0x3FU));
}

std::string fromCharacter(char32_t character)
{
    std::string text;
    appendCharacter(text, character);
    return text;
}

std::size_t countCharacters(std::string_view text)
{
    std::size_t count = 0;
    for (const char byte : text)
        count += isContinuation(byte) ? 0 : 1;
    return count;
}

std::size_t byteOfCharacter(std::string_view text, std::size_t index)
{
    std::size_t at = 0;
    for (; at < text.size(); ++at) {
        if (isContinuation(text[at])) continue;
        if (index-- == 0) return at;
    }
    return at;
}

bool isSpace(char32_t c)
{
    return (c >= 0x09 && c <= 0x0D) || (c >= 0x1C && c <= 0x20) || c == 0x85 || c == 0xA0 || c == 0x1680 ||
           (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

bool isLineEnd(char32_t c)
{
    return (c >= 0x0A && c <= 0x0D) || (c >= 0x1C && c <= 0x1E) || c == 0x85 || c == 0x2028 || c == 0x2029;
}

bool isDecimal(char32_t c)
{
    if (c < 0x80) return c >= '0' && c <= '9';
    // Where the blocks of ten decimal digits begin (Unicode's Nd).
    constexpr char32_t zeros[] = {
        0x660,   0x6F0,   0x7C0,   0x966,   0x9E6,   0xA66,   0xAE6,   0xB66,   0xBE6,   0xC66,   0xCE6,
        0xD66,   0xDE6,   0xE50,   0xED0,   0xF20,   0x1040,  0x1090,  0x17E0,  0x1810,  0x1946,  0x19D0,
        0x1A80,  0x1A90,  0x1B50,  0x1BB0,  0x1C40,  0x1C50,  0xA620,  0xA8D0,  0xA900,  0xA9D0,  0xA9F0,
        0xAA50,  0xABF0,  0xFF10,  0x104A0, 0x10D30, 0x10D40, 0x11066, 0x110F0, 0x11136, 0x111D0, 0x112F0,
        0x11450, 0x114D0, 0x11650, 0x116C0, 0x116D0, 0x116DA, 0x11730, 0x118E0, 0x11950, 0x11BF0, 0x11C50,
        0x11D50, 0x11DA0, 0x11F50, 0x16130, 0x16A60, 0x16AC0, 0x16B50, 0x16D70, 0x1CCF0, 0x1D7CE, 0x1D7D8,
        0x1D7E2, 0x1D7EC, 0x1D7F6, 0x1E140, 0x1E2F0, 0x1E4F0, 0x1E5F1, 0x1E950, 0x1FBF0};
    const auto *after = std::ranges::upper_bound(zeros, c);
    return after != std::begin(zeros) && c < *std::prev(after) + 10;
}

bool isUpper(char32_t c)
{
    if (c < 0x80) return c >= 'A' && c <= 'Z';
    return iswupper_l(static_cast<wint_t>(c), unicode());
}

bool isLower(char32_t c)
{
    if (c < 0x80) return c >= 'a' && c <= 'z';
    return c == 0xDF || c == 0xAA || c == 0xBA || iswlower_l(static_cast<wint_t>(c), unicode());
}

std::u32string upperOf(char32_t c)
{
    if (c < 0x80) return {c >= 'a' && c <= 'z' ? c - 32 : c};
    if (c == 0xDF) return U"SS";
    if (c == 0x149) return U"\u02BCN";
    if (c >= 0xFB00 && c <= 0xFB06) {
        constexpr const char32_t *ligatures[] = {U"FF", U"FI", U"FL", U"FFI", U"FFL", U"ST", U"ST"};
        return ligatures[c - 0xFB00];
    }
    return {static_cast<char32_t>(towupper_l(static_cast<wint_t>(c), unicode()))};
}

std::u32string lowerOf(char32_t c)
{
    if (c < 0x80) return {c >= 'A' && c <= 'Z' ? c + 32 : c};
    if (c == 0x130) return U"i\u0307";
    return {static_cast<char32_t>(towlower_l(static_cast<wint_t>(c), unicode()))};
}

Extent withoutSpaces(std::string_view text)
{
    Extent extent{text.size(), text.size()};
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t begin = at;
        if (isSpace(nextCharacter(text, at))) continue;
        if (extent.begin == text.size()) extent.begin = begin;
        extent.end = at;
    }
    if (extent.begin == text.size()) extent.end = extent.begin;
    return extent;
}

} // namespace sotto::jinja
