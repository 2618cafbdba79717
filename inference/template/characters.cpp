#include "inference/template/characters.h"

#include <clocale>
#include <cwctype>
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

bool isPrintable(char32_t c)
{
    if (c < 0x7F) return c >= 0x20;
    const bool format = c == 0xAD || (c >= 0x600 && c <= 0x605) || c == 0x61C || c == 0x6DD || c == 0x70F ||
                        c == 0x180E || (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) ||
                        (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF || (c >= 0xFFF9 && c <= 0xFFFB) ||
                        (c >= 0xE000 && c <= 0xF8FF) || c >= 0xE0001;
    const bool variation = c >= 0xE0100 && c <= 0xE01EF;
    return variation || (!isSpace(c) && !format && iswprint_l(static_cast<wint_t>(c), unicode()));
}

bool isLetter(char32_t c)
{
    if (c < 0x80) return (c | 0x20U) >= 'a' && (c | 0x20U) <= 'z';
    return iswalpha_l(static_cast<wint_t>(c), unicode()) && !isDecimal(c);
}

/// Blocks of ten decimal digits (Unicode's Nd).
bool isDecimal(char32_t c)
{
    if (c < 0x80) return c >= '0' && c <= '9';
    for (const char32_t zero : {0x660, 0x6F0, 0x7C0, 0x966, 0x9E6, 0xA66,  0xAE6,  0xB66,  0xBE6,  0xC66, 0xCE6,
                                0xD66, 0xDE6, 0xE50, 0xED0, 0xF20, 0x1040, 0x1090, 0x17E0, 0x1810, 0xFF10})
        if (c >= zero && c < zero + 10) return true;
    return false;
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
