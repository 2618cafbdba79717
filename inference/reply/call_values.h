#pragma once

#include "inference/json/json_value.h"
#include "inference/request.h"

#include <optional>
#include <string_view>
#include <vector>

namespace sotto {

/// From what a model writes to calls. All are bounded by JsonLimits and refuse rather than guess. Pure. Thread: any.

/// One JSON text; line breaks inside strings, which many models forget to escape, are allowed for.
[[nodiscard]] std::optional<JsonValue> readLooseJson(std::string_view text);

/// `arguments` as a call of `name`: an object, the text of one, or null for none. Nothing where the name is empty or
/// longer than 256 bytes, or the arguments are something else. An empty id is made later.
[[nodiscard]] std::optional<ToolCall> makeCall(std::string_view name, const JsonValue &arguments, std::string id = {});

/// An object that describes a call, in any of the spellings in use ("name" or "tool_name" or "function"; "arguments"
/// or "parameters"), or an array of them.
[[nodiscard]] std::optional<std::vector<ToolCall>> callsOf(const JsonValue &value);

/// `[{"name": {arguments}}, …]`, the form of Apertus.
[[nodiscard]] std::optional<std::vector<ToolCall>> callsByMember(const JsonValue &value);

/// `[name(key="value", …), …]` or one such call, values in Python's notation; `name.call(…)` calls `name`.
[[nodiscard]] std::optional<std::vector<ToolCall>> pythonCalls(std::string_view text);

/// `call:name{key:value,…}`, strings between `<|"|>` or `<escape>`: the form of Gemma.
[[nodiscard]] std::optional<std::vector<ToolCall>> gemmaCalls(std::string_view text);

} // namespace sotto
