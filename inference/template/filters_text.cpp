#include "inference/template/characters.h"
#include "inference/template/escape.h"
#include "inference/template/evaluator.h"
#include "inference/template/filters.h"
#include "inference/template/operators.h"
#include "inference/template/text_operations.h"
#include "inference/template/word_wrap.h"

#include <array>

namespace sotto::jinja {
namespace {

/// What markupsafe's soft_str() gives: a text as it is, anything else as text.
Value softText(Run &run, const Value &value)
{
    return value.text() ? value : Value(textOf(run, value));
}

template <Value (*change)(Run &, const Text &)>
Value changed(Evaluator &e, const Value &self, const Bound &)
{
    return change(e.run(), *softText(e.run(), self).text());
}

Value trim(Evaluator &e, const Value &self, const Bound &arguments)
{
    const Value text = softText(e.run(), self);
    return stripped(e.run(), *text.text(), arguments.has(0) ? &arguments.text(0) : nullptr, Side::Both);
}

Value replace(Evaluator &e, const Value &self, const Bound &arguments)
{
    const Value text(textOf(e.run(), self));
    const Value old(textOf(e.run(), *arguments[0]));
    const Value with(textOf(e.run(), *arguments[1]));
    return replaced(e.run(), *text.text(), *old.text(), *with.text(), arguments.has(2) ? arguments.integer(2) : -1);
}

/// str() + each line but the first indented, as do_indent() has it.
Value indent(Evaluator &e, const Value &self, const Bound &arguments)
{
    requireDefined(self);
    const Text *text = self.text();
    if (!text) raise("only a text can be indented");
    TextBuilder width(e.run());
    const Value given = arguments.value(0, Value(4));
    if (given.text())
        width.add(given.text()->marked);
    else
        width.repeat(" ", arguments.integer(0, 4));
    const MarkedText indention = std::move(width).take();
    const bool blank = arguments.truth(2);
    TextBuilder withEnd(e.run());
    withEnd.add(text->marked);
    withEnd.add("\n");
    const Value whole = std::move(withEnd).value();
    TextBuilder out(e.run());
    if (arguments.truth(1)) out.add(indention);
    bool isFirst = true;
    for (const Extent &line : linesOf(*whole.text(), false)) {
        if (!isFirst) out.add("\n");
        if (!isFirst && (blank || line.end > line.begin)) out.add(indention);
        out.add(whole.text()->marked, line.begin, line.end);
        isFirst = false;
    }
    return std::move(out).value(text->isMarkup);
}

Value truncate(Evaluator &e, const Value &self, const Bound &arguments)
{
    if (self.isUndefined()) return self;
    if (!self.text()) raise("only a text can be truncated");
    const Text &text = *self.text();
    const std::int64_t length = arguments.integer(0, 255);
    const Value end = arguments.value(2, Value("..."));
    const std::int64_t leeway = arguments.has(3) ? arguments.integer(3) : 5;
    const std::int64_t kept = length - lengthOf(end);
    if (!end.text() || kept < 0 || leeway < 0) raise("truncate cannot do with these lengths");
    if (static_cast<std::int64_t>(text.characters) <= added(length, leeway)) return self;
    MarkedText start = text.characterRange(0, static_cast<std::size_t>(kept));
    if (!arguments.truth(1)) {
        const auto space = start.bytes().rfind(' ');
        if (space != std::string::npos) start = start.substr(0, space);
    }
    TextBuilder out(e.run());
    out.add(start);
    out.add(end.text()->marked);
    return std::move(out).value(text.isMarkup);
}

Value center(Evaluator &e, const Value &self, const Bound &arguments)
{
    const Value text = softText(e.run(), self);
    return padded(e.run(), *text.text(), arguments.integer(0, 80), MarkedText(" "), Side::Both);
}

/// Each line for itself; what comes between new lines is escaped where that is Markup, as its join() does.
Value wordWrap(Evaluator &e, const Value &self, const Bound &arguments)
{
    requireDefined(self);
    if (!self.text()) raise("only a text can be wrapped");
    const Text &text = *self.text();
    const Value between = arguments.has(2) ? *arguments[2] : Value("\n");
    if (!between.text()) raise("expected a str to wrap with, got '" + std::string(between.typeName()) + "'");
    WrapForm form;
    form.width = arguments.integer(0, 79);
    form.breaksLongWords = arguments.truth(1, true);
    form.breaksWordsAtHyphens = arguments.truth(3, true);
    form.endsLinesAtHyphens = form.breaksWordsAtHyphens && (!arguments[3] || arguments[3]->isBool());
    TextBuilder out(e.run());
    bool isFirst = true;
    for (const Extent &paragraph : linesOf(text, false)) {
        const MarkedText line = text.marked.substr(paragraph.begin, paragraph.end);
        if (!std::exchange(isFirst, false)) out.add(between.text()->marked);
        bool isFirstPart = true;
        for (const Extent &part : wrappedLines(e.run(), line.bytes(), form)) {
            if (!std::exchange(isFirstPart, false)) out.add(between.text()->marked);
            const Value wrapped(line.substr(part.begin, part.end));
            addText(out, between.text()->isMarkup ? escaped(e.run(), wrapped) : wrapped);
        }
    }
    return std::move(out).value(between.text()->isMarkup);
}

Value wordCount(Evaluator &e, const Value &self, const Bound &)
{
    const MarkedText text = textOf(e.run(), self);
    std::int64_t count = 0;
    bool inWord = false;
    for (std::size_t at = 0; at < text.size();) {
        const char32_t c = nextCharacter(text.bytes(), at);
        const bool isWord = isWordCharacter(c);
        count += isWord && !inWord ? 1 : 0;
        inWord = isWord;
    }
    return Value(count);
}

Value escape(Evaluator &e, const Value &self, const Bound &)
{
    return escaped(e.run(), self);
}

Value forceEscape(Evaluator &e, const Value &self, const Bound &)
{
    return escaped(e.run(), Value(textOf(e.run(), self)));
}

Value safe(Evaluator &e, const Value &self, const Bound &)
{
    return {textOf(e.run(), self), true};
}

Value string(Evaluator &e, const Value &self, const Bound &)
{
    return softText(e.run(), self);
}

Value format(Evaluator &e, const Value &self, const Bound &arguments)
{
    const CallArguments &raw = arguments.raw();
    if (!raw.positional.empty() && !raw.named.empty())
        raise("can't handle positional and keyword arguments at the same time");
    const Value text = softText(e.run(), self);
    if (raw.named.empty())
        return formatPercent(e.run(), *text.text(), makeSequence(e.run(), raw.positional, Sequence::Kind::Tuple));
    std::vector<std::pair<Value, Value>> entries;
    entries.reserve(raw.named.size());
    for (const auto &[name, value] : raw.named)
        entries.emplace_back(Value(name), value);
    return formatPercent(e.run(), *text.text(), makeDict(e.run(), std::move(entries)));
}

/// Percent-encodes all but letters, digits and "_.-~"; '/' and ' ' as addresses or as their queries have them.
void addUrlEncoded(TextBuilder &out, const MarkedText &text, bool inQuery)
{
    constexpr std::string_view hex = "0123456789ABCDEF";
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text.bytes()[i]);
        const char c = text.bytes()[i];
        const bool isPlain = byte < 0x80 && (isLetter(byte) || isDecimal(byte) || std::string_view("_.-~").contains(c));
        const char code[] = {'%', hex[byte >> 4U], hex[byte & 15U]};
        if (isPlain || (c == '/' && !inQuery))
            out.add({&c, 1}, text.originAt(i));
        else
            out.add(inQuery && c == ' ' ? std::string_view("+") : std::string_view(code, 3), text.originAt(i));
    }
}

