#include "core/storage/sqlite_repository.h"

#include "core/storage/chat_store.h"
#include "core/storage/database.h"

#include <QDateTime>
#include <QPromise>

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>

namespace sotto {

using SteadyTime = std::chrono::steady_clock::time_point;

/// The storage thread: a queue of jobs, and the streamed text that waits to be written.
class SqliteRepository::Worker {
public:
    Worker(QString file, StorageOptions options) : m_file(std::move(file)), m_options(std::move(options))
    {
        m_openPromise.start();
        m_opened = m_openPromise.future();
        m_thread = std::thread([this] { work(); });
    }
    ~Worker();

    [[nodiscard]] QFuture<Result<OpenReport>> opened() const { return m_opened; }

    enum class Access : std::uint8_t { Read, Write };
    /// Queues `job`; its answer finishes the future. It gets NoDatabase's error where opening failed.
    template <class T>
    QFuture<Result<T>> ask(Access access, std::move_only_function<Result<T>(ChatStore &)> job)
    {
        QPromise<Result<T>> promise;
        promise.start();
        QFuture<Result<T>> future = promise.future();
        post([this, access, promise = std::move(promise), job = std::move(job)]() mutable {
            promise.addResult(answer<T>(access, job));
            promise.finish();
        });
        return future;
    }
    void gather(MessageId id, const QString &text, const QString &reasoning);
    [[nodiscard]] Status writeGathered();
    void forgetGathered(MessageId id)
    {
        m_gathered.removeIf([id](const auto &piece) { return piece.id == id; });
    }
    void addGathered(ConversationContent &content) const;

private:
    using Job = std::move_only_function<void()>;

    template <class T>
    Result<T> answer(Access access, std::move_only_function<Result<T>(ChatStore &)> &job)
    {
        if (!m_database) return fail(m_openError);
        if (access == Access::Write && m_database->writeProblem()) return fail(*m_database->writeProblem());
        ChatStore store(m_database->connection());
        Result<T> result = job(store);
        // A newer schema may lack what this version reads; that is no damage.
        const bool newer = m_database->writeProblem() && m_database->writeProblem()->code == ErrorCode::DatabaseNewer;
        if (!result && newer && result.error().code == ErrorCode::Internal) return fail(*m_database->writeProblem());
        return result;
    }
    void post(Job job);
    void work();
    void openDatabase();
    [[nodiscard]] std::optional<Job> next();
    [[nodiscard]] SteadyTime wakeTime() const;
    void doTimedWork();

    const QString m_file;
    const StorageOptions m_options;
    QPromise<Result<OpenReport>> m_openPromise;
    QFuture<Result<OpenReport>> m_opened;

    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<Job> m_jobs;  // guarded
    bool m_stopping = false; // guarded

    // Only the storage thread touches what follows.
    std::unique_ptr<Database> m_database;
    Error m_openError;
    QList<ChatStore::Piece> m_gathered;
    SteadyTime m_gatherUntil = SteadyTime::max();
    SteadyTime m_backupAt = SteadyTime::max();

    std::thread m_thread;
};

SqliteRepository::Worker::~Worker()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
    }
    m_wake.notify_one();
    m_thread.join();
}

void SqliteRepository::Worker::post(Job job)
{
    {
        const std::lock_guard lock(m_mutex);
        m_jobs.push_back(std::move(job));
    }
    m_wake.notify_one();
}

void SqliteRepository::Worker::work()
{
    openDatabase();
    while (std::optional<Job> job = next()) {
        if (*job) (*job)();
        doTimedWork();
    }
    std::ignore = writeGathered(); // the last chance; whoever wanted to know has called flush()
    m_database.reset();
}

void SqliteRepository::Worker::openDatabase()
{
    Result<std::unique_ptr<Database>> database = Database::open(m_file, m_options);
    if (database) {
        m_database = std::move(*database);
        m_backupAt = std::chrono::steady_clock::now() + m_options.idleBackup;
        m_openPromise.addResult(m_database->report());
    } else {
        m_openError = database.error();
        m_openPromise.addResult(Result<OpenReport>(std::unexpected(m_openError)));
    }
    m_openPromise.finish();
}

/// The next job; an empty one when time has come for timed work; nothing at the end.
std::optional<SqliteRepository::Worker::Job> SqliteRepository::Worker::next()
{
    std::unique_lock lock(m_mutex);
    const auto ready = [this] { return !m_jobs.empty() || m_stopping; };
    const SteadyTime until = wakeTime();
    if (until == SteadyTime::max()) {
        m_wake.wait(lock, ready);
    } else if (!m_wake.wait_until(lock, until, ready)) {
        return Job();
    }
    if (m_jobs.empty()) return std::nullopt;
    Job job = std::move(m_jobs.front());
    m_jobs.pop_front();
    return job;
}

SteadyTime SqliteRepository::Worker::wakeTime() const
{
    return std::min(m_gatherUntil, m_backupAt);
}

