#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>

namespace sotto {

/// A 64-bit id that cannot be mistaken for another kind of id. Zero means "none".
template <class Tag>
struct StrongId {
    std::int64_t value = 0;

    constexpr StrongId() = default;
    constexpr explicit StrongId(std::int64_t v) : value(v) {}

    [[nodiscard]] constexpr bool isValid() const { return value != 0; }
    constexpr auto operator<=>(const StrongId &) const = default;
};

template <class Tag>
[[nodiscard]] std::size_t qHash(const StrongId<Tag> &id, std::size_t seed = 0) noexcept
{
    return std::hash<std::int64_t>{}(id.value) ^ seed;
}

} // namespace sotto

template <class Tag>
struct std::hash<sotto::StrongId<Tag>> {
    std::size_t operator()(const sotto::StrongId<Tag> &id) const noexcept
    {
        return std::hash<std::int64_t>{}(id.value);
    }
};
