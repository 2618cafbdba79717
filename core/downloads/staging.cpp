#include "core/downloads/staging.h"

#include "core/downloads/origin_store.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace sotto {
namespace {

using namespace Qt::StringLiterals;

std::unexpected<Error> notMade(const QString &title, const std::string &why)
{
    return fail(ErrorCode::WriteFailed, title.toStdString(), why);
}

} // namespace

Result<std::unique_ptr<Staging>> Staging::open(const DownloadRequest &request, DiskAccess disk)
{
    const QString folder = stagingFolder(request);
    if (!QDir().mkpath(folder)) return notMade(request.title, "its folder cannot be made");
    const QByteArray name = QFile::encodeName(folder + u"/lock"_s);
    const int lock = ::open(name.constData(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0644);
    if (lock < 0) return notMade(request.title, qt_error_string(errno).toStdString());
    if (::flock(lock, LOCK_EX | LOCK_NB) != 0) {
        ::close(lock);
        return fail(ErrorCode::AlreadyDownloading, request.title.toStdString());
    }
    std::unique_ptr<Staging> staging(new Staging(request, lock, std::move(disk)));
    staging->readJournalOrBegin();
    return staging;
}

Staging::Staging(DownloadRequest request, int lock, DiskAccess disk)
    : m_folder(stagingFolder(request)), m_lock(lock), m_disk(std::move(disk))
{
    journal.request = std::move(request);
    journal.here.resize(static_cast<std::size_t>(journal.request.files.size()));
}

Staging::~Staging()
{
    ::close(m_lock);
}

void Staging::readJournalOrBegin()
{
    const auto found = readJournal(m_folder, journal.request.library);
    if (!found || !*found || (*found)->request.files != journal.request.files) return;
    journal.here = (*found)->here;
    journal.committing = (*found)->committing;
    for (qsizetype i = 0; i < journal.request.files.size(); ++i) {
        const QFileInfo part(partFileName(m_folder, i));
        ByteRanges &here = journal.here.at(static_cast<std::size_t>(i));
        if (part.exists())
            here.cutAt(static_cast<std::uint64_t>(part.size()));
        else if (!journal.committing)
            here.clear();
    }
}

Status Staging::checkSpace(std::uint64_t margin) const
{
    std::uint64_t needed = margin;
    for (qsizetype i = 0; i < journal.request.files.size(); ++i) {
        const std::uint64_t size = journal.request.files.at(i).size;
        needed += size - std::min(size, allocatedBytes(partFileName(m_folder, i)));
    }
    const auto free = m_disk.freeBytes(m_folder);
    if (!free || *free >= needed) return {};
    Error error(ErrorCode::DiskFull, journal.request.title.toStdString());
    error.needed = needed;
    error.available = *free;
    return fail(error);
}

Result<std::shared_ptr<PartFile>> Staging::openPart(qsizetype index) const
{
    return PartFile::open(partFileName(m_folder, index), m_disk);
}

QString Staging::target(qsizetype index) const
{
    return QDir::cleanPath(journal.request.folder + u'/' + journal.request.files.at(index).name);
}

bool Staging::isThere(qsizetype index) const
{
    const RemoteFile &file = journal.request.files.at(index);
    const QFileInfo there(target(index));
    if (!file.digest || there.isSymLink() || !there.isFile()) return false;
    const auto origin = OriginStore(journal.request.library).of(target(index));
    return origin && origin->sha256 == file.digest->hex() && static_cast<std::uint64_t>(there.size()) == file.size;
}

Status Staging::checkTargets() const
{
    for (qsizetype i = 0; i < journal.request.files.size(); ++i) {
        const QFileInfo there(target(i));
        const bool renamed = journal.committing && !QFileInfo::exists(partFileName(m_folder, i));
        if ((there.exists() || there.isSymLink()) && !renamed && !isThere(i))
            return fail(ErrorCode::FileExists, there.fileName().toStdString());
    }
    return {};
}

Status Staging::giveName(qsizetype index) const
{
    const QString part = partFileName(m_folder, index);
    if (!QFileInfo::exists(part)) return {}; // it has its name since before the program ended
    if (m_disk.rename(part, target(index))) return {};
    if (QFileInfo::exists(target(index)))
        return fail(ErrorCode::FileExists, journal.request.files.at(index).name.toStdString());
    return notMade(journal.request.files.at(index).name, "it cannot be renamed");
}

Status Staging::commit()
{
    if (!QDir().mkpath(journal.request.folder)) return notMade(journal.request.title, "its folder cannot be made");
    if (const Status free = checkTargets(); !free) return free;
    journal.committing = true;
    if (const Status written = writeJournal(journal); !written) return written;
    for (qsizetype i = journal.request.files.size() - 1; i >= 0; --i)
        if (const Status named = giveName(i); !named) return named;
    if (const Status synced = syncFolder(journal.request.folder); !synced) return synced;
    discard();
    return {};
}

bool Staging::isEmpty() const
{
    return std::ranges::all_of(journal.here, [](const ByteRanges &here) { return here.total() == 0; });
}

void Staging::discard()
{
    QDir(m_folder).removeRecursively();
    QDir().rmdir(downloadsFolder(journal.request.library)); // where it was the last
}

} // namespace sotto
