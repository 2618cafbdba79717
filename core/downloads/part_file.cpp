#include "core/downloads/part_file.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QStorageInfo>

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace sotto {
namespace {

std::unexpected<Error> diskError(const QString &path, int why)
{
    const bool full = why == ENOSPC || why == EDQUOT || why == EFBIG;
    return fail(full ? ErrorCode::DiskFull : ErrorCode::WriteFailed, QFileInfo(path).fileName().toStdString(),
                qt_error_string(why).toStdString());
}

std::optional<std::uint64_t> freeOn(const QString &folder)
{
    QString existing = QDir::cleanPath(folder);
    while (!QFileInfo::exists(existing) && existing.size() > 1)
        existing = QFileInfo(existing).path();
    const QStorageInfo storage(existing);
    if (!storage.isValid() || storage.bytesAvailable() < 0) return std::nullopt;
    return static_cast<std::uint64_t>(storage.bytesAvailable());
}

} // namespace

DiskAccess realDisk()
{
    const auto writeAt = [](int descriptor, const char *bytes, std::size_t count,
                            std::uint64_t offset) -> std::int64_t {
        return ::pwrite(descriptor, bytes, count, static_cast<off_t>(offset));
    };
    // Qt asks the system not to replace anything.
    const auto rename = [](const QString &from, const QString &to) { return QFile::rename(from, to); };
    return {freeOn, writeAt, rename};
}

Result<std::shared_ptr<PartFile>> PartFile::open(const QString &path, DiskAccess disk)
{
    const int descriptor = ::open(QFile::encodeName(path).constData(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0644);
    if (descriptor < 0) return diskError(path, errno);
    return std::shared_ptr<PartFile>(new PartFile(descriptor, path, std::move(disk)));
}

PartFile::PartFile(int descriptor, QString path, DiskAccess disk)
    : m_descriptor(descriptor), m_path(std::move(path)), m_disk(std::move(disk))
{
}

PartFile::~PartFile()
{
    ::close(m_descriptor);
}

std::unexpected<Error> PartFile::failed(int why) const
{
    return diskError(m_path, why);
}

Status PartFile::reserve(std::uint64_t size)
{
    if (size == 0) return {};
    const auto length = static_cast<off_t>(size);
    int why = ::fallocate(m_descriptor, 0, 0, length) == 0 ? 0 : errno;
    if (why == EOPNOTSUPP || why == ENOSYS) why = ::ftruncate(m_descriptor, length) == 0 ? 0 : errno;
    if (why != 0) return failed(why);
    return {};
}

Status PartFile::writeAt(std::uint64_t offset, QByteArrayView bytes)
{
    while (!bytes.isEmpty()) {
        const std::int64_t wrote =
            m_disk.writeAt(m_descriptor, bytes.data(), static_cast<std::size_t>(bytes.size()), offset);
        if (wrote < 0 && errno == EINTR) continue;
        if (wrote <= 0) return failed(wrote < 0 ? errno : EIO);
        bytes = bytes.sliced(wrote);
        offset += static_cast<std::uint64_t>(wrote);
    }
    return {};
}

Result<std::size_t> PartFile::readAt(std::uint64_t offset, std::span<char> into) const
{
    std::size_t done = 0;
    while (done < into.size()) {
        const ssize_t got =
            ::pread(m_descriptor, into.data() + done, into.size() - done, static_cast<off_t>(offset + done));
        if (got < 0 && errno == EINTR) continue;
        if (got < 0)
            return fail(ErrorCode::FileUnreadable, QFileInfo(m_path).fileName().toStdString(),
                        qt_error_string(errno).toStdString());
        if (got == 0) break;
        done += static_cast<std::size_t>(got);
    }
    return done;
}

Status PartFile::sync() const
{
    if (::fsync(m_descriptor) != 0) return failed(errno);
    return {};
}

std::uint64_t PartFile::size() const
{
    struct stat facts{};
    return ::fstat(m_descriptor, &facts) == 0 ? static_cast<std::uint64_t>(facts.st_size) : 0;
}

Status syncFolder(const QString &folder)
{
    const int descriptor = ::open(QFile::encodeName(folder).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0) return diskError(folder, errno);
    const int why = ::fsync(descriptor) == 0 ? 0 : errno;
    ::close(descriptor);
    // Some network file systems have nothing to sync there.
    if (why != 0 && why != EINVAL) return diskError(folder, why);
    return {};
}

std::uint64_t allocatedBytes(const QString &path)
{
    struct stat facts{};
    if (::lstat(QFile::encodeName(path).constData(), &facts) != 0) return 0;
    return static_cast<std::uint64_t>(facts.st_blocks) * 512;
}

} // namespace sotto
