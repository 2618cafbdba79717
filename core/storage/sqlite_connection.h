#pragma once

#include "base/result.h"

#include <QByteArray>
#include <QString>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace sotto {

enum class OpenMode : std::uint8_t { ReadWrite, ReadOnly };

/// One prepared statement. Values are bound from 1 and read from 0, as SQLite counts. Thread: its connection's.
class Statement final {
public:
    Statement &bind(int index, std::int64_t value);
    Statement &bind(int index, const QString &value);
    Statement &bind(int index, double value);
    Statement &bindNull(int index);
    Statement &bind(int index, const std::optional<QString> &value);

    /// Next row: true; the end: false. Errors: as Connection::error().
    [[nodiscard]] Result<bool> step();
    /// Runs to the end and makes it ready to run again with new values.
    [[nodiscard]] Status run();

    [[nodiscard]] std::int64_t integer(int column) const;
    [[nodiscard]] double real(int column) const;
    [[nodiscard]] QString text(int column) const;
    [[nodiscard]] bool isNull(int column) const;

private:
    friend class Connection;
    struct Finalize {
        void operator()(sqlite3_stmt *statement) const;
    };
    Statement(sqlite3 *db, sqlite3_stmt *statement) : m_db(db), m_statement(statement) {}

    sqlite3 *m_db = nullptr;
    std::unique_ptr<sqlite3_stmt, Finalize> m_statement;
};

/// One connection to one SQLite file, closed when it goes. Thread: one at a time.
class Connection final {
public:
    /// Opens `path`, creating it when writable. `vfs` names a registered SQLite VFS; empty: the default.
    /// Errors: DatabaseTooOld where the SQLite library is older than 3.51.3; otherwise as error().
    [[nodiscard]] static Result<Connection> open(const QString &path, OpenMode mode, const std::string &vfs = {});

    /// Runs one or more statements and throws their rows away.
    [[nodiscard]] Status exec(const std::string &sql);
    [[nodiscard]] Result<Statement> prepare(std::string_view sql);
    /// First column of the first row.
    [[nodiscard]] Result<std::int64_t> integer(std::string_view sql);
    [[nodiscard]] Result<QString> text(std::string_view sql);
    /// Rows changed by the last statement.
    [[nodiscard]] std::int64_t changes() const;
    [[nodiscard]] bool isReadOnly() const;
    [[nodiscard]] bool inTransaction() const;

    /// The last failure as an Error: DiskFull, WriteFailed, DatabaseDamaged, DatabaseUnreadable, NotFound (foreign key)
    /// or Internal, with SQLite's extended code and words as detail.
    [[nodiscard]] Error error() const;

private:
    struct Close {
        void operator()(sqlite3 *db) const;
    };
    explicit Connection(sqlite3 *db) : m_db(db) {}

    std::unique_ptr<sqlite3, Close> m_db;
};

/// BEGIN IMMEDIATE … COMMIT; rolls back when it goes without a commit. Thread: its connection's.
class Transaction final {
public:
    [[nodiscard]] static Result<Transaction> begin(Connection &connection);
    Transaction(Transaction &&other) noexcept;
    Transaction &operator=(Transaction &&) = delete;
    ~Transaction();
    /// On disk when it returns a value.
    [[nodiscard]] Status commit();

private:
    explicit Transaction(Connection *connection) : m_connection(connection) {}
    Connection *m_connection = nullptr;
};

} // namespace sotto
