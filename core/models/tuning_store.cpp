#include "core/models/tuning_store.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>

namespace sotto {
namespace {

using namespace Qt::StringLiterals;

constexpr qint64 kMaxBytes = 256LL * 1024;
constexpr qsizetype kMost = 500;

QJsonObject readAll(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly) || file.size() > kMaxBytes) return {};
    return QJsonDocument::fromJson(file.readAll()).object();
}

void dropOldest(QJsonObject &all)
{
    while (all.size() > kMost) {
        auto oldest = all.begin();
        for (auto it = all.begin(); it != all.end(); ++it)
            if (it->toObject().value("at"_L1).toDouble() < oldest->toObject().value("at"_L1).toDouble()) oldest = it;
        all.erase(oldest);
    }
}

} // namespace

std::optional<Tuning> TuningStore::recall(const std::string &key) const
{
    const QJsonObject kept = readAll(m_file).value(QString::fromStdString(key)).toObject();
    const Tuning tuning{kept.value("threads"_L1).toInt(), kept.value("batchThreads"_L1).toInt(),
                        kept.value("batchTokens"_L1).toInt()};
    const bool sane = tuning.threads > 0 && tuning.batchThreads > 0 && tuning.batchTokens > 0;
    return sane ? std::optional(tuning) : std::nullopt;
}

void TuningStore::remember(const std::string &key, const Tuning &tuning) const
{
    if (!QDir().mkpath(QFileInfo(m_file).absolutePath())) return;
    QJsonObject all = readAll(m_file);
    all.insert(QString::fromStdString(key),
               QJsonObject{{"threads"_L1, tuning.threads},
                           {"batchThreads"_L1, tuning.batchThreads},
                           {"batchTokens"_L1, tuning.batchTokens},
                           {"at"_L1, static_cast<double>(QDateTime::currentMSecsSinceEpoch())}});
    dropOldest(all);
    QSaveFile out(m_file);
    if (out.open(QIODevice::WriteOnly) && out.write(QJsonDocument(all).toJson(QJsonDocument::Compact)) > 0)
        out.commit();
}

} // namespace sotto
