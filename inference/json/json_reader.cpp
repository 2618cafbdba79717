#include "inference/json/json_reader.h"

#include "base/utf8.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <limits>
#include <optional>
#include <utility>

namespace sotto {
namespace {

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

void appendUtf8(std::string &out, std::uint32_t c)
{
    const auto byte = [&out](std::uint32_t value) { out += static_cast<char>(value); };
    if (c < 0x80) return byte(c);
    if (c < 0x800) {
        byte(0xC0U | (c >> 6U));
    } else {
        if (c < 0x10000) {
            byte(0xE0U | (c >> 12U));
        } else {
            byte(0xF0U | (c >> 18U));
            byte(0x80U | ((c >> 12U) & 0x3FU));
        }
        byte(0x80U | ((c >> 6U) & 0x3FU));
    }
    byte(0x80U | (c & 0x3FU));
}

/// Recursive descent; what goes wrong first is kept with its place.
class Reader final {
public:
    Reader(std::string_view text, const JsonLimits &limits) : m_text(text), m_limits(limits) {}

    std::optional<JsonValue> whole()
    {
        auto value = prefix();
        if (!value) return std::nullopt;
        skipSpace();
        if (m_at < m_text.size()) return refuse("something follows the value");
        return value;
    }

    std::optional<JsonValue> prefix()
    {
        if (m_text.starts_with("\xEF\xBB\xBF")) m_at = 3;
        if (m_text.size() > m_limits.bytes) return refuse("the text is too long");
        return value(0);
    }

    [[nodiscard]] std::size_t position() const { return m_at; }

    [[nodiscard]] Error error() const
    {
        const std::string_view before = m_text.substr(0, std::min(m_at, m_text.size()));
        const auto line = std::ranges::count(before, '\n') + 1;
        const std::size_t lineBreak = before.rfind('\n');
        const std::size_t column = before.size() - (lineBreak == std::string_view::npos ? 0 : lineBreak + 1) + 1;
        return Error(ErrorCode::InvalidRequest,
                     "JSON, line " + std::to_string(line) + ", column " + std::to_string(column) + ": " + m_problem);
    }

private:
    std::nullopt_t refuse(const char *problem)
    {
        if (m_problem.empty()) m_problem = problem;
        return std::nullopt;
    }

    [[nodiscard]] char peek() const { return m_at < m_text.size() ? m_text[m_at] : '\0'; }

    bool take(char expected)
    {
        if (m_at >= m_text.size() || m_text[m_at] != expected) return false;
        ++m_at;
        return true;
    }

    void skipSpace()
    {
        while (m_at < m_text.size() && std::string_view(" \t\r\n").contains(m_text[m_at]))
            ++m_at;
    }

    std::optional<JsonValue> value(std::size_t depth)
    {
        skipSpace();
        if (++m_values > m_limits.values) return refuse("there are too many values");
        if (m_at >= m_text.size()) return refuse("the text ends where a value is expected");
        switch (peek()) {
        case '{': return depth < m_limits.depth ? object(depth) : refuse("values lie too deep within one another");
        case '[': return depth < m_limits.depth ? array(depth) : refuse("values lie too deep within one another");
        case '"':
            if (auto text = string()) return JsonValue(*std::move(text));
            return std::nullopt;
        case 't': return word("true", JsonValue(true));
        case 'f': return word("false", JsonValue(false));
        case 'n': return word("null", JsonValue());
        default: return number();
        }
    }

    std::optional<JsonValue> word(std::string_view expected, JsonValue value)
    {
        if (!m_text.substr(m_at).starts_with(expected)) return refuse("a value is expected");
        m_at += expected.size();
        return value;
    }

    std::optional<JsonValue> object(std::size_t depth)
    {
        ++m_at;
        JsonValue::Object members;
        skipSpace();
        if (take('}')) return JsonValue(std::move(members));
        for (;;) {
            skipSpace();
            if (peek() != '"') return refuse("a name in quotes is expected");
            auto key = string();
            if (!key) return std::nullopt;
            skipSpace();
            if (!take(':')) return refuse("a colon is missing");
            auto member = value(depth + 1);
            if (!member) return std::nullopt;
            members.push_back({*std::move(key), *std::move(member)});
            skipSpace();
            if (take('}')) return JsonValue(std::move(members));
            if (!take(',')) return refuse("a comma or } is missing");
        }
    }

    std::optional<JsonValue> array(std::size_t depth)
    {
        ++m_at;
        JsonValue::Array items;
        skipSpace();
        if (take(']')) return JsonValue(std::move(items));
        for (;;) {
            auto item = value(depth + 1);
            if (!item) return std::nullopt;
            items.push_back(*std::move(item));
            skipSpace();
            if (take(']')) return JsonValue(std::move(items));
            if (!take(',')) return refuse("a comma or ] is missing");
        }
    }

