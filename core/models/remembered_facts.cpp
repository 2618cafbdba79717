#include "core/models/remembered_facts.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QSaveFile>

namespace sotto {
namespace {

using namespace Qt::StringLiterals;

constexpr qint64 kMaxFactsBytes = 4LL * 1024 * 1024;
constexpr qsizetype kMostFacts = 500;

QJsonObject readFacts(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly) || file.size() > kMaxFactsBytes) return {};
    return QJsonDocument::fromJson(file.readAll()).object();
}

void dropOldestFacts(QJsonObject &all)
{
    while (all.size() > kMostFacts) {
        auto oldest = all.begin();
        for (auto it = all.begin(); it != all.end(); ++it)
            if (it->toObject().value("at"_L1).toDouble() < oldest->toObject().value("at"_L1).toDouble()) oldest = it;
        all.erase(oldest);
    }
}

} // namespace

QJsonObject recallFacts(const QString &file, const QString &key)
{
    return readFacts(file).value(key).toObject();
}

void rememberFacts(const QString &file, const QString &key, QJsonObject facts)
{
    if (!QDir().mkpath(QFileInfo(file).absolutePath())) return;
    facts.insert("at"_L1, static_cast<double>(QDateTime::currentMSecsSinceEpoch()));
    QJsonObject all = readFacts(file);
    all.insert(key, facts);
    dropOldestFacts(all);
    QSaveFile out(file);
    if (out.open(QIODevice::WriteOnly) && out.write(QJsonDocument(all).toJson(QJsonDocument::Compact)) > 0)
        out.commit();
}

} // namespace sotto
