#include "inference/template/pretty_text.h"

#include "inference/template/text_operations.h"

#include <algorithm>

namespace sotto::jinja {
namespace {

constexpr std::int64_t kColumns = 80;

using Entries = std::vector<std::pair<Value, Value>>;

/// Rows that pprint breaks: lists and tuples. Everything else is written as repr() has it.
bool isPlainRow(const Value &value)
{
    const Sequence *row = value.sequence();
    return row && (row->kind == Sequence::Kind::List || row->kind == Sequence::Kind::Tuple);
}

/// By key; keys that Python has no order for by the names of their types.
Entries sortedEntries(Run &run, const Dict &dict)
{
    Entries entries = dict.entries;
    run.allocate(entries.size() * 2 * sizeof(Value));
    std::ranges::stable_sort(entries, [&](const auto &a, const auto &b) {
        try {
            return less(run, a.first, b.first);
        } catch (const Fault &) {
            run.work(); // throws again where it was a limit
            return a.first.typeName() < b.first.typeName();
        }
    });
    return entries;
}

/// repr(), but with dicts sorted.
void addSortedRepr(TextBuilder &out, const Value &value)
{
    const Run::Level level(out.run());
    if (const Dict *dict = value.dict()) {
        bool isFirst = true;
        out.add("{");
        for (const auto &[key, held] : sortedEntries(out.run(), *dict)) {
            if (!std::exchange(isFirst, false)) out.add(", ");
            addSortedRepr(out, key);
            out.add(": ");
            addSortedRepr(out, held);
        }
        return out.add("}");
    }
    if (!isPlainRow(value)) return addRepr(out, value);
    const Sequence &row = *value.sequence();
    const bool isTuple = row.kind == Sequence::Kind::Tuple;
    out.add(isTuple ? "(" : "[");
    for (std::size_t i = 0; i < row.items.size(); ++i) {
        if (i > 0) out.add(", ");
        addSortedRepr(out, row.items[i]);
    }
    out.add(!isTuple ? "]" : row.items.size() == 1 ? ",)" : ")");
}

MarkedText sortedRepr(Run &run, const Value &value)
{
    TextBuilder text(run);
    addSortedRepr(text, value);
    return std::move(text).take();
}

std::int64_t widthOf(const MarkedText &text)
{
    return static_cast<std::int64_t>(countCharacters(text.bytes()));
}

/// Where in the text a value is written.
struct Place {
    std::int64_t indent = 0;
    std::int64_t allowance = 0; ///< Columns of the last line that are needed behind it.
    int level = 0;              ///< Of values within each other.
};

class PrettyPrinter final {
public:
    explicit PrettyPrinter(Run &run) : m_run(run), m_out(run) {}

    Value printed(const Value &value)
    {
        add(value, {});
        return std::move(m_out).value();
    }

private:
    void add(const Value &value, Place place)
    {
        const Run::Level level(m_run);
        const MarkedText plain = sortedRepr(m_run, value);
        if (widthOf(plain) <= kColumns - place.indent - place.allowance) return m_out.add(plain);
        ++place.level;
        if (value.dict()) return addDict(*value.dict(), place);
        if (isPlainRow(value)) return addRow(*value.sequence(), place);
        if (value.text() && !value.text()->isMarkup && !value.text()->bytes().empty())
            return addText(*value.text(), place, plain);
        m_out.add(plain);
    }

    void startLine(std::int64_t indent)
    {
        m_out.add("\n");
        m_out.repeat(" ", indent);
    }

    void addDict(const Dict &dict, const Place &place)
    {
        m_out.add("{");
        const Entries entries = sortedEntries(m_run, dict);
        for (std::size_t i = 0; i < entries.size(); ++i) {
            if (i > 0) m_out.add(",");
            if (i > 0) startLine(place.indent + 1);
            const MarkedText key = sortedRepr(m_run, entries[i].first);
            m_out.add(key);
            m_out.add(": ");
            const std::int64_t after = i + 1 == entries.size() ? place.allowance + 1 : 1;
            add(entries[i].second, {place.indent + 1 + widthOf(key) + 2, after, place.level});
        }
        m_out.add("}");
    }

