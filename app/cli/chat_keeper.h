#pragma once

#include "core/chat/types.h"
#include "core/personas/persona.h"
#include "core/storage/chat_repository.h"

namespace sotto {

/// Writes a chat into the history as it happens, by the rules of the window: the person's words are on disk before
/// the model is asked, the reply is there from its first token, as "being written". Thread: main; nothing waits.
class ChatKeeper final {
public:
    ChatKeeper(ChatRepository &repository, const Clock &clock, Conversation conversation);

    /// Finishes when the words are on disk; a new chat is made with them.
    [[nodiscard]] QFuture<Status> keepQuestion(const QString &text);
    void beginReply(const Persona &persona, const QString &modelName);
    void append(const QString &text, const QString &reasoning);
    QFuture<Status> endReply(MessageState state, const std::optional<Finished> &finished,
                             const std::optional<Error> &error);

    [[nodiscard]] ConversationId id() const { return m_conversation.id; }
    [[nodiscard]] MessageId replyId() const { return m_reply.id; } ///< Of the last reply that was begun.

private:
    [[nodiscard]] Message newMessage(Role role) const;

    ChatRepository &m_repository;
    const Clock &m_clock;
    Conversation m_conversation;
    Message m_reply;
};

} // namespace sotto
