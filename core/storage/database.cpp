#include "core/storage/database.h"

#include "core/storage/backups.h"
#include "core/storage/chat_store.h"
#include "core/storage/salvage.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QLockFile>

using namespace Qt::StringLiterals;

namespace sotto {

namespace {

std::int64_t nowMs()
{
    return QDateTime::currentMSecsSinceEpoch();
}

bool isDamage(const Error &error)
{
    return error.code == ErrorCode::DatabaseDamaged;
}

} // namespace

Database::Database(QString file, StorageOptions options)
    : m_file(std::move(file)), m_options(std::move(options)), m_lock(std::make_unique<QLockFile>(m_file + ".lock"_L1))
{
    m_lock->setStaleLockTime(0); // a process that has it open for days is not stale; a dead one is found by its id
}

Database::~Database() = default;

Result<std::unique_ptr<Database>> Database::open(const QString &file, const StorageOptions &options)
{
    const QString path = QFileInfo(file).absoluteFilePath();
    if (!QDir().mkpath(QFileInfo(path).absolutePath())) {
        return fail(ErrorCode::DatabaseUnreadable, path.toStdString(), "cannot make its folder");
    }
    std::unique_ptr<Database> database(new Database(path, options));
    Status status = database->openFile();
    if (!status && isDamage(status.error()) && database->m_first) status = database->replaceDamaged();
    if (!status) return fail(status.error());
    return database;
}

Status Database::openFile()
{
    // A folder that cannot be written has no lock either: then nothing can be written anyway.
    m_first = m_lock->isLocked() || m_lock->tryLock(0);
    m_report.alone = m_first;
    if (Status status = connect(OpenMode::ReadWrite); !status) return status;
    const Result<DatabaseIdentity> identity = identify(*m_connection);
    if (!identity) return fail(identity.error());
    return adopt(*identity);
}

Status Database::connect(OpenMode mode)
{
    m_connection.reset();
    Result<Connection> connection = Connection::open(m_file, mode, m_options.vfs);
    if (!connection) return fail(connection.error());
    m_connection.emplace(std::move(*connection));
    return {};
}

Status Database::adopt(DatabaseIdentity identity)
{
    if (identity.kind == DatabaseKind::Foreign) {
        return fail(ErrorCode::DatabaseUnreadable, m_file.toStdString(), "a database of another program");
    }
    if (identity.version > migrations().back().to) return openNewer(identity.version);
    if (m_connection->isReadOnly()) {
        m_report.readOnly = true;
        m_report.schemaVersion = identity.version;
        m_writeProblem = Error(ErrorCode::WriteFailed, m_file.toStdString(), "the file or its folder is read-only");
        return check();
    }
    const Status settings = m_connection->exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; "
                                               "PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON;");
    return settings.and_then([this] { return check(); })
        .and_then([&]() -> Status {
            const auto backup = [&] {
                return Backups(m_file).makeBeforeMigration(*m_connection, identity.version, nowMs());
            };
            const Result<int> version = migrate(*m_connection, identity.version, migrations(), backup);
            if (!version) return fail(version.error());
            m_report.schemaVersion = *version;
            return {};
        })
        .and_then([this] { return keepHouse(); });
}

Status Database::openNewer(int version)
{
    m_report.readOnly = true;
    m_report.schemaVersion = version;
    m_writeProblem = Error(ErrorCode::DatabaseNewer, m_file.toStdString(), "schema " + std::to_string(version));
    return connect(OpenMode::ReadOnly);
}

Status Database::check()
{
    const Result<QString> answer = m_connection->text("PRAGMA quick_check(1)");
    if (!answer) return fail(answer.error());
    if (*answer == "ok"_L1) return {};
    return fail(ErrorCode::DatabaseDamaged, m_file.toStdString(), answer->toStdString());
}

Status Database::keepHouse()
{
    if (!m_first) return {};
    ChatStore store(*m_connection);
    const Result<int> interrupted = store.interruptStreaming();
    if (!interrupted) return fail(interrupted.error());
    m_report.interrupted = *interrupted;
    const Result<int> erased = store.eraseRemoved();
    if (!erased) return fail(erased.error());
    // What was erased must not live on in the log either.
    if (*erased > 0) return m_connection->exec("PRAGMA wal_checkpoint(TRUNCATE)");
    return {};
}

Status Database::backUpIfDue()
{
    Backups backups(m_file);
    if (!m_first || m_writeProblem || !backups.isDue(nowMs())) return {};
    return backups.make(*m_connection, nowMs());
}

Status Database::replaceDamaged()
{
    m_connection.reset();
    const Result<QString> folder = setAside();
    if (!folder) return fail(folder.error());
    m_report = {};
    m_report.alone = m_first;
    m_report.setAside = *folder;
    return openFile()
        .and_then([&] { return salvageFrom(*folder + u'/' + QFileInfo(m_file).fileName()); })
        .and_then([&] { return m_report.salvaged > 0 ? Status() : restoreNewestBackup(); });
}

Result<QString> Database::setAside()
{
    const QFileInfo info(m_file);
    const QString stamp = QDateTime::currentDateTimeUtc().toString("yyyyMMdd-HHmmsszzz"_L1);
    const QString folder = info.absolutePath() + "/damaged-"_L1 + stamp;
    if (!QDir().mkpath(folder)) return fail(ErrorCode::WriteFailed, folder.toStdString());
    // Together: the log belongs to this very file and would be played into another one.
    for (const auto &suffix : {""_L1, "-wal"_L1, "-shm"_L1}) {
        const QString from = m_file + suffix;
        if (!QFile::exists(from)) continue;
        if (!QFile::rename(from, folder + u'/' + info.fileName() + suffix))
            return fail(ErrorCode::WriteFailed, from.toStdString(), "cannot move the damaged database aside");
    }
    return folder;
}

Status Database::salvageFrom(const QString &file)
{
    Result<Connection> damaged = Connection::open(file, OpenMode::ReadOnly, m_options.vfs);
    if (!damaged) return {}; // nothing to be had
    const Result<Salvaged> rescued = salvage(*damaged, *m_connection);
    if (!rescued) return fail(rescued.error());
    m_report.salvaged = rescued->conversations;
    return keepHouse();
}

Status Database::restoreNewestBackup()
{
    const QStringList backups = Backups(m_file).list();
    for (const QString &path : backups) {
        if (takeBackup(path)) {
            m_report.restoredFrom = path;
            return {};
        }
    }
    return m_connection ? Status() : openFile();
}

Status Database::takeBackup(const QString &path)
{
    Result<Connection> copy = Connection::open(path, OpenMode::ReadOnly);
    if (!copy) return fail(copy.error());
    const Result<QString> answer = copy->text("PRAGMA quick_check(1)");
    if (!answer || *answer != "ok"_L1) return fail(ErrorCode::DatabaseDamaged, path.toStdString());
    const Result<DatabaseIdentity> identity = identify(*copy);
    if (!identity || identity->kind != DatabaseKind::Ours)
        return fail(ErrorCode::DatabaseUnreadable, path.toStdString());

    m_connection.reset(); // the empty one made a moment ago; its log goes with it
    for (const auto &suffix : {""_L1, "-wal"_L1, "-shm"_L1})
        QFile::remove(m_file + suffix);
    if (!QFile::copy(path, m_file))
        return fail(ErrorCode::WriteFailed, m_file.toStdString(), "cannot restore a backup");
    const OpenReport before = m_report;
    const Status status = openFile();
    m_report.setAside = before.setAside;
    m_report.salvaged = before.salvaged;
    return status;
}

} // namespace sotto
