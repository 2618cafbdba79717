#include "inference/grammar/json_text_grammar.h"

#include "base/utf8.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>
#include <vector>

namespace sotto {
namespace {

using Range = CharacterSet::Range;

constexpr std::size_t kMostDepth = 32;
constexpr std::size_t kMostBytes = 4096;
constexpr std::uint32_t kMostRepetitions = 2000;

/// \d, \w, \s and their opposites (ECMA-262, CharacterClassEscape).
std::optional<CharacterSet> classEscape(char c)
{
    const std::vector<Range> digits{{'0', '9'}};
    const std::vector<Range> word{{'0', '9'}, {'A', 'Z'}, {'_', '_'}, {'a', 'z'}};
    const std::vector<Range> space{{9, 13},          {' ', ' '},       {0xA0, 0xA0},     {0x1680, 0x1680},
                                   {0x2000, 0x200A}, {0x2028, 0x2029}, {0x202F, 0x202F}, {0x205F, 0x205F},
                                   {0x3000, 0x3000}, {0xFEFF, 0xFEFF}};
    switch (c) {
    case 'd': return CharacterSet(digits);
    case 'D': return CharacterSet(digits, true);
    case 'w': return CharacterSet(word);
    case 'W': return CharacterSet(word, true);
    case 's': return CharacterSet(space);
    case 'S': return CharacterSet(space, true);
    default: return std::nullopt;
    }
}

/// Recursive descent over the pattern, writing GBNF as it goes.
class PatternReader final {
public:
    explicit PatternReader(std::string_view pattern) : m_text(pattern) {}

    /// `any`: the rule of one character, for what stands before and after an unanchored pattern.
    Result<std::string> read(const std::string &any)
    {
        if (m_text.size() > kMostBytes || sanitizedUtf8(m_text) != m_text) return problem("the pattern is too long");
        auto body = alternatives(0, any);
        if (body && m_at < m_text.size()) body = refuse("“)” stands alone");
        if (!body) return problem(m_problem);
        return "\"\\\"\" (" + *body + ") \"\\\"\"";
    }

private:
    [[nodiscard]] Result<std::string> problem(const std::string &what) const
    {
        return fail(ErrorCode::GrammarInvalid, "pattern " + std::string(m_text.substr(0, 80)) + ": " + what);
    }

    std::nullopt_t refuse(std::string what)
    {
        if (m_problem.empty()) m_problem = std::move(what);
        return std::nullopt;
    }

    [[nodiscard]] std::string_view rest() const { return m_text.substr(m_at); }
    [[nodiscard]] char peek() const { return m_at < m_text.size() ? m_text[m_at] : '\0'; }
    bool take(std::string_view expected)
    {
        if (!rest().starts_with(expected)) return false;
        m_at += expected.size();
        return true;
    }

    std::optional<std::string> alternatives(std::size_t depth, const std::string &any)
    {
        std::string out;
        do {
            const bool anchored = depth == 0 && take("^");
            auto one = sequence(depth);
            if (!one) return std::nullopt;
            const bool ended = depth == 0 && take("$");
            if (ended && m_at < m_text.size() && peek() != '|') return refuse("$ stands before the end");
            if (depth == 0 && !anchored) *one = any + "* " + *one;
            if (depth == 0 && !ended) *one += any + "*";
            out += (out.empty() ? "" : "| ") + (one->empty() ? "\"\" " : *one);
        } while (take("|"));
        return out;
    }

    std::optional<std::string> sequence(std::size_t depth)
    {
        std::string out;
        while (m_at < m_text.size() && !std::string_view("|)").contains(peek())) {
            if (peek() == '$' && depth == 0) break;
            auto one = atom(depth);
            if (!one) return std::nullopt;
            const auto times = repetition();
            if (!times) return std::nullopt;
            out += *one + *times + ' ';
        }
        return out;
    }

    std::optional<std::string> atom(std::size_t depth)
    {
        if (take("(")) return group(depth);
        if (take("[")) {
            const auto set = bracketSet();
            if (!set) return std::nullopt;
            return setText(*set);
        }
        if (take(".")) return setText(CharacterSet({{'\n', '\n'}, {'\r', '\r'}, {0x2028, 0x2029}}, true));
        if (peek() == '\\') {
            const auto set = escape(false);
            if (!set) return std::nullopt;
            return setText(*set);
        }
        if (std::string_view("*+?{^$").contains(peek()))
            return refuse(std::string("“") + peek() + "” is not known here");
        return setText(single(character()));
    }

    static CharacterSet single(char32_t c) { return CharacterSet({{c, c}}); }

    std::optional<std::string> setText(const CharacterSet &set)
    {
        std::string text = jsonSet(set);
        if (text == "()" || set.ranges().empty()) return refuse("a set is empty");
        return text;
    }

