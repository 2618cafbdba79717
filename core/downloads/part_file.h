#pragma once

#include "base/result.h"

#include <QByteArray>
#include <QString>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>

namespace sotto {

/// How the disk is asked, so that a test can have one that is full.
struct DiskAccess {
    /// Bytes free for this user on the disk that holds `folder` (the nearest that exists); nothing where it is unknown.
    std::function<std::optional<std::uint64_t>(const QString &folder)> freeBytes;
    /// As pwrite(2): the bytes written, or −1 with errno set.
    std::function<std::int64_t(int descriptor, const char *bytes, std::size_t count, std::uint64_t offset)> writeAt;
    /// Gives a file its name; false where it cannot, or where there is something of that name.
    std::function<bool(const QString &from, const QString &to)> rename;
};
[[nodiscard]] DiskAccess realDisk();

/// A file that is being filled in any order. Thread: write on one; read on any.
class PartFile final {
public:
    /// Opens or makes it; a link is not followed. Errors: DiskFull, WriteFailed, FileUnreadable.
    [[nodiscard]] static Result<std::shared_ptr<PartFile>> open(const QString &path, DiskAccess disk = realDisk());
    ~PartFile();
    PartFile(const PartFile &) = delete;
    PartFile &operator=(const PartFile &) = delete;

    /// Sets the disk's blocks aside, so that a full disk shows now and not at 99 %; where the file system cannot, only
    /// the length is set. Errors: DiskFull, WriteFailed.
    [[nodiscard]] Status reserve(std::uint64_t size);
    [[nodiscard]] Status writeAt(std::uint64_t offset, QByteArrayView bytes);
    /// Fewer bytes only at the end. Errors: FileUnreadable.
    [[nodiscard]] Result<std::size_t> readAt(std::uint64_t offset, std::span<char> into) const;
    /// Until it is on the disk. Errors: DiskFull, WriteFailed.
    [[nodiscard]] Status sync() const;
    [[nodiscard]] std::uint64_t size() const;

private:
    PartFile(int descriptor, QString path, DiskAccess disk);
    [[nodiscard]] std::unexpected<Error> failed(int why) const;

    int m_descriptor;
    QString m_path;
    DiskAccess m_disk;
};

/// A folder's own entries until they are on the disk: a rename is there after a power cut only then.
[[nodiscard]] Status syncFolder(const QString &folder);

/// Bytes of disk that a file has been given; 0 where there is none.
[[nodiscard]] std::uint64_t allocatedBytes(const QString &path);

} // namespace sotto
