#include "core/storage/chat_store.h"

#include "core/storage/codec.h"

#include <QHash>

#include <functional>

namespace sotto {

namespace {

template <class Id>
Statement &bindId(Statement &statement, int index, Id id)
{
    return id.isValid() ? statement.bind(index, id.value) : statement.bindNull(index);
}

std::string select(std::string_view columns, std::string_view rest)
{
    return "SELECT " + std::string(columns) + ' ' + std::string(rest);
}

/// Runs `work` in a transaction and commits it if it succeeds.
Status inTransaction(Connection &db, const std::function<Status()> &work)
{
    Result<Transaction> transaction = Transaction::begin(db);
    if (!transaction) return fail(transaction.error());
    return work().and_then([&] { return transaction->commit(); });
}

/// Parents before children. Ids grow with time, so the order by id is right already unless a clock ran back.
QList<Message> parentsFirst(QList<Message> messages)
{
    QHash<MessageId, qsizetype> place;
    place.reserve(messages.size());
    for (qsizetype i = 0; i < messages.size(); ++i)
        place.insert(messages[i].id, i);
    const auto late = [&](const Message &m) { return place.value(m.parent, -1) > place.value(m.id); };
    if (std::ranges::none_of(messages, late)) return messages;

    QList<Message> ordered;
    QList<bool> done(messages.size(), false);
    for (qsizetype i = 0; i < messages.size(); ++i) {
        QList<qsizetype> chain;
        for (qsizetype at = i; at >= 0 && !done[at]; at = place.value(messages[at].parent, -1)) {
            done[at] = true;
            chain.prepend(at);
        }
        for (const qsizetype at : std::as_const(chain))
            ordered.append(messages[at]);
    }
    return ordered;
}

} // namespace

Conversation conversationFrom(const Statement &row)
{
    Conversation c;
    c.id = ConversationId(row.integer(0));
    c.title = row.text(1);
    c.titleByHand = row.integer(2) != 0;
    c.pinned = row.integer(3) != 0;
    c.personaId = row.text(4);
    c.sampling = samplingFromJson(row.text(5));
    c.thinking = thinkingFromJson(row.text(5));
    c.activeLeaf = MessageId(row.integer(6));
    c.createdMs = row.integer(7);
    c.updatedMs = row.integer(8);
    return c;
}

Message messageFrom(const Statement &row)
{
    Message m;
    m.id = MessageId(row.integer(0));
    m.conversation = ConversationId(row.integer(1));
    m.parent = MessageId(row.integer(2));
    m.role = roleFromInt(row.integer(3));
    m.text = row.text(4);
    m.reasoning = row.text(5);
    m.state = stateFromInt(row.integer(6));
    m.createdMs = row.integer(7);
    m.personaId = row.text(8);
    m.personaName = row.text(9);
    m.modelName = row.text(10);
    if (!row.isNull(11)) m.usage = usageFromJson(row.text(11));
    if (!row.isNull(12)) m.finishReason = finishReasonFromInt(row.integer(12));
    if (!row.isNull(13)) m.failure = failureFromJson(row.text(13));
    return m;
}

Result<QList<Conversation>> ChatStore::conversations()
{
    Result<Statement> rows = m_db.prepare(
        select(kConversationColumns,
               "FROM conversations WHERE deleted_ms IS NULL ORDER BY pinned DESC, updated_ms DESC, id DESC"));
    if (!rows) return fail(rows.error());
    QList<Conversation> all;
    Result<bool> more = rows->step();
    for (; more && *more; more = rows->step())
        all.append(conversationFrom(*rows));
    if (!more) return fail(more.error());
    return all;
}

Result<ConversationContent> ChatStore::load(ConversationId id)
{
    Result<Statement> row =
        m_db.prepare(select(kConversationColumns, "FROM conversations WHERE id = ? AND deleted_ms IS NULL"));
    if (!row) return fail(row.error());
    const Result<bool> found = row->bind(1, id.value).step();
    if (!found) return fail(found.error());
    if (!*found) return fail(ErrorCode::NotFound, {}, "no conversation with this id");
    ConversationContent content{conversationFrom(*row), {}};
    Result<QList<Message>> messages = messagesOf(id);
    if (!messages) return fail(messages.error());
    if (Status status = addChunks(id, *messages); !status) return fail(status.error());
    if (Status status = addEnergy(id, *messages); !status) return fail(status.error());
    content.messages = parentsFirst(std::move(*messages));
    return content;
}

Result<QList<Message>> ChatStore::messagesOf(ConversationId id)
{
    Result<Statement> rows =
        m_db.prepare(select(kMessageColumns, "FROM messages WHERE conversation_id = ? ORDER BY id"));
    if (!rows) return fail(rows.error());
    rows->bind(1, id.value);
    QList<Message> all;
    Result<bool> more = rows->step();
    for (; more && *more; more = rows->step())
        all.append(messageFrom(*rows));
    if (!more) return fail(more.error());
    return all;
}

Status ChatStore::addChunks(ConversationId id, QList<Message> &messages)
{
    Result<Statement> rows = m_db.prepare("SELECT c.message_id, c.text, c.reasoning FROM message_chunks c "
                                          "JOIN messages m ON m.id = c.message_id WHERE m.conversation_id = ? "
                                          "ORDER BY c.seq");
    if (!rows) return fail(rows.error());
    rows->bind(1, id.value);
    Result<bool> more = rows->step();
    for (; more && *more; more = rows->step()) {
        const MessageId owner(rows->integer(0));
        const auto message = std::ranges::lower_bound(messages, owner, {}, &Message::id);
        if (message == messages.end() || message->id != owner) continue;
        message->text += rows->text(1);
        message->reasoning += rows->text(2);
    }
    return more ? Status() : Status(std::unexpected(more.error()));
}

Status ChatStore::addEnergy(ConversationId id, QList<Message> &messages)
{
    const Result<QList<EnergyRecord>> records = energy().find(EnergyQuery{.conversation = id});
    if (!records) return fail(records.error());
    for (const EnergyRecord &record : *records) {
        const auto message = std::ranges::lower_bound(messages, record.message, {}, &Message::id);
        if (message == messages.end() || message->id != record.message) continue;
        message->energy = message->energy ? sumOf(*message->energy, record.reading) : record.reading;
    }
    return {};
}

Status ChatStore::save(const Conversation &c)
{
    return inTransaction(m_db, [&]() -> Status {
        Result<Statement> write = m_db.prepare(
            "INSERT INTO conversations (id, title, title_by_hand, pinned, persona_id, sampling, active_leaf, "
            "created_ms, "
            "updated_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT(id) DO UPDATE SET title = excluded.title, "
            "title_by_hand = excluded.title_by_hand, pinned = excluded.pinned, persona_id = excluded.persona_id, "
            "sampling = excluded.sampling, active_leaf = excluded.active_leaf, created_ms = excluded.created_ms, "
            "updated_ms = excluded.updated_ms");
        if (!write) return fail(write.error());
        write->bind(1, c.id.value).bind(2, c.title).bind(3, std::int64_t{c.titleByHand});
        write->bind(4, std::int64_t{c.pinned}).bind(5, c.personaId).bind(6, samplingToJson(c.sampling, c.thinking));
        return bindId(*write, 7, c.activeLeaf).bind(8, c.createdMs).bind(9, c.updatedMs).run();
    });
}

Status ChatStore::save(const Message &message)
{
    return inTransaction(m_db, [&]() -> Status {
        Result<Statement> known = m_db.prepare("SELECT 1 FROM messages WHERE id = ?");
        if (!known) return fail(known.error());
        const Result<bool> found = known->bind(1, message.id.value).step();
        if (!found) return fail(found.error());
        return writeMessage(message).and_then([&] { return settleConversation(message, !*found); });
    });
}

Status ChatStore::writeMessage(const Message &m)
{
    Result<Statement> write = m_db.prepare(
        "INSERT INTO messages (id, conversation_id, parent_id, role, text, reasoning, state, created_ms, persona_id, "
        "persona_name, model_name, usage, finish_reason, failure) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
        "ON CONFLICT(id) DO UPDATE SET parent_id = excluded.parent_id, role = excluded.role, text = excluded.text, "
        "reasoning = excluded.reasoning, state = excluded.state, created_ms = excluded.created_ms, "
        "persona_id = excluded.persona_id, persona_name = excluded.persona_name, model_name = excluded.model_name, "
        "usage = excluded.usage, finish_reason = excluded.finish_reason, failure = excluded.failure");
    if (!write) return fail(write.error());
    bindId(write->bind(1, m.id.value).bind(2, m.conversation.value), 3, m.parent)
        .bind(4, std::int64_t{roleToInt(m.role)});
    write->bind(5, m.text).bind(6, m.reasoning).bind(7, static_cast<std::int64_t>(m.state)).bind(8, m.createdMs);
    write->bind(9, m.personaId).bind(10, m.personaName).bind(11, m.modelName);
    write->bind(12, m.usage.transform(usageToJson)).bind(14, m.failure.transform(failureToJson));
    if (m.finishReason) write->bind(13, std::int64_t{finishReasonToInt(*m.finishReason)});
    return write->run().and_then([&]() -> Status {
        Result<Statement> forget = m_db.prepare("DELETE FROM message_chunks WHERE message_id = ?");
        if (!forget) return fail(forget.error());
        return forget->bind(1, m.id.value).run();
    });
}

Status ChatStore::settleConversation(const Message &m, bool isNew)
{
    Result<Statement> write = m_db.prepare("UPDATE conversations SET updated_ms = max(updated_ms, ?1), "
                                           "active_leaf = iif(?2, ?3, active_leaf) WHERE id = ?4");
    if (!write) return fail(write.error());
    return write->bind(1, m.createdMs)
        .bind(2, std::int64_t{isNew})
        .bind(3, m.id.value)
        .bind(4, m.conversation.value)
        .run();
}

Status ChatStore::append(const QList<Piece> &pieces)
{
    return inTransaction(m_db, [&]() -> Status {
        Result<Statement> write = m_db.prepare("INSERT INTO message_chunks (message_id, text, reasoning) "
                                               "SELECT ?1, ?2, ?3 WHERE EXISTS (SELECT 1 FROM messages WHERE id = ?1)");
        if (!write) return fail(write.error());
        for (const Piece &piece : pieces) {
            write->bind(1, piece.id.value).bind(2, piece.text).bind(3, piece.reasoning);
            if (Status status = write->run(); !status) return status;
        }
        return {};
    });
}

Status ChatStore::setActiveLeaf(ConversationId id, MessageId leaf)
{
    return changeOne("UPDATE conversations SET active_leaf = nullif(?, 0) WHERE id = ?", leaf.value, id);
}

Status ChatStore::remove(ConversationId id, std::int64_t nowMs)
{
    return changeOne("UPDATE conversations SET deleted_ms = ? WHERE id = ?", nowMs, id);
}

Status ChatStore::restore(ConversationId id)
{
    return changeOne("UPDATE conversations SET deleted_ms = nullif(?, 0) WHERE id = ?", 0, id);
}

Status ChatStore::changeOne(std::string_view sql, std::int64_t value, ConversationId id)
{
    return inTransaction(m_db, [&]() -> Status {
        Result<Statement> write = m_db.prepare(sql);
        if (!write) return fail(write.error());
        if (Status status = write->bind(1, value).bind(2, id.value).run(); !status) return status;
        if (m_db.changes() == 0) return fail(ErrorCode::NotFound, {}, "no conversation with this id");
        return {};
    });
}

Result<int> ChatStore::interruptStreaming()
{
    const Result<std::int64_t> count = m_db.integer("SELECT count(*) FROM messages WHERE state = 1");
    const Result<std::int64_t> chunks = m_db.integer("SELECT count(*) FROM message_chunks");
    if (!count) return fail(count.error());
    if (!chunks) return fail(chunks.error());
    if (*count + *chunks == 0) return 0; // the usual start writes nothing
    const Status status = inTransaction(m_db, [&]() -> Status {
        return m_db
            .exec("UPDATE messages SET "
                  "text = text || coalesce((SELECT group_concat(c.text, '' ORDER BY c.seq) FROM message_chunks c "
                  "WHERE c.message_id = messages.id), ''), "
                  "reasoning = reasoning || coalesce((SELECT group_concat(c.reasoning, '' ORDER BY c.seq) "
                  "FROM message_chunks c WHERE c.message_id = messages.id), ''), "
                  "state = iif(state = 1, 2, state) "
                  "WHERE state = 1 OR id IN (SELECT message_id FROM message_chunks)")
            .and_then([&] { return m_db.exec("DELETE FROM message_chunks"); });
    });
    if (!status) return fail(status.error());
    return static_cast<int>(*count);
}

Result<int> ChatStore::eraseRemoved()
{
    int count = 0;
    const Status status = inTransaction(m_db, [&] {
        return m_db
            .exec("UPDATE reply_energy SET conversation_id = 0, message_id = 0 WHERE conversation_id IN "
                  "(SELECT id FROM conversations WHERE deleted_ms IS NOT NULL)")
            .and_then([&] { return m_db.exec("DELETE FROM conversations WHERE deleted_ms IS NOT NULL"); })
            .transform([&] { count = static_cast<int>(m_db.changes()); });
    });
    if (!status) return fail(status.error());
    return count;
}

} // namespace sotto
