#include "core/storage/schema.h"

#include <array>

namespace sotto {

namespace {

// parent_id has no foreign key on purpose: a message whose parent was lost to damage is still shown.
// Text that arrives while a reply is written lies in message_chunks until the reply ends: appending to one long
// column would copy the whole of it several times a second.
constexpr const char *kVersion1 = R"sql(
CREATE TABLE conversations (
    id            INTEGER PRIMARY KEY,
    title         TEXT    NOT NULL DEFAULT '',
    title_by_hand INTEGER NOT NULL DEFAULT 0,
    pinned        INTEGER NOT NULL DEFAULT 0,
    persona_id    TEXT    NOT NULL DEFAULT '',
    sampling      TEXT    NOT NULL DEFAULT '{}',
    active_leaf   INTEGER,
    created_ms    INTEGER NOT NULL,
    updated_ms    INTEGER NOT NULL,
    deleted_ms    INTEGER
) STRICT;

CREATE TABLE messages (
    id              INTEGER PRIMARY KEY,
    conversation_id INTEGER NOT NULL REFERENCES conversations(id) ON DELETE CASCADE,
    parent_id       INTEGER,
    role            INTEGER NOT NULL,
    text            TEXT    NOT NULL DEFAULT '',
    reasoning       TEXT    NOT NULL DEFAULT '',
    state           INTEGER NOT NULL DEFAULT 0,
    created_ms      INTEGER NOT NULL,
    persona_id      TEXT    NOT NULL DEFAULT '',
    persona_name    TEXT    NOT NULL DEFAULT '',
    model_name      TEXT    NOT NULL DEFAULT '',
    usage           TEXT,
    finish_reason   INTEGER,
    failure         TEXT
) STRICT;
CREATE INDEX messages_of_conversation ON messages(conversation_id);
CREATE INDEX messages_streaming ON messages(id) WHERE state = 1;

CREATE TABLE message_chunks (
    seq        INTEGER PRIMARY KEY,
    message_id INTEGER NOT NULL REFERENCES messages(id) ON DELETE CASCADE,
    text       TEXT    NOT NULL,
    reasoning  TEXT    NOT NULL
) STRICT;
CREATE INDEX chunks_of_message ON message_chunks(message_id);
)sql";

// No foreign keys on purpose: what was drawn was drawn, also for a chat that is erased; its ids are then set to 0.
constexpr const char *kVersion2 = R"sql(
CREATE TABLE reply_energy (
    id              INTEGER PRIMARY KEY,
    message_id      INTEGER NOT NULL,
    conversation_id INTEGER NOT NULL,
    started_ms      INTEGER NOT NULL,
    ended_ms        INTEGER NOT NULL,
    model_name      TEXT    NOT NULL DEFAULT '',
    persona_id      TEXT    NOT NULL DEFAULT '',
    persona_name    TEXT    NOT NULL DEFAULT '',
    prompt_tokens   INTEGER NOT NULL DEFAULT 0,
    output_tokens   INTEGER NOT NULL DEFAULT 0,
    prefill_j       REAL    NOT NULL DEFAULT 0,
    decode_j        REAL    NOT NULL DEFAULT 0,
    uncertainty_j   REAL    NOT NULL DEFAULT 0,
    repeatability_j REAL    NOT NULL DEFAULT 0,
    measured_j      REAL    NOT NULL DEFAULT 0,
    net_j           REAL,
    provenance      INTEGER NOT NULL,
    coverage        INTEGER NOT NULL DEFAULT 0,
    currency        TEXT,
    price_kwh       REAL,
    cost            REAL,
    details         TEXT    NOT NULL DEFAULT '{}'
) STRICT;
CREATE INDEX energy_by_time ON reply_energy(started_ms);
CREATE INDEX energy_of_conversation ON reply_energy(conversation_id);
)sql";

Status apply(Connection &connection, const Migration &step)
{
    Result<Transaction> transaction = Transaction::begin(connection);
    if (!transaction) return fail(transaction.error());
    const std::string marks = "PRAGMA application_id = " + std::to_string(kApplicationId) +
                              "; PRAGMA user_version = " + std::to_string(step.to) + ';';
    return connection.exec(step.sql).and_then([&] { return connection.exec(marks); }).and_then([&] {
        return transaction->commit();
    });
}

} // namespace

std::span<const Migration> migrations()
{
    static const std::array<Migration, 2> all{Migration{1, kVersion1}, Migration{2, kVersion2}};
    return all;
}

Result<DatabaseIdentity> identify(Connection &connection)
{
    const Result<std::int64_t> application = connection.integer("PRAGMA application_id");
    const Result<std::int64_t> version = connection.integer("PRAGMA user_version");
    const Result<std::int64_t> tables = connection.integer("SELECT count(*) FROM sqlite_schema");
    if (!application) return fail(application.error());
    if (!version) return fail(version.error());
    if (!tables) return fail(tables.error());
    if (*application == kApplicationId) return DatabaseIdentity{DatabaseKind::Ours, static_cast<int>(*version)};
    const bool empty = *application == 0 && *version == 0 && *tables == 0;
    return DatabaseIdentity{empty ? DatabaseKind::Empty : DatabaseKind::Foreign, 0};
}

Result<int> migrate(Connection &connection, int version, std::span<const Migration> steps,
                    const std::function<Status()> &backup)
{
    bool saved = version == 0;
    for (const Migration &step : steps) {
        if (step.to <= version) continue;
        if (!saved) {
            if (Status status = backup(); !status) return fail(status.error());
            saved = true;
        }
        if (Status status = apply(connection, step); !status) return fail(status.error());
        version = step.to;
    }
    return version;
}

} // namespace sotto
