#include "inference/template/text_format.h"

#include "inference/template/characters.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
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
    switch (spec.type) {
    case 'x': return std::format("{:x}", size);
    case 'X': return std::format("{:X}", size);
    case 'o': return std::format("{:o}", size);
    case 'b': return std::format("{:b}", size);
    default: return std::to_string(size);
    }
}

std::string scientific(double size, int precision, bool alternate)
{
    return alternate ? std::format("{:#.{}e}", size, precision) : std::format("{:.{}e}", size, precision);
}

std::string general(double size, int precision, bool alternate)
{
    return alternate ? std::format("{:#.{}g}", size, precision) : std::format("{:.{}g}", size, precision);
}

/// As many digits as `precision` says, and always one behind the point: what Python does where no type is given.
std::string plainDigits(double size, int precision, bool alternate)
{
    precision = std::max(precision, 1);
    const std::string exact = scientific(size, precision - 1, false);
    const int point = std::atoi(exact.c_str() + exact.find('e') + 1) + 1;
    if (point <= -4 || point > precision - 1) {
        // One digit less than `g` takes before it goes over to powers of ten.
        std::string digits = scientific(size, precision - 1, alternate);
        const std::size_t e = digits.find('e');
        std::string mantissa = digits.substr(0, e);
        if (!alternate && mantissa.contains('.')) {
            mantissa.erase(mantissa.find_last_not_of('0') + 1);
            if (mantissa.ends_with('.')) mantissa.pop_back();
        }
        return mantissa + digits.substr(e);
    }
    std::string digits = general(size, precision, alternate);
    return digits.contains('.') ? digits : digits + ".0";
}

std::string fixed(double size, int precision, bool alternate)
{
    return alternate ? std::format("{:#.{}f}", size, precision) : std::format("{:.{}f}", size, precision);
}

std::string finiteDigits(double size, const FormatSpec &spec)
{
    const int precision = static_cast<int>(spec.precision.value_or(6));
    switch (spec.type) {
    case 'e':
    case 'E': return scientific(size, precision, spec.alternate);
    case 'f':
    case 'F': return fixed(size, precision, spec.alternate);
    case '%': return fixed(size * 100, precision, spec.alternate);
    case 'g':
    case 'G':
    case 'n': return general(size, precision, spec.alternate);
    default: return spec.precision ? plainDigits(size, precision, spec.alternate) : floatText(size);
    }
}

