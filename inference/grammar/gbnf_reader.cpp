#include "inference/grammar/gbnf_tree.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <utility>

namespace sotto {
namespace {

using Element = GbnfTree::Element;
using Sequence = GbnfTree::Sequence;
using Alternatives = GbnfTree::Alternatives;

constexpr std::uint32_t kMostRepetitions = 100'000;

bool isNameCharacter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

/// Recursive descent; what goes wrong first is kept with its place.
class Reader final {
public:
    Reader(std::string_view text, const GrammarLimits &limits) : m_text(text), m_limits(limits) {}

    Result<GbnfTree> read()
    {
        if (m_text.size() > m_limits.bytes) return fail(grammarProblem(m_text, 0, "the grammar is too long"));
        skipSpace(true);
        while (m_at < m_text.size()) {
            if (!rule()) return fail(grammarProblem(m_text, m_problemAt, m_problem));
            skipSpace(true);
        }
        for (const GbnfTree::Rule &one : m_tree.rules) {
            if (!one.defined) return fail(grammarProblem(m_text, one.usedAt, "there is no rule “" + one.name + "”"));
        }
        const auto root = m_names.find("root");
        if (root == m_names.end()) return fail(grammarProblem(m_text, 0, "there is no rule “root”"));
        m_tree.root = root->second;
        return std::move(m_tree);
    }

private:
    bool refuse(std::string problem)
    {
        if (m_problem.empty()) {
            m_problem = std::move(problem);
            m_problemAt = m_at;
        }
        return false;
    }

    [[nodiscard]] char peek() const { return m_at < m_text.size() ? m_text[m_at] : '\0'; }
    [[nodiscard]] std::string_view rest() const { return m_text.substr(m_at); }
    bool take(std::string_view expected)
    {
        if (!rest().starts_with(expected)) return false;
        m_at += expected.size();
        return true;
    }

    void skipSpace(bool overLines)
    {
        while (m_at < m_text.size()) {
            const char c = m_text[m_at];
            if (c == '#') {
                m_at = std::min(m_text.find_first_of("\r\n", m_at), m_text.size());
            } else if (c == ' ' || c == '\t' || (overLines && (c == '\n' || c == '\r'))) {
                ++m_at;
            } else {
                return;
            }
        }
    }

    std::optional<std::uint32_t> name()
    {
        const std::size_t begin = m_at;
        while (m_at < m_text.size() && isNameCharacter(m_text[m_at]))
            ++m_at;
        if (m_at == begin) {
            refuse("the name of a rule is expected");
            return std::nullopt;
        }
        const auto [found, isNew] = m_names.try_emplace(std::string(m_text.substr(begin, m_at - begin)),
                                                        static_cast<std::uint32_t>(m_tree.rules.size()));
        if (isNew) m_tree.rules.push_back({.name = found->first, .alternatives = {}, .usedAt = begin});
        if (m_tree.rules.size() > m_limits.rules) {
            refuse("there are too many rules");
            return std::nullopt;
        }
        return found->second;
    }

    bool rule()
    {
        const auto index = name();
        if (!index) return false;
        skipSpace(false);
        if (m_tree.rules[*index].defined) return refuse("this rule is there already");
        if (!take("::=")) return refuse("“::=” is expected");
        skipSpace(true);
        auto body = alternatives(0);
        if (!body) return false;
        m_tree.rules[*index].alternatives = *std::move(body);
        m_tree.rules[*index].defined = true;
        if (m_at < m_text.size() && peek() != '\n' && peek() != '\r') return refuse("the end of the rule is expected");
        return true;
    }

    std::optional<Alternatives> alternatives(std::size_t depth)
    {
        Alternatives all;
        do {
            if (depth > 0 || !all.empty()) skipSpace(true);
            auto one = sequence(depth);
            if (!one) return std::nullopt;
            all.push_back(*std::move(one));
        } while (take("|"));
        return all;
    }

