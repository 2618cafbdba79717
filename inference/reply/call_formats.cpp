#include "inference/reply/call_formats.h"

#include "inference/reply/call_values.h"
#include "inference/reply/mark_scan.h"
#include "inference/reply/tagged_calls.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace sotto {
namespace {

CallReading readingOf(std::optional<std::vector<ToolCall>> calls)
{
    if (!calls) return {};
    return {CallReading::State::Calls, *std::move(calls)};
}

CallReading jsonBody(std::string_view body, const ToolCatalog &)
{
    const auto value = readLooseJson(body);
    return value ? readingOf(callsOf(*value)) : CallReading();
}

CallReading memberBody(std::string_view body, const ToolCatalog &)
{
    const auto value = readLooseJson(body);
    if (!value) return {};
    auto calls = callsByMember(*value);
    return readingOf(calls ? std::move(calls) : callsOf(*value));
}

CallReading knownJsonBody(std::string_view body, const ToolCatalog &catalog)
{
    CallReading reading = jsonBody(body, catalog);
    const bool known = std::ranges::all_of(reading.calls, [&](const ToolCall &call) { return catalog.has(call.name); });
    return known ? reading : CallReading();
}

CallReading pythonBody(std::string_view body, const ToolCatalog &catalog)
{
    if (auto calls = pythonCalls(body)) return readingOf(std::move(calls));
    return jsonBody(body, catalog);
}

CallReading gemmaBody(std::string_view body, const ToolCatalog &)
{
    return readingOf(gemmaCalls(body));
}

/// `name`, `name[ARGS]`, `name[CALL_ID]id[ARGS]`.
ToolCall mistralPrefix(std::string_view before)
{
    constexpr std::string_view idMark = "[CALL_ID]";
    constexpr std::string_view argumentsMark = "[ARGS]";
    std::string_view name = trimmedBlanks(before);
    if (name.ends_with(argumentsMark)) name.remove_suffix(argumentsMark.size());
    std::string_view id;
    if (const std::size_t at = name.find(idMark); at != std::string_view::npos) {
        id = trimmedBlanks(name.substr(at + idMark.size()));
        name = name.substr(0, at);
    }
    name = trimmedBlanks(name);
    if (name.find_first_of(" \n\t[]{}<>\"") != std::string_view::npos) return {};
    return {std::string(id), std::string(name), {}};
}

/// The recipient's name on a line of its own.
ToolCall recipientPrefix(std::string_view before)
{
    const std::size_t end = before.find('\n');
    if (end == std::string_view::npos || !trimmedBlanks(before.substr(end)).empty()) return {};
    const std::string_view name = trimmedBlanks(before.substr(0, end));
    if (name.find_first_of(" \t[]{}<>\"") != std::string_view::npos) return {};
    return {{}, std::string(name), {}};
}

// U+2581 and the full-width bar, as DeepSeek's tokenizer has them; the rest as its models misspell them.
constexpr std::array kFormats{
    CallFormat{"<tool_call>", "</tool_call>", jsonBody, functionTags, nullptr},   // Hermes, Qwen, GLM
    CallFormat{"<tool_calls>", "</tool_calls>", jsonBody, functionTags, nullptr}, // Apriel
    CallFormat{"<TOOLCALL>", "</TOOLCALL>", jsonBody, nullptr, nullptr},          // Nemotron Nano 2
    CallFormat{"<seed:tool_call>", "</seed:tool_call>", jsonBody, functionTags, nullptr},
    CallFormat{"<minimax:tool_call>", "</minimax:tool_call>", jsonBody, functionTags, nullptr},
    CallFormat{"<\uFF5CDSML\uFF5Cfunction_calls>", "</\uFF5CDSML\uFF5Cfunction_calls>", nullptr, functionTags, nullptr},
    CallFormat{"<function=", "</function>", nullptr, functionTag, nullptr},               // Llama 3.1, functionary 3.1
    CallFormat{"<|tool_call|>", "<|/tool_call|>", jsonBody, nullptr, nullptr},            // Granite, Phi-4-mini
    CallFormat{"<|tool_call_start|>", "<|tool_call_end|>", nullptr, pythonBody, nullptr}, // LFM2
    CallFormat{"<|tool_call>", "<tool_call|>", nullptr, gemmaBody, nullptr},
    CallFormat{"<start_function_call>", "<end_function_call>", nullptr, gemmaBody, nullptr}, // FunctionGemma
    CallFormat{"<|START_ACTION|>", "<|END_ACTION|>", jsonBody, nullptr, nullptr, true},      // Command R7B, Command A
    CallFormat{"<|tools_prefix|>", "<|tools_suffix|>", memberBody, nullptr, nullptr},        // Apertus
    CallFormat{"<\uFF5Ctool\u2581calls\u2581begin\uFF5C>", "<\uFF5Ctool\u2581calls\u2581end\uFF5C>", nullptr,
               deepSeekCalls, nullptr, true},
    CallFormat{"<\uFF5Ctool_calls_begin\uFF5C>", "<\uFF5Ctool_calls_end\uFF5C>", nullptr, deepSeekCalls, nullptr, true},
    CallFormat{"<\uFF5Ctool calls begin\uFF5C>", "<\uFF5Ctool calls end\uFF5C>", nullptr, deepSeekCalls, nullptr, true},
    CallFormat{"<|tool_calls_section_begin|>", "<|tool_calls_section_end|>", nullptr, kimiCalls, nullptr, true},
    CallFormat{"<|tool_call_begin|>", "<|tool_call_end|>", nullptr, kimiCall, nullptr},
    CallFormat{"[TOOL_CALLS]", {}, jsonBody, nullptr, mistralPrefix},
    CallFormat{"<|python_tag|>", {}, jsonBody, pythonBody, nullptr}, // Llama 3
    CallFormat{" functools", {}, jsonBody, nullptr, nullptr},        // Phi-4-mini, Firefunction
};

constexpr CallFormat kBare{{}, {}, knownJsonBody, nullptr, nullptr};
constexpr CallFormat kRecipient{">>>", {}, nullptr, nullptr, recipientPrefix};

constexpr std::array<std::string_view, 10> kInnerMarks{"[ARGS]",
                                                       "[CALL_ID]",
                                                       "<|\"|>",
                                                       "<escape>",
                                                       "<|tool_call_argument_begin|>",
                                                       "<\uFF5Ctool\u2581call\u2581begin\uFF5C>",
                                                       "<\uFF5Ctool\u2581call\u2581end\uFF5C>",
                                                       "<\uFF5Ctool\u2581sep\uFF5C>",
                                                       "\uFF5CDSML\uFF5C",
                                                       "</function>"};
constexpr std::array<std::string_view, 2> kInThoughts{"<|tool_calls_section_begin|>", "<|tool_call_begin|>"};

} // namespace

std::span<const CallFormat> callFormats()
{
    return kFormats;
}

const CallFormat &bareCallFormat()
{
    return kBare;
}

const CallFormat &recipientCallFormat()
{
    return kRecipient;
}

bool isCallMark(std::string_view text)
{
    const auto fits = [&](const CallFormat &format) {
        return format.open == text || (!text.empty() && format.close == text);
    };
    return std::ranges::any_of(kFormats, fits) || std::ranges::contains(kInnerMarks, text);
}

bool opensCall(std::string_view mark)
{
    return std::ranges::any_of(kFormats, [&](const CallFormat &format) { return format.open == mark; });
}

std::span<const std::string_view> callsInThoughts()
{
    return kInThoughts;
}

} // namespace sotto
