#pragma once

#include "core/storage/sqlite_connection.h"

#include <functional>
#include <span>

namespace sotto {

/// "Sott", in the file's header: says that a database is ours.
inline constexpr std::int64_t kApplicationId = 0x536F7474;

/// Brings a database from version `to − 1` to version `to`.
struct Migration {
    int to = 0;
    std::string sql;
};

/// Every version that was ever shipped, from 1 upwards without a gap. A shipped one never changes.
[[nodiscard]] std::span<const Migration> migrations();

/// What a file is, by its header.
enum class DatabaseKind : std::uint8_t {
    Empty, ///< New, or its making was interrupted before the first table.
    Ours,
    Foreign, ///< A database of something else.
};

struct DatabaseIdentity {
    DatabaseKind kind = DatabaseKind::Empty;
    int version = 0;
};

/// Errors: DatabaseDamaged where it cannot be read as a database at all.
[[nodiscard]] Result<DatabaseIdentity> identify(Connection &connection);

/// Applies every step above `version`, each in a transaction of its own. `backup` is called once, before the first
/// change of a database that already holds something. Returns the version reached.
[[nodiscard]] Result<int> migrate(Connection &connection, int version, std::span<const Migration> steps,
                                  const std::function<Status()> &backup);

} // namespace sotto
