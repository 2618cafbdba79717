#include "inference/template/text_operations.h"

#include <algorithm>

namespace sotto::jinja {
namespace {

void addCharacters(TextBuilder &out, const std::u32string &characters, TextOrigin origin)
{
    for (const char32_t c : characters)
        out.add(fromCharacter(c), origin);
}

/// `change(character, index of the one before or none)` for each character, its origin kept.
template <class Change>
Value mapped(Run &run, const Text &text, Change change)
{
    // Runs of characters that stay as they are go over as a whole.
    TextBuilder out(run);
    std::size_t from = 0;
    char32_t previous = 0;
    for (std::size_t at = 0; at < text.bytes().size();) {
        const std::size_t begin = at;
        const char32_t c = nextCharacter(text.bytes(), at);
        const std::u32string made = change(c, previous);
        previous = c;
        if (made.size() == 1 && made[0] == c) continue;
        out.add(text.marked, from, begin);
        addCharacters(out, made, text.marked.originAt(begin));
        from = at;
    }
    out.add(text.marked, from, text.bytes().size());
    return std::move(out).value(text.isMarkup);
}

bool isCased(char32_t c)
{
    return isUpper(c) || isLower(c);
}

} // namespace

Value uppered(Run &run, const Text &text)
{
    return mapped(run, text, [](char32_t c, char32_t) { return upperOf(c); });
}

Value lowered(Run &run, const Text &text)
{
    return mapped(run, text, [](char32_t c, char32_t) { return lowerOf(c); });
}

Value swappedCase(Run &run, const Text &text)
{
    return mapped(run, text, [](char32_t c, char32_t) { return isUpper(c) ? lowerOf(c) : upperOf(c); });
}

Value capitalized(Run &run, const Text &text)
{
    return mapped(run, text, [](char32_t c, char32_t previous) { return previous == 0 ? upperOf(c) : lowerOf(c); });
}

Value titled(Run &run, const Text &text)
{
    return mapped(run, text, [](char32_t c, char32_t previous) { return isCased(previous) ? lowerOf(c) : upperOf(c); });
}

Value titledForFilter(Run &run, const Text &text)
{
    return mapped(run, text, [](char32_t c, char32_t previous) {
        const bool begins = previous == 0 || isSpace(previous) || std::u32string_view(U"-({[<").contains(previous);
        return begins ? upperOf(c) : lowerOf(c);
    });
}

Value stripped(Run &run, const Text &text, const Text *characters, Side side)
{
    const std::string_view bytes = text.bytes();
    run.work(bytes.size() / 16);
    std::u32string set;
    for (std::size_t at = 0; characters && at < characters->bytes().size();)
        set.push_back(nextCharacter(characters->bytes(), at));
    const auto goes = [&](char32_t c) { return characters ? set.contains(c) : isSpace(c); };
    std::size_t begin = bytes.size();
    std::size_t end = bytes.size();
    bool any = false;
    for (std::size_t at = 0; at < bytes.size();) {
        const std::size_t here = at;
        if (goes(nextCharacter(bytes, at))) continue;
        if (!any) begin = here;
        any = true;
        end = at;
    }
    if (!any) end = begin;
    if (side == Side::Left) end = bytes.size();
    if (side == Side::Right) begin = 0;
    TextBuilder out(run);
    out.add(text.marked, begin, end);
    return std::move(out).value(text.isMarkup);
}

Value replaced(Run &run, const Text &text, const Text &old, const Text &with, std::int64_t count)
{
    const std::string_view bytes = text.bytes();
    TextBuilder out(run);
    std::size_t from = 0;
    std::size_t at = 0;
    for (; count != 0; --count) {
        if (old.bytes().empty()) {
            // Before each character, and at the end.
            out.add(with.marked);
            if (at >= bytes.size()) break;
            (void)nextCharacter(bytes, at);
            out.add(text.marked, from, at);
            from = at;
            continue;
        }
        at = bytes.find(old.bytes(), from);
        if (at == std::string_view::npos) break;
        out.add(text.marked, from, at);
        out.add(with.marked);
        from = at + old.bytes().size();
    }
    out.add(text.marked, from, bytes.size());
    return std::move(out).value(text.isMarkup);
}

std::vector<Extent> linesOf(const Text &text, bool keepEnds)
{
    const std::string_view bytes = text.bytes();
    std::vector<Extent> lines;
    std::size_t begin = 0;
    for (std::size_t at = 0; at < bytes.size();) {
        const std::size_t end = at;
        const char32_t c = nextCharacter(bytes, at);
        if (!isLineEnd(c)) continue;
        if (c == '\r' && at < bytes.size() && bytes[at] == '\n') ++at;
        lines.push_back({begin, keepEnds ? at : end});
        begin = at;
    }
    if (begin < bytes.size()) lines.push_back({begin, bytes.size()});
    return lines;
}

} // namespace sotto::jinja
