#include "inference/template/string_literal.h"

#include "inference/template/characters.h"
#include "inference/template/run.h"

#include <charconv>

namespace sotto::jinja {
namespace {

/// `digits` hexadecimal digits at `at`, as a character; \u may come as a pair of surrogates.
char32_t hexCharacter(std::string_view text, std::size_t at, std::size_t digits)
{
    std::uint32_t code = 0;
    const std::string_view number = text.substr(std::min(at, text.size()), digits);
    const auto [end, problem] = std::from_chars(number.data(), number.data() + number.size(), code, 16);
    const bool whole = number.size() == digits && problem == std::errc() && end == number.data() + digits;
    if (!whole || code > 0x10FFFF) raise("an escape in a text is not whole");
    if (code >= 0xD800 && code <= 0xDFFF) raise("half a surrogate pair in a text");
    return code;
}

std::size_t octalEnd(std::string_view text, std::size_t at)
{
    std::size_t end = at;
    while (end < text.size() && end < at + 3 && text[end] >= '0' && text[end] <= '7')
        ++end;
    return end;
}

/// Appends what the escape at `at` (behind the backslash) stands for; gives where it ends.
std::size_t appendEscape(std::string_view text, std::size_t at, std::string &out)
{
    constexpr std::string_view names = "\\'\"abfnrtv";
    constexpr std::string_view meanings = "\\'\"\a\b\f\n\r\t\v";
    const char c = text[at];
    if (c == '\n') return at + 1;
    if (const auto index = names.find(c); index != std::string_view::npos) {
        out.push_back(meanings[index]);
        return at + 1;
    }
    if (c == 'x' || c == 'u' || c == 'U') {
        const std::size_t digits = c == 'x' ? 2 : c == 'u' ? 4 : 8;
        appendCharacter(out, hexCharacter(text, at + 1, digits));
        return at + 1 + digits;
    }
    if (c == 'N') raise("characters by name are not supported");
    if (const std::size_t end = octalEnd(text, at); end > at) {
        char32_t code = 0;
        for (std::size_t i = at; i < end; ++i)
            code = code * 8 + static_cast<char32_t>(text[i] - '0');
        appendCharacter(out, code);
        return end;
    }
    out.push_back('\\');
    return at;
}

} // namespace

std::string unescaped(std::string_view literal)
{
    std::string out;
    out.reserve(literal.size());
    for (std::size_t at = 0; at < literal.size();) {
        if (literal[at] == '\\' && at + 1 < literal.size())
            at = appendEscape(literal, at + 1, out);
        else
            out.push_back(literal[at++]);
    }
    return out;
}

} // namespace sotto::jinja
