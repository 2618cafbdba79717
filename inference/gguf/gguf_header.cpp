#include "inference/gguf/gguf_header.h"

#include "base/bytes.h"
#include "base/utf8.h"
#include "inference/gguf/byte_cursor.h"
#include "inference/gguf/gguf_types.h"

#include <algorithm>
#include <bit>
#include <bitset>
#include <charconv>
#include <format>
#include <functional>
#include <limits>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sotto {
namespace {

// Numbers of `enum gguf_type`.
enum ValueType : std::uint32_t { U8, I8, U16, I16, U32, I32, F32, Bool, String, Array, U64, I64, F64 };

constexpr std::uint64_t kMaxKeyBytes = 65'535; // the format's own bound
constexpr std::uint64_t kMaxTensorNameBytes = 255;
constexpr std::uint32_t kMaxDimensions = 4;
constexpr std::uint32_t kDefaultAlignment = 32;
constexpr std::string_view kAlignmentKey = "general.alignment";
constexpr std::string_view kTokensKey = "tokenizer.ggml.tokens";

/// Bytes of a value of fixed size; 0 for strings, arrays and unknown types.
std::uint64_t scalarBytes(std::uint32_t type)
{
    switch (type) {
    case U8:
    case I8:
    case Bool: return 1;
    case U16:
    case I16: return 2;
    case U32:
    case I32:
    case F32: return 4;
    case U64:
    case I64:
    case F64: return 8;
    default: return 0;
    }
}

/// The byte of "a", "\\n" or "\\x0a".
std::optional<std::uint8_t> byteSpeltBy(std::string_view token)
{
    if (token.size() == 1) return static_cast<std::uint8_t>(token.front());
    if (token.size() == 2 && token.front() == '\\') {
        constexpr std::string_view letters = "tnr\\";
        constexpr std::string_view meant = "\t\n\r\\";
        const auto at = letters.find(token.back());
        return at == std::string_view::npos ? std::nullopt : std::optional(static_cast<std::uint8_t>(meant[at]));
    }
    if (token.size() != 4 || !token.starts_with("\\x")) return std::nullopt;
    std::uint8_t byte = 0;
    const auto [end, error] = std::from_chars(token.data() + 2, token.data() + 4, byte, 16);
    return error == std::errc() && end == token.data() + 4 ? std::optional(byte) : std::nullopt;
}

class HeaderParser final {
public:
    HeaderParser(ByteSource &source, const GgufLimits &limits)
        : m_cursor(source, limits.maxHeaderBytes), m_limits(limits)
    {
        m_header.fileBytes = source.size();
    }

    Result<GgufHeader> parse()
    {
        readPreamble();
        for (std::uint64_t i = 0; i < m_valueCount && !m_cursor.failed(); ++i) {
            readPair();
        }
        readAlignment();
        for (std::uint64_t i = 0; i < m_tensorCount && !m_cursor.failed(); ++i) {
            readTensor();
        }
        checkData();
        if (m_cursor.failed()) return fail(m_cursor.error());
        return std::move(m_header);
    }

private:
    void readPreamble();
    void checkVersion(std::uint32_t version);
    void readPair();
    [[nodiscard]] GgufValue readValue(std::uint32_t type, bool isVocabulary);
    [[nodiscard]] GgufValue readScalar(std::uint32_t type);
    [[nodiscard]] GgufArray readArray(bool isVocabulary);
    void skipStrings(std::uint64_t count);
    void readVocabulary(GgufArray &array);
    [[nodiscard]] std::optional<std::uint64_t> readLargest(std::uint32_t type, std::uint64_t count);
    void readAlignment();
    void readTensor();
    [[nodiscard]] GgufTensor readShape(std::string name);
    void checkData();

