#include "inference/template/value_text.h"

#include "inference/template/characters.h"
#include "inference/template/object.h"

#include <array>
#include <charconv>
#include <cmath>
#include <format>

namespace sotto::jinja {
namespace {

/// The quotes Python picks: ' unless there are such in the text and none of the other kind.
char quoteFor(std::string_view text)
{
    return text.contains('\'') && !text.contains('"') ? '"' : '\'';
}

std::string escapedCharacter(char32_t c, char quote)
{
    if (c == static_cast<unsigned char>(quote) || c == '\\') return {'\\', static_cast<char>(c)};
    if (c == '\n') return "\\n";
    if (c == '\r') return "\\r";
    if (c == '\t') return "\\t";
    if (isPrintable(c)) return {};
    const auto code = static_cast<std::uint32_t>(c);
    if (c < 0x100) return std::format("\\x{:02x}", code);
    return c < 0x10000 ? std::format("\\u{:04x}", code) : std::format("\\U{:08x}", code);
}

void addTextRepr(TextBuilder &out, const Text &text)
{
    const char quote = quoteFor(text.bytes());
    if (text.isMarkup) out.add("Markup(");
    out.add({&quote, 1});
    std::size_t from = 0;
    for (std::size_t at = 0; at < text.bytes().size();) {
        const std::size_t begin = at;
        const std::string escaped = escapedCharacter(nextCharacter(text.bytes(), at), quote);
        if (escaped.empty()) continue;
        out.add(text.marked, from, begin);
        out.add(escaped, text.marked.originAt(begin));
        from = at;
    }
    out.add(text.marked, from, text.bytes().size());
    out.add({&quote, 1});
    if (text.isMarkup) out.add(")");
}

void addItems(TextBuilder &out, const Values &items)
{
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (i > 0) out.add(", ");
        addRepr(out, items[i]);
    }
}

std::string rangeText(const Values &items, bool &isPlain)
{
    isPlain = items.size() >= 2;
    if (!isPlain) return {};
    const std::int64_t step = *items[1].integer() - *items[0].integer();
    std::string text = std::format("range({}, {}", *items[0].integer(), *items.back().integer() + step);
    if (step != 1) text += std::format(", {}", step);
    return text + ")";
}

void addSequence(TextBuilder &out, const Sequence &row)
{
    using Kind = Sequence::Kind;
    if (row.kind == Kind::Generator) return out.add("<generator object>");
    if (row.kind == Kind::Range) {
        bool isPlain = false;
        const std::string text = rangeText(row.items, isPlain);
        return out.add(isPlain ? text : row.items.empty() ? "range(0, 0)" : "range(0, 1)");
    }
    constexpr std::string_view opening[] = {"[", "(", "(", "", "dict_keys([", "dict_values([", "dict_items(["};
    constexpr std::string_view closing[] = {"]", ")", ")", "", "])", "])", "])"};
    out.add(opening[static_cast<std::size_t>(row.kind)]);
    addItems(out, row.items);
    if (row.kind == Kind::Tuple && row.items.size() == 1) out.add(",");
    out.add(closing[static_cast<std::size_t>(row.kind)]);
}

void addDict(TextBuilder &out, const Dict &dict)
{
    out.add("{");
    for (std::size_t i = 0; i < dict.entries.size(); ++i) {
        if (i > 0) out.add(", ");
        addRepr(out, dict.entries[i].first);
        out.add(": ");
        addRepr(out, dict.entries[i].second);
    }
    out.add("}");
}

} // namespace

void TextBuilder::repeat(std::string_view text, std::int64_t times, TextOrigin origin)
{
    if (times <= 0 || text.empty()) return;
    if (static_cast<std::uint64_t>(times) > m_run.limits().memoryBytes / text.size())
        raise("the template makes too much text");
    m_run.allocate(text.size() * static_cast<std::size_t>(times));
    std::string all;
    all.reserve(text.size() * static_cast<std::size_t>(times));
    for (std::int64_t i = 0; i < times; ++i)
        all += text;
    m_text.append(all, origin);
}

std::string floatText(double number)
{
    if (std::isnan(number)) return "nan";
    if (std::isinf(number)) return number < 0 ? "-inf" : "inf";
    std::array<char, 400> buffer{};
    const double size = std::fabs(number);
    const bool plain = size == 0 || (size >= 1e-4 && size < 1e16);
    const auto form = plain ? std::chars_format::fixed : std::chars_format::scientific;
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number, form).ptr;
    std::string text(buffer.data(), end);
    if (plain && !text.contains('.')) text += ".0";
    return text;
}

MarkedText textOf(Run &run, const Value &value)
{
    if (const Text *text = value.text()) return text->marked;
    TextBuilder out(run);
    addText(out, value);
    return std::move(out).take();
}

void addText(TextBuilder &text, const Value &value)
{
    if (value.isUndefined()) return;
    if (const Text *held = value.text()) return text.add(held->marked);
    addRepr(text, value);
}

void addRepr(TextBuilder &text, const Value &value)
{
    const Run::Level level(text.run());
    if (value.isUndefined()) return text.add("Undefined");
    if (value.isNone()) return text.add("None");
    if (const auto *truth = std::get_if<bool>(&value.data())) return text.add(*truth ? "True" : "False");
    if (const auto number = value.integer()) return text.add(std::to_string(*number));
    if (value.isFloat()) return text.add(floatText(value.number()));
    if (const Text *held = value.text()) return addTextRepr(text, *held);
    if (const Sequence *row = value.sequence()) return addSequence(text, *row);
    if (const Dict *dict = value.dict()) return addDict(text, *dict);
    text.add(value.object()->printed(text.run()));
}

} // namespace sotto::jinja
