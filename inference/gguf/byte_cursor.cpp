#include "inference/gguf/byte_cursor.h"

#include "base/bytes.h"

#include <algorithm>
#include <format>
#include <limits>
#include <utility>

namespace sotto {
namespace {

constexpr std::size_t kBufferBytes = 64 * KiB;

Error truncated(std::uint64_t needed, std::uint64_t available)
{
    Error error(ErrorCode::FileTruncated, {}, std::format("{} bytes needed, {} there", needed, available));
    error.needed = needed;
    error.available = available;
    return error;
}

} // namespace

ByteCursor::ByteCursor(ByteSource &source, std::uint64_t limit)
    : m_source(source), m_limit(limit), m_buffer(kBufferBytes)
{
}

void ByteCursor::fail(Error error)
{
    if (!m_error) m_error = std::move(error);
}

bool ByteCursor::canAdvance(std::uint64_t bytes)
{
    if (failed()) return false;
    const std::uint64_t end = checkedAdd(m_position, bytes).value_or(std::numeric_limits<std::uint64_t>::max());
    if (end > m_source.size())
        fail(truncated(end, m_source.size()));
    else if (end > m_limit)
        failMalformed(std::format("the header is longer than {} bytes", m_limit));
    return !failed();
}

bool ByteCursor::refill()
{
    const Result<std::size_t> got = m_source.readAt(m_position, m_buffer);
    m_bufferStart = m_position;
    m_bufferSize = got.value_or(0);
    if (!got)
        fail(got.error());
    else if (*got == 0)
        fail(truncated(m_position + 1, m_position));
    return !failed();
}

void ByteCursor::readInto(std::span<std::byte> into)
{
    if (!canAdvance(into.size())) return;
    while (!into.empty()) {
        const bool buffered = m_position >= m_bufferStart && m_position < m_bufferStart + m_bufferSize;
        if (!buffered && !refill()) return;
        const auto at = static_cast<std::size_t>(m_position - m_bufferStart);
        const std::size_t count = std::min(into.size(), m_bufferSize - at);
        std::memcpy(into.data(), m_buffer.data() + at, count);
        m_position += count;
        into = into.subspan(count);
    }
}

std::uint64_t ByteCursor::readLength(std::uint64_t most)
{
    const auto length = read<std::uint64_t>();
    if (length > most) failMalformed(std::format("a string of {} bytes, at most {} are allowed", length, most));
    return canAdvance(length) ? length : 0;
}

std::string ByteCursor::readString(std::uint64_t most)
{
    std::string text(static_cast<std::size_t>(readLength(most)), '\0');
    readInto(std::as_writable_bytes(std::span(text)));
    return failed() ? std::string() : text;
}

void ByteCursor::skipString(std::uint64_t most)
{
    skip(readLength(most));
}

void ByteCursor::skip(std::uint64_t bytes)
{
    if (canAdvance(bytes)) m_position += bytes;
}

} // namespace sotto
