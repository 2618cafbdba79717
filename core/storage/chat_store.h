#pragma once

#include "core/chat/types.h"
#include "core/storage/energy_store.h"

namespace sotto {

/// The chats' SQL: reads and writes on a connection that is open and of the current schema. Every writing function
/// is one transaction. Thread: the connection's.
class ChatStore final {
public:
    explicit ChatStore(Connection &connection) : m_db(connection) {}

    /// What replies took, on the same connection.
    [[nodiscard]] EnergyStore energy() { return EnergyStore(m_db); }

    [[nodiscard]] Result<QList<Conversation>> conversations();
    /// Errors: NotFound.
    [[nodiscard]] Result<ConversationContent> load(ConversationId id);
    [[nodiscard]] Status save(const Conversation &conversation);
    /// Errors: NotFound where the conversation is unknown.
    [[nodiscard]] Status save(const Message &message);
    /// Adds pieces of running replies; ids that are not there are left out.
    struct Piece {
        MessageId id;
        QString text;
        QString reasoning;
    };
    [[nodiscard]] Status append(const QList<Piece> &pieces);
    [[nodiscard]] Status setActiveLeaf(ConversationId id, MessageId leaf);
    [[nodiscard]] Status remove(ConversationId id, std::int64_t nowMs);
    [[nodiscard]] Status restore(ConversationId id);

    /// Replies that a dead process left half written: text put together, state Interrupted. Returns how many.
    [[nodiscard]] Result<int> interruptStreaming();
    /// Erases removed conversations for good; what they drew is kept without their names. Returns how many.
    [[nodiscard]] Result<int> eraseRemoved();

private:
    [[nodiscard]] Status writeMessage(const Message &message);
    [[nodiscard]] Status settleConversation(const Message &message, bool isNew);
    [[nodiscard]] Result<QList<Message>> messagesOf(ConversationId id);
    [[nodiscard]] Status addEnergy(ConversationId id, QList<Message> &messages);
    [[nodiscard]] Status addChunks(ConversationId id, QList<Message> &messages);
    [[nodiscard]] Status changeOne(std::string_view sql, std::int64_t value, ConversationId id);

    Connection &m_db;
};

/// A conversation or a message from a row of `SELECT` kConversationColumns / kMessageColumns.
[[nodiscard]] Conversation conversationFrom(const Statement &row);
[[nodiscard]] Message messageFrom(const Statement &row);

inline constexpr std::string_view kConversationColumns =
    "id, title, title_by_hand, pinned, persona_id, sampling, active_leaf, created_ms, updated_ms";
inline constexpr std::string_view kMessageColumns =
    "id, conversation_id, parent_id, role, text, reasoning, state, created_ms, persona_id, persona_name, model_name, "
    "usage, finish_reason, failure";

} // namespace sotto
