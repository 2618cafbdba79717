#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sotto {

/// The text of a small file of /proc or /sys, at most 4 MiB of it; empty where it cannot be read.
[[nodiscard]] std::string readTextFile(const std::filesystem::path &path);

[[nodiscard]] std::vector<std::string_view> linesOf(std::string_view text);
[[nodiscard]] std::string_view trimmed(std::string_view text);

/// The whole of `text`, trimmed, as a number; nothing for "max" and other words.
[[nodiscard]] std::optional<std::uint64_t> numberIn(std::string_view text);

/// What follows `key` up to the end of its line, trimmed: of "MemTotal:  12 kB" for "MemTotal:", "12 kB".
[[nodiscard]] std::optional<std::string_view> valueOf(std::string_view text, std::string_view key);

} // namespace sotto
