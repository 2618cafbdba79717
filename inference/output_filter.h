#pragma once

#include "base/utf8.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sotto {

/// How a family of models marks its thoughts.
enum class ReasoningStyle : std::uint8_t {
    Think,         ///< `<think> … </think>`: Qwen, DeepSeek and most others.
    SeedThink,     ///< `<seed:think> … </seed:think>`: Seed-OSS.
    BracketThink,  ///< `[THINK] … [/THINK]`: Magistral.
    StartThinking, ///< `<|START_THINKING|> … <|END_THINKING|>`: Command A.
    ChannelTag,    ///< `<|channel>thought … <channel|>`: Gemma.
    Harmony,       ///< `<|channel|>analysis<|message|> … <|end|>`: gpt-oss.
};

/// The style whose opening tag `prompt` ends with, white space aside: the template has opened the thought
/// itself, and the reply begins inside it. Thread: any.
[[nodiscard]] std::optional<ReasoningStyle> reasoningLeftOpen(std::string_view prompt);

/// What can be shown now; whole UTF-8 characters. Where both are there, the reasoning came first.
struct FilteredOutput {
    std::string reasoning;
    std::string text;
    bool stopped = false; ///< A stop string was completed, now or earlier: nothing more will come.

    bool operator==(const FilteredOutput &) const = default;
};

/// From token bytes to what a person reads: joins bytes into characters, takes the thought apart from the answer,
/// and ends the answer before a stop string.
///
/// What comes out in total does not depend on how the bytes are cut into pieces. A beginning of a tag or of a stop
/// string is held back until it is decided. A tag opens a thought only at the very start of the reply (white space
/// and an earlier thought aside); elsewhere it is text. White space around a thought is dropped. Stop strings are
/// looked for in the answer only; of several, the one completed first ends it, the longest if at the same byte.
/// Thread: one at a time.
class OutputFilter final {
public:
    /// `open`: the thought that the prompt has left open, see reasoningLeftOpen(). Empty stop strings are ignored.
    explicit OutputFilter(std::vector<std::string> stopStrings, std::optional<ReasoningStyle> open = std::nullopt);

    /// Takes the bytes of one token, special tokens spelt out.
    [[nodiscard]] FilteredOutput push(std::string_view bytes);
    /// The reply has ended: hands out what was held back. Nothing may be pushed after it.
    [[nodiscard]] FilteredOutput finish();

    /// Inside a thought after what has been pushed so far.
    [[nodiscard]] bool inReasoning() const { return m_state == State::Reasoning; }
    [[nodiscard]] bool stopped() const { return m_state == State::Stopped; }

private:
    enum class State : std::uint8_t { Start, Reasoning, Text, Stopped };

    [[nodiscard]] bool advance(FilteredOutput &out);
    [[nodiscard]] bool advanceStart();
    [[nodiscard]] bool advanceReasoning(FilteredOutput &out);
    void advanceText(FilteredOutput &out);
    void enterReasoning(ReasoningStyle style);
    void emitReasoning(FilteredOutput &out, std::string_view bytes);

    std::vector<std::string> m_stops;
    State m_state = State::Start;
    ReasoningStyle m_style = ReasoningStyle::Think;
    bool m_afterThought = false;   ///< White space before the answer is dropped.
    std::string m_pending;         ///< Bytes not handed out yet.
    std::string m_reasoningSpace;  ///< White space of the thought that is dropped if nothing follows it.
    bool m_reasoningBegun = false; ///< Something of any thought has been handed out.
    bool m_thoughtBegun = false;   ///< Something of the thought that is open.
    Utf8Assembler m_reasoning;
    Utf8Assembler m_text;
};

} // namespace sotto
