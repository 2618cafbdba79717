#include "inference/template/text_format.h"

#include "inference/template/characters.h"

#include <algorithm>
#include <cmath>
#include <format>

namespace sotto::jinja {
namespace {

constexpr std::int64_t kMostDigits = 500;

std::string grouped(std::string digits, char separator, std::size_t every)
{
    const std::size_t whole = std::min(digits.find_first_of(".eE%"), digits.size());
    for (std::size_t at = whole; at > every; at -= every)
        digits.insert(at - every, 1, separator);
    return digits;
}

std::string integerDigits(std::int64_t number, const FormatSpec &spec)
{
    const std::uint64_t size = number < 0 ? 0 - static_cast<std::uint64_t>(number) : static_cast<std::uint64_t>(number);
    std::string digits;
    switch (spec.type) {
    case 'x': digits = std::format("{:x}", size); break;
    case 'X': digits = std::format("{:X}", size); break;
    case 'o': digits = std::format("{:o}", size); break;
    case 'b': digits = std::format("{:b}", size); break;
    default: digits = std::to_string(size);
    }
    const bool isDecimal =
        spec.type == '\0' || spec.type == 'd' || spec.type == 'i' || spec.type == 'u' || spec.type == 'n';
    if (spec.grouping != '\0') digits = grouped(std::move(digits), spec.grouping, isDecimal ? 3 : 4);
    if (spec.alternate && !isDecimal) digits.insert(0, std::string("0") + spec.type);
    return digits;
}

std::string floatDigits(double number, const FormatSpec &spec)
{
    const double size = std::fabs(number);
    if (!std::isfinite(size)) return std::isnan(size) ? "nan" : "inf";
    const int precision = static_cast<int>(spec.precision.value_or(6));
    std::string digits;
    switch (spec.type) {
    case 'e': digits = std::format("{:.{}e}", size, precision); break;
    case 'E': digits = std::format("{:.{}E}", size, precision); break;
    case 'f':
    case 'F': digits = std::format("{:.{}f}", size, precision); break;
    case '%': digits = std::format("{:.{}f}%", size * 100, precision); break;
    case 'g': digits = std::format("{:.{}g}", size, precision); break;
    case 'G': digits = std::format("{:.{}G}", size, precision); break;
    default:
        if (!spec.precision) {
            digits = floatText(size);
            break;
        }
        digits = std::format("{:.{}g}", size, precision);
        if (digits.find_first_of(".e") == std::string::npos) digits += ".0";
    }
    return spec.grouping != '\0' ? grouped(std::move(digits), spec.grouping, 3) : digits;
}

/// `text` in its width; `signSize`: bytes that stay in front of '=' filling.
Value aligned(Run &run, const MarkedText &text, const FormatSpec &spec, char usual, std::size_t signSize)
{
    const char align = spec.align == '\0' ? usual : spec.align;
    const std::int64_t missing =
        std::max<std::int64_t>(spec.width - static_cast<std::int64_t>(countCharacters(text.bytes())), 0);
    const std::int64_t left = align == '<' ? 0 : align == '^' ? missing / 2 : missing;
    const std::size_t head = align == '=' ? signSize : 0;
    const std::string fill = fromCharacter(spec.fill);
    TextBuilder out(run);
    out.add(text, 0, head);
    out.repeat(fill, left);
    out.add(text, head, text.size());
    out.repeat(fill, missing - left);
    return std::move(out).value();
}

Value formatNumber(Run &run, const Value &value, const FormatSpec &spec)
{
    const bool wantsFloat = spec.type != '\0' && std::string_view("eEfFgG%").contains(spec.type);
    const bool isFloat = value.isFloat() || wantsFloat;
    if (value.isFloat() && spec.type != '\0' && !wantsFloat) raise("Unknown format code for object of type 'float'");
    const bool isNegative =
        isFloat ? std::signbit(value.number()) && !std::isnan(value.number()) : *value.integer() < 0;
    std::string digits;
    if (!isFloat && spec.type == 'c')
        digits = fromCharacter(static_cast<char32_t>(std::clamp<std::int64_t>(*value.integer(), 0, 0x10FFFF)));
    else
        digits = isFloat ? floatDigits(value.number(), spec) : integerDigits(*value.integer(), spec);
    const std::string sign = isNegative ? "-" : spec.sign == '-' ? "" : std::string(1, spec.sign);
    return aligned(run, MarkedText(sign + digits), spec, '>', sign.size());
}

} // namespace

Value formatValue(Run &run, const Value &value, const FormatSpec &spec)
{
    if (spec.precision.value_or(0) > kMostDigits) raise("a number is to be written with too many digits");
    const bool isPlainBool = value.isBool() && spec.type == '\0';
    if (value.isNumber() && !isPlainBool) return formatNumber(run, value, spec);
    if (!value.text() && !isPlainBool) raise("unsupported format for '" + std::string(value.typeName()) + "'");
    if (spec.type != '\0' && spec.type != 's') raise("Unknown format code for object of type 'str'");
    if (spec.align == '=') raise("'=' alignment not allowed in string format specifier");
    const Value text = isPlainBool ? Value(textOf(run, value)) : value;
    const auto most = static_cast<std::size_t>(std::max<std::int64_t>(spec.precision.value_or(INT64_MAX), 0));
    return aligned(run, text.text()->characterRange(0, most), spec, '<', 0);
}

} // namespace sotto::jinja