    ByteCursor m_cursor;
    const GgufLimits &m_limits;
    GgufHeader m_header;
    std::uint64_t m_valueCount = 0;
    std::uint64_t m_tensorCount = 0;
    std::uint64_t m_alignment = kDefaultAlignment;
    std::uint64_t m_dataEnd = 0; ///< Furthest end of a tensor, from the start of the data.
    std::set<std::string, std::less<>> m_tensorNames;
};

void HeaderParser::readPreamble()
{
    constexpr std::string_view magic = "GGUF";
    for (const char expected : magic) {
        const char c = static_cast<char>(m_cursor.read<std::uint8_t>());
        if (m_cursor.failed()) return;
        if (c != expected) return m_cursor.fail(Error(ErrorCode::NotGguf));
    }
    checkVersion(m_cursor.read<std::uint32_t>());
    m_tensorCount = m_cursor.read<std::uint64_t>();
    m_valueCount = m_cursor.read<std::uint64_t>();
    if (m_tensorCount > m_limits.maxTensors) m_cursor.failMalformed(std::format("{} tensors", m_tensorCount));
    if (m_valueCount > m_limits.maxKeyValues) m_cursor.failMalformed(std::format("{} key-value pairs", m_valueCount));
}

void HeaderParser::checkVersion(std::uint32_t version)
{
    if (m_cursor.failed() || version == 2 || version == 3) return;
    const std::uint32_t swapped = std::byteswap(version);
    const bool bigEndian = version != 0 && (version & 0xFFFFU) == 0;
    m_cursor.fail(
        Error(ErrorCode::GgufVersionUnsupported, {},
              bigEndian ? std::format("version {}, big-endian", swapped) : std::format("version {}", version)));
}

void HeaderParser::readPair()
{
    std::string key = m_cursor.readString(kMaxKeyBytes);
    const auto type = m_cursor.read<std::uint32_t>();
    GgufValue value = readValue(type, key == kTokensKey);
    if (m_cursor.failed()) return;
    if (key.empty()) return m_cursor.failMalformed("a key without a name");
    const auto [place, isNew] = m_header.values.try_emplace(std::move(key), std::move(value));
    if (!isNew) m_cursor.failMalformed("a key twice: " + sanitizedUtf8(place->first));
}

GgufValue HeaderParser::readValue(std::uint32_t type, bool isVocabulary)
{
    if (type == String) return m_cursor.readString(m_limits.maxStringBytes);
    if (type == Array) return readArray(isVocabulary);
    if (scalarBytes(type) == 0) m_cursor.failMalformed(std::format("a value of the unknown type {}", type));
    return readScalar(type);
}

GgufValue HeaderParser::readScalar(std::uint32_t type)
{
    switch (type) {
    case U8: return std::uint64_t{m_cursor.read<std::uint8_t>()};
    case I8: return std::int64_t{m_cursor.read<std::int8_t>()};
    case U16: return std::uint64_t{m_cursor.read<std::uint16_t>()};
    case I16: return std::int64_t{m_cursor.read<std::int16_t>()};
    case U32: return std::uint64_t{m_cursor.read<std::uint32_t>()};
    case I32: return std::int64_t{m_cursor.read<std::int32_t>()};
    case U64: return m_cursor.read<std::uint64_t>();
    case I64: return m_cursor.read<std::int64_t>();
    case F32: return double{m_cursor.read<float>()};
    case F64: return m_cursor.read<double>();
    default: return m_cursor.read<std::uint8_t>() != 0;
    }
}

GgufArray HeaderParser::readArray(bool isVocabulary)
{
    const auto type = m_cursor.read<std::uint32_t>();
    GgufArray array;
    array.count = m_cursor.read<std::uint64_t>();
    if (m_cursor.failed()) return {};
    if (array.count > m_limits.maxArrayElements) {
        m_cursor.failMalformed(std::format("an array of {} elements", array.count));
    } else if (type == String) {
        isVocabulary ? readVocabulary(array) : skipStrings(array.count);
    } else if (const std::uint64_t bytes = scalarBytes(type); bytes == 0) {
        m_cursor.failMalformed(std::format("an array of the type {}", type));
    } else if (type == F32 || type == F64 || type == Bool) {
        m_cursor.skip(array.count * bytes);
    } else {
        array.largest = readLargest(type, array.count);
    }
    return array;
}

void HeaderParser::skipStrings(std::uint64_t count)
{
    for (std::uint64_t i = 0; i < count && !m_cursor.failed(); ++i) {
        m_cursor.skipString(m_limits.maxStringBytes);
    }
}

/// Keeps hashes of the tokens, so that a vocabulary is not kept.
void HeaderParser::readVocabulary(GgufArray &array)
{
    std::vector<std::size_t> hashes;
    std::bitset<256> bytes;
    for (std::uint64_t i = 0; i < array.count && !m_cursor.failed(); ++i) {
        const std::string token = m_cursor.readString(m_limits.maxStringBytes);
        hashes.push_back(std::hash<std::string>{}(token));
        if (const auto byte = byteSpeltBy(token)) bytes.set(*byte);
    }
    std::ranges::sort(hashes);
    array.repeats = std::ranges::adjacent_find(hashes) != hashes.end();
    array.coversBytes = bytes.all();
}

std::optional<std::uint64_t> HeaderParser::readLargest(std::uint32_t type, std::uint64_t count)
{
    std::uint64_t largest = 0;
    bool negative = false;
    for (std::uint64_t i = 0; i < count && !m_cursor.failed(); ++i) {
        const GgufValue element = readScalar(type);
        if (const auto *number = std::get_if<std::int64_t>(&element)) {
            negative |= *number < 0;
            largest = std::max(largest, static_cast<std::uint64_t>(std::max<std::int64_t>(*number, 0)));
        } else {
            largest = std::max(largest, std::get<std::uint64_t>(element));
        }
    }
    if (count == 0 || negative) return std::nullopt;
    return largest;
}

void HeaderParser::readAlignment()
{
    const auto found = m_header.values.find(kAlignmentKey);
    if (m_cursor.failed() || found == m_header.values.end()) return;
    const auto *value = std::get_if<std::uint64_t>(&found->second);
    if (value == nullptr || !std::has_single_bit(*value) || *value > std::numeric_limits<std::uint32_t>::max()) {
        return m_cursor.failMalformed("general.alignment is no power of two");
    }
    m_alignment = *value;
}

void HeaderParser::readTensor()
{
    GgufTensor tensor = readShape(m_cursor.readString(kMaxTensorNameBytes));
    const auto offset = m_cursor.read<std::uint64_t>();
    if (m_cursor.failed()) return;
    const auto end = checkedAdd(offset, tensor.bytes);
    if (offset % m_alignment != 0 || !end) return m_cursor.failMalformed("a tensor at an impossible place");
    if (!m_tensorNames.insert(tensor.name).second) return m_cursor.failMalformed("two tensors of one name");
    m_dataEnd = std::max(m_dataEnd, *end);
    m_header.tensors.push_back(std::move(tensor));
}

GgufTensor HeaderParser::readShape(std::string name)
{
    GgufTensor tensor{.name = std::move(name), .type = 0, .elements = 1, .bytes = 0};
    const auto dimensions = m_cursor.read<std::uint32_t>();
    if (dimensions > kMaxDimensions) m_cursor.failMalformed(std::format("a tensor of {} dimensions", dimensions));
    std::uint64_t rowLength = 1;
    for (std::uint32_t i = 0; i < dimensions && !m_cursor.failed(); ++i) {
        const auto length = m_cursor.read<std::uint64_t>();
        const auto elements = checkedMul(tensor.elements, length);
        if (!elements) m_cursor.failMalformed("a tensor of more elements than can be counted");
        if (i == 0) rowLength = length;
        tensor.elements = elements.value_or(0);
    }
    const auto type = tensor.type = m_cursor.read<std::uint32_t>();
    if (m_cursor.failed()) return tensor;
    const auto layout = tensorType(type);
    if (!layout || rowLength % layout->blockElements != 0) {
        m_cursor.failMalformed(std::format("a tensor of type {} with rows of {}", type, rowLength));
        return tensor;
    }
    const auto bytes = checkedMul(tensor.elements / layout->blockElements, layout->typeBytes);
    if (!bytes) m_cursor.failMalformed("a tensor of more bytes than can be counted");
    tensor.bytes = bytes.value_or(0);
    return tensor;
}

void HeaderParser::checkData()
{
    if (m_cursor.failed() || m_dataEnd == 0) return;
    // The data starts at the next multiple of the alignment.
    const std::uint64_t gap = (m_alignment - m_cursor.position() % m_alignment) % m_alignment;
    const auto end = checkedAdd(m_cursor.position() + gap, m_dataEnd);
    if (!end) return m_cursor.failMalformed("tensors beyond every file");
    if (*end <= m_header.fileBytes) return;
    Error error(ErrorCode::FileTruncated, {}, std::format("{} bytes needed, {} there", *end, m_header.fileBytes));
    error.needed = *end;
    error.available = m_header.fileBytes;
    m_cursor.fail(std::move(error));
}

} // namespace

