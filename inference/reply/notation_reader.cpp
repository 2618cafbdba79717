#include "inference/reply/notation_reader.h"

#include "inference/json/json_reader.h"
#include "inference/reply/call_values.h"
#include "inference/reply/mark_scan.h"

#include <array>
#include <utility>

namespace sotto {
namespace {

constexpr int kMaxDepth = 32;
constexpr std::array<std::string_view, 2> kStringMarks{"<|\"|>", "<escape>"};

bool isNameByte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' ||
           c == '.';
}

char unescaped(char c)
{
    switch (c) {
    case 'n': return '\n';
    case 't': return '\t';
    case 'r': return '\r';
    default: return c;
    }
}

} // namespace

bool NotationReader::skip(std::string_view text)
{
    m_rest = withoutLeadingBlanks(m_rest);
    if (!m_rest.starts_with(text)) return false;
    m_rest.remove_prefix(text.size());
    return true;
}

bool NotationReader::atEnd()
{
    m_rest = withoutLeadingBlanks(m_rest);
    return m_rest.empty();
}

std::string_view NotationReader::name()
{
    m_rest = withoutLeadingBlanks(m_rest);
    std::size_t length = 0;
    while (length < m_rest.size() && isNameByte(m_rest[length]))
        ++length;
    const std::string_view name = m_rest.substr(0, length);
    m_rest.remove_prefix(length);
    return name;
}

std::optional<JsonValue> NotationReader::value(int depth)
{
    if (depth > kMaxDepth) return std::nullopt;
    if (skip("{")) return members(":", "}", depth + 1);
    if (skip("[")) return array(depth + 1);
    if (auto text = string()) return JsonValue(*std::move(text));
    return word();
}

std::optional<JsonValue> NotationReader::members(std::string_view separator, std::string_view close, int depth)
{
    JsonValue::Object members;
    if (skip(close)) return JsonValue(std::move(members));
    while (true) {
        std::optional<std::string> key = string();
        if (!key) key = std::string(name());
        if (key->empty() || !skip(separator)) return std::nullopt;
        auto member = value(depth);
        if (!member) return std::nullopt;
        members.push_back({*std::move(key), *std::move(member)});
        if (skip(close)) return JsonValue(std::move(members));
        if (!skip(",")) return std::nullopt;
    }
}

std::optional<JsonValue> NotationReader::array(int depth)
{
    JsonValue::Array elements;
    if (skip("]")) return JsonValue(std::move(elements));
    while (true) {
        auto element = value(depth);
        if (!element) return std::nullopt;
        elements.push_back(*std::move(element));
        if (skip("]")) return JsonValue(std::move(elements));
        if (!skip(",")) return std::nullopt;
    }
}

/// A string in any of the notations; nothing where none comes.
std::optional<std::string> NotationReader::string()
{
    for (const std::string_view mark : kStringMarks) {
        if (!skip(mark)) continue;
        const std::size_t end = m_rest.find(mark);
        if (end == std::string_view::npos) return std::nullopt;
        std::string text(m_rest.substr(0, end));
        m_rest.remove_prefix(end + mark.size());
        return text;
    }
    if (skip("\"")) return quoted('"');
    if (skip("'")) return quoted('\'');
    return std::nullopt;
}

std::optional<std::string> NotationReader::quoted(char quote)
{
    std::string text;
    for (std::size_t i = 0; i < m_rest.size(); ++i) {
        if (m_rest[i] == quote) {
            m_rest.remove_prefix(i + 1);
            return text;
        }
        const bool escapes = m_rest[i] == '\\' && i + 1 < m_rest.size();
        text += escapes ? unescaped(m_rest[++i]) : m_rest[i];
    }
    return std::nullopt;
}

/// A number, a truth value or nothing, as Python or JSON spells it.
std::optional<JsonValue> NotationReader::word()
{
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 3> python{
        {{"True", "true"}, {"False", "false"}, {"None", "null"}}};
    std::size_t length = 0;
    while (length < m_rest.size() && (isNameByte(m_rest[length]) || m_rest[length] == '+'))
        ++length;
    std::string_view word = m_rest.substr(0, length);
    for (const auto &[spelt, meant] : python)
        if (word == spelt) word = meant;
    auto value = readJson(word);
    if (!value) return std::nullopt;
    m_rest.remove_prefix(length);
    return *std::move(value);
}

std::optional<std::vector<ToolCall>> pythonCalls(std::string_view text)
{
    NotationReader reader(text);
    const bool isList = reader.skip("[");
    std::vector<ToolCall> calls;
    do {
        std::string_view name = reader.name();
        if (name.ends_with(".call")) name.remove_suffix(5);
        if (name.empty() || !reader.skip("(")) return std::nullopt;
        const auto arguments = reader.members("=", ")", 1);
        auto call = arguments ? makeCall(name, *arguments) : std::nullopt;
        if (!call) return std::nullopt;
        calls.push_back(*std::move(call));
    } while (isList && reader.skip(","));
    if ((isList && !reader.skip("]")) || !reader.atEnd()) return std::nullopt;
    return calls;
}

std::optional<std::vector<ToolCall>> gemmaCalls(std::string_view text)
{
    NotationReader reader(text);
    std::vector<ToolCall> calls;
    while (!reader.atEnd()) {
        if (!reader.skip("call:")) return std::nullopt;
        const std::string_view name = reader.name();
        if (!reader.skip("{")) return std::nullopt;
        const auto arguments = reader.members(":", "}", 1);
        auto call = arguments ? makeCall(name, *arguments) : std::nullopt;
        if (!call) return std::nullopt;
        calls.push_back(*std::move(call));
    }
    if (calls.empty()) return std::nullopt;
    return calls;
}

} // namespace sotto
