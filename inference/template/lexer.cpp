#include "inference/template/lexer.h"

#include "inference/template/characters.h"
#include "inference/template/run.h"
#include "inference/template/string_literal.h"

#include <algorithm>
#include <array>
#include <optional>

namespace sotto::jinja {
namespace {

/// Longer ones first.
constexpr std::array<std::string_view, 26> kOperators{"**", "//", "==", "!=", ">=", "<=", "+", "-", "/",
                                                      "*",  "%",  "~",  "[",  "]",  "(",  ")", "{", "}",
                                                      ">",  "<",  "=",  ".",  ":",  "|",  ",", ";"};

bool isNameByte(char c)
{
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0x80 || c == '_' || (byte >= '0' && byte <= '9') || ((byte | 0x20U) >= 'a' && (byte | 0x20U) <= 'z');
}

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

/// One newline for all kinds, and without the last one.
std::string withPlainNewlines(std::string_view source)
{
    std::string plain;
    plain.reserve(source.size());
    for (std::size_t i = 0; i < source.size(); ++i) {
        if (source[i] != '\r') {
            plain.push_back(source[i]);
            continue;
        }
        plain.push_back('\n');
        if (i + 1 < source.size() && source[i + 1] == '\n') ++i;
    }
    if (plain.ends_with('\n')) plain.pop_back();
    return plain;
}

class Lexer final {
public:
    explicit Lexer(std::string_view source) : m_source(withPlainNewlines(source)), m_text(m_source) {}

    std::vector<Token> run()
    {
        while (m_at < m_text.size())
            readData();
        add(Token::Kind::End, {});
        return std::move(m_tokens);
    }

private:
    void add(Token::Kind kind, std::string text) { m_tokens.push_back({kind, std::move(text), m_line}); }
    [[nodiscard]] bool sees(std::string_view what) const { return m_text.substr(m_at).starts_with(what); }
    [[nodiscard]] char byteAt(std::size_t at) const { return at < m_text.size() ? m_text[at] : '\0'; }

    void moveTo(std::size_t at)
    {
        m_line += static_cast<int>(std::ranges::count(m_text.substr(m_at, at - m_at), '\n'));
        m_at = at;
    }

    [[nodiscard]] std::size_t afterSpaces(std::size_t at) const
    {
        while (at < m_text.size()) {
            std::size_t next = at;
            if (!isSpace(nextCharacter(m_text, next))) break;
            at = next;
        }
        return at;
    }

    /// Where the next tag begins.
    [[nodiscard]] std::size_t nextTag(std::size_t from) const
    {
        for (auto at = m_text.find('{', from); at != std::string_view::npos; at = m_text.find('{', at + 1)) {
            const char next = byteAt(at + 1);
            if (next == '{' || next == '%' || next == '#') return at;
        }
        return std::string_view::npos;
    }

    /// Text before the tag at `tag`, which begins with `sign`; `mayStrip`: lstrip_blocks applies to it.
    void addData(std::size_t tag, char sign, bool mayStrip)
    {
        std::string_view data = m_text.substr(m_at, tag - m_at);
        if (sign == '-') {
            data = data.substr(0, withoutSpaces(data).end);
            if (withoutSpaces(data).begin == data.size()) data = {};
        } else if (sign != '+' && mayStrip) {
            const auto newline = data.rfind('\n');
            const std::size_t line = newline == std::string_view::npos ? 0 : newline + 1;
            const bool lineBegins = line > 0 || m_at == 0 || m_text[m_at - 1] == '\n';
            const std::string_view rest = data.substr(line);
            if (lineBegins && withoutSpaces(rest).begin == rest.size()) data = data.substr(0, line);
        }
        if (!data.empty()) add(Token::Kind::Data, std::string(data));
        moveTo(tag);
    }

    void readData()
    {
        const std::size_t tag = nextTag(m_at);
        if (tag == std::string_view::npos) {
            add(Token::Kind::Data, std::string(m_text.substr(m_at)));
            return moveTo(m_text.size());
        }
        const char kind = m_text[tag + 1];
        char sign = byteAt(tag + 2);
        if (sign != '-' && sign != '+') sign = '\0';
        addData(tag, sign, kind != '{');
        if (kind == '%') {
            if (const auto begin = rawTagEnd(m_at, "raw")) {
                moveTo(*begin);
                return readRaw();
            }
        }
        moveTo(tag + (sign == '\0' ? 2 : 3));
        if (kind == '#') return skipComment();
        readTag(kind == '%');
    }

    /// Behind a `{% raw %}` or `{% endraw %}` that begins at `at`.
    [[nodiscard]] std::optional<std::size_t> rawTagEnd(std::size_t at, std::string_view word) const
    {
        if (!m_text.substr(at).starts_with("{%")) return std::nullopt;
        at += 2;
        if (byteAt(at) == '-' || byteAt(at) == '+') ++at;
        at = afterSpaces(at);
        if (!m_text.substr(at).starts_with(word)) return std::nullopt;
        at = afterSpaces(at + word.size());
        const std::string_view rest = m_text.substr(at);
        if (rest.starts_with("-%}")) return afterSpaces(at + 3);
        const bool ends = word == "endraw";
        if (ends && rest.starts_with("+%}")) return at + 3;
        if (!rest.starts_with("%}")) return std::nullopt;
        return at + 2 + (ends && byteAt(at + 2) == '\n' ? 1 : 0);
    }

    void readRaw()
    {
        for (auto at = m_text.find("{%", m_at); at != std::string_view::npos; at = m_text.find("{%", at + 2)) {
            const auto end = rawTagEnd(at, "endraw");
            if (!end) continue;
            const char sign = byteAt(at + 2);
            addData(at, sign, true);
            return moveTo(*end);
        }
        throw Fault("Missing end of raw directive", m_line);
    }

