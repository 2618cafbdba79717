#pragma once

#include "base/bytes.h"

#include <cstdint>
#include <initializer_list>
#include <limits>

namespace sotto {

// Arithmetic on sizes that come from a file: what does not fit into 64 bits stays at the largest number, and nothing
// goes below 0.

[[nodiscard]] constexpr std::uint64_t plus(std::uint64_t a, std::uint64_t b)
{
    return checkedAdd(a, b).value_or(std::numeric_limits<std::uint64_t>::max());
}

[[nodiscard]] constexpr std::uint64_t less(std::uint64_t a, std::uint64_t b)
{
    return a > b ? a - b : 0;
}

[[nodiscard]] constexpr std::uint64_t product(std::initializer_list<std::uint64_t> factors)
{
    std::uint64_t result = 1;
    for (const std::uint64_t factor : factors)
        result = checkedMul(result, factor).value_or(std::numeric_limits<std::uint64_t>::max());
    return result;
}

} // namespace sotto
