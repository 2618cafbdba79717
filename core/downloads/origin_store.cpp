#include "core/downloads/origin_store.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>

#include <algorithm>
#include <cerrno>

namespace sotto {
namespace {

using namespace Qt::StringLiterals;

constexpr qint64 kMostOriginBytes = 8 * 1024 * 1024;

QJsonObject toJson(const FileOrigin &origin)
{
    return {{"source"_L1, origin.source},     {"license"_L1, origin.license},
            {"commit"_L1, origin.commit},     {"sha256"_L1, QString::fromStdString(origin.sha256)},
            {"verified"_L1, origin.verified}, {"bytes"_L1, static_cast<qint64>(origin.bytes)}};
}

std::optional<FileOrigin> originFrom(const QJsonObject &object)
{
    const std::string sum = object.value("sha256"_L1).toString().toStdString();
    if (!Digest::parse(sum)) return std::nullopt;
    return FileOrigin{.source = object.value("source"_L1).toString(),
                      .license = object.value("license"_L1).toString(),
                      .commit = object.value("commit"_L1).toString(),
                      .sha256 = sum,
                      .verified = object.value("verified"_L1).toBool(),
                      .bytes = static_cast<std::uint64_t>(std::max<qint64>(object.value("bytes"_L1).toInteger(), 0))};
}

QString fileOf(const QString &library)
{
    return library + u"/.sotto-origins.json"_s;
}

} // namespace

OriginStore::OriginStore(QString library) : m_library(QDir::cleanPath(library)) {}

QString OriginStore::keyOf(const QString &path) const
{
    const QString clean = QDir::cleanPath(path);
    return clean.startsWith(m_library + u'/') ? clean.sliced(m_library.size() + 1) : QString();
}

QHash<QString, FileOrigin> OriginStore::read() const
{
    QFile in(fileOf(m_library));
    if (!in.open(QIODevice::ReadOnly) || in.size() > kMostOriginBytes) return {};
    const QJsonObject object = QJsonDocument::fromJson(in.readAll()).object();
    QHash<QString, FileOrigin> all;
    for (auto it = object.begin(); it != object.end(); ++it)
        if (const auto origin = originFrom(it.value().toObject())) all.insert(it.key(), *origin);
    return all;
}

Status OriginStore::write(const QHash<QString, FileOrigin> &all) const
{
    QJsonObject object;
    for (auto it = all.begin(); it != all.end(); ++it)
        object.insert(it.key(), toJson(it.value()));
    QSaveFile out(fileOf(m_library));
    const QByteArray json = QJsonDocument(object).toJson();
    if (out.open(QIODevice::WriteOnly) && out.write(json) == json.size() && out.commit()) return {};
    const bool full = out.errorString() == qt_error_string(ENOSPC);
    return fail(full ? ErrorCode::DiskFull : ErrorCode::WriteFailed, QFileInfo(out.fileName()).fileName().toStdString(),
                out.errorString().toStdString());
}

std::optional<FileOrigin> OriginStore::of(const QString &path) const
{
    const QHash<QString, FileOrigin> all = read();
    const auto found = all.constFind(keyOf(path));
    return found != all.constEnd() ? std::optional(*found) : std::nullopt;
}

Status OriginStore::remember(const QString &path, const FileOrigin &origin) const
{
    if (keyOf(path).isEmpty()) return {};
    QHash<QString, FileOrigin> all = read();
    all.insert(keyOf(path), origin);
    return write(all);
}

Status OriginStore::forget(const QString &path) const
{
    QHash<QString, FileOrigin> all = read();
    return all.remove(keyOf(path)) ? write(all) : Status();
}

} // namespace sotto
