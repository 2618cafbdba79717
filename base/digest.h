#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>

namespace sotto {

/// The SHA-256 of a file as it is written: 64 lower-case hexadecimal digits and nothing else. parse() is the only way
/// to one, so a digest may become part of a path or an address without being looked at again. Thread: any.
class Digest final {
public:
    static constexpr std::size_t kDigits = 64;

    /// `^[0-9a-f]{64}$`; everything else, upper case among it, is none.
    [[nodiscard]] static std::optional<Digest> parse(std::string_view text);
    /// The same behind "sha256:", as registries write it.
    [[nodiscard]] static std::optional<Digest> parsePrefixed(std::string_view text);

    [[nodiscard]] const std::string &hex() const { return m_hex; }

    auto operator<=>(const Digest &) const = default;

private:
    explicit Digest(std::string_view hex) : m_hex(hex) {}

    std::string m_hex;
};

} // namespace sotto
