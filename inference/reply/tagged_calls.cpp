#include "inference/reply/tagged_calls.h"

#include "inference/reply/call_values.h"
#include "inference/reply/mark_scan.h"

#include <array>
#include <optional>
#include <utility>

namespace sotto {
namespace {

constexpr auto npos = std::string_view::npos;

CallReading incomplete()
{
    return {CallReading::State::Incomplete};
}

CallReading finished(std::vector<ToolCall> calls)
{
    if (calls.empty()) return {};
    return {CallReading::State::Calls, std::move(calls)};
}

/// Reads tags off the front of a text.
class TagReader final {
public:
    explicit TagReader(std::string_view text) : m_rest(text) {}

    bool skip(std::string_view tag)
    {
        const std::string_view rest = withoutLeadingBlanks(m_rest);
        if (!rest.starts_with(tag)) return false;
        m_rest = rest.substr(tag.size());
        return true;
    }
    /// What stands before `tag`, which is passed; nothing where it does not come.
    std::optional<std::string_view> until(std::string_view tag)
    {
        const std::size_t at = m_rest.find(tag);
        if (at == npos) return std::nullopt;
        const std::string_view before = m_rest.substr(0, at);
        m_rest.remove_prefix(at + tag.size());
        return before;
    }
    [[nodiscard]] std::string_view rest() const { return m_rest; }
    [[nodiscard]] bool atEnd() const { return withoutLeadingBlanks(m_rest).empty(); }

private:
    std::string_view m_rest;
};

/// A value as its tags hold it: one line break on each side is the tags'.
std::string_view unwrapped(std::string_view value)
{
    if (value.starts_with('\n')) value.remove_prefix(1);
    if (value.ends_with('\n')) value.remove_suffix(1);
    return value;
}

JsonValue typed(std::string_view text, bool isString)
{
    if (!isString) {
        if (auto value = readLooseJson(trimmedBlanks(text))) return *std::move(value);
    }
    return JsonValue(std::string(text));
}

/// The name in `name="…"`, attributes after it passed over.
std::string_view quotedName(std::string_view attributes)
{
    if (!attributes.starts_with('"')) return {};
    attributes.remove_prefix(1);
    return attributes.substr(0, attributes.find('"'));
}

/// The spellings of one family.
struct Tags {
    std::string_view function;
    std::string_view functionEnd;
    std::string_view parameter;
    std::string_view parameterEnd;
    bool quoted;
};
constexpr Tags kPlain{"<function=", "</function>", "<parameter=", "</parameter>", false};
constexpr Tags kInvoke{"<invoke name=", "</invoke>", "<parameter name=", "</parameter>", true};

/// Parameters up to the end of the function, or of the text where the model forgot to close it.
CallReading parameters(TagReader &reader, std::string_view name, const Tags &tags, const ToolCatalog &catalog)
{
    JsonValue::Object members;
    while (reader.skip(tags.parameter)) {
        const auto head = reader.until(">");
        if (!head) return incomplete();
        const auto value = reader.until(tags.parameterEnd);
        if (!value) return incomplete();
        const std::string_view key = tags.quoted ? quotedName(*head) : trimmedBlanks(*head);
        if (key.empty()) return {};
        const bool isString = catalog.isString(name, key) || head->ends_with("string=\"true\"");
        members.push_back({std::string(key), typed(unwrapped(*value), isString)});
    }
    auto call = makeCall(name, JsonValue(std::move(members)));
    if (!call || (!reader.skip(tags.functionEnd) && !reader.atEnd())) return {};
    return finished({*std::move(call)});
}

CallReading functions(TagReader &reader, const Tags &tags, const ToolCatalog &catalog)
{
    std::vector<ToolCall> calls;
    while (reader.skip(tags.function)) {
        const auto head = reader.until(">");
        if (!head) return incomplete();
        CallReading one = parameters(reader, tags.quoted ? quotedName(*head) : trimmedBlanks(*head), tags, catalog);
        if (one.state != CallReading::State::Calls) return one;
        calls.push_back(std::move(one.calls.front()));
    }
    return reader.atEnd() ? finished(std::move(calls)) : CallReading();
}

CallReading keysAndValues(std::string_view body, const ToolCatalog &catalog)
{
    TagReader reader(body);
    const std::string_view name = trimmedBlanks(body.substr(0, body.find_first_of("<\n")));
    if (name.find_first_of(" \t\n>{}\"") != npos) return {};
    const std::size_t first = body.find("<arg_key>");
    if (first == npos && trimmedBlanks(body) != name) return {};
    if (first != npos && trimmedBlanks(body.substr(0, first)) != name) return {};
    reader = TagReader(first == npos ? std::string_view() : body.substr(first));
    JsonValue::Object members;
    while (reader.skip("<arg_key>")) {
        const auto key = reader.until("</arg_key>");
        if (!key || !reader.skip("<arg_value>")) return {};
        const auto value = reader.until("</arg_value>");
        if (!value) return incomplete();
        const bool isString = catalog.isString(name, trimmedBlanks(*key));
        members.push_back({std::string(trimmedBlanks(*key)), typed(unwrapped(*value), isString)});
    }
    auto call = makeCall(name, JsonValue(std::move(members)));
    if (!call || !reader.atEnd() || (first == npos && !catalog.has(name))) return {};
    return finished({*std::move(call)});
}

/// DeepSeek 3.2 sets a word of its own into every tag.
std::string withoutDsml(std::string_view body)
{
    constexpr std::string_view word = "\uFF5CDSML\uFF5C";
    std::string plain;
    while (true) {
        const std::size_t at = body.find(word);
        plain += body.substr(0, at);
        if (at == npos) return plain;
        body.remove_prefix(at + word.size());
    }
}

/// `{…}`, in a fence or not.
std::optional<ToolCall> callWithJson(std::string_view name, std::string_view text, std::string id = {})
{
    text = trimmedBlanks(text);
    if (text.starts_with("```json")) text.remove_prefix(7);
    if (text.ends_with("```")) text.remove_suffix(3);
    const auto arguments = trimmedBlanks(text).empty() ? JsonValue() : readLooseJson(trimmedBlanks(text));
    return arguments ? makeCall(name, *arguments, std::move(id)) : std::nullopt;
}

/// `function<sep>name\n```json\n{…}\n``` ` (V3, R1) or `name<sep>{…}` (V3.1).
std::optional<ToolCall> deepSeekCall(std::string_view text, std::string_view separator)
{
    const std::size_t at = text.find(separator);
    if (at == npos) return std::nullopt;
    const std::string_view before = trimmedBlanks(text.substr(0, at));
    const std::string_view after = text.substr(at + separator.size());
    if (withoutLeadingBlanks(after).starts_with('{')) return callWithJson(before, after);
    const std::size_t nameEnd = std::min(after.find_first_of("\n{`"), after.size());
    return callWithJson(trimmedBlanks(after.substr(0, nameEnd)), after.substr(nameEnd));
}

struct DeepSeekMarks {
    std::string_view begin;
    std::string_view separator;
    std::string_view end;
};
constexpr std::array kDeepSeek{
    DeepSeekMarks{"<\uFF5Ctool\u2581call\u2581begin\uFF5C>", "<\uFF5Ctool\u2581sep\uFF5C>",
                  "<\uFF5Ctool\u2581call\u2581end\uFF5C>"},
    DeepSeekMarks{"<\uFF5Ctool_call_begin\uFF5C>", "<\uFF5Ctool_sep\uFF5C>", "<\uFF5Ctool_call_end\uFF5C>"},
    DeepSeekMarks{"<\uFF5Ctool call begin\uFF5C>", "<\uFF5Ctool sep\uFF5C>", "<\uFF5Ctool call end\uFF5C>"},
};

} // namespace

CallReading functionTags(std::string_view body, const ToolCatalog &catalog)
{
    const std::string plain = withoutDsml(body);
    const std::string_view text = withoutLeadingBlanks(plain);
    TagReader reader(text);
    if (text.starts_with(kPlain.function)) return functions(reader, kPlain, catalog);
    if (text.starts_with(kInvoke.function)) return functions(reader, kInvoke, catalog);
    return keysAndValues(text, catalog);
}

CallReading functionTag(std::string_view body, const ToolCatalog &catalog)
{
    TagReader reader(body);
    const auto head = reader.until(">");
    if (!head) return {};
    const std::string_view name = trimmedBlanks(*head);
    if (!withoutLeadingBlanks(reader.rest()).starts_with('{')) return parameters(reader, name, kPlain, catalog);
    auto call = callWithJson(name, reader.rest());
    return call ? finished({*std::move(call)}) : incomplete();
}

CallReading deepSeekCalls(std::string_view body, const ToolCatalog &)
{
    for (const DeepSeekMarks &marks : kDeepSeek) {
        TagReader reader(body);
        std::vector<ToolCall> calls;
        while (reader.skip(marks.begin)) {
            const auto text = reader.until(marks.end);
            auto call = text ? deepSeekCall(*text, marks.separator) : std::nullopt;
            if (!call) return {};
            calls.push_back(*std::move(call));
        }
        if (!calls.empty()) return reader.atEnd() ? finished(std::move(calls)) : CallReading();
    }
    return {};
}

CallReading kimiCall(std::string_view body, const ToolCatalog &)
{
    TagReader reader(body);
    const auto head = reader.until("<|tool_call_argument_begin|>");
    if (!head) return {};
    const std::string_view id = trimmedBlanks(*head);
    std::string_view name = id.substr(0, id.rfind(':'));
    if (name.starts_with("functions.")) name.remove_prefix(10);
    auto call = callWithJson(name, reader.rest(), std::string(id));
    return call ? finished({*std::move(call)}) : incomplete();
}

CallReading kimiCalls(std::string_view body, const ToolCatalog &catalog)
{
    TagReader reader(body);
    std::vector<ToolCall> calls;
    while (reader.skip("<|tool_call_begin|>")) {
        const auto text = reader.until("<|tool_call_end|>");
        CallReading one = text ? kimiCall(*text, catalog) : CallReading();
        if (one.state != CallReading::State::Calls) return {};
        calls.push_back(std::move(one.calls.front()));
    }
    return reader.atEnd() ? finished(std::move(calls)) : CallReading();
}

} // namespace sotto
