#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace sotto {

/// How a family of models marks its thoughts. The texts are constants.
struct ThoughtMarks {
    std::string_view open;
    std::string_view close;

    bool operator==(const ThoughtMarks &) const = default;
};

/// All pairs that are known, but for harmony's channels, which are no pairs (see HarmonySplitter). None is the
/// beginning of another, but for `<|channel>` and `<|channel>thought`.
[[nodiscard]] std::span<const ThoughtMarks> thoughtMarks();

/// Marks around an answer, which say nothing themselves.
struct AnswerMarks {
    std::string_view open;
    std::string_view close;
    bool afterThoughtOnly; ///< Elsewhere a person may mean it.
};
[[nodiscard]] std::span<const AnswerMarks> answerMarks();

/// Marks of harmony, the format of gpt-oss.
[[nodiscard]] std::span<const std::string_view> harmonyMarks();

/// The marks whose opening one `prompt` ends with, white space aside: the template has opened the thought itself,
/// and the reply begins inside it. Thread: any.
[[nodiscard]] std::optional<ThoughtMarks> thoughtLeftOpen(std::string_view prompt);

/// Whether `text` is a mark of a thought, of an answer or of harmony.
[[nodiscard]] bool isReasoningMark(std::string_view text);

} // namespace sotto
