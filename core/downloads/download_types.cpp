#include "core/downloads/download_types.h"

#include <QCryptographicHash>

#include <algorithm>

namespace sotto {
namespace {

using namespace Qt::StringLiterals;

constexpr qsizetype kLongestName = 200;

bool isForbidden(QChar c)
{
    return c.unicode() < 0x20 || c.unicode() == 0x7F || QStringView(u"<>:\"/\\|?*").contains(c) ||
           c.category() == QChar::Other_Format || c.category() == QChar::Other_Control || c.isSurrogate() ||
           c.category() == QChar::Other_NotAssigned || c.category() == QChar::Separator_Line ||
           c.category() == QChar::Separator_Paragraph;
}

/// Names that Windows keeps for devices; a library may lie on a disk that is read there too.
bool isDevice(const QString &name)
{
    const QString stem = name.section(u'.', 0, 0).toUpper();
    if (stem == u"CON"_s || stem == u"PRN"_s || stem == u"AUX"_s || stem == u"NUL"_s) return true;
    return stem.size() == 4 && (stem.startsWith(u"COM"_s) || stem.startsWith(u"LPT"_s)) && stem.at(3).isDigit();
}

std::optional<DownloadPhase> atWork(DownloadPhase phase, DownloadEvent event)
{
    using enum DownloadPhase;
    if (event == DownloadEvent::Ready && phase == Checking) return Transferring;
    if (event == DownloadEvent::Trouble && phase == Transferring) return Waiting;
    if (event == DownloadEvent::Retry && phase == Waiting) return Transferring;
    if (event == DownloadEvent::AllHere && phase == Transferring) return Verifying;
    if (event == DownloadEvent::Verified && (phase == Verifying || phase == Checking)) return Committing;
    if (event == DownloadEvent::More && phase == Verifying) return Transferring;
    if (event == DownloadEvent::Committed && phase == Committing) return Done;
    return std::nullopt;
}

} // namespace

std::uint64_t DownloadRequest::size() const
{
    std::uint64_t sum = 0;
    for (const RemoteFile &file : files)
        sum += file.size;
    return sum;
}

QString DownloadRequest::key() const
{
    QByteArray text = folder.toUtf8() + '\n';
    for (const RemoteFile &file : files) {
        const std::string digest = file.digest ? file.digest->hex() : std::string();
        text += file.url.toEncoded() + ' ' + file.name.toUtf8() + ' ' + QByteArray::fromStdString(digest) + ' ' +
                file.commit.toUtf8() + '\n';
    }
    return QString::fromLatin1(QCryptographicHash::hash(text, QCryptographicHash::Sha256).toHex().first(32));
}

std::optional<DownloadPhase> nextPhase(DownloadPhase phase, DownloadEvent event)
{
    using enum DownloadPhase;
    if (event == DownloadEvent::Begin) return phase == Queued ? std::optional(Checking) : std::nullopt;
    if (event == DownloadEvent::Resume)
        return phase == Paused || phase == Failed ? std::optional(Queued) : std::nullopt;
    if (event == DownloadEvent::Pause) {
        // Committing is a few renames: it is always ended.
        const bool may = phase == Queued || (isAtWork(phase) && phase != Committing);
        return may ? std::optional(Paused) : std::nullopt;
    }
    if (event == DownloadEvent::Fail) return isAtWork(phase) ? std::optional(Failed) : std::nullopt;
    return atWork(phase, event);
}

bool isAtWork(DownloadPhase phase)
{
    using enum DownloadPhase;
    return phase == Checking || phase == Transferring || phase == Waiting || phase == Verifying || phase == Committing;
}

std::optional<QString> safeFolderName(const QString &name)
{
    QString kept;
    for (const QChar c : name)
        if (!isForbidden(c)) kept += c;
    while (kept.toUtf8().size() > kLongestName)
        kept.chop(1);
    while (kept.startsWith(u'.') || kept.startsWith(u' '))
        kept.removeFirst();
    while (kept.endsWith(u'.') || kept.endsWith(u' '))
        kept.chop(1);
    if (kept.isEmpty() || isDevice(kept)) return std::nullopt;
    return kept;
}

std::optional<QString> safeFileName(const QString &name)
{
    const QString ending = u".gguf"_s;
    const QString last = name.section(u'/', -1).section(u'\\', -1);
    if (!last.endsWith(ending, Qt::CaseInsensitive)) return std::nullopt;
    const auto stem = safeFolderName(last.chopped(ending.size()));
    if (!stem) return std::nullopt;
    return *stem + ending;
}

} // namespace sotto