std::optional<std::uint64_t> GgufHeader::integer(std::string_view key) const
{
    const auto found = values.find(key);
    if (found == values.end()) return std::nullopt;
    if (const auto *number = std::get_if<std::uint64_t>(&found->second)) return *number;
    if (const auto *number = std::get_if<std::int64_t>(&found->second); number != nullptr && *number >= 0) {
        return static_cast<std::uint64_t>(*number);
    }
    const auto *list = std::get_if<GgufArray>(&found->second);
    return list != nullptr ? list->largest : std::nullopt;
}

std::optional<double> GgufHeader::number(std::string_view key) const
{
    const auto found = values.find(key);
    if (found == values.end()) return std::nullopt;
    if (const auto *real = std::get_if<double>(&found->second)) return *real;
    if (const auto *whole = std::get_if<std::int64_t>(&found->second)) return static_cast<double>(*whole);
    if (const auto *whole = std::get_if<std::uint64_t>(&found->second)) return static_cast<double>(*whole);
    return std::nullopt;
}

std::string GgufHeader::text(std::string_view key) const
{
    const auto found = values.find(key);
    if (found == values.end()) return {};
    const auto *value = std::get_if<std::string>(&found->second);
    return value != nullptr ? sanitizedUtf8(*value) : std::string();
}

const GgufArray *GgufHeader::array(std::string_view key) const
{
    const auto found = values.find(key);
    return found == values.end() ? nullptr : std::get_if<GgufArray>(&found->second);
}

Result<GgufHeader> parseGgufHeader(ByteSource &source, const GgufLimits &limits)
{
    return HeaderParser(source, limits).parse();
}

} // namespace sotto
