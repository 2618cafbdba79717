#include "inference/template/template_json.h"

#include "inference/template/characters.h"
#include "inference/template/value_text.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <format>

namespace sotto::jinja {
namespace {

/// How JSON spells a character; empty: as it is.
std::string spelled(char32_t c, bool ensureAscii)
{
    constexpr std::string_view plain = "\"\\\n\r\t\f\b";
    constexpr std::string_view letters = "\"\\nrtfb";
    if (c < 0x80) {
        if (const auto index = plain.find(static_cast<char>(c)); index != std::string_view::npos)
            return {'\\', letters[index]};
        if (c >= 0x20 && (c != 0x7F || !ensureAscii)) return {};
    } else if (!ensureAscii) {
        return {};
    }
    const auto code = static_cast<std::uint32_t>(c);
    if (code < 0x10000) return std::format("\\u{:04x}", code);
    const std::uint32_t rest = code - 0x10000;
    return std::format("\\u{:04x}\\u{:04x}", 0xD800 + (rest >> 10U), 0xDC00 + (rest & 0x3FFU));
}

Value numberOf(const JsonValue::Number &number)
{
    if (number.text.find_first_of(".eE") != std::string::npos) return Value(number.value);
    std::int64_t whole = 0;
    const char *const end = number.text.data() + number.text.size();
    const auto read = std::from_chars(number.text.data(), end, whole);
    if (read.ec != std::errc() || read.ptr != end) raise("a whole number is too large");
    return Value(whole);
}

class Writer final {
public:
    Writer(Run &run, const JsonForm &form) : m_out(run), m_form(form) {}

    void write(const Value &value, int depth)
    {
        const Run::Level level(m_out.run());
        if (const Text *text = value.text()) return writeText(text->marked);
        if (value.isNone()) return m_out.add("null");
        if (value.isBool()) return m_out.add(value.isTrue() ? "true" : "false");
        if (value.isFloat()) return m_out.add(number(value.number()));
        if (value.integer()) return addText(m_out, value);
        if (const Dict *dict = value.dict()) return writeDict(*dict, depth);
        const Sequence *row = value.sequence();
        if (!row || row->kind > Sequence::Kind::Group)
            raise("Object of type " + std::string(value.typeName()) + " is not JSON serializable");
        writeRow(row->items, depth);
    }
    [[nodiscard]] Value take() && { return std::move(m_out).value(); }

private:
    static std::string number(double value)
    {
        if (std::isnan(value)) return "NaN";
        if (std::isinf(value)) return value < 0 ? "-Infinity" : "Infinity";
        return floatText(value);
    }

    void writeText(const MarkedText &text)
    {
        m_out.add("\"");
        std::size_t from = 0;
        for (std::size_t at = 0; at < text.size();) {
            const std::size_t begin = at;
            const std::string made = spelled(nextCharacter(text.bytes(), at), m_form.ensureAscii);
            if (made.empty()) continue;
            m_out.add(text, from, begin);
            m_out.add(made, text.originAt(begin));
            from = at;
        }
        m_out.add(text, from, text.size());
        m_out.add("\"");
    }

    void newLine(int depth)
    {
        if (!m_form.indent) return;
        m_out.add("\n");
        for (int i = 0; i < depth; ++i)
            m_out.add(*m_form.indent);
    }

    void writeRow(const Values &items, int depth)
    {
        if (items.empty()) return m_out.add("[]");
        m_out.add("[");
        for (std::size_t i = 0; i < items.size(); ++i) {
            if (i > 0) m_out.add(m_form.itemSeparator);
            newLine(depth + 1);
            write(items[i], depth + 1);
        }
        newLine(depth);
        m_out.add("]");
    }

    void writeKey(const Value &key)
    {
        if (key.text()) return writeText(key.text()->marked);
        if (!key.isNone() && !key.isNumber())
            raise("keys must be str, int, float, bool or None, not " + std::string(key.typeName()));
        m_out.add("\"");
        write(key, 0);
        m_out.add("\"");
    }

    void writeDict(const Dict &dict, int depth)
    {
        if (dict.entries.empty()) return m_out.add("{}");
        auto entries = dict.entries;
        Run &run = m_out.run();
        if (m_form.sortKeys)
            std::ranges::stable_sort(entries,
                                     [&](const auto &a, const auto &b) { return less(run, a.first, b.first); });
        m_out.add("{");
        for (std::size_t i = 0; i < entries.size(); ++i) {
            if (i > 0) m_out.add(m_form.itemSeparator);
            newLine(depth + 1);
            writeKey(entries[i].first);
            m_out.add(m_form.keySeparator);
            write(entries[i].second, depth + 1);
        }
        newLine(depth);
        m_out.add("}");
    }

    TextBuilder m_out;
    const JsonForm &m_form;
};

} // namespace

Value fromJson(Run &run, const JsonValue &json, TextOrigin origin)
{
    const Run::Level level(run);
    if (json.isNull()) return {};
    if (const bool *truth = json.boolean()) return Value(*truth);
    if (const auto *number = json.number()) return numberOf(*number);
    if (const std::string *text = json.string()) {
        run.allocate(text->size());
        return Value(MarkedText(*text, origin));
    }
    if (const auto *array = json.array()) {
        Values items;
        for (const JsonValue &item : *array)
            items.push_back(fromJson(run, item, origin));
        return makeSequence(run, std::move(items));
    }
    std::vector<std::pair<Value, Value>> entries;
    for (const auto &[key, value] : *json.object())
        setEntry(run, entries, Value(MarkedText(key, origin)), fromJson(run, value, origin));
    return makeDict(run, std::move(entries));
}

Value dumpJson(Run &run, const Value &value, const JsonForm &form)
{
    Writer writer(run, form);
    writer.write(value, 0);
    return std::move(writer).take();
}

} // namespace sotto::jinja