    void skipComment()
    {
        const auto end = m_text.find("#}", m_at);
        if (end == std::string_view::npos) throw Fault("Missing end of comment tag", m_line);
        const char sign = end > m_at ? m_text[end - 1] : '\0';
        if (sign == '-') return moveTo(afterSpaces(end + 2));
        moveTo(end + 2 + (sign != '+' && byteAt(end + 2) == '\n' ? 1 : 0));
    }

    /// The end of the tag, where it stands here.
    [[nodiscard]] std::optional<std::size_t> tagEnd(bool isBlock) const
    {
        const std::string_view end = isBlock ? "%}" : "}}";
        if (sees("-") && m_text.substr(m_at + 1).starts_with(end)) return afterSpaces(m_at + 3);
        if (isBlock && sees("+%}")) return m_at + 3;
        if (!sees(end)) return std::nullopt;
        return m_at + 2 + (isBlock && byteAt(m_at + 2) == '\n' ? 1 : 0);
    }

    void readTag(bool isBlock)
    {
        add(isBlock ? Token::Kind::BlockBegin : Token::Kind::VariableBegin, {});
        m_open.clear();
        while (m_at < m_text.size()) {
            if (m_open.empty()) {
                if (const auto end = tagEnd(isBlock)) {
                    add(isBlock ? Token::Kind::BlockEnd : Token::Kind::VariableEnd, {});
                    return moveTo(*end);
                }
            }
            readToken();
        }
    }

    void readToken()
    {
        const std::size_t spaces = afterSpaces(m_at);
        if (spaces > m_at) return moveTo(spaces);
        const char c = m_text[m_at];
        if (isDigit(c)) return readNumber();
        if (isNameByte(c)) {
            std::size_t end = m_at;
            while (isNameByte(byteAt(end)))
                ++end;
            add(Token::Kind::Name, std::string(m_text.substr(m_at, end - m_at)));
            return moveTo(end);
        }
        if (c == '"' || c == '\'') return readString(c);
        readOperator();
    }

    void readString(char quote)
    {
        std::size_t end = m_at + 1;
        while (end < m_text.size() && m_text[end] != quote)
            end += m_text[end] == '\\' ? 2 : 1;
        if (end >= m_text.size()) throw Fault("a text in quotes does not end", m_line);
        try {
            add(Token::Kind::String, unescaped(m_text.substr(m_at + 1, end - m_at - 1)));
        } catch (const Fault &fault) {
            throw Fault(fault.what(), m_line);
        }
        moveTo(end + 1);
    }

    /// Behind digits that underscores may part.
    [[nodiscard]] std::size_t digitsEnd(std::size_t at, std::string_view digits) const
    {
        const auto isOne = [&](std::size_t i) { return byteAt(i) != '\0' && digits.contains(byteAt(i)); };
        while (isOne(at) || (byteAt(at) == '_' && isOne(at + 1)))
            ++at;
        return at;
    }

    void readNumber()
    {
        constexpr std::string_view decimal = "0123456789";
        std::size_t end = digitsEnd(m_at, decimal);
        bool isFloat = false;
        if (m_at == 0 || m_text[m_at - 1] != '.') {
            std::size_t more = end;
            if (byteAt(more) == '.' && isDigit(byteAt(more + 1))) {
                more = digitsEnd(more + 1, decimal);
                isFloat = true;
            }
            if ((byteAt(more) | 0x20) == 'e') {
                const std::size_t sign = byteAt(more + 1) == '+' || byteAt(more + 1) == '-' ? 1 : 0;
                if (isDigit(byteAt(more + 1 + sign))) {
                    more = digitsEnd(more + 1 + sign, decimal);
                    isFloat = true;
                }
            }
            if (isFloat) end = more;
        }
        if (!isFloat && m_text[m_at] == '0') end = zeroNumberEnd();
        std::string text(m_text.substr(m_at, end - m_at));
        std::erase(text, '_');
        add(isFloat ? Token::Kind::Float : Token::Kind::Integer, std::move(text));
        moveTo(end);
    }

    /// 0, 000, 0x1F, 0o17, 0b1.
    [[nodiscard]] std::size_t zeroNumberEnd() const
    {
        const char base = static_cast<char>(byteAt(m_at + 1) | 0x20);
        const std::string_view digits = base == 'x'   ? "0123456789abcdefABCDEF"
                                        : base == 'o' ? "01234567"
                                        : base == 'b' ? "01"
                                                      : "";
        const std::size_t end = digits.empty() ? 0 : digitsEnd(m_at + 2, digits);
        return end > m_at + 2 ? end : digitsEnd(m_at, "0");
    }

    void readOperator()
    {
        const auto found = std::ranges::find_if(kOperators, [&](std::string_view o) { return sees(o); });
        if (found == kOperators.end()) throw Fault("unexpected character in a tag", m_line);
        const std::string_view text = *found;
        const auto opening = std::string_view("([{").find(text);
        if (opening != std::string_view::npos) m_open.push_back(")]}"[opening]);
        if (std::string_view(")]}").contains(text)) {
            if (m_open.empty() || m_open.back() != text[0])
                throw Fault("unexpected '" + std::string(text) + "'", m_line);
            m_open.pop_back();
        }
        add(Token::Kind::Operator, std::string(text));
        moveTo(m_at + text.size());
    }

    std::string m_source;
    std::string_view m_text;
    std::size_t m_at = 0;
    int m_line = 1;
    std::string m_open; ///< Brackets to be closed.
    std::vector<Token> m_tokens;
};

} // namespace

std::vector<Token> tokenize(std::string_view source)
{
    return Lexer(source).run();
}

} // namespace sotto::jinja
