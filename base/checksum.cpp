#include "base/checksum.h"

#include <algorithm>
#include <bit>
#include <cstring>

namespace sotto {
namespace {

// Odd, with bits well spread: the fractional parts of the square roots of 2 and 3 and of the golden ratio.
constexpr std::uint64_t kFactor = 0x9E3779B97F4A7C15ULL;
constexpr std::uint64_t kSecond = 0x6A09E667F3BCC909ULL;
constexpr std::uint64_t kThird = 0xBB67AE8584CAA73BULL;

std::uint64_t mixed(std::uint64_t value)
{
    value ^= value >> 32U;
    value *= kThird;
    value ^= value >> 29U;
    value *= kFactor;
    return value ^ (value >> 32U);
}

} // namespace

Checksum64::Checksum64(std::uint64_t seed)
    : m_lanes{seed + kFactor, std::rotl(seed, 17) + kSecond, std::rotl(seed, 31) + kThird, seed ^ kSecond}
{
}

void Checksum64::addBlock(const std::uint8_t *block)
{
    std::uint64_t words[4];
    std::memcpy(words, block, sizeof words);
    for (std::size_t i = 0; i < 4; ++i)
        m_lanes[i] = std::rotl((m_lanes[i] ^ words[i]) * kFactor, 27);
}

void Checksum64::add(std::span<const std::uint8_t> bytes)
{
    m_size += bytes.size();
    if (m_restSize > 0) {
        const std::size_t more = std::min(kBlock - m_restSize, bytes.size());
        std::copy_n(bytes.data(), more, m_rest + m_restSize);
        m_restSize += more;
        bytes = bytes.subspan(more);
        if (m_restSize < kBlock) return;
        addBlock(m_rest);
        m_restSize = 0;
    }
    while (bytes.size() >= kBlock) {
        addBlock(bytes.data());
        bytes = bytes.subspan(kBlock);
    }
    std::copy_n(bytes.data(), bytes.size(), m_rest);
    m_restSize = bytes.size();
}

std::uint64_t Checksum64::value() const
{
    Checksum64 copy = *this;
    std::fill(copy.m_rest + m_restSize, copy.m_rest + kBlock, std::uint8_t{0});
    if (m_restSize > 0) copy.addBlock(copy.m_rest);
    std::uint64_t sum = mixed(m_size + kSecond);
    for (const std::uint64_t lane : copy.m_lanes)
        sum = mixed(sum ^ lane);
    return sum;
}

std::uint64_t checksum64(std::span<const std::uint8_t> bytes, std::uint64_t seed)
{
    Checksum64 sum(seed);
    sum.add(bytes);
    return sum.value();
}

} // namespace sotto
