#pragma once

#include "inference/reply/call_formats.h"

namespace sotto {

/// Calls whose parts stand between tags. `body` is what stands between the marks of the call. Pure.

/// `<function=name><parameter=key>value</parameter>…</function>` (Qwen3-Coder, Seed-OSS),
/// `<invoke name="…"><parameter name="…">…` (MiniMax, DeepSeek 3.2), or
/// `name <arg_key>key</arg_key><arg_value>value</arg_value>…` (GLM 4.5). A value that is JSON is that, unless the
/// catalog says it is a string.
[[nodiscard]] CallReading functionTags(std::string_view body, const ToolCatalog &catalog);
/// `name>{arguments}` or `name><parameter=…>…`: the rest of `<function=name>…`.
[[nodiscard]] CallReading functionTag(std::string_view body, const ToolCatalog &catalog);
/// DeepSeek V3, R1 and V3.1: calls between their own marks, the arguments in a fence or bare.
[[nodiscard]] CallReading deepSeekCalls(std::string_view body, const ToolCatalog &catalog);
/// Kimi K2: `<|tool_call_begin|>functions.name:0<|tool_call_argument_begin|>{…}<|tool_call_end|>`, …
[[nodiscard]] CallReading kimiCalls(std::string_view body, const ToolCatalog &catalog);
/// One of Kimi's calls, without its first mark.
[[nodiscard]] CallReading kimiCall(std::string_view body, const ToolCatalog &catalog);

} // namespace sotto
