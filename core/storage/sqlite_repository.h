#pragma once

#include "core/storage/chat_repository.h"

#include <memory>

namespace sotto {

/// What opening the database found.
struct OpenReport {
    int schemaVersion = 0;
    int interrupted = 0;      ///< Replies found half written, now marked as interrupted with their text kept.
    bool readOnly = false;    ///< A newer Sotto made it: it can be read, nothing is written.
    QString setAside;         ///< Folder the damaged database was moved to; empty where it was sound.
    int salvaged = 0;         ///< Conversations rescued out of a damaged one.
};

/// ChatRepository over SQLite, on a thread of its own that owns the only connection.
/// WAL, synchronous=FULL, foreign keys, `application_id` "Sott", one transaction a migration after a
/// `VACUUM INTO` backup; see docs/architecture.md.
class SqliteRepository final : public ChatRepository {
public:
    /// Starts the thread and opens `file` on it (creating folders and file). The outcome is opened()'s; where it
    /// failed every later call fails with the same error.
    explicit SqliteRepository(QString file);
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

private:
    class Worker;
    std::unique_ptr<Worker> m_worker;
};

} // namespace sotto