    std::optional<Sequence> sequence(std::size_t depth)
    {
        Sequence out;
        for (;;) {
            std::optional<Element> element;
            const char c = peek();
            if (c == '"') {
                element = literal();
            } else if (c == '[') {
                element = set();
            } else if (c == '(') {
                element = group(depth);
            } else if (take(".")) {
                element = setElement(CharacterSet({}, true));
            } else if (m_at < m_text.size() && isNameCharacter(c)) {
                if (const auto index = name())
                    element = Element{.kind = Element::Kind::Rule, .index = *index, .group = {}};
            } else {
                return out;
            }
            if (!element || !repetition(*element)) return std::nullopt;
            out.push_back(*std::move(element));
            skipSpace(depth > 0);
        }
    }

    std::optional<Element> group(std::size_t depth)
    {
        if (depth >= m_limits.depth) {
            refuse("groups lie too deep within one another");
            return std::nullopt;
        }
        take("(");
        auto inner = alternatives(depth + 1);
        if (!inner) return std::nullopt;
        if (!take(")")) {
            refuse("“)” is expected");
            return std::nullopt;
        }
        return Element{.kind = Element::Kind::Group, .group = *std::move(inner)};
    }

    Element setElement(CharacterSet set)
    {
        const auto found = std::ranges::find(m_tree.sets, set);
        const auto index = static_cast<std::uint32_t>(found - m_tree.sets.begin());
        if (found == m_tree.sets.end()) m_tree.sets.push_back(std::move(set));
        return {.kind = Element::Kind::Set, .index = index, .group = {}};
    }

    Element characterElement(char32_t c)
    {
        const auto [found, isNew] = m_characters.try_emplace(c, 0);
        if (isNew) found->second = setElement(CharacterSet({{c, c}})).index;
        return {.kind = Element::Kind::Set, .index = found->second, .group = {}};
    }

    std::optional<Element> literal()
    {
        take("\"");
        Sequence characters;
        while (!take("\"")) {
            const auto c = character();
            if (!c) return std::nullopt;
            characters.push_back(characterElement(*c));
        }
        if (characters.size() == 1) return characters.front();
        return Element{.kind = Element::Kind::Group, .group = {std::move(characters)}};
    }

    std::optional<Element> set()
    {
        take("[");
        const bool negated = take("^");
        std::vector<CharacterSet::Range> ranges;
        while (!take("]")) {
            const auto low = character();
            if (!low) return std::nullopt;
            auto high = low;
            if (peek() == '-' && !rest().starts_with("-]")) {
                take("-");
                high = character();
                if (!high) return std::nullopt;
            }
            ranges.push_back({*low, *high});
        }
        return setElement(CharacterSet(std::move(ranges), negated));
    }

    /// One character of a literal or set, escaped or not.
    std::optional<char32_t> character()
    {
        if (m_at >= m_text.size()) {
            refuse("the grammar ends inside quotes or a set");
            return std::nullopt;
        }
        if (take("\\")) return escaped();
        return utf8Character();
    }

    std::optional<char32_t> escaped()
    {
        constexpr std::string_view names = "nrt\\\"[]-^'/";
        constexpr std::string_view meant = "\n\r\t\\\"[]-^'/";
        const char c = peek();
        const int digits = c == 'x' ? 2 : c == 'u' ? 4 : c == 'U' ? 8 : 0;
        if (digits > 0) {
            ++m_at;
            return hexadecimal(static_cast<std::size_t>(digits));
        }
        const std::size_t index = c == '\0' ? std::string_view::npos : names.find(c);
        if (index == std::string_view::npos) {
            refuse("this escape is not known");
            return std::nullopt;
        }
        ++m_at;
        return static_cast<char32_t>(meant[index]);
    }

    std::optional<char32_t> hexadecimal(std::size_t digits)
    {
        const std::string_view text = rest().substr(0, digits);
        std::uint32_t value = 0;
        const auto read = std::from_chars(text.data(), text.data() + text.size(), value, 16);
        const bool isScalar = value <= 0x10FFFF && (value < 0xD800 || value > 0xDFFF);
        if (text.size() < digits || read.ec != std::errc() || read.ptr != text.data() + digits || !isScalar) {
            refuse("the number of a character is expected");
            return std::nullopt;
        }
        m_at += digits;
        return value;
    }

