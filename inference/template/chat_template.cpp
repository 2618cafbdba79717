#include "inference/template/chat_template.h"

#include "inference/json/json_reader.h"
#include "inference/json/json_value.h"
#include "inference/json/json_writer.h"
#include "inference/template/builtin_templates.h"

#include <algorithm>
#include <ctime>
#include <utility>

namespace sotto {
namespace {

constexpr std::string_view kProbe = "SottoTriesThis";

const char *roleName(Role role)
{
    switch (role) {
    case Role::System: return "system";
    case Role::User: return "user";
    case Role::Assistant: return "assistant";
    case Role::Tool: return "tool";
    }
    return "user";
}

bool holdsProbe(const Result<std::vector<TextSpan>> &spans)
{
    return spans && std::ranges::any_of(*spans, [](const TextSpan &span) {
               return span.origin == TextOrigin::Person && span.text.contains(kProbe);
           });
}

/// The system's words before the first user's; alone they are a user's.
std::vector<ChatMessage> withSystemFolded(const std::vector<ChatMessage> &messages)
{
    std::vector<ChatMessage> folded;
    std::string words;
    for (const ChatMessage &message : messages) {
        if (message.role == Role::System) {
            words += (words.empty() ? "" : "\n\n") + message.content;
            continue;
        }
        folded.push_back(message);
        if (message.role != Role::User || words.empty()) continue;
        folded.back().content = std::exchange(words, {}) + "\n\n" + message.content;
    }
    if (!words.empty()) folded.push_back({Role::User, words});
    return folded;
}

JsonValue callValue(const ToolCall &call)
{
    // Templates want the arguments as an object, though OpenAI sends them as text.
    auto arguments = readJson(call.arguments);
    JsonValue::Object function{{"name", JsonValue(call.name)},
                               {"arguments", arguments ? *std::move(arguments) : JsonValue(call.arguments)}};
    return JsonValue(JsonValue::Object{
        {"id", JsonValue(call.id)}, {"type", JsonValue("function")}, {"function", JsonValue(std::move(function))}});
}

std::string callsText(const std::vector<ToolCall> &calls)
{
    JsonValue::Array all;
    for (const ToolCall &call : calls)
        all.push_back(callValue(call));
    return writeJson(JsonValue(std::move(all)));
}

std::string partsText(const std::string &content)
{
    JsonValue::Object part{{"type", JsonValue("text")}, {"text", JsonValue(content)}};
    JsonValue::Array parts;
    parts.emplace_back(std::move(part));
    return writeJson(JsonValue(std::move(parts)));
}

/// The name of the function whose call `answer` answers; empty where none is known.
std::string calledName(const std::vector<ChatMessage> &messages, const ChatMessage &answer)
{
    if (answer.role != Role::Tool) return {};
    for (const ChatMessage &message : messages)
        for (const ToolCall &call : message.toolCalls)
            if (call.id == answer.toolCallId) return call.name;
    return {};
}

/// A person's value as JSON that was just written; should that not be readable, as text.
void setWritten(TemplateVariables::Object &object, std::string_view name, const std::string &json)
{
    if (!object.setJson(name, json, TextOrigin::Person)) object.set(name, json, TextOrigin::Person);
}

} // namespace

ChatTemplate ChatTemplate::choose(TemplateSources sources)
{
    std::string problem;
    const auto accepted = [&](std::string_view source, TemplateOrigin origin) {
        auto found = source.empty() ? std::nullopt : tried(source, sources, problem);
        if (found) found->m_origin = origin;
        return found;
    };
    const auto hasMark = [&](std::string_view mark) { return sources.hasMark && sources.hasMark(mark); };
    const BuiltinTemplate *ofFamily = builtinTemplateFor(sources.architecture, hasMark);
    auto chosen = accepted(sources.inPlace, TemplateOrigin::Override);
    if (!chosen) chosen = accepted(sources.ofFile, TemplateOrigin::Model);
    if (!chosen && ofFamily) chosen = accepted(ofFamily->source, TemplateOrigin::Architecture);
    if (!chosen) chosen = accepted(builtinTemplates().front().source, TemplateOrigin::Fallback);
    chosen->m_problem = std::move(problem);
    return *std::move(chosen);
}

std::optional<ChatTemplate> ChatTemplate::tried(std::string_view source, const TemplateSources &sources,
                                                std::string &problem)
{
    auto parsed = JinjaTemplate::parse(source);
    if (parsed) {
        ChatTemplate made(*std::move(parsed));
        made.m_bos = sources.bosToken;
        made.m_eos = sources.eosToken;
        const Status passed = made.tryOut();
        if (passed) return made;
        if (problem.empty()) problem = passed.error().detail;
    } else if (problem.empty()) {
        problem = parsed.error().detail;
    }
    return std::nullopt;
}

Status ChatTemplate::tryOut()
{
    const std::string probe(kProbe);
    auto plain = renderTurns({{Role::User, probe}}, {}, {});
    if (!holdsProbe(plain)) {
        m_wantsParts = true;
        if (!holdsProbe(renderTurns({{Role::User, probe}}, {}, {}))) {
            if (!plain) return std::unexpected(plain.error());
            return fail(ErrorCode::TemplateFailed, {}, "the template leaves out what the user says");
        }
    }
    m_foldsSystem = !holdsProbe(renderTurns({{Role::System, probe}, {Role::User, "x"}}, {}, {}));
    const auto on = renderTurns({{Role::User, probe}}, {.thinking = Thinking::On}, {});
    const auto off = renderTurns({{Role::User, probe}}, {.thinking = Thinking::Off}, {});
    m_canSwitchThinking = on && off && *on != *off;
    return {};
}

Result<std::vector<TextSpan>> ChatTemplate::render(const std::vector<ChatMessage> &messages,
                                                   const TemplateOptions &options, const CancelToken &cancel) const
{
    const bool goesOn = !messages.empty() && messages.back().role == Role::Assistant;
    std::vector<ChatMessage> turns = messages;
    if (goesOn) turns.pop_back();
    if (turns.empty()) return fail(ErrorCode::InvalidRequest, {}, "nothing to reply to");
    auto spans = renderTurns(m_foldsSystem ? withSystemFolded(turns) : turns, options, cancel);
    if (spans && goesOn) spans->push_back({messages.back().content, TextOrigin::Person});
    return spans;
}

TemplateVariables::Object ChatTemplate::messageObject(const ChatMessage &message, const std::string &toolName) const
{
    constexpr auto person = TextOrigin::Person;
    TemplateVariables::Object object;
    object.set("role", roleName(message.role), TextOrigin::Template);
    if (m_wantsParts)
        setWritten(object, "content", partsText(message.content));
    else
        object.set("content", message.content, person);
    if (!message.reasoning.empty()) {
        object.set("reasoning_content", message.reasoning, person);
        object.set("thinking", message.reasoning, person);
    }
    if (!message.toolCalls.empty()) setWritten(object, "tool_calls", callsText(message.toolCalls));
    if (message.role != Role::Tool) return object;
    object.set("tool_call_id", message.toolCallId, person);
    if (!toolName.empty()) object.set("name", toolName, person);
    return object;
}

Result<std::vector<TextSpan>> ChatTemplate::renderTurns(const std::vector<ChatMessage> &turns,
                                                        const TemplateOptions &options, const CancelToken &cancel) const
{
    TemplateVariables variables;
    for (const ChatMessage &message : turns)
        variables.add("messages", messageObject(message, calledName(turns, message)));
    variables.set("add_generation_prompt", true);
    variables.set("bos_token", m_bos, TextOrigin::Template);
    variables.set("eos_token", m_eos, TextOrigin::Template);
    if (options.thinking != Thinking::AsTemplate) {
        variables.set("enable_thinking", options.thinking == Thinking::On);
        variables.set("thinking", options.thinking == Thinking::On);
    }
    if (!options.tools.empty()) {
        if (const Status read = variables.setJson("tools", options.tools, TextOrigin::Person); !read)
            return std::unexpected(read.error());
    }
    return m_template.render(variables, std::time(nullptr), cancel);
}

} // namespace sotto
