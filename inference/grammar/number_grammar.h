#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace sotto {

/// A number as its decimal digits, without exponent, leading zeros before the point or trailing ones after it.
struct Decimal {
    bool negative = false;
    std::string whole = "0";
    std::string fraction;

    /// From the text of a JSON number; nothing where it takes more than 40 digits on a side of the point.
    [[nodiscard]] static std::optional<Decimal> from(std::string_view text);
    [[nodiscard]] bool isZero() const { return whole == "0" && fraction.empty(); }
};

/// One end of a range.
struct NumberBound {
    Decimal value;
    bool exclusive = false;
};

/// What lies between two bounds, as a GBNF expression in parentheses; nothing where no such number exists.
/// Without bounds on a side numbers have at most 16 digits there; fractions have at most 16 where no bound asks for
/// more; there is no exponent. Thread: any.
[[nodiscard]] std::optional<std::string> numberGrammar(const std::optional<NumberBound> &low,
                                                       const std::optional<NumberBound> &high, bool integersOnly);

} // namespace sotto
