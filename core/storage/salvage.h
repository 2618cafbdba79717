#pragma once

#include "core/storage/sqlite_connection.h"

namespace sotto {

struct Salvaged {
    int conversations = 0;
    int messages = 0;
};

/// Copies every conversation and message that can still be read from a damaged database into an empty one of the
/// current schema. Rows are read from both ends, past which damage cannot be crossed; a message whose conversation
/// is gone gets a nameless one. Errors: those of writing to `into`; damage in `from` is none.
[[nodiscard]] Result<Salvaged> salvage(Connection &from, Connection &into);

} // namespace sotto