    std::optional<char32_t> utf8Character()
    {
        const auto lead = static_cast<unsigned char>(m_text[m_at]);
        const std::size_t size = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
        const std::string_view bytes = rest().substr(0, size);
        if (bytes.size() < size || lead == 0xFF || (lead >= 0x80 && lead < 0xC2)) {
            refuse("these bytes are not UTF-8");
            return std::nullopt;
        }
        char32_t c = size == 1 ? lead : lead & (0x7FU >> size);
        for (const char next : bytes.substr(1))
            c = (c << 6U) | (static_cast<unsigned char>(next) & 0x3FU);
        const bool continued = std::ranges::all_of(bytes.substr(1), [](char next) { return (next & 0xC0) == 0x80; });
        if (!continued || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF)) {
            refuse("these bytes are not UTF-8");
            return std::nullopt;
        }
        m_at += size;
        return c;
    }

    bool repetition(Element &element)
    {
        skipSpaceBeforeRepetition();
        if (take("*")) return repeat(element, 0, std::nullopt);
        if (take("+")) return repeat(element, 1, std::nullopt);
        if (take("?")) return repeat(element, 0, 1);
        if (!take("{")) return true;
        const auto least = number();
        if (!least) return false;
        std::optional<std::uint32_t> most = least;
        skipSpace(false);
        if (take(",")) {
            skipSpace(false);
            most.reset();
            if (peek() != '}') {
                most = number();
                if (!most) return false;
            }
            skipSpace(false);
        }
        if (!take("}")) return refuse("“}” is expected");
        if (most && *most < *least) return refuse("the repetition ends before it begins");
        return repeat(element, *least, most);
    }

    /// llama.cpp allows white space there.
    void skipSpaceBeforeRepetition()
    {
        const std::size_t before = m_at;
        skipSpace(false);
        if (std::string_view("*+?{").find(peek()) == std::string_view::npos || m_at >= m_text.size()) m_at = before;
    }

    bool repeat(Element &element, std::uint32_t least, std::optional<std::uint32_t> most)
    {
        element.least = least;
        element.most = most;
        if (std::string_view("*+?{").find(peek()) != std::string_view::npos && m_at < m_text.size())
            return refuse("one repetition is enough; put the first into a group");
        return true;
    }

    std::optional<std::uint32_t> number()
    {
        skipSpace(false);
        const std::string_view text = rest();
        std::uint32_t value = 0;
        const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
        if (read.ec != std::errc() || value > kMostRepetitions) {
            refuse("a number up to 100000 is expected");
            return std::nullopt;
        }
        m_at += static_cast<std::size_t>(read.ptr - text.data());
        return value;
    }

    std::string_view m_text;
    const GrammarLimits &m_limits;
    std::size_t m_at = 0;
    GbnfTree m_tree;
    std::map<std::string, std::uint32_t, std::less<>> m_names;
    std::map<char32_t, std::uint32_t> m_characters;
    std::string m_problem;
    std::size_t m_problemAt = 0;
};

} // namespace

Error grammarProblem(std::string_view text, std::size_t at, const std::string &problem)
{
    const std::string_view before = text.substr(0, std::min(at, text.size()));
    const std::size_t lineBreak = before.rfind('\n');
    const std::size_t column = before.size() - (lineBreak == std::string_view::npos ? 0 : lineBreak + 1) + 1;
    return Error(ErrorCode::GrammarInvalid, "line " + std::to_string(std::ranges::count(before, '\n') + 1) +
                                                ", column " + std::to_string(column) + ": " + problem);
}

Result<GbnfTree> readGbnf(std::string_view text, const GrammarLimits &limits)
{
    return Reader(text, limits).read();
}

} // namespace sotto
