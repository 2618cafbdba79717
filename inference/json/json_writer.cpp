#include "inference/json/json_writer.h"

#include "base/utf8.h"

#include <format>

namespace sotto {
namespace {

void append(std::string &out, const JsonValue &value);

void appendArray(std::string &out, const JsonValue::Array &items)
{
    out += '[';
    for (const JsonValue &item : items) {
        if (&item != &items.front()) out += ',';
        append(out, item);
    }
    out += ']';
}

void appendObject(std::string &out, const JsonValue::Object &members)
{
    out += '{';
    for (const JsonMember &member : members) {
        if (&member != &members.front()) out += ',';
        out += jsonQuoted(member.key);
        out += ':';
        append(out, member.value);
    }
    out += '}';
}

void append(std::string &out, const JsonValue &value)
{
    if (const bool *boolean = value.boolean())
        out += *boolean ? "true" : "false";
    else if (const auto *number = value.number())
        out += number->text;
    else if (const auto *text = value.string())
        out += jsonQuoted(*text);
    else if (const auto *items = value.array())
        appendArray(out, *items);
    else if (const auto *members = value.object())
        appendObject(out, *members);
    else
        out += "null";
}

} // namespace

std::string writeJson(const JsonValue &value)
{
    std::string out;
    append(out, value);
    return out;
}

std::string jsonQuoted(std::string_view text)
{
    constexpr std::string_view meant = "\"\\\b\f\n\r\t";
    constexpr std::string_view names = "\"\\bfnrt";
    std::string out = "\"";
    for (const char c : sanitizedUtf8(text)) {
        if (const std::size_t index = meant.find(c); index != std::string_view::npos) {
            out += '\\';
            out += names[index];
        } else if (static_cast<unsigned char>(c) < 0x20) {
            out += std::format("\\u{:04x}", static_cast<unsigned>(static_cast<unsigned char>(c)));
        } else {
            out += c;
        }
    }
    return out + '"';
}

} // namespace sotto
