#include "core/downloads/download_journal.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>

#include <cerrno>

namespace sotto {
namespace {

using namespace Qt::StringLiterals;

constexpr qint64 kMostJournalBytes = 4 * 1024 * 1024;
constexpr qsizetype kMostFiles = 1000;

QJsonObject toJson(const RemoteFile &file, const ByteRanges &here)
{
    QJsonArray runs;
    for (const ByteRange &run : here.runs())
        runs.append(QJsonArray{static_cast<qint64>(run.first), static_cast<qint64>(run.last)});
    return {{"service"_L1, static_cast<int>(file.service)},
            {"url"_L1, file.url.toString(QUrl::FullyEncoded)},
            {"name"_L1, file.name},
            {"size"_L1, static_cast<qint64>(file.size)},
            {"sha256"_L1, file.digest ? QString::fromStdString(file.digest->hex()) : QString()},
            {"commit"_L1, file.commit},
            {"here"_L1, runs}};
}

std::optional<RemoteFile> fileFrom(const QJsonObject &object)
{
    RemoteFile file;
    const int service = object.value("service"_L1).toInt(-1);
    const qint64 size = object.value("size"_L1).toInteger(-1);
    const QString name = object.value("name"_L1).toString();
    const QString digest = object.value("sha256"_L1).toString();
    file.url = QUrl(object.value("url"_L1).toString(), QUrl::StrictMode);
    file.digest = Digest::parse(digest.toStdString());
    if (service < 0 || service > static_cast<int>(NetService::Link) || size < 0 || !file.url.isValid()) return {};
    if (safeFileName(name) != name || (!digest.isEmpty() && !file.digest)) return {};
    file.service = static_cast<NetService>(service);
    file.size = static_cast<std::uint64_t>(size);
    file.name = name;
    file.commit = object.value("commit"_L1).toString();
    return file;
}

ByteRanges runsFrom(const QJsonArray &runs, std::uint64_t size)
{
    ByteRanges here;
    for (const QJsonValue &value : runs) {
        const qint64 first = value.toArray().at(0).toInteger(-1);
        const qint64 last = value.toArray().at(1).toInteger(-1);
        if (first >= 0 && last >= first && static_cast<std::uint64_t>(last) < size)
            here.add({static_cast<std::uint64_t>(first), static_cast<std::uint64_t>(last)});
    }
    return here;
}

bool liesIn(const QString &folder, const QString &library)
{
    const QString clean = QDir::cleanPath(folder);
    const QString top = QDir::cleanPath(library);
    return clean == top || clean.startsWith(top + u'/');
}

std::unexpected<Error> malformed(std::string why)
{
    return fail(ErrorCode::FileUnreadable, "journal.json", std::move(why));
}

} // namespace

QString downloadsFolder(const QString &library)
{
    return QDir::cleanPath(library + u"/.downloads"_s);
}

QString stagingFolder(const DownloadRequest &request)
{
    return downloadsFolder(request.library) + u'/' + request.key();
}

QString journalFile(const QString &staging)
{
    return staging + u"/journal.json"_s;
}

QString partFileName(const QString &staging, qsizetype index)
{
    return staging + u'/' + QString::number(index) + u".part"_s;
}

QByteArray toJson(const DownloadJournal &journal)
{
    QJsonArray files;
    for (qsizetype i = 0; i < journal.request.files.size(); ++i)
        files.append(toJson(journal.request.files.at(i), journal.here.at(static_cast<std::size_t>(i))));
    const QJsonObject object{{"version"_L1, 1},
                             {"title"_L1, journal.request.title},
                             {"source"_L1, journal.request.source},
                             {"license"_L1, journal.request.license},
                             {"folder"_L1, journal.request.folder},
                             {"committing"_L1, journal.committing},
                             {"files"_L1, files}};
    return QJsonDocument(object).toJson();
}

Result<DownloadJournal> journalFromJson(const QByteArray &json, const QString &library)
{
    const QJsonObject object = QJsonDocument::fromJson(json).object();
    if (object.value("version"_L1).toInt() != 1) return malformed("no journal of this version");
    DownloadJournal journal;
    journal.request.title = object.value("title"_L1).toString();
    journal.request.source = object.value("source"_L1).toString();
    journal.request.license = object.value("license"_L1).toString();
    journal.request.library = library;
    journal.request.folder = object.value("folder"_L1).toString();
    journal.committing = object.value("committing"_L1).toBool();
    if (!liesIn(journal.request.folder, library)) return malformed("it leads out of its library");
    const QJsonArray files = object.value("files"_L1).toArray();
    if (files.isEmpty() || files.size() > kMostFiles) return malformed("no files");
    for (const QJsonValue &value : files) {
        const auto file = fileFrom(value.toObject());
        if (!file) return malformed("a file that makes no sense");
        journal.request.files.append(*file);
        journal.here.push_back(runsFrom(value.toObject().value("here"_L1).toArray(), file->size));
    }
    return journal;
}

Status writeJournal(const DownloadJournal &journal)
{
    QSaveFile out(journalFile(stagingFolder(journal.request)));
    const QByteArray json = toJson(journal);
    if (out.open(QIODevice::WriteOnly) && out.write(json) == json.size() && out.commit()) return {};
    const bool full = out.errorString() == qt_error_string(ENOSPC);
    return fail(full ? ErrorCode::DiskFull : ErrorCode::WriteFailed, journal.request.title.toStdString(),
                out.errorString().toStdString());
}

Result<std::optional<DownloadJournal>> readJournal(const QString &staging, const QString &library)
{
    QFile in(journalFile(staging));
    if (!in.exists()) return std::nullopt;
    if (!in.open(QIODevice::ReadOnly)) return malformed(in.errorString().toStdString());
    if (in.size() > kMostJournalBytes) return malformed("too long");
    const auto journal = journalFromJson(in.readAll(), library);
    if (!journal) return fail(journal.error());
    return *journal;
}

} // namespace sotto
