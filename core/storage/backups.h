#pragma once

#include "core/storage/sqlite_connection.h"

#include <QString>
#include <QStringList>

namespace sotto {

/// Copies of the database beside it, in the folder "backups", made by `VACUUM INTO` and never by copying a live
/// file. Names carry the UTC time, so that they sort by age. Thread: the connection's.
class Backups final {
public:
    explicit Backups(const QString &databaseFile);

    /// Finished copies, newest first.
    [[nodiscard]] QStringList list() const;
    /// Whether the newest copy is a day old, or there is none.
    [[nodiscard]] bool isDue(std::int64_t nowMs) const;
    /// Makes a copy and lets the oldest go, so that three stay. A failure leaves no half copy behind.
    [[nodiscard]] Status make(Connection &connection, std::int64_t nowMs);
    /// A copy before a migration; it is not counted among the three and stays.
    [[nodiscard]] Status makeBeforeMigration(Connection &connection, int version, std::int64_t nowMs);

    static constexpr int kKept = 3;

private:
    [[nodiscard]] Status copyTo(Connection &connection, const QString &name);
    QString m_folder;
};

} // namespace sotto
