#pragma once

#include "core/downloads/download_job.h"
#include "tests/support/hostile_hub.h"

#include <QDirIterator>
#include <QFile>
#include <QRandomGenerator>

namespace sotto::test {

/// Bytes without a pattern, so that a piece in the wrong place shows.
inline QByteArray noise(qsizetype size, quint32 seed)
{
    QRandomGenerator random(seed);
    QByteArray bytes(size, Qt::Uninitialized);
    for (char &byte : bytes)
        byte = static_cast<char>(random.generate());
    return bytes;
}

/// Rules for a test that waits for every pause: small pieces, short pauses.
inline DownloadRules hastyRules()
{
    using namespace std::chrono_literals;
    DownloadRules rules;
    rules.transfer.pieceBytes = 64 * 1024;
    rules.transfer.retry = {.first = 5ms, .most = 20ms, .attempts = 4, .attemptsUnreachable = 4};
    rules.transfer.slowWindow = 250ms;
    rules.transfer.tick = 20ms;
    rules.margin = 0;
    rules.journalEvery = 20ms;
    return rules;
}

/// A request as the hub's client makes it.
inline RemoteFile hubFile(const QUrl &hub, const QString &model, const QString &path, std::uint64_t size,
                          const QByteArray &digest)
{
    RemoteFile file;
    file.url = QUrl(hub.toString() + u'/' + model + QStringLiteral("/resolve/") +
                    QString::fromLatin1(HostileHub::commit()) + u'/' + path);
    file.name = path;
    file.size = size;
    file.digest = Digest::parse(digest.toStdString());
    file.commit = QString::fromLatin1(HostileHub::commit());
    return file;
}

inline QByteArray contents(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// Everything that a scan of the folder could take for a model.
inline QStringList visibleModels(const QString &folder)
{
    QStringList found;
    QDirIterator it(folder, QDir::Files | QDir::NoDotAndDotDot, QDirIterator::Subdirectories);
    while (it.hasNext())
        if (const QString path = it.next(); path.endsWith(QStringLiteral(".gguf"))) found.append(path);
    return found;
}

} // namespace sotto::test