    std::optional<JsonValue> number()
    {
        const std::size_t begin = m_at;
        take('-');
        if (!take('0') && !digits()) return refuse("a value is expected");
        if (take('.') && !digits()) return refuse("a digit is expected after the point");
        if (take('e') || take('E')) {
            if (!take('+')) take('-');
            if (!digits()) return refuse("a digit is expected in the exponent");
        }
        const std::string_view text = m_text.substr(begin, m_at - begin);
        JsonValue::Number number{.text = std::string(text), .value = 0};
        const auto read = std::from_chars(text.data(), text.data() + text.size(), number.value);
        // Too large or too small for a double: strtod tells which.
        if (read.ec == std::errc::result_out_of_range) number.value = outOfRange(text);
        return JsonValue(std::move(number));
    }

    /// ±infinity or 0: whether the first digit that counts stands so far left or so far right.
    static double outOfRange(std::string_view text)
    {
        const std::size_t exponent = text.find_first_of("eE");
        const std::string_view mantissa = text.substr(0, exponent);
        const bool small = exponent != std::string_view::npos
                               ? text.substr(exponent + 1).starts_with('-')
                               : mantissa.find_first_of("123456789") > mantissa.find('.');
        const double size = small ? 0.0 : std::numeric_limits<double>::infinity();
        return text.starts_with('-') ? -size : size;
    }

    bool digits()
    {
        const std::size_t begin = m_at;
        while (isDigit(peek()))
            ++m_at;
        return m_at > begin;
    }

    std::optional<std::string> string()
    {
        ++m_at;
        std::string out;
        for (;;) {
            const std::size_t begin = m_at;
            while (m_at < m_text.size() && static_cast<unsigned char>(m_text[m_at]) >= 0x20 && m_text[m_at] != '"' &&
                   m_text[m_at] != '\\')
                ++m_at;
            const std::string_view plain = m_text.substr(begin, m_at - begin);
            if (!isUtf8(plain)) return refuse("these bytes are not UTF-8");
            out += plain;
            if (take('"')) return out;
            if (m_at >= m_text.size()) return refuse("the text ends inside a string");
            if (!take('\\')) return refuse("a control character in a string must be escaped");
            if (!escape(out)) return std::nullopt;
        }
    }

    static bool isUtf8(std::string_view text)
    {
        const bool ascii = std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
        return ascii || sanitizedUtf8(text) == text;
    }

    bool escape(std::string &out)
    {
        constexpr std::string_view names = "\"\\/bfnrt";
        constexpr std::string_view meant = "\"\\/\b\f\n\r\t";
        const char name = peek();
        if (name == 'u') return unicodeEscape(out);
        const std::size_t index = name == '\0' ? std::string_view::npos : names.find(name);
        if (index == std::string_view::npos) {
            refuse("this escape is not known");
            return false;
        }
        out += meant[index];
        ++m_at;
        return true;
    }

    bool unicodeEscape(std::string &out)
    {
        auto unit = hexUnit();
        if (!unit) return false;
        const auto isLow = [](std::uint32_t u) { return u >= 0xDC00 && u < 0xE000; };
        std::uint32_t code = *unit;
        if (code >= 0xD800 && code < 0xDC00 && take('\\')) {
            const auto second = peek() == 'u' ? hexUnit() : std::nullopt;
            if (second && isLow(*second)) code = 0x10000 + ((code - 0xD800) << 10U) + (*second - 0xDC00);
        }
        if (code >= 0xD800 && code < 0xE000) {
            refuse("half of a surrogate pair is missing");
            return false;
        }
        appendUtf8(out, code);
        return true;
    }

    /// The "uXXXX" of an escape.
    std::optional<std::uint32_t> hexUnit()
    {
        const std::string_view text = m_text.substr(m_at + 1, 4);
        std::uint32_t unit = 0;
        const auto read = std::from_chars(text.data(), text.data() + text.size(), unit, 16);
        if (text.size() < 4 || read.ec != std::errc() || read.ptr != text.data() + 4) {
            return refuse("four hexadecimal digits are expected");
        }
        m_at += 5;
        return unit;
    }

    std::string_view m_text;
    const JsonLimits &m_limits;
    std::size_t m_at = 0;
    std::size_t m_values = 0;
    std::string m_problem;
};

} // namespace

Result<JsonValue> readJson(std::string_view text, const JsonLimits &limits)
{
    Reader reader(text, limits);
    auto value = reader.whole();
    if (!value) return fail(reader.error());
    return *std::move(value);
}

Result<JsonValue> readJsonPrefix(std::string_view text, std::size_t &used, const JsonLimits &limits)
{
    Reader reader(text, limits);
    auto value = reader.prefix();
    used = reader.position();
    if (!value) return fail(reader.error());
    return *std::move(value);
}

} // namespace sotto
