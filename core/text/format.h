#pragma once

#include "inference/events.h"

#include <QLocale>
#include <QString>

#include <cstdint>
#include <optional>

namespace sotto {

// Numbers as the design writes them, in the current language and QLocale(). Unknown is an en dash. The space
// between a number and its unit is an ordinary one, so that a figure pastes well into a terminal or a table.
// Pure. Thread: any after the translator is installed.

/// "8.5 GiB", "11 MiB": binary, for memory.
[[nodiscard]] QString formatMemory(std::uint64_t bytes);
/// "4.70 GB", "8 MB": decimal, for files; three digits.
[[nodiscard]] QString formatFileSize(std::uint64_t bytes);
/// "48.3", "1,910"; en dash for 0 or less.
[[nodiscard]] QString formatRate(double tokensPerSecond);
/// "3.1k", "8k", "296": tokens against a context; k is 1024 for its multiples, else 1000. En dash below 0.
[[nodiscard]] QString formatTokens(int tokens);
/// "0.02 s", "0.3 s", "12 s", "2 min 5 s", "1 h 2 min"; en dash for 0 or less.
[[nodiscard]] QString formatSeconds(Duration duration);
/// "212 tokens · 48.3 tok/s · first token 0.3 s"; leaves out what is unknown.
[[nodiscard]] QString formatFootnote(const Usage &usage);
/// "128k context", from tokens; en dash for 0.
[[nodiscard]] QString formatContext(std::uint32_t tokens);
/// "7.6 B", "360 M" parameters; en dash for 0.
[[nodiscard]] QString formatParameters(std::uint64_t count);
/// "Today, 14:02", "Yesterday, 09:10", "12 November, 14:02", "3 May 2025, 08:00" by the local calendar.
[[nodiscard]] QString formatMoment(std::int64_t unixMs, std::int64_t nowMs);

} // namespace sotto
