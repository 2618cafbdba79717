#include "inference/grammar/number_grammar.h"

#include <algorithm>
#include <charconv>
#include <vector>

namespace sotto {
namespace {

constexpr std::size_t kMostDigits = 40;
constexpr std::size_t kFreeDigits = 16;

std::string quoted(std::string_view digits)
{
    return digits.empty() ? std::string() : '"' + std::string(digits) + "\" ";
}

std::string digitSet(char from, char to)
{
    if (from == to) return quoted({&from, 1});
    return std::string("[") + from + '-' + to + "] ";
}

std::string anyDigits(std::size_t count)
{
    return count == 0 ? std::string() : "[0-9]{" + std::to_string(count) + "} ";
}

std::string either(const std::vector<std::string> &options)
{
    std::string out = "(";
    for (const std::string &option : options)
        out += (out.size() > 1 ? " | " : "") + option;
    return out + ") ";
}

bool isAll(std::string_view digits, char digit)
{
    return std::ranges::all_of(digits, [digit](char c) { return c == digit; });
}

/// Numbers of as many digits as `from` and `to` have, from the one to the other.
std::string sameLength(std::string_view from, std::string_view to)
{
    if (from == to) return quoted(from);
    std::size_t common = 0;
    while (from[common] == to[common])
        ++common;
    const std::string prefix = quoted(from.substr(0, common));
    const char low = from[common];
    const char high = to[common];
    const std::string_view restFrom = from.substr(common + 1);
    const std::string_view restTo = to.substr(common + 1);
    const bool lowWhole = isAll(restFrom, '0');
    const bool highWhole = isAll(restTo, '9');
    std::vector<std::string> options;
    if (!lowWhole) options.push_back(digitSet(low, low) + sameLength(restFrom, std::string(restFrom.size(), '9')));
    const char first = lowWhole ? low : static_cast<char>(low + 1);
    const char last = highWhole ? high : static_cast<char>(high - 1);
    if (first <= last) options.push_back(digitSet(first, last) + anyDigits(restFrom.size()));
    if (!highWhole) options.push_back(digitSet(high, high) + sameLength(std::string(restTo.size(), '0'), restTo));
    return prefix + (options.size() == 1 ? options.front() : either(options));
}

int compare(std::string_view a, std::string_view b)
{
    if (a.size() != b.size()) return a.size() < b.size() ? -1 : 1;
    const int order = a.compare(b);
    return order < 0 ? -1 : order > 0 ? 1 : 0;
}

std::string plusOne(std::string digits)
{
    for (auto at = digits.rbegin(); at != digits.rend(); ++at) {
        if (*at != '9') {
            ++*at;
            return digits;
        }
        *at = '0';
    }
    return '1' + digits;
}

/// `digits` must not be "0".
std::string minusOne(std::string digits)
{
    for (auto at = digits.rbegin(); at != digits.rend(); ++at) {
        if (*at != '0') {
            --*at;
            break;
        }
        *at = '9';
    }
    const std::size_t first = digits.find_first_not_of('0');
    return first == std::string::npos ? "0" : digits.substr(first);
}

/// Whole numbers from `low` to `high`, without end where that is missing; nothing where there are none.
std::optional<std::string> wholeRange(const std::string &low, const std::optional<std::string> &high)
{
    if (high && compare(low, *high) > 0) return std::nullopt;
    const std::size_t longest = high ? high->size() : std::max(kFreeDigits, low.size() + 1);
    std::vector<std::string> options;
    for (std::size_t length = low.size(); length <= longest; ++length) {
        const std::string from = length == low.size() ? low : '1' + std::string(length - 1, '0');
        options.push_back(sameLength(from, high && length == high->size() ? *high : std::string(length, '9')));
    }
    return either(options);
}

/// A number of one sign, by its size.
struct Size {
    std::string whole;
    std::string fraction;
    bool exclusive = false;
};

/// Digits after the point, those read so far being the bounds' own: from `low` (where `tightLow`) to `high`.
class Fraction final {
public:
    Fraction(const Size *low, const Size *high) : m_low(low), m_high(high) {}

