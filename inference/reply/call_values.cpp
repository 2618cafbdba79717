#include "inference/reply/call_values.h"

#include "inference/json/json_reader.h"
#include "inference/json/json_writer.h"
#include "inference/reply/mark_scan.h"

#include <array>
#include <span>
#include <utility>

namespace sotto {
namespace {

constexpr std::size_t kMaxName = 256;

/// `text` with the line breaks and tabs inside its strings escaped.
std::string withEscapedBreaks(std::string_view text)
{
    std::string out;
    bool inString = false;
    bool escaped = false;
    for (const char c : text) {
        const bool isBreak = inString && (c == '\n' || c == '\r' || c == '\t');
        if (isBreak && !escaped) {
            out += c == '\n' ? "\\n" : c == '\r' ? "\\r" : "\\t";
        } else {
            out += c;
        }
        if (c == '"' && !escaped) inString = !inString;
        escaped = inString && c == '\\' && !escaped;
    }
    return out;
}

const JsonValue *firstOf(const JsonValue &object, std::span<const std::string_view> keys)
{
    for (const std::string_view key : keys) {
        if (const JsonValue *found = object.find(key)) return found;
    }
    return nullptr;
}

std::optional<ToolCall> callOf(const JsonValue &value)
{
    static constexpr std::array<std::string_view, 3> names{"name", "tool_name", "function"};
    static constexpr std::array<std::string_view, 3> arguments{"arguments", "parameters", "args"};
    static constexpr std::array<std::string_view, 3> ids{"id", "tool_call_id", "call_id"};
    const JsonValue *function = value.find("function");
    const JsonValue &described = function && function->object() ? *function : value;
    const JsonValue *name = firstOf(described, names);
    if (!name || !name->string()) return std::nullopt;
    const JsonValue *given = firstOf(described, arguments);
    const JsonValue *id = firstOf(value, ids);
    return makeCall(*name->string(), given ? *given : JsonValue(), id && id->string() ? *id->string() : std::string());
}

template <class One>
std::optional<std::vector<ToolCall>> eachOf(const JsonValue &value, One one)
{
    std::vector<ToolCall> calls;
    const auto take = [&](const JsonValue &element) {
        std::optional<ToolCall> call = one(element);
        if (!call) return false;
        calls.push_back(*std::move(call));
        return true;
    };
    if (!value.array()) return take(value) ? std::optional(std::move(calls)) : std::nullopt;
    for (const JsonValue &element : *value.array()) {
        if (!take(element)) return std::nullopt;
    }
    if (calls.empty()) return std::nullopt;
    return calls;
}

} // namespace

std::optional<JsonValue> readLooseJson(std::string_view text)
{
    if (auto value = readJson(text)) return *std::move(value);
    if (auto value = readJson(withEscapedBreaks(text))) return *std::move(value);
    return std::nullopt;
}

std::optional<ToolCall> makeCall(std::string_view name, const JsonValue &arguments, std::string id)
{
    if (name.empty() || name.size() > kMaxName) return std::nullopt;
    if (arguments.isNull()) return ToolCall{std::move(id), std::string(name), "{}"};
    if (arguments.object()) return ToolCall{std::move(id), std::string(name), writeJson(arguments)};
    if (!arguments.string()) return std::nullopt;
    const auto inner = readLooseJson(*arguments.string());
    if (!inner || !inner->object()) return std::nullopt;
    return ToolCall{std::move(id), std::string(name), writeJson(*inner)};
}

std::optional<std::vector<ToolCall>> callsOf(const JsonValue &value)
{
    return eachOf(value, callOf);
}

std::optional<std::vector<ToolCall>> callsByMember(const JsonValue &value)
{
    return eachOf(value, [](const JsonValue &element) -> std::optional<ToolCall> {
        const JsonValue::Object *object = element.object();
        if (!object || object->size() != 1) return std::nullopt;
        return makeCall(object->front().key, object->front().value);
    });
}

} // namespace sotto
