#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace sotto {

/// A 64-bit checksum of a long run of bytes, for finding damage, not malice. Four lanes take eight bytes each in turn
/// by steps that can be undone (xor, multiply by an odd number, rotate), so that no change within one word of eight
/// bytes can go unseen. Reads about as fast as memory. Depends on the byte order of the machine. Thread: any.
class Checksum64 final {
public:
    explicit Checksum64(std::uint64_t seed = 0);
    /// Takes more bytes. How a text is cut into calls does not change the sum.
    void add(std::span<const std::uint8_t> bytes);
    [[nodiscard]] std::uint64_t value() const;

private:
    void addBlock(const std::uint8_t *block);

    static constexpr std::size_t kBlock = 32;
    std::uint64_t m_lanes[4];
    std::uint8_t m_rest[kBlock] = {};
    std::size_t m_restSize = 0;
    std::uint64_t m_size = 0;
};

[[nodiscard]] std::uint64_t checksum64(std::span<const std::uint8_t> bytes, std::uint64_t seed = 0);

} // namespace sotto
