#include "core/storage/sqlite_connection.h"

#include <sqlite3.h>

#include <cerrno>
#include <utility>

namespace sotto {

namespace {

// Before it, a WAL reset could lose pages when two connections raced.
constexpr int kOldestSqlite = 3'051'003;

// Longer than any commit of ours, so that a second instance waits instead of failing.
constexpr int kBusyMs = 5000;

ErrorCode codeOf(int extended, int systemError)
{
    if (systemError == ENOSPC || systemError == EDQUOT) return ErrorCode::DiskFull;
    switch (extended) {
    case SQLITE_CONSTRAINT_FOREIGNKEY: return ErrorCode::NotFound;
    case SQLITE_IOERR_READ:
    case SQLITE_IOERR_SHORT_READ: return ErrorCode::DatabaseUnreadable;
    default: break;
    }
    switch (extended & 0xFF) {
    case SQLITE_FULL: return ErrorCode::DiskFull;
    case SQLITE_IOERR:
    case SQLITE_READONLY:
    case SQLITE_BUSY:
    case SQLITE_LOCKED: return ErrorCode::WriteFailed;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB: return ErrorCode::DatabaseDamaged;
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_AUTH: return ErrorCode::DatabaseUnreadable;
    default: return ErrorCode::Internal;
    }
}

Error errorOf(sqlite3 *db)
{
    const int extended = sqlite3_extended_errcode(db);
    const bool fromSystem = (extended & 0xFF) == SQLITE_IOERR;
    const int systemError = fromSystem ? sqlite3_system_errno(db) : 0;
    const char *name = sqlite3_db_filename(db, "main");
    return {codeOf(extended, systemError), name ? name : "",
            std::string(sqlite3_errmsg(db)) + " (SQLite " + std::to_string(extended) + ')'};
}

} // namespace

void Statement::Finalize::operator()(sqlite3_stmt *statement) const
{
    sqlite3_finalize(statement);
}

Statement &Statement::bind(int index, std::int64_t value)
{
    sqlite3_bind_int64(m_statement.get(), index, value);
    return *this;
}

Statement &Statement::bind(int index, const QString &value)
{
    const QByteArray utf8 = value.toUtf8();
    sqlite3_bind_text64(m_statement.get(), index, utf8.constData(), static_cast<sqlite3_uint64>(utf8.size()),
                        SQLITE_TRANSIENT, SQLITE_UTF8);
    return *this;
}

Statement &Statement::bind(int index, double value)
{
    sqlite3_bind_double(m_statement.get(), index, value);
    return *this;
}

Statement &Statement::bindNull(int index)
{
    sqlite3_bind_null(m_statement.get(), index);
    return *this;
}

Statement &Statement::bind(int index, const std::optional<QString> &value)
{
    return value ? bind(index, *value) : bindNull(index);
}

Result<bool> Statement::step()
{
    const int code = sqlite3_step(m_statement.get());
    if (code == SQLITE_ROW) return true;
    if (code == SQLITE_DONE) return false;
    return fail(errorOf(m_db));
}

Status Statement::run()
{
    Result<bool> more = step();
    while (more && *more)
        more = step();
    Status status = more ? Status() : Status(std::unexpected(more.error()));
    sqlite3_reset(m_statement.get());
    return status;
}

std::int64_t Statement::integer(int column) const
{
    return sqlite3_column_int64(m_statement.get(), column);
}

double Statement::real(int column) const
{
    return sqlite3_column_double(m_statement.get(), column);
}

QString Statement::text(int column) const
{
    const auto *bytes = reinterpret_cast<const char *>(sqlite3_column_text(m_statement.get(), column));
    return QString::fromUtf8(bytes, sqlite3_column_bytes(m_statement.get(), column));
}

bool Statement::isNull(int column) const
{
    return sqlite3_column_type(m_statement.get(), column) == SQLITE_NULL;
}

void Connection::Close::operator()(sqlite3 *db) const
{
    sqlite3_close_v2(db);
}

Result<Connection> Connection::open(const QString &path, OpenMode mode, const std::string &vfs)
{
    if (sqlite3_libversion_number() < kOldestSqlite) return fail(ErrorCode::DatabaseTooOld, sqlite3_libversion());
    const int flags = mode == OpenMode::ReadOnly ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    sqlite3 *db = nullptr;
    const int code =
        sqlite3_open_v2(path.toUtf8().constData(), &db, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE,
                        vfs.empty() ? nullptr : vfs.c_str());
    if (!db) return fail(ErrorCode::NotEnoughMemory, path.toStdString());
    Connection connection(db);
    if (code != SQLITE_OK) {
        Error error = connection.error();
        error.subject = path.toStdString();
        return fail(std::move(error));
    }
    sqlite3_busy_timeout(db, kBusyMs);
    sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    return connection;
}

Status Connection::exec(const std::string &sql)
{
    if (sqlite3_exec(m_db.get(), sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK) return {};
    return fail(error());
}

Result<Statement> Connection::prepare(std::string_view sql)
{
    sqlite3_stmt *statement = nullptr;
    if (sqlite3_prepare_v2(m_db.get(), sql.data(), static_cast<int>(sql.size()), &statement, nullptr) != SQLITE_OK)
        return fail(error());
    return Statement(m_db.get(), statement);
}

Result<std::int64_t> Connection::integer(std::string_view sql)
{
    return prepare(sql).and_then([](Statement &&statement) -> Result<std::int64_t> {
        return statement.step().transform([&](bool row) { return row ? statement.integer(0) : 0; });
    });
}

Result<QString> Connection::text(std::string_view sql)
{
    return prepare(sql).and_then([](Statement &&statement) -> Result<QString> {
        return statement.step().transform([&](bool row) { return row ? statement.text(0) : QString(); });
    });
}

std::int64_t Connection::changes() const
{
    return sqlite3_changes64(m_db.get());
}

bool Connection::isReadOnly() const
{
    return sqlite3_db_readonly(m_db.get(), "main") == 1;
}

bool Connection::inTransaction() const
{
    return sqlite3_get_autocommit(m_db.get()) == 0;
}

Error Connection::error() const
{
    return errorOf(m_db.get());
}

Result<Transaction> Transaction::begin(Connection &connection)
{
    return connection.exec("BEGIN IMMEDIATE").transform([&] { return Transaction(&connection); });
}

Transaction::Transaction(Transaction &&other) noexcept : m_connection(std::exchange(other.m_connection, nullptr)) {}

Transaction::~Transaction()
{
    // SQLite has rolled back by itself after a full disk or an I/O error.
    if (m_connection && m_connection->inTransaction()) std::ignore = m_connection->exec("ROLLBACK");
}

Status Transaction::commit()
{
    Status status = m_connection->exec("COMMIT");
    if (status) m_connection = nullptr;
    return status;
}

} // namespace sotto
