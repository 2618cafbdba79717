#pragma once

#include "core/downloads/byte_ranges.h"
#include "core/downloads/download_types.h"

namespace sotto {

/// What is known on disk of a download that is not done; it lies beside its bytes.
struct DownloadJournal {
    DownloadRequest request;
    std::vector<ByteRanges> here; ///< For each file; these bytes were on the disk before this was written.
    /// All files are whole and verified: what is left is to give them their names.
    bool committing = false;

    bool operator==(const DownloadJournal &) const = default;
};

/// Where unfinished downloads of a library lie: hidden, so that no scan takes them for models.
[[nodiscard]] QString downloadsFolder(const QString &library);
/// Where one of them does, and in it its journal, and the bytes of its n-th file.
[[nodiscard]] QString stagingFolder(const DownloadRequest &request);
[[nodiscard]] QString journalFile(const QString &staging);
[[nodiscard]] QString partFileName(const QString &staging, qsizetype index);

/// To and from JSON. What is read is checked as if a stranger had written it: names are safe ones, the target lies in
/// the library that the journal lies in. Errors: FileUnreadable. Pure. Thread: any.
[[nodiscard]] QByteArray toJson(const DownloadJournal &journal);
[[nodiscard]] Result<DownloadJournal> journalFromJson(const QByteArray &json, const QString &library);

/// Whole or not at all, and on the disk when this returns. Errors: DiskFull, WriteFailed. Blocks.
[[nodiscard]] Status writeJournal(const DownloadJournal &journal);
/// Nothing where there is none. Errors: FileUnreadable. Blocks.
[[nodiscard]] Result<std::optional<DownloadJournal>> readJournal(const QString &staging, const QString &library);

} // namespace sotto
