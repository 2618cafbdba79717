#include "inference/template/operators.h"
#include "inference/template/text_format.h"

#include <algorithm>
#include <cmath>

namespace sotto::jinja {
namespace {

/// One rendering of `text % arguments`.
class PercentFormat final {
public:
    PercentFormat(Run &run, const Text &text, const Value &arguments)
        : m_out(run), m_text(text), m_bytes(text.bytes()), m_arguments(arguments)
    {
        const Sequence *row = arguments.sequence();
        m_isTuple = row && (row->kind == Sequence::Kind::Tuple || row->kind == Sequence::Kind::Group);
    }

    Value formatted()
    {
        std::size_t from = 0;
        for (std::size_t at = m_bytes.find('%'); at != std::string_view::npos; at = m_bytes.find('%', from)) {
            m_out.add(m_text.marked, from, at);
            m_at = at + 1;
            formatOne();
            from = m_at;
        }
        m_out.add(m_text.marked, from, m_bytes.size());
        const bool usesAll = m_isTuple ? m_used >= m_arguments.sequence()->items.size() : m_used > 0;
        const bool isMapping = m_arguments.dict() || (m_arguments.sequence() && !m_isTuple);
        if (!usesAll && !isMapping) raise("not all arguments converted during string formatting");
        return std::move(m_out).value(m_text.isMarkup);
    }

private:
    [[nodiscard]] char look() const { return m_at < m_bytes.size() ? m_bytes[m_at] : '\0'; }

    Value nextArgument()
    {
        if (!m_isTuple) {
            if (m_used++ > 0) raise("not enough arguments for format string");
            return m_arguments;
        }
        const Values &items = m_arguments.sequence()->items;
        if (m_used >= items.size()) raise("not enough arguments for format string");
        return items[m_used++];
    }

    std::optional<Value> readKey()
    {
        if (look() != '(') return std::nullopt;
        const std::size_t end = m_bytes.find(')', m_at);
        if (end == std::string_view::npos) raise("incomplete format key");
        if (!m_arguments.dict()) raise("format requires a mapping");
        const std::string_view key = m_bytes.substr(m_at + 1, end - m_at - 1);
        m_at = end + 1;
        const Value *value = m_arguments.dict()->find(key);
        if (!value) raise("the format needs a value for '" + std::string(key.substr(0, 60)) + "'");
        m_used = 1;
        return *value;
    }

    std::int64_t readNumber()
    {
        if (look() == '*') {
            ++m_at;
            const Value given = nextArgument();
            if (!given.integer()) raise("* wants int");
            return *given.integer();
        }
        std::int64_t number = 0;
        for (; look() >= '0' && look() <= '9'; ++m_at)
            number = added(multiplied(number, 10), look() - '0');
        return number;
    }

    FormatSpec readSpec()
    {
        FormatSpec spec;
        spec.align = '>';
        for (bool isFlag = true; isFlag;) {
            switch (look()) {
            case '-': spec.align = '<'; break;
            case '+': spec.sign = '+'; break;
            case ' ': spec.sign = spec.sign == '+' ? '+' : ' '; break;
            case '#': spec.alternate = true; break;
            case '0': spec.fill = U'0'; break;
            default: isFlag = false;
            }
            m_at += isFlag ? 1 : 0;
        }
        spec.width = readNumber();
        if (spec.width < 0) spec.align = '<';
        spec.width = spec.width < 0 ? multiplied(spec.width, -1) : spec.width;
        if (look() == '.') {
            ++m_at;
            spec.precision = std::max<std::int64_t>(readNumber(), 0);
        }
        while (look() == 'l' || look() == 'h' || look() == 'L')
            ++m_at;
        return spec;
    }