    /// With the point, or nothing behind the whole number where that will do.
    [[nodiscard]] std::optional<std::string> expression() const
    {
        const auto digits = from(0, m_low != nullptr, m_high != nullptr);
        const bool mayBeMissing = mayEnd(0, m_low != nullptr, m_high != nullptr);
        if (!digits) return mayBeMissing ? std::optional<std::string>("") : std::nullopt;
        return mayBeMissing ? "(\".\" " + *digits + ")? " : "\".\" " + *digits;
    }

private:
    [[nodiscard]] bool mayEnd(std::size_t at, bool tightLow, bool tightHigh) const
    {
        const bool aboveLow = !tightLow || (at >= m_low->fraction.size() && !m_low->exclusive);
        const bool belowHigh = !tightHigh || at < m_high->fraction.size() || !m_high->exclusive;
        return aboveLow && belowHigh;
    }

    /// At least one more digit, then perhaps more.
    [[nodiscard]] std::optional<std::string> from(std::size_t at, bool tightLow, bool tightHigh) const
    {
        if (!tightLow && !tightHigh) return "[0-9]{1," + std::to_string(kFreeDigits) + "} ";
        const bool lowPassed = tightLow && at >= m_low->fraction.size();
        const bool highPassed = tightHigh && at >= m_high->fraction.size();
        if (highPassed) { // nothing but zeros; too small where the low bound asks for more
            if (m_high->exclusive || (tightLow && (!lowPassed || m_low->exclusive))) return std::nullopt;
            return "\"0\"{1,4} ";
        }
        if (lowPassed && !tightHigh)
            return m_low->exclusive ? "\"0\"{0,4} [1-9] [0-9]{0," + std::to_string(kFreeDigits) + "} "
                                    : from(at, false, false);
        if (lowPassed && !m_low->exclusive) return from(at, false, tightHigh);
        return digits(at, tightLow, tightHigh);
    }

    [[nodiscard]] std::optional<std::string> digits(std::size_t at, bool tightLow, bool tightHigh) const
    {
        const char low = !tightLow ? '0' : at < m_low->fraction.size() ? m_low->fraction[at] : '0';
        const char high = tightHigh ? m_high->fraction[at] : '9';
        std::vector<std::string> options;
        const auto edge = [&](char digit, bool stillLow, bool stillHigh) {
            const auto more = from(at + 1, stillLow, stillHigh);
            const bool enough = mayEnd(at + 1, stillLow, stillHigh);
            if (more) options.push_back(digitSet(digit, digit) + (enough ? "(" + *more + ")? " : *more));
            if (!more && enough) options.push_back(digitSet(digit, digit));
        };
        if (low == high) {
            edge(low, tightLow, tightHigh);
        } else if (low < high) {
            if (tightLow) edge(low, true, false);
            const char first = tightLow ? static_cast<char>(low + 1) : low;
            const char last = tightHigh ? static_cast<char>(high - 1) : high;
            if (first <= last)
                options.push_back(digitSet(first, last) + "[0-9]{0," + std::to_string(kFreeDigits) + "} ");
            if (tightHigh) edge(high, false, true);
        }
        if (options.empty()) return std::nullopt;
        return either(options);
    }

