#pragma once

#include "core/storage/schema.h"
#include "core/storage/sqlite_repository.h"

#include <memory>

class QLockFile;

namespace sotto {

/// An open database of the current schema, and what opening it found.
///
/// Several instances may have it open: SQLite's own locks keep each write whole. Housekeeping (marking half-written
/// replies, erasing, repairing, backups) belongs to the first one, which holds a lock file beside the database.
/// Thread: the storage thread.
class Database final {
public:
    /// Creates folders and file where missing. Damage is moved aside, rescued or restored; see OpenReport.
    /// Errors: DatabaseTooOld, DatabaseUnreadable (also where the file is a database of something else),
    /// DatabaseDamaged (damaged while another instance has it open), DiskFull, WriteFailed.
    [[nodiscard]] static Result<std::unique_ptr<Database>> open(const QString &file, const StorageOptions &options);
    ~Database();

    [[nodiscard]] Connection &connection() { return *m_connection; }
    [[nodiscard]] const OpenReport &report() const { return m_report; }
    /// Nothing, or why nothing can be written.
    [[nodiscard]] const std::optional<Error> &writeProblem() const { return m_writeProblem; }

    /// Makes the daily backup where it is due.
    [[nodiscard]] Status backUpIfDue();

private:
    Database(QString file, StorageOptions options);
    [[nodiscard]] Status openFile();
    [[nodiscard]] Status connect(OpenMode mode);
    [[nodiscard]] Status adopt(DatabaseIdentity identity);
    [[nodiscard]] Status openNewer(int version);
    [[nodiscard]] Status check();
    [[nodiscard]] Status keepHouse();
    [[nodiscard]] Status replaceDamaged();
    [[nodiscard]] Result<QString> setAside();
    [[nodiscard]] Status salvageFrom(const QString &file);
    [[nodiscard]] Status restoreNewestBackup();
    [[nodiscard]] Status takeBackup(const QString &path);

    QString m_file;
    StorageOptions m_options;
    std::unique_ptr<QLockFile> m_lock;
    bool m_first = false; // no other instance has it open
    std::optional<Connection> m_connection;
    OpenReport m_report;
    std::optional<Error> m_writeProblem;
};

} // namespace sotto
