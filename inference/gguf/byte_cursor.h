#pragma once

#include "inference/gguf/byte_source.h"

#include <algorithm>
#include <array>
#include <bit>
#include <concepts>
#include <cstring>
#include <optional>
#include <string>
#include <vector>

namespace sotto {

/// Reads little-endian values one after another, within bounds.
///
/// The first failure sticks: from then on every read gives zero or nothing, and failed() tells. A loop over a
/// count from the file must look at failed() in each round.
class ByteCursor final {
public:
    /// Reads at most `limit` bytes of `source`, which must outlive it.
    ByteCursor(ByteSource &source, std::uint64_t limit);

    template <class T>
        requires std::integral<T> || std::floating_point<T>
    [[nodiscard]] T read()
    {
        std::array<std::byte, sizeof(T)> raw{};
        readInto(raw);
        if constexpr (std::endian::native == std::endian::big) std::ranges::reverse(raw);
        return std::bit_cast<T>(raw);
    }

    /// A string behind its 64-bit length. Longer than `most`: GgufMalformed.
    [[nodiscard]] std::string readString(std::uint64_t most);
    void skipString(std::uint64_t most);
    void skip(std::uint64_t bytes);

    [[nodiscard]] std::uint64_t position() const { return m_position; }
    [[nodiscard]] std::uint64_t fileBytes() const { return m_source.size(); }

    [[nodiscard]] bool failed() const { return m_error.has_value(); }
    /// Only where failed().
    [[nodiscard]] const Error &error() const { return *m_error; }
    /// Keeps the first error.
    void fail(Error error);
    void failMalformed(std::string why) { fail(Error(ErrorCode::GgufMalformed, {}, std::move(why))); }

private:
    void readInto(std::span<std::byte> into);
    /// True where `bytes` more lie within the file and the limit; else fails.
    [[nodiscard]] bool canAdvance(std::uint64_t bytes);
    [[nodiscard]] std::uint64_t readLength(std::uint64_t most);
    [[nodiscard]] bool refill();

    ByteSource &m_source;
    std::uint64_t m_limit;
    std::uint64_t m_position = 0;
    std::vector<std::byte> m_buffer;
    std::uint64_t m_bufferStart = 0;
    std::size_t m_bufferSize = 0;
    std::optional<Error> m_error;
};

} // namespace sotto