Value urlEncode(Evaluator &e, const Value &self, const Bound &)
{
    TextBuilder out(e.run());
    if (self.text() || !(self.dict() || self.sequence())) {
        addUrlEncoded(out, textOf(e.run(), self), false);
        return std::move(out).value();
    }
    bool isFirst = true;
    const Value pairs = self.dict() ? e.filter("list", e.filter("items", self, {}), {}) : self;
    for (const Value &pair : iterate(e.run(), pairs)) {
        const Values parts = iterate(e.run(), pair);
        if (parts.size() != 2) raise("urlencode needs pairs");
        if (!std::exchange(isFirst, false)) out.add("&");
        addUrlEncoded(out, textOf(e.run(), parts[0]), true);
        out.add("=");
        addUrlEncoded(out, textOf(e.run(), parts[1]), true);
    }
    return std::move(out).value();
}

constexpr auto kFilters = std::to_array<Native>({
    {"capitalize", changed<capitalized>, ""},
    {"center", center, "width"},
    {"e", escape, ""},
    {"escape", escape, ""},
    {"forceescape", forceEscape, ""},
    {"format", format, "*"},
    {"indent", indent, "width first blank"},
    {"lower", changed<lowered>, ""},
    {"replace", replace, "old! new! count"},
    {"safe", safe, ""},
    {"string", string, ""},
    {"title", changed<titledForFilter>, ""},
    {"trim", trim, "chars"},
    {"truncate", truncate, "length killwords end leeway"},
    {"upper", changed<uppered>, ""},
    {"urlencode", urlEncode, ""},
    {"wordcount", wordCount, ""},
    {"wordwrap", wordWrap, "width break_long_words wrapstring break_on_hyphens"},
});

} // namespace

std::span<const Native> textFilters()
{
    return kFilters;
}

} // namespace sotto::jinja
