#include "core/models/model_file_names.h"

#include <algorithm>
#include <charconv>
#include <format>

namespace sotto {
namespace {

constexpr std::string_view kExtension = ".gguf";

std::string lowered(std::string_view text)
{
    std::string out(text);
    std::ranges::transform(out, out.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; });
    return out;
}

std::optional<int> fiveDigits(std::string_view text)
{
    int value = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (problem != std::errc{} || end != text.data() + text.size() || value < 1) return std::nullopt;
    return value;
}

} // namespace

std::string SplitName::firstPart() const
{
    return std::format("{}-00001-of-{:05}{}", prefix, count, kExtension);
}

std::optional<SplitName> parseSplitName(std::string_view fileName)
{
    constexpr std::string_view shape = "-00000-of-00000.gguf";
    if (fileName.size() <= shape.size()) return std::nullopt;
    const std::string_view tail = fileName.substr(fileName.size() - shape.size());
    if (tail[0] != '-' || tail.substr(6, 4) != "-of-" || tail.substr(15) != kExtension) return std::nullopt;
    const auto part = fiveDigits(tail.substr(1, 5));
    const auto count = fiveDigits(tail.substr(10, 5));
    if (!part || !count || *part > *count) return std::nullopt;
    return SplitName{std::string(fileName.substr(0, fileName.size() - shape.size())), *part, *count};
}

bool isModelFileName(std::string_view fileName)
{
    const std::string name = lowered(fileName);
    return name.size() > kExtension.size() && name.ends_with(kExtension) && !name.starts_with('.') &&
           !name.starts_with("incomplete-") && !name.starts_with("mtp-") && !name.contains("mmproj");
}

} // namespace sotto