    std::optional<std::string> group(std::size_t depth)
    {
        if (depth >= kMostDepth) return refuse("groups lie too deep within one another");
        if (peek() == '?' && !take("?:")) return refuse("“(?…)” is not known here");
        auto inner = alternatives(depth + 1, {});
        if (!inner) return std::nullopt;
        if (!take(")")) return refuse("“)” is missing");
        return "(" + *inner + ")";
    }

    /// One character; the text is whole UTF-8.
    char32_t character()
    {
        const auto lead = static_cast<unsigned char>(m_text[m_at]);
        const std::size_t size = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
        char32_t c = size == 1 ? lead : lead & (0x7FU >> size);
        for (const char next : m_text.substr(m_at + 1, size - 1))
            c = (c << 6U) | (static_cast<unsigned char>(next) & 0x3FU);
        m_at += size;
        return c;
    }

    std::optional<CharacterSet> bracketSet()
    {
        const bool negated = take("^");
        std::vector<Range> ranges;
        while (!take("]")) {
            if (m_at >= m_text.size()) return refuse("“]” is missing");
            const auto low = setMember();
            if (!low) return std::nullopt;
            const bool isRange = peek() == '-' && m_at + 1 < m_text.size() && m_text[m_at + 1] != ']';
            const auto lowRanges = low->ranges();
            if (!isRange) {
                ranges.insert(ranges.end(), lowRanges.begin(), lowRanges.end());
                continue;
            }
            ++m_at;
            const auto high = setMember();
            if (!high) return std::nullopt;
            if (lowRanges.empty() || high->ranges().empty()) return refuse("a range has no ends");
            ranges.push_back({lowRanges.front().low, high->ranges().back().high});
        }
        return CharacterSet(std::move(ranges), negated);
    }

    std::optional<CharacterSet> setMember()
    {
        if (m_at >= m_text.size()) return refuse("“]” is missing");
        if (peek() == '\\') return escape(true);
        return single(character());
    }

    std::optional<CharacterSet> escape(bool inSet)
    {
        take("\\");
        if (m_at >= m_text.size()) return refuse("the pattern ends with “\\”");
        const char c = m_text[m_at];
        if (const auto known = classEscape(c)) {
            ++m_at;
            return known;
        }
        constexpr std::string_view names = "nrtfv0";
        constexpr std::string_view meant("\n\r\t\f\v\0", 6);
        if (const std::size_t index = names.find(c); index != std::string_view::npos) {
            ++m_at;
            return single(static_cast<char32_t>(meant[index]));
        }
        if (c == 'x' || c == 'u') return number(c == 'x' ? 2 : 4);
        const bool isLetter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '1' && c <= '9');
        if (inSet && c == 'b') {
            ++m_at;
            return single('\b');
        }
        if (isLetter) return refuse(std::string("“\\") + c + "” is not known here");
        return single(character());
    }

    std::optional<CharacterSet> number(std::size_t digits)
    {
        const std::string_view text = m_text.substr(m_at + 1, digits);
        std::uint32_t value = 0;
        const auto read = std::from_chars(text.data(), text.data() + text.size(), value, 16);
        if (text.size() < digits || read.ec != std::errc() || read.ptr != text.data() + digits)
            return refuse("hexadecimal digits are missing");
        m_at += 1 + digits;
        return single(value);
    }

    /// As GBNF writes it; empty where there is none.
    std::optional<std::string> repetition()
    {
        std::string out;
        if (std::string_view("*+?").contains(peek()) && peek() != '\0') {
            out = m_text[m_at++];
        } else if (peek() == '{') {
            const std::size_t end = m_text.find('}', m_at);
            const std::string_view inner = m_text.substr(m_at + 1, end == std::string_view::npos ? 0 : end - m_at - 1);
            const std::size_t comma = std::min(inner.find(','), inner.size());
            const auto least = count(inner.substr(0, comma));
            const std::string_view most = comma < inner.size() ? inner.substr(comma + 1) : inner.substr(0, comma);
            if (!least || (!most.empty() && !count(most))) return refuse("a repetition is not a number up to 2000");
            out = "{" + std::string(inner) + "}";
            m_at = end + 1;
        }
        if (!out.empty()) take("?"); // lazy: the same strings match
        return out;
    }

    static std::optional<std::uint32_t> count(std::string_view text)
    {
        std::uint32_t value = 0;
        const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
        const bool whole = read.ec == std::errc() && read.ptr == text.data() + text.size();
        return whole && value <= kMostRepetitions ? std::optional(value) : std::nullopt;
    }

    std::string_view m_text;
    std::size_t m_at = 0;
    std::string m_problem;
};

} // namespace

Result<std::string> patternGrammar(GbnfRules &rules, std::string_view pattern)
{
    return PatternReader(pattern).read(jsonChar(rules));
}

} // namespace sotto
