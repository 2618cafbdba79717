#include "inference/template/number_text.h"

#include "inference/template/characters.h"
#include "inference/template/value_text.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <format>

namespace sotto::jinja {
namespace {

/// Without spaces around and underscores between digits; nothing where an underscore stands elsewhere.
std::optional<std::string> bareNumber(std::string_view text)
{
    const Extent extent = withoutSpaces(text);
    text = text.substr(extent.begin, extent.end - extent.begin);
    std::string bare;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '_') {
            bare.push_back(text[i]);
            continue;
        }
        const auto isDigit = [&](std::size_t at) {
            return at < text.size() && std::isalnum(static_cast<unsigned char>(text[at])) != 0;
        };
        if (i == 0 || !isDigit(i - 1) || !isDigit(i + 1)) return std::nullopt;
    }
    if (bare.starts_with('+')) bare.erase(0, 1);
    if (bare.empty() || bare.starts_with("+") || bare.starts_with("-+") || bare.starts_with("+-")) return std::nullopt;
    return bare;
}

} // namespace

std::optional<std::int64_t> readInteger(std::string_view text, std::int64_t base)
{
    auto bare = bareNumber(text);
    if (!bare || base < 2 || base > 36) return std::nullopt;
    const bool isNegative = bare->starts_with('-');
    std::string digits = bare->substr(isNegative ? 1 : 0);
    const std::string prefix = base == 16 ? "0x" : base == 8 ? "0o" : base == 2 ? "0b" : "";
    std::string start = digits.substr(0, 2);
    std::ranges::transform(start, start.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; });
    if (!prefix.empty() && start == prefix) digits.erase(0, 2);
    if (digits.empty() || digits.front() == '-') return std::nullopt;
    if (isNegative) digits.insert(0, "-");
    std::int64_t number = 0;
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), number, static_cast<int>(base));
    if (read.ec == std::errc::result_out_of_range) raise("a whole number is too large");
    if (read.ec != std::errc() || read.ptr != digits.data() + digits.size()) return std::nullopt;
    return number;
}

std::optional<double> readFloat(std::string_view text)
{
    const auto bare = bareNumber(text);
    if (!bare || bare->contains("0x") || bare->contains('(')) return std::nullopt;
    double number = 0;
    const auto read = std::from_chars(bare->data(), bare->data() + bare->size(), number);
    if (read.ptr != bare->data() + bare->size() || read.ec == std::errc::invalid_argument) return std::nullopt;
    if (read.ec == std::errc::result_out_of_range) {
        const std::size_t exponent = bare->find_first_of("eE");
        const std::string_view mantissa = std::string_view(*bare).substr(0, exponent);
        const bool small = exponent != std::string::npos ? (*bare)[exponent + 1] == '-'
                                                         : mantissa.find_first_of("123456789") > mantissa.find('.');
        return std::copysign(small ? 0.0 : HUGE_VAL, bare->starts_with('-') ? -1.0 : 1.0);
    }
    return number;
}

Value wholeOf(double number)
{
    if (!(std::fabs(number) < 9.2e18)) raise("a whole number is too large");
    return Value(static_cast<std::int64_t>(number));
}

double rounded(double number, std::int64_t digits)
{
    if (!std::isfinite(number)) return number;
    if (digits > 320) return number;
    if (digits < -310) return std::copysign(0.0, number);
    if (digits >= 0) {
        double result = 0;
        const std::string text = std::format("{:.{}f}", number, digits); // exact, halves to even
        std::from_chars(text.data(), text.data() + text.size(), result);
        return result;
    }
    const double scale = std::pow(10.0, static_cast<double>(-digits));
    return std::nearbyint(number / scale) * scale;
}

std::string fileSizeText(double bytes, bool binary)
{
    constexpr std::string_view letters = "kMGTPEZY";
    const double base = binary ? 1024 : 1000;
    if (bytes == 1) return "1 Byte";
    if (bytes < base) return std::format("{} Bytes", static_cast<std::int64_t>(bytes));
    double unit = base;
    std::size_t i = 0;
    while (bytes >= unit * base && i + 1 < letters.size()) {
        unit *= base;
        ++i;
    }
    const std::string letter(1, binary && i == 0 ? 'K' : letters[i]);
    return std::format("{:.1f} {}{}B", bytes / unit, letter, binary ? "i" : "");
}

} // namespace sotto::jinja
