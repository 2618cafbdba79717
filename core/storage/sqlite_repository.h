#pragma once

#include "core/storage/chat_repository.h"
#include "core/storage/energy_repository.h"

#include <chrono>
#include <memory>
#include <string>

namespace sotto {

/// What opening the database found.
struct OpenReport {
    int schemaVersion = 0;
    int interrupted = 0;   ///< Replies found half written, now marked as interrupted with their text kept.
    bool readOnly = false; ///< A newer Sotto made it: it can be read, nothing is written.
    QString setAside;      ///< Folder the damaged database was moved to; empty where it was sound.
    int salvaged = 0;      ///< Conversations rescued out of a damaged one.
    QString restoredFrom;  ///< Backup that took the place of a damaged one; empty where none had to.
    bool alone = true;     ///< No other Sotto had it open; another one did the housekeeping otherwise.
};

/// How the repository works; the defaults are for the program, the rest for tests.
struct StorageOptions {
    std::string vfs;                       ///< Registered SQLite VFS; empty: the platform's own.
    std::chrono::milliseconds gather{200}; ///< Streamed text waits at most this long; below 250 ms with the commit.
    std::chrono::milliseconds idleBackup{3000}; ///< The daily backup is made once nothing was asked for this long.
};

/// ChatRepository and EnergyRepository over SQLite, on a thread of its own that owns the only connection.
/// Two instances may share a database safely: SQLite's locks keep each write whole (a writer waits for the other at
/// most 5 s), and only the first does the housekeeping at the start.
/// WAL, synchronous=FULL, foreign keys, `application_id` "Sott", one transaction a migration after a
/// `VACUUM INTO` backup; see docs/architecture.md.
class SqliteRepository final : public ChatRepository, public EnergyRepository {
public:
    /// Starts the thread and opens `file` on it (creating folders and file). The outcome is opened()'s; where it
    /// failed every later call fails with the same error.
    explicit SqliteRepository(QString file, StorageOptions options = {});
    /// Drains what was asked, closes the database, joins the thread.
    ~SqliteRepository() override;

    [[nodiscard]] QFuture<Result<OpenReport>> opened() const;

    [[nodiscard]] QFuture<Result<QList<Conversation>>> conversations() override;
    [[nodiscard]] QFuture<Result<ConversationContent>> load(ConversationId id) override;
    QFuture<Status> save(const Conversation &conversation) override;
    QFuture<Status> save(const Message &message) override;
    void append(MessageId id, const QString &text, const QString &reasoning) override;
    QFuture<Status> setActiveLeaf(ConversationId id, MessageId leaf) override;
    QFuture<Status> remove(ConversationId id) override;
    QFuture<Status> restore(ConversationId id) override;
    [[nodiscard]] QFuture<Status> flush() override;

    QFuture<Status> save(const EnergyRecord &record) override;
    [[nodiscard]] QFuture<Result<QList<EnergyRecord>>> energy(const EnergyQuery &query) override;

private:
    class Worker;
    std::unique_ptr<Worker> m_worker;
};

} // namespace sotto