    void addRow(const Sequence &row, const Place &place)
    {
        const bool isTuple = row.kind == Sequence::Kind::Tuple;
        const std::string_view end = !isTuple ? "]" : row.items.size() == 1 ? ",)" : ")";
        m_out.add(isTuple ? "(" : "[");
        for (std::size_t i = 0; i < row.items.size(); ++i) {
            if (i > 0) m_out.add(",");
            if (i > 0) startLine(place.indent + 1);
            const bool isLast = i + 1 == row.items.size();
            const std::int64_t after = isLast ? place.allowance + static_cast<std::int64_t>(end.size()) : 1;
            add(row.items[i], {place.indent + 1, after, place.level});
        }
        m_out.add(end);
    }

    /// Over several lines, in brackets where it stands for itself.
    void addText(const Text &text, Place place, const MarkedText &plain)
    {
        const bool isAlone = place.level == 1;
        place.indent += isAlone ? 1 : 0;
        place.allowance += isAlone ? 1 : 0;
        const std::vector<MarkedText> parts = partsOf(text, place);
        if (parts.size() == 1) return m_out.add(plain);
        if (isAlone) m_out.add("(");
        for (std::size_t i = 0; i < parts.size(); ++i) {
            if (i > 0) startLine(place.indent);
            m_out.add(parts[i]);
        }
        if (isAlone) m_out.add(")");
    }

    std::vector<MarkedText> partsOf(const Text &text, const Place &place)
    {
        const std::int64_t width = kColumns - place.indent;
        std::vector<MarkedText> parts;
        const std::vector<Extent> lines = linesOf(text, true);
        for (std::size_t i = 0; i < lines.size(); ++i) {
            const bool isLast = i + 1 == lines.size();
            MarkedText whole = reprOf(text, lines[i]);
            if (widthOf(whole) <= width - (isLast ? place.allowance : 0))
                parts.push_back(std::move(whole));
            else
                addWords(parts, text, lines[i], width, isLast ? place.allowance : 0);
        }
        return parts;
    }

    /// As many words as fit in a line each; the last one leaves room for `allowance`.
    void addWords(std::vector<MarkedText> &parts, const Text &text, const Extent &line, std::int64_t width,
                  std::int64_t allowance)
    {
        Extent current{line.begin, line.begin};
        for (std::size_t at = line.begin; at < line.end;) {
            const std::size_t end = endOfWord(text.bytes(), {at, line.end});
            const std::int64_t most = width - (end == line.end ? allowance : 0);
            if (widthOf(reprOf(text, {current.begin, end})) > most) {
                if (current.end > current.begin) parts.push_back(reprOf(text, current));
                current.begin = at;
            }
            current.end = end;
            at = end;
        }
        if (current.end > current.begin) parts.push_back(reprOf(text, current));
    }

    /// Of a word with the spaces behind it.
    static std::size_t endOfWord(std::string_view bytes, const Extent &rest)
    {
        bool inSpaces = false;
        for (std::size_t at = rest.begin; at < rest.end;) {
            const std::size_t begin = at;
            const bool space = isSpace(nextCharacter(bytes, at));
            if (inSpaces && !space) return begin;
            inSpaces = space;
        }
        return rest.end;
    }

    MarkedText reprOf(const Text &text, const Extent &part)
    {
        return sortedRepr(m_run, Value(text.marked.substr(part.begin, part.end)));
    }

    Run &m_run;
    TextBuilder m_out;
};

} // namespace

Value prettyText(Run &run, const Value &value)
{
    return PrettyPrinter(run).printed(value);
}

} // namespace sotto::jinja
