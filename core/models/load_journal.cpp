#include "core/models/load_journal.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>

namespace sotto {
namespace {

using namespace Qt::StringLiterals;

constexpr qint64 kMaxRecordBytes = 64LL * 1024; // a path of 4,096 bytes, escaped, and some

constexpr QLatin1StringView kOpening = "opening"_L1;
constexpr QLatin1StringView kReplying = "replying"_L1;

struct Record {
    ModelCrash what;
    ProcessName whose;
};

QByteArray toJson(const Record &record)
{
    return QJsonDocument(QJsonObject{
                             {"work"_L1, record.what.work == RiskyWork::Opening ? kOpening : kReplying},
                             {"path"_L1, record.what.path},
                             {"pid"_L1, record.whose.pid},
                             {"started"_L1, record.whose.started},
                             {"boot"_L1, record.whose.boot},
                         })
        .toJson(QJsonDocument::Compact);
}

std::optional<Record> readRecord(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) return std::nullopt;
    const QJsonObject object = QJsonDocument::fromJson(file.read(kMaxRecordBytes)).object();
    Record record;
    record.what.path = object.value("path"_L1).toString();
    record.what.work = object.value("work"_L1) == kReplying ? RiskyWork::Replying : RiskyWork::Opening;
    record.whose = {object.value("pid"_L1).toInteger(), object.value("started"_L1).toString(),
                    object.value("boot"_L1).toString()};
    return record.what.path.isEmpty() ? std::nullopt : std::optional(record);
}

/// A record of a process that is gone, or a file that is no record.
struct Remains {
    QString file;
    std::optional<ModelCrash> crash;
};

/// Newest first.
QList<Remains> remainsIn(const QString &folder)
{
    QList<Remains> remains;
    const QFileInfoList files = QDir(folder).entryInfoList({u"*.json"_s}, QDir::Files, QDir::Time);
    for (const QFileInfo &file : files) {
        const auto record = readRecord(file.filePath());
        if (record && processName(record->whose.pid) == record->whose) continue; // at it right now
        remains.append({file.filePath(), record ? std::optional(record->what) : std::nullopt});
    }
    return remains;
}

bool isAbout(const Remains &remains, const QString &model)
{
    return remains.crash && (remains.crash->path == model || QFileInfo(remains.crash->path) == QFileInfo(model));
}

QByteArray firstBytesOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.read(4096) : QByteArray();
}

} // namespace

std::optional<ProcessName> processName(qint64 pid)
{
    // The program's name, in brackets, may itself hold brackets and spaces.
    const QByteArray stat = firstBytesOf(u"/proc/%1/stat"_s.arg(pid));
    const qsizetype nameEnd = stat.lastIndexOf(')');
    if (pid <= 0 || nameEnd < 0) return std::nullopt;
    const QList<QByteArray> fields = stat.sliced(nameEnd + 1).simplified().split(' ');
    constexpr qsizetype kStart = 22 - 3; // the first one behind the name is field 3
    if (fields.size() <= kStart) return std::nullopt;
    return ProcessName{pid, QString::fromLatin1(fields[kStart]),
                       QString::fromLatin1(firstBytesOf(u"/proc/sys/kernel/random/boot_id"_s).trimmed())};
}

LoadJournal::LoadJournal(QString folder) : m_folder(std::move(folder)) {}

void LoadJournal::begin(RiskyWork work, const std::filesystem::path &model)
{
    const qint64 pid = QCoreApplication::applicationPid();
    const Record record{{work, QFile::decodeName(model.c_str())}, processName(pid).value_or(ProcessName{pid, {}, {}})};
    if (!QDir().mkpath(m_folder)) return;
    m_file = m_folder + u"/%1.json"_s.arg(pid);
    QSaveFile file(m_file); // syncs before it renames
    if (file.open(QIODevice::WriteOnly) && file.write(toJson(record)) > 0) file.commit();
}

void LoadJournal::end()
{
    if (!m_file.isEmpty()) QFile::remove(m_file);
}

std::optional<ModelCrash> LoadJournal::takeCrash(const QString &folder)
{
    std::optional<ModelCrash> newest;
    for (const Remains &remains : remainsIn(folder)) {
        QFile::remove(remains.file);
        if (!newest) newest = remains.crash;
    }
    return newest;
}

std::optional<ModelCrash> LoadJournal::crashOf(const QString &folder, const QString &model)
{
    for (const Remains &remains : remainsIn(folder))
        if (isAbout(remains, model)) return remains.crash;
    return std::nullopt;
}

void LoadJournal::forget(const QString &folder, const QString &model)
{
    for (const Remains &remains : remainsIn(folder))
        if (isAbout(remains, model)) QFile::remove(remains.file);
}

} // namespace sotto
