#pragma once

#include "inference/reply/tool_catalog.h"
#include "inference/request.h"

#include <span>
#include <string_view>
#include <vector>

namespace sotto {

/// What stands between the marks of a call, taken apart.
struct CallReading {
    enum class State : std::uint8_t {
        Calls,
        Incomplete, ///< The closing mark may stand inside a value.
        Malformed,
    };
    State state = State::Malformed;
    std::vector<ToolCall> calls{};
};

/// One way of writing calls. The texts are constants.
struct CallFormat {
    std::string_view open;
    std::string_view close; ///< Empty: none; the call ends with its JSON, or with the reply.
    /// Reads a body of JSON, an object or an array; null where the format has none.
    CallReading (*json)(std::string_view body, const ToolCatalog &catalog);
    /// Reads a body that begins with neither `{` nor `[`, or any where `json` is null; null where the format has none.
    CallReading (*tagged)(std::string_view body, const ToolCatalog &catalog);
    /// Reads what stands before a lone object of arguments, e.g. `name[ARGS]`, into a call without arguments; an
    /// empty name where it is no such thing. Null where the format has none.
    ToolCall (*prefix)(std::string_view before);
    bool endsReply = false; ///< The model says nothing after the closing mark, or nothing to be kept.
};

/// All formats that open with a mark. No mark is the beginning of another.
[[nodiscard]] std::span<const CallFormat> callFormats();
/// JSON at the very start of an answer, which is a call only if it names tools of the catalog: Llama 3.
[[nodiscard]] const CallFormat &bareCallFormat();
/// `>>>name`, then arguments: functionary 3.2, whose prompt ends with the `>>>`.
[[nodiscard]] const CallFormat &recipientCallFormat();

/// Every mark of callFormats(), and the marks within their bodies.
[[nodiscard]] bool isCallMark(std::string_view text);
/// A mark that opens a call even inside a thought, which is then over.
[[nodiscard]] bool opensCall(std::string_view mark);
/// The opening marks of Kimi's calls, which at times come with the thought still open.
[[nodiscard]] std::span<const std::string_view> callsInThoughts();

} // namespace sotto
