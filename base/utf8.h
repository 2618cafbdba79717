#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace sotto {

/// Length in bytes of the longest prefix of `text` that does not end inside a UTF-8 sequence that could
/// still be completed. Malformed bytes count as complete, so that they are never held for ever.
/// Source: Unicode 16, table 3-7 (well-formed UTF-8 byte sequences).
[[nodiscard]] std::size_t completeUtf8Prefix(std::string_view text);

/// `text` with every malformed sequence replaced by U+FFFD, one per maximal subpart (Unicode 16, 3.9).
[[nodiscard]] std::string sanitizedUtf8(std::string_view text);

/// Joins byte pieces into whole characters: what a tokenizer hands out may end inside a character.
class Utf8Assembler {
public:
    /// Takes more bytes and returns what can be shown now; always well-formed.
    [[nodiscard]] std::string push(std::string_view bytes);
    /// Returns what is left, malformed rests as U+FFFD, and starts afresh.
    [[nodiscard]] std::string finish();

private:
    std::string m_rest;
};

} // namespace sotto
