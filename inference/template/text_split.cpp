#include "inference/template/text_operations.h"

#include <algorithm>

namespace sotto::jinja {
namespace {

/// Words between runs of spaces.
std::vector<Extent> wordsOf(std::string_view bytes)
{
    std::vector<Extent> words;
    bool inWord = false;
    for (std::size_t at = 0; at < bytes.size();) {
        const std::size_t begin = at;
        const bool space = isSpace(nextCharacter(bytes, at));
        if (!space && !inWord) words.push_back({begin, at});
        if (!space) words.back().end = at;
        inWord = !space;
    }
    return words;
}

std::vector<Extent> partsOf(std::string_view bytes, std::string_view separator)
{
    if (separator.empty()) raise("empty separator");
    std::vector<Extent> parts;
    std::size_t begin = 0;
    for (std::size_t at = bytes.find(separator); at != std::string_view::npos; at = bytes.find(separator, begin)) {
        parts.push_back({begin, at});
        begin = at + separator.size();
    }
    parts.push_back({begin, bytes.size()});
    return parts;
}

/// The same, looked for from the end: it differs where separators overlap.
std::vector<Extent> partsFromRight(std::string_view bytes, std::string_view separator)
{
    if (separator.empty()) raise("empty separator");
    std::vector<Extent> parts;
    std::size_t end = bytes.size();
    while (true) {
        const std::size_t at =
            end < separator.size() ? std::string_view::npos : bytes.rfind(separator, end - separator.size());
        if (at == std::string_view::npos) break;
        parts.push_back({at + separator.size(), end});
        end = at;
    }
    parts.push_back({0, end});
    std::ranges::reverse(parts);
    return parts;
}

Value toList(Run &run, const Text &text, const std::vector<Extent> &parts)
{
    run.allocate(parts.size() * 128 + text.bytes().size());
    Values items;
    items.reserve(parts.size());
    for (const Extent &part : parts)
        items.emplace_back(text.marked.substr(part.begin, part.end), text.isMarkup);
    return makeSequence(run, std::move(items));
}

} // namespace

Value splitText(Run &run, const Text &text, const Text *separator, std::int64_t most)
{
    run.allocate(text.bytes().size());
    std::vector<Extent> parts = separator ? partsOf(text.bytes(), separator->bytes()) : wordsOf(text.bytes());
    const auto limit = static_cast<std::size_t>(std::max<std::int64_t>(most, 0));
    if (most >= 0 && parts.size() > limit + 1) {
        // The rest is one part; without a separator it keeps the spaces within, and those at its end.
        parts[limit].end = text.bytes().size();
        parts.resize(limit + 1);
    } else if (most >= 0 && !separator && parts.size() == limit + 1) {
        parts[limit].end = text.bytes().size();
    }
    return toList(run, text, parts);
}

Value splitTextFromRight(Run &run, const Text &text, const Text *separator, std::int64_t most)
{
    run.allocate(text.bytes().size());
    std::vector<Extent> parts = separator ? partsFromRight(text.bytes(), separator->bytes()) : wordsOf(text.bytes());
    const auto limit = static_cast<std::size_t>(std::max<std::int64_t>(most, 0));
    if (most >= 0 && parts.size() >= limit + 1 && (separator ? parts.size() > limit + 1 : true)) {
        const std::size_t first = parts.size() - limit - 1;
        parts[first].begin = 0;
        parts.erase(parts.begin(), parts.begin() + static_cast<std::ptrdiff_t>(first));
    }
    return toList(run, text, parts);
}

Value padded(Run &run, const Text &text, std::int64_t width, const MarkedText &fill, Side side)
{
    const auto size = static_cast<std::int64_t>(text.characters);
    const std::int64_t missing = std::max<std::int64_t>(width - size, 0);
    const std::int64_t middle = missing / 2 + (missing & width & 1);
    const std::int64_t left = side == Side::Both ? middle : side == Side::Right ? missing : 0;
    TextBuilder out(run);
    out.repeat(fill.bytes(), left, fill.origin());
    out.add(text.marked);
    out.repeat(fill.bytes(), missing - left, fill.origin());
    return std::move(out).value(text.isMarkup);
}

} // namespace sotto::jinja
