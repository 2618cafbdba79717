#include "inference/grammar/gbnf_rules.h"

#include <algorithm>
#include <format>
#include <utility>

namespace sotto {
namespace {

std::string escaped(char32_t c)
{
    if (c >= 0x20 && c < 0x7F && !std::string_view("\"\\[]^-").contains(static_cast<char>(c)))
        return {static_cast<char>(c)};
    return c < 0x100 ? std::format("\\x{:02X}", static_cast<unsigned>(c))
                     : std::format("\\U{:08X}", static_cast<unsigned>(c));
}

} // namespace

std::string gbnfLiteral(std::string_view text)
{
    std::string out = "\"";
    for (const char c : text)
        out += static_cast<unsigned char>(c) < 0x80 ? escaped(static_cast<char32_t>(c)) : std::string(1, c);
    return out + '"';
}

std::string gbnfSet(const CharacterSet &set)
{
    std::string out = "[";
    for (const CharacterSet::Range &range : set.ranges()) {
        out += escaped(range.low);
        if (range.high > range.low) out += '-' + escaped(range.high);
    }
    return out + ']';
}

std::string GbnfRules::reserve(std::string_view hint)
{
    std::string base;
    for (const char c : hint.substr(0, 40)) {
        const bool fits = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
        base += fits ? c : '-';
    }
    if (base.empty()) base = "rule";
    int &count = m_taken[base];
    std::string name = count == 0 ? base : base + "-" + std::to_string(count);
    ++count;
    while (count > 1 && m_taken.contains(name))
        name = base + "-" + std::to_string(count++);
    m_taken.try_emplace(name, 1);
    return name;
}

void GbnfRules::define(const std::string &name, const std::string &body)
{
    m_bytes += name.size() + body.size() + 6;
    m_names.try_emplace(body, name);
    m_rules.emplace_back(name, body);
}

std::string GbnfRules::add(std::string_view hint, const std::string &body)
{
    if (const auto known = m_names.find(body); known != m_names.end()) return known->second;
    const std::string name = reserve(hint);
    define(name, body);
    return name;
}

std::string GbnfRules::shared(const std::string &name, std::string_view body)
{
    if (!m_taken.contains(name)) define(reserve(name), std::string(body));
    return name;
}

std::string GbnfRules::text() const
{
    std::string out;
    for (const auto &[name, body] : m_rules)
        out.append(name).append(" ::= ").append(body).append("\n");
    return out;
}

} // namespace sotto