void SqliteRepository::Worker::doTimedWork()
{
    const SteadyTime now = std::chrono::steady_clock::now();
    if (now >= m_gatherUntil) std::ignore = writeGathered(); // kept and tried again where it failed
    if (now < m_backupAt) return;
    {
        const std::lock_guard lock(m_mutex);
        if (!m_jobs.empty() || m_stopping || !m_gathered.isEmpty()) {
            m_backupAt = now + m_options.idleBackup;
            return;
        }
    }
    m_backupAt = SteadyTime::max();
    std::ignore = m_database->backUpIfDue(); // tried again at the next start
}

void SqliteRepository::Worker::gather(MessageId id, const QString &text, const QString &reasoning)
{
    const SteadyTime due = std::chrono::steady_clock::now() + m_options.gather;
    post([this, id, text, reasoning, due] {
        const auto piece = std::ranges::find(m_gathered, id, &ChatStore::Piece::id);
        if (piece == m_gathered.end()) {
            m_gathered.append({id, text, reasoning});
        } else {
            piece->text += text;
            piece->reasoning += reasoning;
        }
        m_gatherUntil = std::min(m_gatherUntil, due);
    });
}

Status SqliteRepository::Worker::writeGathered()
{
    m_gatherUntil = SteadyTime::max();
    if (m_gathered.isEmpty()) return {};
    if (!m_database) return fail(m_openError);
    if (m_database->writeProblem()) {
        m_gathered.clear(); // it will never be written
        return fail(*m_database->writeProblem());
    }
    Status status = ChatStore(m_database->connection()).append(m_gathered);
    if (status) {
        m_gathered.clear();
    } else {
        constexpr std::chrono::seconds kRetry{1};
        m_gatherUntil = std::chrono::steady_clock::now() + kRetry;
    }
    return status;
}

void SqliteRepository::Worker::addGathered(ConversationContent &content) const
{
    for (const ChatStore::Piece &piece : m_gathered) {
        const auto message = std::ranges::find(content.messages, piece.id, &Message::id);
        if (message == content.messages.end()) continue;
        message->text += piece.text;
        message->reasoning += piece.reasoning;
    }
}

SqliteRepository::SqliteRepository(QString file, StorageOptions options)
    : m_worker(std::make_unique<Worker>(std::move(file), std::move(options)))
{
}

SqliteRepository::~SqliteRepository() = default;

QFuture<Result<OpenReport>> SqliteRepository::opened() const
{
    return m_worker->opened();
}

QFuture<Result<QList<Conversation>>> SqliteRepository::conversations()
{
    return m_worker->ask<QList<Conversation>>(Worker::Access::Read,
                                              [](ChatStore &store) { return store.conversations(); });
}

QFuture<Result<ConversationContent>> SqliteRepository::load(ConversationId id)
{
    return m_worker->ask<ConversationContent>(Worker::Access::Read, [worker = m_worker.get(), id](ChatStore &store) {
        std::ignore = worker->writeGathered(); // what could not be written is added from memory
        Result<ConversationContent> content = store.load(id);
        if (content) worker->addGathered(*content);
        return content;
    });
}

QFuture<Status> SqliteRepository::save(const Conversation &conversation)
{
    return m_worker->ask<void>(Worker::Access::Write,
                               [conversation](ChatStore &store) { return store.save(conversation); });
}

QFuture<Status> SqliteRepository::save(const Message &message)
{
    return m_worker->ask<void>(Worker::Access::Write, [worker = m_worker.get(), message](ChatStore &store) {
        Status status = store.save(message);
        // Where it failed, the pieces stay: they are then all that may reach the disk.
        if (status) worker->forgetGathered(message.id);
        return status;
    });
}

void SqliteRepository::append(MessageId id, const QString &text, const QString &reasoning)
{
    m_worker->gather(id, text, reasoning);
}

QFuture<Status> SqliteRepository::setActiveLeaf(ConversationId id, MessageId leaf)
{
    return m_worker->ask<void>(Worker::Access::Write,
                               [id, leaf](ChatStore &store) { return store.setActiveLeaf(id, leaf); });
}

QFuture<Status> SqliteRepository::remove(ConversationId id)
{
    return m_worker->ask<void>(Worker::Access::Write, [id](ChatStore &store) {
        return store.remove(id, QDateTime::currentMSecsSinceEpoch());
    });
}

QFuture<Status> SqliteRepository::restore(ConversationId id)
{
    return m_worker->ask<void>(Worker::Access::Write, [id](ChatStore &store) { return store.restore(id); });
}

QFuture<Status> SqliteRepository::flush()
{
    return m_worker->ask<void>(Worker::Access::Write,
                               [worker = m_worker.get()](ChatStore &) { return worker->writeGathered(); });
}

QFuture<Status> SqliteRepository::save(const EnergyRecord &record)
{
    return m_worker->ask<void>(Worker::Access::Write,
                               [record](ChatStore &store) { return store.energy().save(record); });
}

QFuture<Result<QList<EnergyRecord>>> SqliteRepository::energy(const EnergyQuery &query)
{
    return m_worker->ask<QList<EnergyRecord>>(Worker::Access::Read,
                                              [query](ChatStore &store) { return store.energy().find(query); });
}

} // namespace sotto
