#pragma once

#include "base/digest.h"
#include "core/net/net_types.h"

#include <QList>
#include <QMetaType>
#include <QString>

#include <cstdint>
#include <optional>

namespace sotto {

/// A file to fetch.
struct RemoteFile {
    NetService service = NetService::Hub;
    QUrl url;                       ///< Without anything secret: it is kept on disk.
    QString name;                   ///< What it is to be called; safeFileName() made it.
    std::uint64_t size = 0;         ///< 0: not known before.
    std::optional<Digest> digest{}; ///< Nothing where the source tells none; it cannot be verified then.
    QString commit{};               ///< Of the Hub's repository; empty elsewhere.

    bool operator==(const RemoteFile &) const = default;
};

/// One model, with all files that belong to it.
struct DownloadRequest {
    QString title;   ///< To show.
    QString source;  ///< As a person would write it: "hf.co/user/repo:Q4_K_M".
    QString license; ///< As the source names it; may be empty.
    QString library; ///< The models folder; what is unfinished lies in a hidden folder below it.
    QString folder;  ///< Where the files go: `library` or below it.
    /// The one that makes a model of them, the first part, comes first.
    QList<RemoteFile> files;

    [[nodiscard]] std::uint64_t size() const;
    /// Names the download for ever: the same files, of the same commit, for the same place.
    [[nodiscard]] QString key() const;
    bool operator==(const DownloadRequest &) const = default;
};

enum class DownloadPhase : std::uint8_t {
    Queued,
    Checking, ///< What is there of it, and whether there is room.
    Transferring,
    Waiting,   ///< For the next try; `error` says why.
    Verifying, ///< All bytes are here, their digest not yet.
    Committing,
    Done,
    Paused,
    Failed,
};

enum class DownloadEvent : std::uint8_t {
    Begin,   ///< It is its turn.
    Ready,   ///< Checked; bytes may come.
    Trouble, ///< It will be tried again.
    Retry,
    AllHere,
    Verified,
    More, ///< The next file, or, after a wrong digest, this one anew.
    Committed,
    Pause,
    Fail,
    Resume, ///< By the person.
};

/// Where an event leads, or nothing where it does not belong there: a late one is dropped by that. Pure.
[[nodiscard]] std::optional<DownloadPhase> nextPhase(DownloadPhase phase, DownloadEvent event);
/// It has a connection, a file or a lock open.
[[nodiscard]] bool isAtWork(DownloadPhase phase);

/// What there is to show of a download.
struct DownloadState {
    QString key;
    DownloadRequest request;
    DownloadPhase phase = DownloadPhase::Queued;
    std::uint64_t bytesHere = 0;
    std::uint64_t bytesTotal = 0;
    std::optional<double> bytesPerSecond{}; ///< Measured; nothing until there is a second of it.
    std::optional<double> secondsLeft{};    ///< From that speed.
    std::optional<Error> error{};           ///< When Waiting or Failed.

    bool operator==(const DownloadState &) const = default;
};

/// A file's name made of what a stranger wrote: the part behind the last slash, without what file systems refuse or
/// hide; never empty, "." or "..", at most 200 bytes, ends in ".gguf". Nothing where nothing usable is left. Pure.
[[nodiscard]] std::optional<QString> safeFileName(const QString &name);
/// The same for a folder's name, without the ending.
[[nodiscard]] std::optional<QString> safeFolderName(const QString &name);

} // namespace sotto

Q_DECLARE_METATYPE(sotto::DownloadState)
