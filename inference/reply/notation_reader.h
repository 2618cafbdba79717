#pragma once

#include "inference/json/json_value.h"

#include <optional>
#include <string>
#include <string_view>

namespace sotto {

/// Reads values in the notations that are not quite JSON: Python's literals, and Gemma's, whose strings stand between
/// `<|"|>` (or `<escape>`) and whose keys are bare. Nothing that is malformed is guessed at. Bounded in depth; the text
/// bounds the rest. Thread: one at a time.
class NotationReader final {
public:
    explicit NotationReader(std::string_view text) : m_rest(text) {}

    /// Skips white space, then `text` if it comes.
    bool skip(std::string_view text);
    [[nodiscard]] bool atEnd();
    /// A name: letters, digits, `_`, `-`, `.`; empty where none comes.
    [[nodiscard]] std::string_view name();
    [[nodiscard]] std::optional<JsonValue> value(int depth = 0);
    /// Members up to and including `close`, the opening bracket read already: `key SEPARATOR value, …`.
    [[nodiscard]] std::optional<JsonValue> members(std::string_view separator, std::string_view close, int depth);

private:
    [[nodiscard]] std::optional<std::string> string();
    [[nodiscard]] std::optional<std::string> quoted(char quote);
    [[nodiscard]] std::optional<JsonValue> array(int depth);
    [[nodiscard]] std::optional<JsonValue> word();

    std::string_view m_rest;
};

} // namespace sotto
