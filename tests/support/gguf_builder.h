#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sotto::test {

/// Writes GGUF byte by byte, right or wrong as a test wants it.
class GgufBuilder final {
public:
    GgufBuilder &magic(std::string_view four)
    {
        m_magic = four;
        return *this;
    }
    GgufBuilder &version(std::uint32_t version)
    {
        m_version = version;
        return *this;
    }
    /// Writes another count than there are pairs or tensors.
    GgufBuilder &claimValues(std::uint64_t count)
    {
        m_claimedValues = count;
        m_claimsValues = true;
        return *this;
    }
    GgufBuilder &claimTensors(std::uint64_t count)
    {
        m_claimedTensors = count;
        m_claimsTensors = true;
        return *this;
    }

    GgufBuilder &text(std::string_view key, std::string_view value);
    GgufBuilder &u8(std::string_view key, std::uint8_t value);
    GgufBuilder &u16(std::string_view key, std::uint16_t value);
    GgufBuilder &u32(std::string_view key, std::uint32_t value);
    GgufBuilder &i32(std::string_view key, std::int32_t value);
    GgufBuilder &u64(std::string_view key, std::uint64_t value);
    GgufBuilder &f32(std::string_view key, float value);
    GgufBuilder &boolean(std::string_view key, bool value);
    GgufBuilder &i32Array(std::string_view key, const std::vector<std::int32_t> &values);
    GgufBuilder &textArray(std::string_view key, const std::vector<std::string> &values);
    /// A pair of any type with any bytes as its value.
    GgufBuilder &raw(std::string_view key, std::uint32_t type, std::string_view bytes);

    /// Places the tensor behind the one before it. `type` is ggml's number; `bytes` what it takes.
    GgufBuilder &tensor(std::string_view name, const std::vector<std::uint64_t> &dimensions, std::uint32_t type,
                        std::uint64_t bytes);
    /// The same at any offset, taking no room in the data.
    GgufBuilder &tensorAt(std::string_view name, const std::vector<std::uint64_t> &dimensions, std::uint32_t type,
                          std::uint64_t offset);
    GgufBuilder &alignment(std::uint32_t bytes)
    {
        m_alignment = bytes;
        return *this;
    }

    /// Up to the end of the tensor infos.
    [[nodiscard]] std::string header() const;
    /// With the padding and zeros for all tensors.
    [[nodiscard]] std::string file() const;

private:
    std::string m_magic = "GGUF";
    std::uint32_t m_version = 3;
    std::uint64_t m_claimedValues = 0;
    std::uint64_t m_claimedTensors = 0;
    bool m_claimsValues = false;
    bool m_claimsTensors = false;
    std::uint64_t m_valueCount = 0;
    std::uint64_t m_tensorCount = 0;
    std::string m_values;
    std::string m_tensors;
    std::uint64_t m_alignment = 32;
    std::uint64_t m_dataBytes = 0;
};

/// Little-endian bytes of a number, and a string behind its 64-bit length.
template <class T>
[[nodiscard]] std::string littleEndian(T value)
{
    std::string bytes(sizeof(T), '\0');
    __builtin_memcpy(bytes.data(), &value, sizeof(T));
    return bytes;
}
[[nodiscard]] std::string lengthPrefixed(std::string_view text);

[[nodiscard]] inline std::span<const std::byte> bytesOf(std::string_view text)
{
    return std::as_bytes(std::span(text));
}

/// A llama header of two blocks with all that a spec can hold.
[[nodiscard]] GgufBuilder smallLlama();

} // namespace sotto::test
