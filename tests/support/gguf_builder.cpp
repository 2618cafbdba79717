#include "tests/support/gguf_builder.h"

namespace sotto::test {
namespace {

// Numbers of `enum gguf_type`.
enum ValueType : std::uint32_t {
    U8 = 0,
    U16 = 2,
    U32 = 4,
    I32 = 5,
    F32 = 6,
    Bool = 7,
    String = 8,
    Array = 9,
    U64 = 10
};

std::uint64_t padded(std::uint64_t bytes, std::uint64_t alignment)
{
    return (bytes + alignment - 1) / alignment * alignment;
}

} // namespace

std::string lengthPrefixed(std::string_view text)
{
    return littleEndian(std::uint64_t{text.size()}) + std::string(text);
}

GgufBuilder &GgufBuilder::raw(std::string_view key, std::uint32_t type, std::string_view bytes)
{
    m_values += lengthPrefixed(key) + littleEndian(type);
    m_values += bytes;
    ++m_valueCount;
    return *this;
}

GgufBuilder &GgufBuilder::text(std::string_view key, std::string_view value)
{
    return raw(key, String, lengthPrefixed(value));
}

GgufBuilder &GgufBuilder::u8(std::string_view key, std::uint8_t value)
{
    return raw(key, U8, littleEndian(value));
}

GgufBuilder &GgufBuilder::u16(std::string_view key, std::uint16_t value)
{
    return raw(key, U16, littleEndian(value));
}

GgufBuilder &GgufBuilder::u32(std::string_view key, std::uint32_t value)
{
    return raw(key, U32, littleEndian(value));
}

GgufBuilder &GgufBuilder::i32(std::string_view key, std::int32_t value)
{
    return raw(key, I32, littleEndian(value));
}

GgufBuilder &GgufBuilder::u64(std::string_view key, std::uint64_t value)
{
    return raw(key, U64, littleEndian(value));
}

GgufBuilder &GgufBuilder::f32(std::string_view key, float value)
{
    return raw(key, F32, littleEndian(value));
}

GgufBuilder &GgufBuilder::boolean(std::string_view key, bool value)
{
    return raw(key, Bool, littleEndian(static_cast<std::uint8_t>(value)));
}

GgufBuilder &GgufBuilder::i32Array(std::string_view key, const std::vector<std::int32_t> &values)
{
    std::string bytes = littleEndian(std::uint32_t{I32}) + littleEndian(std::uint64_t{values.size()});
    for (const std::int32_t value : values) {
        bytes += littleEndian(value);
    }
    return raw(key, Array, bytes);
}

GgufBuilder &GgufBuilder::textArray(std::string_view key, const std::vector<std::string> &values)
{
    std::string bytes = littleEndian(std::uint32_t{String}) + littleEndian(std::uint64_t{values.size()});
    for (const std::string &value : values) {
        bytes += lengthPrefixed(value);
    }
    return raw(key, Array, bytes);
}

GgufBuilder &GgufBuilder::tensor(std::string_view name, const std::vector<std::uint64_t> &dimensions,
                                 std::uint32_t type, std::uint64_t bytes)
{
    const std::uint64_t offset = padded(m_dataBytes, m_alignment);
    tensorAt(name, dimensions, type, offset);
    m_dataBytes = offset + bytes;
    return *this;
}

GgufBuilder &GgufBuilder::tensorAt(std::string_view name, const std::vector<std::uint64_t> &dimensions,
                                   std::uint32_t type, std::uint64_t offset)
{
    m_tensors += lengthPrefixed(name) + littleEndian(static_cast<std::uint32_t>(dimensions.size()));
    for (const std::uint64_t length : dimensions) {
        m_tensors += littleEndian(length);
    }
    m_tensors += littleEndian(type) + littleEndian(offset);
    ++m_tensorCount;
    return *this;
}

std::string GgufBuilder::header() const
{
    return m_magic + littleEndian(m_version) + littleEndian(m_claimsTensors ? m_claimedTensors : m_tensorCount) +
           littleEndian(m_claimsValues ? m_claimedValues : m_valueCount) + m_values + m_tensors;
}

std::string GgufBuilder::file() const
{
    std::string bytes = header();
    bytes.resize(padded(bytes.size(), m_alignment) + m_dataBytes);
    return bytes;
}

GgufBuilder smallLlama()
{
    GgufBuilder builder;
    builder.text("general.architecture", "llama")
        .text("general.name", "Tiny")
        .text("general.size_label", "1K")
        .text("general.license", "apache-2.0")
        .text("general.description", "For tests")
        .u32("general.file_type", 15)
        .u32("llama.context_length", 4096)
        .u32("llama.block_count", 2)
        .u32("llama.embedding_length", 64)
        .u32("llama.attention.head_count", 4)
        .i32Array("llama.attention.head_count_kv", {1, 2})
        .u32("llama.attention.key_length", 16)
        .text("tokenizer.chat_template", "{{ messages }}")
        .textArray("tokenizer.ggml.tokens", {"<s>", "a", "b", "c", "\xE4\xBD\xA0"})
        .f32("general.sampling.temp", 0.6F)
        .i32("general.sampling.top_k", 20)
        .tensor("token_embd.weight", {64, 5}, 0, 64 * 5 * 4)
        .tensor("blk.0.attn_q.weight", {64, 64}, 8, 64 * 2 * 34)
        .tensor("blk.0.attn_norm.weight", {64}, 0, 64 * 4)
        .tensor("blk.1.attn_q.weight", {64, 64}, 1, 64 * 64 * 2);
    return builder;
}

} // namespace sotto::test
