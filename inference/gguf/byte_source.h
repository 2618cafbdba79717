#pragma once

#include "base/result.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>

namespace sotto {

/// Bytes that can be read at any place.
class ByteSource {
public:
    virtual ~ByteSource() = default;
    /// Bytes of the whole file, of which a source in memory may hold only the first.
    [[nodiscard]] virtual std::uint64_t size() const = 0;
    /// Fills `into` from `offset` on and returns how many bytes that were; fewer only at the end.
    /// Errors: FileUnreadable.
    [[nodiscard]] virtual Result<std::size_t> readAt(std::uint64_t offset, std::span<std::byte> into) = 0;
};

/// The first bytes of a file, in memory that must outlive it.
class MemorySource final : public ByteSource {
public:
    MemorySource(std::span<const std::byte> bytes, std::uint64_t fileBytes) : m_bytes(bytes), m_size(fileBytes) {}
    [[nodiscard]] std::uint64_t size() const override { return m_size; }
    [[nodiscard]] Result<std::size_t> readAt(std::uint64_t offset, std::span<std::byte> into) override;

private:
    std::span<const std::byte> m_bytes;
    std::uint64_t m_size;
};

/// A regular file. It is read, never mapped: a file cut short while it is read is an error here and not a signal.
class FileSource final : public ByteSource {
public:
    /// Follows links; anything but a regular file in the end is refused without being opened, so that a pipe
    /// or a device cannot block. Errors: FileNotFound, FileUnreadable. Thread: not the GUI's, it may block.
    [[nodiscard]] static Result<FileSource> open(const std::filesystem::path &path);

    FileSource(FileSource &&other) noexcept;
    FileSource &operator=(FileSource &&) = delete;
    ~FileSource() override;
    [[nodiscard]] std::uint64_t size() const override { return m_size; }
    [[nodiscard]] Result<std::size_t> readAt(std::uint64_t offset, std::span<std::byte> into) override;

private:
    FileSource(int descriptor, std::uint64_t size) : m_descriptor(descriptor), m_size(size) {}

    int m_descriptor;
    std::uint64_t m_size;
};

} // namespace sotto
