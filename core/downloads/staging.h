#pragma once

#include "core/downloads/download_journal.h"
#include "core/downloads/part_file.h"

#include <memory>

namespace sotto {

/// The hidden folder of one download, locked against other programs. The lock goes with the program, however it ends.
/// Blocks on the disk. Thread: one at a time.
class Staging final {
public:
    /// Makes the folder, locks it, and reads what is there of the request. Bytes beyond a part file's end are not
    /// there, whatever the journal says; an unreadable journal counts as none. Errors: AlreadyDownloading, DiskFull,
    /// WriteFailed.
    [[nodiscard]] static Result<std::unique_ptr<Staging>> open(const DownloadRequest &request, DiskAccess disk);
    ~Staging();
    Staging(const Staging &) = delete;
    Staging &operator=(const Staging &) = delete;

    DownloadJournal journal;

    /// Whether what is missing fits on the disk and leaves `margin` free. Errors: DiskFull with both amounts.
    [[nodiscard]] Status checkSpace(std::uint64_t margin) const;
    [[nodiscard]] Result<std::shared_ptr<PartFile>> openPart(qsizetype index) const;
    /// This very file has its name already, downloaded before: the projector of another quantisation, or all of it.
    [[nodiscard]] bool isThere(qsizetype index) const;
    /// Other files have the names that these are to get. Errors: FileExists.
    [[nodiscard]] Status checkTargets() const;
    /// Gives all files their names, the one that makes a model of them last, and removes the folder. Every file must be
    /// whole, verified and synced. May be called again after it was cut short at any point.
    /// Errors: FileExists, WriteFailed, DiskFull.
    [[nodiscard]] Status commit();
    /// Nothing was fetched into it.
    [[nodiscard]] bool isEmpty() const;
    /// Removes everything of it.
    void discard();

    [[nodiscard]] QString target(qsizetype index) const;

private:
    Staging(DownloadRequest request, int lock, DiskAccess disk);
    void readJournalOrBegin();
    [[nodiscard]] Status giveName(qsizetype index) const;

    QString m_folder;
    int m_lock;
    DiskAccess m_disk;
};

} // namespace sotto
