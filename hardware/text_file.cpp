#include "hardware/text_file.h"

#include <charconv>
#include <fstream>

namespace sotto {

std::string readTextFile(const std::filesystem::path &path)
{
    constexpr std::size_t most = std::size_t{4} * 1024 * 1024;
    std::ifstream file(path, std::ios::binary);
    std::string text;
    char block[4096];
    while (file && text.size() < most) {
        file.read(block, sizeof block);
        text.append(block, static_cast<std::size_t>(file.gcount()));
    }
    return text;
}

std::vector<std::string_view> linesOf(std::string_view text)
{
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        lines.push_back(text.substr(0, end));
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    return lines;
}

std::string_view trimmed(std::string_view text)
{
    constexpr std::string_view space = " \t\r\n";
    const std::size_t begin = text.find_first_not_of(space);
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(space) - begin + 1);
}

std::optional<std::uint64_t> numberIn(std::string_view text)
{
    text = trimmed(text);
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

std::optional<std::string_view> valueOf(std::string_view text, std::string_view key)
{
    for (const std::string_view line : linesOf(text)) {
        if (line.starts_with(key)) return trimmed(line.substr(key.size()));
    }
    return std::nullopt;
}

} // namespace sotto
