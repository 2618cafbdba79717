#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace sotto {

/// Looking for marks in text that arrives piece by piece. Pure.

struct MarkMatch {
    std::size_t begin = std::string_view::npos;
    std::size_t end = std::string_view::npos;

    [[nodiscard]] bool found() const { return end != std::string_view::npos; }
    bool operator==(const MarkMatch &) const = default;
};

/// The match completed first, as if the text came byte by byte; of those, the longest.
template <class Marks>
[[nodiscard]] MarkMatch firstCompleted(std::string_view text, const Marks &marks)
{
    MarkMatch best;
    for (const std::string_view mark : marks) {
        const std::size_t at = text.find(mark);
        if (at == std::string_view::npos) continue;
        const std::size_t end = at + mark.size();
        if (end < best.end || (end == best.end && at < best.begin)) best = {at, end};
    }
    return best;
}

/// Bytes at the end of `text` that may yet become one of the marks.
template <class Marks>
[[nodiscard]] std::size_t undecidedTail(std::string_view text, const Marks &marks)
{
    std::size_t longest = 0;
    for (const std::string_view mark : marks) {
        for (std::size_t n = std::min(mark.size() - 1, text.size()); n > longest; --n) {
            if (text.ends_with(mark.substr(0, n))) longest = n;
        }
    }
    return longest;
}

[[nodiscard]] constexpr bool isBlank(char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

[[nodiscard]] constexpr std::string_view withoutLeadingBlanks(std::string_view text)
{
    while (!text.empty() && isBlank(text.front()))
        text.remove_prefix(1);
    return text;
}

[[nodiscard]] constexpr std::string_view withoutTrailingBlanks(std::string_view text)
{
    while (!text.empty() && isBlank(text.back()))
        text.remove_suffix(1);
    return text;
}

[[nodiscard]] constexpr std::string_view trimmedBlanks(std::string_view text)
{
    return withoutTrailingBlanks(withoutLeadingBlanks(text));
}

} // namespace sotto
