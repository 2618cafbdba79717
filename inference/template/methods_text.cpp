#include "inference/template/evaluator.h"
#include "inference/template/filters.h"
#include "inference/template/text_operations.h"

#include <algorithm>
#include <array>

namespace sotto::jinja {
namespace {

const Text &own(const Value &self)
{
    return *self.text();
}

const Text *textOrNone(const Bound &arguments, std::size_t parameter)
{
    return arguments.has(parameter) ? &arguments.text(parameter) : nullptr;
}

template <Value (*change)(Run &, const Text &)>
Value changed(Evaluator &e, const Value &self, const Bound &)
{
    return change(e.run(), own(self));
}

template <Side side>
Value strip(Evaluator &e, const Value &self, const Bound &arguments)
{
    return stripped(e.run(), own(self), textOrNone(arguments, 0), side);
}

Value split(Evaluator &e, const Value &self, const Bound &arguments)
{
    return splitText(e.run(), own(self), textOrNone(arguments, 0), arguments.integer(1, -1));
}

Value splitFromRight(Evaluator &e, const Value &self, const Bound &arguments)
{
    return splitTextFromRight(e.run(), own(self), textOrNone(arguments, 0), arguments.integer(1, -1));
}

Value splitLines(Evaluator &e, const Value &self, const Bound &arguments)
{
    Values lines;
    for (const Extent &line : linesOf(own(self), arguments.truth(0))) {
        e.run().allocate(128 + line.end - line.begin);
        lines.emplace_back(own(self).marked.substr(line.begin, line.end), own(self).isMarkup);
    }
    return makeSequence(e.run(), std::move(lines));
}

template <bool fromRight>
Value partition(Evaluator &e, const Value &self, const Bound &arguments)
{
    const Text &text = own(self);
    const Text &separator = arguments.text(0);
    if (separator.bytes().empty()) raise("empty separator");
    const auto at = fromRight ? text.bytes().rfind(separator.bytes()) : text.bytes().find(separator.bytes());
    Values parts(3, Value(""));
    if (at == std::string::npos) {
        parts[fromRight ? 2 : 0] = self;
    } else {
        const std::size_t end = at + separator.bytes().size();
        parts = {Value(text.marked.substr(0, at)), Value(text.marked.substr(at, end)),
                 Value(text.marked.substr(end, text.bytes().size()))};
    }
    return makeSequence(e.run(), std::move(parts), Sequence::Kind::Tuple);
}

/// The part between the characters `begin` and `end` of find, count, startswith …; nothing where they cross.
struct Window {
    std::size_t begin;
    std::string_view text;
};
std::optional<Window> windowOf(const Text &text, const Bound &arguments)
{
    const auto size = static_cast<std::int64_t>(text.characters);
    const auto bound = [&](std::size_t parameter, std::int64_t otherwise) {
        const std::int64_t index = arguments.has(parameter) ? arguments.integer(parameter) : otherwise;
        return index < 0 ? std::max<std::int64_t>(index + size, 0) : index;
    };
    const std::int64_t begin = bound(1, 0);
    const std::int64_t end = std::min(bound(2, size), size);
    if (begin > end) return std::nullopt;
    const std::size_t from = text.byteOf(static_cast<std::size_t>(begin));
    const std::size_t to = text.byteOf(static_cast<std::size_t>(end));
    return Window{from, std::string_view(text.bytes()).substr(from, to - from)};
}

template <bool atEnd>
Value affix(Evaluator &e, const Value &self, const Bound &arguments)
{
    const auto window = windowOf(own(self), arguments);
    const auto fits = [&](const Value &affix) {
        if (!affix.bytes()) raise("startswith and endswith need a text or a tuple of texts");
        return window && (atEnd ? window->text.ends_with(*affix.bytes()) : window->text.starts_with(*affix.bytes()));
    };
    const Sequence *several = arguments[0]->sequence();
    if (!several) return Value(fits(*arguments[0]));
    if (several->kind != Sequence::Kind::Tuple) raise("startswith and endswith need a text or a tuple of texts");
    e.run().work(several->items.size());
    return Value(std::ranges::any_of(several->items, fits));
}

/// Character index of the first or last place; -1 where there is none.
std::int64_t placeOf(const Text &text, const Bound &arguments, bool fromRight)
{
    const auto window = windowOf(text, arguments);
    if (!window) return -1;
    const std::string &sought = arguments.text(0).bytes();
    const auto at = fromRight ? window->text.rfind(sought) : window->text.find(sought);
    if (at == std::string_view::npos) return -1;
    return static_cast<std::int64_t>(characterOfByte(text.bytes(), window->begin + at));
}

template <bool fromRight, bool mustBe>
Value find(Evaluator &e, const Value &self, const Bound &arguments)
{
    e.run().work(own(self).bytes().size() / 16);
    const std::int64_t place = placeOf(own(self), arguments, fromRight);
    if (mustBe && place < 0) raise("substring not found");
    return Value(place);
}

Value count(Evaluator &e, const Value &self, const Bound &arguments)
{
    e.run().work(own(self).bytes().size() / 16);
    const auto window = windowOf(own(self), arguments);
    if (!window) return Value(0);
    const std::string &sought = arguments.text(0).bytes();
    if (sought.empty()) return Value(countCharacters(window->text) + 1);
    std::int64_t found = 0;
    for (auto at = window->text.find(sought); at != std::string_view::npos;
         at = window->text.find(sought, at + sought.size()))
        ++found;
    return Value(found);
}

Value replace(Evaluator &e, const Value &self, const Bound &arguments)
{
    return replaced(e.run(), own(self), arguments.text(0), arguments.text(1), arguments.integer(2, -1));
}

Value removePrefix(Evaluator &, const Value &self, const Bound &arguments)
{
    const std::string &prefix = arguments.text(0).bytes();
    if (!own(self).bytes().starts_with(prefix)) return self;
    return {own(self).marked.substr(prefix.size(), own(self).bytes().size()), own(self).isMarkup};
}

Value removeSuffix(Evaluator &, const Value &self, const Bound &arguments)
{
    const std::string &suffix = arguments.text(0).bytes();
    if (!own(self).bytes().ends_with(suffix)) return self;
    return {own(self).marked.substr(0, own(self).bytes().size() - suffix.size()), own(self).isMarkup};
}

Value join(Evaluator &e, const Value &self, const Bound &arguments)
{
    TextBuilder out(e.run());
    bool isFirst = true;
    for (const Value &item : iterate(e.run(), *arguments[0])) {
        if (!item.text()) raise("sequence item: expected str instance, " + std::string(item.typeName()) + " found");
        if (!std::exchange(isFirst, false)) out.add(own(self).marked);
        out.add(item.text()->marked);
    }
    return std::move(out).value(own(self).isMarkup);
}

template <Side side>
Value pad(Evaluator &e, const Value &self, const Bound &arguments)
{
    const MarkedText fill = arguments[1] ? arguments.text(1).marked : MarkedText(" ");
    if (countCharacters(fill.bytes()) != 1) raise("The fill character must be exactly one character long");
    return padded(e.run(), own(self), arguments.integer(0), fill, side);
}

Value zeroFill(Evaluator &e, const Value &self, const Bound &arguments)
{
    const Text &text = own(self);
    const bool hasSign = text.bytes().starts_with('-') || text.bytes().starts_with('+');
    const Value digits(text.marked.substr(hasSign ? 1 : 0, text.bytes().size()));
    TextBuilder out(e.run());
    if (hasSign) out.add(text.marked, 0, 1);
    const std::int64_t width = std::max<std::int64_t>(arguments.integer(0), 0) - (hasSign ? 1 : 0);
    out.add(padded(e.run(), *digits.text(), width, MarkedText("0"), Side::Right).text()->marked);
    return std::move(out).value();
}

constexpr auto kMethods = std::to_array<Native>({
    {"strip", strip<Side::Both>, "chars"},
    {"lstrip", strip<Side::Left>, "chars"},
    {"rstrip", strip<Side::Right>, "chars"},
    {"split", split, "sep maxsplit"},
    {"rsplit", splitFromRight, "sep maxsplit"},
    {"splitlines", splitLines, "keepends"},
    {"partition", partition<false>, "sep!"},
    {"rpartition", partition<true>, "sep!"},
    {"startswith", affix<false>, "prefix! start end"},
    {"endswith", affix<true>, "suffix! start end"},
    {"find", find<false, false>, "sub! start end"},
    {"rfind", find<true, false>, "sub! start end"},
    {"index", find<false, true>, "sub! start end"},
    {"rindex", find<true, true>, "sub! start end"},
    {"count", count, "sub! start end"},
    {"replace", replace, "old! new! count"},
    {"removeprefix", removePrefix, "prefix!"},
    {"removesuffix", removeSuffix, "suffix!"},
    {"join", join, "iterable!"},
    {"upper", changed<uppered>, ""},
    {"lower", changed<lowered>, ""},
    {"casefold", changed<lowered>, ""},
    {"swapcase", changed<swappedCase>, ""},
    {"capitalize", changed<capitalized>, ""},
    {"title", changed<titled>, ""},
    {"ljust", pad<Side::Left>, "width! fillchar"},
    {"rjust", pad<Side::Right>, "width! fillchar"},
    {"center", pad<Side::Both>, "width! fillchar"},
    {"zfill", zeroFill, "width!"},
});

} // namespace

std::span<const Native> textMethods()
{
    return kMethods;
}

} // namespace sotto::jinja
