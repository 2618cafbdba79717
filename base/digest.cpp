#include "base/digest.h"

#include <algorithm>

namespace sotto {

std::optional<Digest> Digest::parse(std::string_view text)
{
    const auto isDigit = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
    if (text.size() != kDigits || !std::ranges::all_of(text, isDigit)) return std::nullopt;
    return Digest(text);
}

std::optional<Digest> Digest::parsePrefixed(std::string_view text)
{
    constexpr std::string_view prefix = "sha256:";
    if (!text.starts_with(prefix)) return std::nullopt;
    return parse(text.substr(prefix.size()));
}

} // namespace sotto
