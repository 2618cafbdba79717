#pragma once

#include "inference/template/characters.h"
#include "inference/template/value_text.h"

#include <cstdint>
#include <vector>

namespace sotto::jinja {

/// What Python's str does to a text, with the origin of every byte kept. Markup stays Markup.

[[nodiscard]] Value uppered(Run &run, const Text &text);
[[nodiscard]] Value lowered(Run &run, const Text &text);
[[nodiscard]] Value swappedCase(Run &run, const Text &text);
[[nodiscard]] Value capitalized(Run &run, const Text &text);
[[nodiscard]] Value titled(Run &run, const Text &text);          ///< str.title()
[[nodiscard]] Value titledForFilter(Run &run, const Text &text); ///< the filter, which parts words otherwise

enum class Side : std::uint8_t { Left, Right, Both };

/// Without the characters of `characters` (null: spaces) at its ends.
[[nodiscard]] Value stripped(Run &run, const Text &text, const Text *characters, Side side);
/// At most `count` times; all where it is negative.
[[nodiscard]] Value replaced(Run &run, const Text &text, const Text &old, const Text &with, std::int64_t count);
/// Lines as str.splitlines() has them.
[[nodiscard]] std::vector<Extent> linesOf(const Text &text, bool keepEnds);
/// str.split() and str.rsplit(); `separator` null: runs of spaces; `most` negative: as often as it is there.
[[nodiscard]] Value splitText(Run &run, const Text &text, const Text *separator, std::int64_t most);
[[nodiscard]] Value splitTextFromRight(Run &run, const Text &text, const Text *separator, std::int64_t most);
/// `fill` is one character; `side`: where the text goes, Both: the middle, as str.center() has it.
[[nodiscard]] Value padded(Run &run, const Text &text, std::int64_t width, const MarkedText &fill, Side side);

} // namespace sotto::jinja
