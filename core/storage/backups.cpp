#include "core/storage/backups.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace sotto {

namespace {

constexpr std::int64_t kDayMs = 24LL * 60 * 60 * 1000;
const auto kStampFormat = "yyyyMMdd-HHmmsszzz"_L1;

QString stamp(std::int64_t ms)
{
    return QDateTime::fromMSecsSinceEpoch(ms, QTimeZone::UTC).toString(kStampFormat);
}

std::int64_t timeOf(const QString &path)
{
    const QString name = QFileInfo(path).completeBaseName().mid(6); // after "sotto-"
    QDateTime time = QDateTime::fromString(name, kStampFormat);
    time.setTimeZone(QTimeZone::UTC);
    return time.isValid() ? time.toMSecsSinceEpoch() : 0;
}

} // namespace

Backups::Backups(const QString &databaseFile) : m_folder(QFileInfo(databaseFile).absolutePath() + "/backups"_L1) {}

QStringList Backups::list() const
{
    const QDir folder(m_folder);
    QStringList paths;
    for (const QString &name : folder.entryList({u"sotto-*.db"_s}, QDir::Files, QDir::Name | QDir::Reversed))
        paths.append(folder.filePath(name));
    return paths;
}

bool Backups::isDue(std::int64_t nowMs) const
{
    const QStringList all = list();
    if (all.isEmpty()) return true;
    // A copy from the future means that the clock ran back: make one rather than wait for that day.
    const std::int64_t age = nowMs - timeOf(all.first());
    return age >= kDayMs || age < 0;
}

Status Backups::make(Connection &connection, std::int64_t nowMs)
{
    return copyTo(connection, "sotto-"_L1 + stamp(nowMs) + ".db"_L1).transform([this] {
        const QStringList all = list();
        for (qsizetype i = kKept; i < all.size(); ++i)
            QFile::remove(all[i]);
    });
}

Status Backups::makeBeforeMigration(Connection &connection, int version, std::int64_t nowMs)
{
    return copyTo(connection, "before-version-%1-%2.db"_L1.arg(QString::number(version + 1), stamp(nowMs)));
}

Status Backups::copyTo(Connection &connection, const QString &name)
{
    if (!QDir().mkpath(m_folder)) return fail(ErrorCode::WriteFailed, m_folder.toStdString());
    const QString target = m_folder + u'/' + name;
    const QString part = target + ".part"_L1;
    QFile::remove(part);
    Result<Statement> copy = connection.prepare("VACUUM INTO ?");
    if (!copy) return fail(copy.error());
    Status status = copy->bind(1, part).run();
    if (status && !QFile::rename(part, target)) status = fail(ErrorCode::WriteFailed, target.toStdString());
    if (!status) QFile::remove(part);
    return status;
}

} // namespace sotto
