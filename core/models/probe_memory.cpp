#include "core/models/probe_memory.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>

#include <sys/stat.h>

namespace sotto {
namespace {

using namespace Qt::StringLiterals;

constexpr qint64 kMaxBytes = 4LL * 1024 * 1024;
constexpr qsizetype kMostFiles = 500;

QJsonObject readAll(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly) || file.size() > kMaxBytes) return {};
    return QJsonDocument::fromJson(file.readAll()).object();
}

void dropOldest(QJsonObject &all)
{
    while (all.size() > kMostFiles) {
        auto oldest = all.begin();
        for (auto it = all.begin(); it != all.end(); ++it)
            if (it->toObject().value("at"_L1).toDouble() < oldest->toObject().value("at"_L1).toDouble()) oldest = it;
        all.erase(oldest);
    }
}

} // namespace

QString fileIdentity(const QStringList &files)
{
    QStringList parts;
    for (const QString &file : files) {
        struct stat info{};
        if (::stat(QFile::encodeName(file).constData(), &info) != 0) return {};
        parts << u"%1:%2.%3:%4"_s.arg(info.st_size).arg(info.st_mtim.tv_sec).arg(info.st_mtim.tv_nsec).arg(info.st_ino);
    }
    return parts.join(u' ');
}

std::optional<Status> rememberedVerdict(const QString &file, const QString &path, const QString &identity,
                                        const QString &build)
{
    const QJsonObject kept = readAll(file).value(path).toObject();
    if (identity.isEmpty() || kept.value("identity"_L1) != identity || kept.value("build"_L1) != build)
        return std::nullopt;
    if (kept.value("ok"_L1).toBool()) return Status();
    return fail(ErrorCode::ModelStopsLoader, QFileInfo(path).fileName().toStdString(),
                kept.value("detail"_L1).toString().toStdString());
}

void rememberVerdict(const QString &file, const QString &path, const QString &identity, const QString &build,
                     const Status &verdict)
{
    if (identity.isEmpty() || !QDir().mkpath(QFileInfo(file).absolutePath())) return;
    QJsonObject all = readAll(file);
    all.insert(path, QJsonObject{{"identity"_L1, identity},
                                 {"build"_L1, build},
                                 {"ok"_L1, verdict.has_value()},
                                 {"detail"_L1, verdict ? QString() : QString::fromStdString(verdict.error().detail)},
                                 {"at"_L1, static_cast<double>(QDateTime::currentMSecsSinceEpoch())}});
    dropOldest(all);
    QSaveFile out(file);
    if (out.open(QIODevice::WriteOnly) && out.write(QJsonDocument(all).toJson(QJsonDocument::Compact)) > 0)
        out.commit();
}

} // namespace sotto