    void formatOne()
    {
        const std::size_t begin = m_at;
        if (look() == '%') {
            m_out.add(m_text.marked, begin, ++m_at);
            return;
        }
        const std::optional<Value> keyed = readKey();
        FormatSpec spec = readSpec();
        if (m_at >= m_bytes.size()) raise("incomplete format");
        const char type = m_bytes[m_at++];
        spec.origin = m_text.marked.substr(begin, m_at).origin();
        const Value value = keyed ? *keyed : nextArgument();
        requirePlain(value, type);
        spec.type = type;
        if (std::string_view("sra").contains(type)) return addText(spec, value, type);
        if (!std::string_view("diuxXoeEfFgGc").contains(type)) raise("unsupported format character");
        addNumber(spec, value, type);
    }

    static void requirePlain(const Value &value, char type)
    {
        if (type != 's' && type != 'r' && type != 'a') requireDefined(value);
    }

    void addText(const FormatSpec &spec, const Value &value, char type)
    {
        TextBuilder text(m_out.run());
        if (type == 's')
            jinja::addText(text, value);
        else if (type == 'r')
            addRepr(text, value);
        else
            jinja::addText(text, asciiRepr(m_out.run(), value));
        FormatSpec plain = plainSpec(spec);
        plain.precision = spec.precision;
        m_out.add(formatValue(m_out.run(), std::move(text).value(), plain).text()->marked);
    }

    /// Nothing but its width and side.
    static FormatSpec plainSpec(const FormatSpec &spec)
    {
        FormatSpec plain;
        plain.align = spec.align == '<' ? '<' : '>';
        plain.width = spec.width;
        plain.origin = spec.origin;
        return plain;
    }

    void addNumber(FormatSpec spec, Value value, char type)
    {
        if (type == 'c' && value.text()) {
            if (value.text()->characters != 1) raise("%c requires an int or a unicode character");
            return addText(spec, value, 's');
        }
        if (!value.isNumber())
            raise(std::string("%") + type + " format: a real number is required, not " + std::string(value.typeName()));
        const bool isWhole = std::string_view("diuxXo").contains(type);
        if (isWhole && value.isFloat()) {
            if (std::string_view("xXo").contains(type)) raise("an integer is required, not float");
            if (!(std::fabs(value.number()) < 9.2e18)) raise("a whole number is too large");
            value = Value(static_cast<std::int64_t>(value.number()));
        }
        if (value.isBool()) value = Value(*value.integer());
        if (type == 'c') {
            FormatSpec character = plainSpec(spec);
            character.type = 'c';
            m_out.add(formatValue(m_out.run(), value, character).text()->marked);
            return;
        }
        if (spec.align == '<') spec.fill = U' ';
        if (spec.fill == U'0') spec.align = '=';
        if (!isWhole) {
            m_out.add(formatValue(m_out.run(), value, spec).text()->marked);
            return;
        }
        // As many digits at least as the precision says, with zeros in front; those of the width are behind the sign
        // too.
        const bool hasSign = *value.integer() < 0 || spec.sign == '+' || spec.sign == ' ';
        const bool hasPrefix = spec.alternate && std::string_view("xXo").contains(type);
        FormatSpec digits = spec;
        digits.fill = U'0';
        digits.align = '=';
        digits.precision.reset();
        digits.width = added(spec.precision.value_or(0), (hasSign ? 1 : 0) + (hasPrefix ? 2 : 0));
        if (spec.fill == U'0') digits.width = std::max(digits.width, spec.width);
        const Value number = formatValue(m_out.run(), value, digits);
        m_out.add(formatValue(m_out.run(), number, plainSpec(spec)).text()->marked);
    }

    TextBuilder m_out;
    const Text &m_text;
    std::string_view m_bytes;
    const Value &m_arguments;
    bool m_isTuple = false;
    std::size_t m_at = 0;
    std::size_t m_used = 0;
};

} // namespace

Value formatPercent(Run &run, const Text &text, const Value &arguments)
{
    return PercentFormat(run, text, arguments).formatted();
}

} // namespace sotto::jinja
