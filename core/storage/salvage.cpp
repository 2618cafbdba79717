#include "core/storage/salvage.h"

#include "core/storage/chat_store.h"

#include <QMap>

namespace sotto {

namespace {

/// What can be read of a table, walking up from its first row and down from its last.
template <class Row>
QMap<std::int64_t, Row> readable(Connection &from, std::string_view columns, std::string_view table,
                                 Row (*make)(const Statement &))
{
    QMap<std::int64_t, Row> rows;
    for (const char *order : {"ASC", "DESC"}) {
        const std::string sql = "SELECT " + std::string(columns) + " FROM " + std::string(table) +
                                " NOT INDEXED ORDER BY " + std::string(columns.substr(0, columns.find(','))) + ' ' +
                                order;
        Result<Statement> statement = from.prepare(sql);
        if (!statement) continue;
        Result<bool> more = statement->step();
        for (; more && *more; more = statement->step())
            rows.insert(statement->integer(0), make(*statement));
        if (more) break; // came to the end: nothing is missing
    }
    return rows;
}

ChatStore::Piece pieceFrom(const Statement &row)
{
    return {MessageId(row.integer(1)), row.text(2), row.text(3)};
}

bool isUsable(const Message &message)
{
    return message.id.isValid() && message.conversation.isValid();
}

Conversation namelessFor(const Message &message)
{
    Conversation c;
    c.id = message.conversation;
    c.createdMs = c.updatedMs = message.createdMs;
    return c;
}

} // namespace

Result<Salvaged> salvage(Connection &from, Connection &into)
{
    const auto conversations = readable(from, kConversationColumns, "conversations", conversationFrom);
    auto messages = readable(from, kMessageColumns, "messages", messageFrom);
    for (const auto &piece : readable(from, "seq, message_id, text, reasoning", "message_chunks", pieceFrom)) {
        const auto owner = messages.find(piece.id.value);
        if (owner == messages.end()) continue;
        owner->text += piece.text;
        owner->reasoning += piece.reasoning;
    }

    ChatStore store(into);
    Salvaged count;
    for (const Conversation &c : conversations) {
        if (!c.id.isValid()) continue;
        if (Status status = store.save(c); !status) return fail(status.error());
        ++count.conversations;
    }
    for (const Message &message : std::as_const(messages)) {
        if (!isUsable(message)) continue;
        if (!conversations.contains(message.conversation.value) && !store.load(message.conversation)) {
            if (Status status = store.save(namelessFor(message)); !status) return fail(status.error());
            ++count.conversations;
        }
        if (Status status = store.save(message); !status) return fail(status.error());
        ++count.messages;
    }
    for (const EnergyRecord &record : readable(from, kEnergyColumns, "reply_energy", energyFrom))
        if (Status status = store.energy().save(record); !status) return fail(status.error());
    for (const Conversation &c : conversations) { // writing messages has moved the shown branch
        if (c.activeLeaf.isValid()) std::ignore = store.setActiveLeaf(c.id, c.activeLeaf);
    }
    return count;
}

} // namespace sotto
