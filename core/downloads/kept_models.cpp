#include "core/downloads/kept_models.h"

#include "core/models/model_file_names.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QStandardPaths>

#include <algorithm>

namespace sotto {
namespace {

using namespace Qt::StringLiterals;

constexpr qint64 kHashPiece = 1024 * 1024;

std::string shown(const QString &path)
{
    return QFileInfo(path).fileName().toStdString();
}

Status checkOwn(const QString &path, const QString &library)
{
    const QFileInfo file(path);
    if (!file.exists() && !file.isSymLink()) return fail(ErrorCode::FileNotFound, shown(path));
    if (file.isSymLink() || !file.isFile() || libraryOf(path, {library}).isEmpty())
        return fail(ErrorCode::InvalidRequest, shown(path), "not a file of the library's own");
    return {};
}

/// Projectors of that folder that were downloaded, where no model is left in it.
QStringList orphanedProjectors(const QString &folder, const OriginStore &origins)
{
    QStringList found;
    const QStringList names = QDir(folder).entryList({u"*.gguf"_s}, QDir::Files | QDir::NoSymLinks);
    for (const QString &name : names) {
        if (isModelFileName(name.toStdString())) return {};
        if (name.contains(u"mmproj"_s) && origins.of(folder + u'/' + name)) found.append(folder + u'/' + name);
    }
    return found;
}

Status trash(const QString &path, const OriginStore &origins, QStringList &moved)
{
    // Qt makes the trash, but not the folder that it lies in.
    QDir().mkpath(QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation));
    if (!QFile::moveToTrash(path)) return fail(ErrorCode::WriteFailed, shown(path), "it cannot be moved to the trash");
    moved.append(path);
    return origins.forget(path);
}

} // namespace

QString libraryOf(const QString &path, const QStringList &libraries)
{
    const QString canonical = QFileInfo(path).canonicalFilePath();
    for (const QString &library : libraries) {
        const QString top = QFileInfo(library).canonicalFilePath();
        if (!top.isEmpty() && canonical.startsWith(top + u'/')) return library;
    }
    return {};
}

Result<Digest> digestOf(const QString &path, const std::function<void(std::uint64_t)> &progress,
                        const CancelToken &cancel)
{
    QFile file(path);
    if (!QFileInfo(path).isFile()) return fail(ErrorCode::FileNotFound, shown(path));
    if (!file.open(QIODevice::ReadOnly | QIODevice::Unbuffered))
        return fail(ErrorCode::FileUnreadable, shown(path), file.errorString().toStdString());
    QCryptographicHash hash(QCryptographicHash::Sha256);
    QByteArray buffer(kHashPiece, Qt::Uninitialized);
    for (;;) {
        if (cancel.isCancelled()) return fail(ErrorCode::Cancelled);
        const qint64 got = file.read(buffer.data(), buffer.size());
        if (got < 0) return fail(ErrorCode::FileUnreadable, shown(path), file.errorString().toStdString());
        if (got == 0) break;
        hash.addData(QByteArrayView(buffer).first(got));
        progress(static_cast<std::uint64_t>(got));
    }
    return *Digest::parse(hash.result().toHex().toStdString());
}

Result<QStringList> trashModel(const QStringList &files, const QString &library)
{
    for (const QString &path : files)
        if (const Status own = checkOwn(path, library); !own) return fail(own.error());
    const OriginStore origins(library);
    QStringList moved;
    for (const QString &path : files)
        if (const Status gone = trash(path, origins, moved); !gone) return fail(gone.error());
    const QString folder = QFileInfo(files.value(0)).path();
    for (const QString &path : orphanedProjectors(folder, origins))
        if (const Status gone = trash(path, origins, moved); !gone) return fail(gone.error());
    // Folders that were made for it; rmdir leaves those that hold something.
    if (QDir(folder) != QDir(library) && QDir().rmdir(folder)) QDir().rmdir(QFileInfo(folder).path());
    return moved;
}

} // namespace sotto