    const Size *m_low;
    const Size *m_high;
};

/// Numbers without a sign.
std::optional<std::string> sizes(const Size &low, const std::optional<Size> &high, bool integersOnly)
{
    std::vector<std::string> options;
    const auto add = [&options](const std::string &whole, const std::optional<std::string> &fraction) {
        if (fraction) options.push_back(quoted(whole) + *fraction);
    };
    if (integersOnly) {
        const bool above = !low.fraction.empty() || low.exclusive;
        const std::string from = above ? plusOne(low.whole) : low.whole;
        if (!high) return wholeRange(from, std::nullopt);
        const bool below = high->fraction.empty() && high->exclusive;
        if (below && high->whole == "0") return std::nullopt;
        return wholeRange(from, below ? minusOne(high->whole) : high->whole);
    }
    if (high && compare(low.whole, high->whole) > 0) return std::nullopt;
    if (high && low.whole == high->whole) {
        add(low.whole, Fraction(&low, &*high).expression());
    } else {
        add(low.whole, Fraction(&low, nullptr).expression());
        std::optional<std::string> last;
        if (high) last = minusOne(high->whole);
        if (const auto between = wholeRange(plusOne(low.whole), last))
            options.push_back(*between + *Fraction(nullptr, nullptr).expression());
        if (high) add(high->whole, Fraction(nullptr, &*high).expression());
    }
    return options.empty() ? std::nullopt : std::optional(either(options));
}

Size sizeOf(const NumberBound &bound)
{
    return {bound.value.whole, bound.value.fraction, bound.exclusive};
}

} // namespace

std::optional<Decimal> Decimal::from(std::string_view text)
{
    Decimal out;
    out.negative = text.starts_with('-');
    if (out.negative) text.remove_prefix(1);
    const std::size_t mark = text.find_first_of("eE");
    int exponent = 0;
    if (mark != std::string_view::npos) {
        std::string_view digits = text.substr(mark + 1);
        if (digits.starts_with('+')) digits.remove_prefix(1);
        const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), exponent);
        if (read.ec != std::errc() || std::abs(exponent) > static_cast<int>(kMostDigits)) return std::nullopt;
        text = text.substr(0, mark);
    }
    const std::size_t point = std::min(text.find('.'), text.size());
    std::string digits(text.substr(0, point));
    int whole = static_cast<int>(digits.size()) + exponent;
    if (point < text.size()) digits += text.substr(point + 1);
    if (digits.size() > 3 * kMostDigits) return std::nullopt;
    if (whole < 0) digits.insert(0, static_cast<std::size_t>(-whole), '0');
    whole = std::max(whole, 0);
    if (static_cast<std::size_t>(whole) > digits.size()) digits.resize(static_cast<std::size_t>(whole), '0');
    out.whole = digits.substr(0, static_cast<std::size_t>(whole));
    out.fraction = digits.substr(static_cast<std::size_t>(whole));
    out.whole.erase(0, std::min(out.whole.find_first_not_of('0'), out.whole.size()));
    if (out.whole.empty()) out.whole = "0";
    out.fraction.erase(out.fraction.find_last_not_of('0') + 1);
    if (out.whole.size() > kMostDigits || out.fraction.size() > kMostDigits) return std::nullopt;
    if (out.isZero()) out.negative = false;
    return out;
}

std::optional<std::string> numberGrammar(const std::optional<NumberBound> &low, const std::optional<NumberBound> &high,
                                         bool integersOnly)
{
    const bool belowZero = !low || low->value.negative;
    const bool aboveZero = !high || !high->value.negative;
    std::vector<std::string> options;
    if (belowZero) {
        // −high … −low, and never −0, which is 0.
        const Size from = high && high->value.negative ? sizeOf(*high) : Size{"0", "", true};
        std::optional<Size> to;
        if (low) to = sizeOf(*low);
        if (const auto sizesBelow = sizes(from, to, integersOnly)) options.push_back("\"-\" " + *sizesBelow);
    }
    if (aboveZero) {
        const Size from = low && !low->value.negative ? sizeOf(*low) : Size{"0", "", false};
        std::optional<Size> to;
        if (high) to = sizeOf(*high);
        if (const auto sizesAbove = sizes(from, to, integersOnly)) options.push_back(*sizesAbove);
    }
    return options.empty() ? std::nullopt : std::optional(either(options));
}

} // namespace sotto