std::string floatDigits(double number, const FormatSpec &spec)
{
    const double size = std::fabs(number);
    std::string digits = std::isnan(size) ? "nan" : std::isinf(size) ? "inf" : finiteDigits(size, spec);
    if (std::string_view("EFG").contains(spec.type) && spec.type != '\0')
        std::ranges::transform(digits, digits.begin(),
                               [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
    return spec.type == '%' ? digits + "%" : digits;
}

/// With its separators; zeros that fill a width are grouped too, as Python does it.
std::string groupedDigits(std::string digits, const FormatSpec &spec, std::size_t every, std::int64_t width)
{
    if (spec.grouping == '\0') return digits;
    const std::size_t whole = std::min(digits.find_first_of(".eE%"), digits.size());
    const auto behind = static_cast<std::int64_t>(digits.size() - whole);
    const std::int64_t wanted = std::clamp<std::int64_t>(width - behind, 0, kMostDigits);
    // As few as fill it, but it may not begin with a separator.
    for (std::size_t count = whole; static_cast<std::int64_t>(count + (count - 1) / every) < wanted; ++count)
        digits.insert(0, 1, '0');
    return grouped(std::move(digits), spec.grouping, every);
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
    out.repeat(fill, left, spec.origin);
    out.add(text, head, text.size());
    out.repeat(fill, missing - left, spec.origin);
    return std::move(out).value();
}

void checkInteger(const FormatSpec &spec)
{
    if (spec.precision) raise("Precision not allowed in integer format specifier");
    if (!std::string_view("bcdioxXun").contains(spec.type) && spec.type != '\0')
        raise("Unknown format code for object of type 'int'");
    if (spec.type == 'c' && spec.sign != '\0') raise("Sign not allowed with integer format specifier 'c'");
    if (spec.type == 'c' && spec.alternate) raise("Alternate form (#) not allowed with integer format specifier 'c'");
    const std::string_view ungrouped = spec.grouping == ',' ? "bcoxXn" : "cn";
    if (spec.grouping != '\0' && spec.type != '\0' && ungrouped.contains(spec.type))
        raise("Cannot specify grouping with this format code");
}

Value formatNumber(Run &run, const Value &value, const FormatSpec &spec)
{
    const bool wantsFloat = spec.type != '\0' && std::string_view("eEfFgG%").contains(spec.type);
    const bool isFloat = value.isFloat() || wantsFloat;
    if (value.isFloat() && spec.type != '\0' && spec.type != 'n' && !wantsFloat)
        raise("Unknown format code for object of type 'float'");
    if (isFloat && spec.type == 'n' && spec.grouping != '\0') raise("Cannot specify grouping with 'n'");
    if (!isFloat) checkInteger(spec);
    const bool isNegative =
        isFloat ? std::signbit(value.number()) && !std::isnan(value.number()) : *value.integer() < 0;
    std::string sign = isNegative ? "-" : spec.sign == '-' || spec.sign == '\0' ? "" : std::string(1, spec.sign);
    const bool hasPrefix = !isFloat && spec.alternate && std::string_view("xXob").contains(spec.type);
    if (hasPrefix && spec.type != '\0') sign += std::string("0") + spec.type;
    std::string digits;
    if (!isFloat && spec.type == 'c') {
        if (*value.integer() < 0 || *value.integer() > 0x10FFFF) raise("%c arg not in range(0x110000)");
        digits = fromCharacter(static_cast<char32_t>(*value.integer()));
    } else {
        digits = isFloat ? floatDigits(value.number(), spec) : integerDigits(*value.integer(), spec);
        const bool fills = spec.fill == U'0' && (spec.align == '=' || (spec.align == '\0' && spec.fillsWithZeros));
        const std::size_t every = !isFloat && std::string_view("xXob").contains(spec.type) && spec.type != '\0' ? 4 : 3;
        const auto signSize = static_cast<std::int64_t>(sign.size());
        digits = groupedDigits(std::move(digits), spec, every, fills ? spec.width - signSize : 0);
    }
    const char usual = spec.fillsWithZeros ? '=' : '>';
    return aligned(run, MarkedText(sign + digits, spec.origin), spec, usual, sign.size());
}

} // namespace

Value formatValue(Run &run, const Value &value, const FormatSpec &spec)
{
    if (spec.precision.value_or(0) > kMostDigits) raise("a number is to be written with too many digits");
    if (value.isNumber()) return formatNumber(run, value, spec);
    if (!value.text()) raise("unsupported format for '" + std::string(value.typeName()) + "'");
    if (spec.type != '\0' && spec.type != 's') raise("Unknown format code for object of type 'str'");
    if (spec.align == '=') raise("'=' alignment not allowed in string format specifier");
    if (spec.sign != '\0') raise("Sign not allowed in string format specifier");
    if (spec.alternate) raise("Alternate form (#) not allowed in string format specifier");
    if (spec.grouping != '\0') raise("Cannot specify grouping with 's'.");
    const auto most = static_cast<std::size_t>(std::max<std::int64_t>(spec.precision.value_or(INT64_MAX), 0));
    return aligned(run, value.text()->characterRange(0, most), spec, '<', 0);
}

Value asciiRepr(Run &run, const Value &value)
{
    TextBuilder repr(run);
    addRepr(repr, value);
    const MarkedText text = std::move(repr).take();
    TextBuilder out(run);
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t begin = at;
        const auto c = static_cast<std::uint32_t>(nextCharacter(text.bytes(), at));
        if (c < 0x80)
            out.add(text, begin, at);
        else
            out.add(c < 0x100     ? std::format("\\x{:02x}", c)
                    : c < 0x10000 ? std::format("\\u{:04x}", c)
                                  : std::format("\\U{:08x}", c),
                    text.originAt(begin));
    }
    return std::move(out).value();
}

} // namespace sotto::jinja
