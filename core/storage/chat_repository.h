#pragma once

#include "base/result.h"
#include "core/chat/types.h"

#include <QFuture>
#include <QList>

namespace sotto {

/// Where chats are kept. Calls are answered in the order they were made; each returns at once, and its future
/// is finished on the storage thread when the work is on disk (one transaction a call).
/// Errors common to all: the Database… codes, DiskFull, WriteFailed.
class ChatRepository {
public:
    virtual ~ChatRepository() = default;

    /// All conversations that are not deleted, pinned first, then by updatedMs, newest first.
    [[nodiscard]] virtual QFuture<Result<QList<Conversation>>> conversations() = 0;
    /// One conversation with its whole tree. Errors: NotFound.
    [[nodiscard]] virtual QFuture<Result<ConversationContent>> load(ConversationId id) = 0;

    /// Creates it, or changes every field of it but the messages.
    virtual QFuture<Status> save(const Conversation &conversation) = 0;
    /// Writes one message, new or changed, makes it its conversation's active leaf when new, and moves the
    /// conversation's updatedMs to the message's time. Errors: NotFound where the conversation is unknown.
    virtual QFuture<Status> save(const Message &message) = 0;
    /// Adds to a streaming message. Gathered and written at most 250 ms later, without a future: a crash loses no
    /// more than that. save() of the same message supersedes what is waiting.
    virtual void append(MessageId id, const QString &text, const QString &reasoning) = 0;
    /// Makes another branch the shown one.
    virtual QFuture<Status> setActiveLeaf(ConversationId id, MessageId leaf) = 0;

    /// Hides it; restore() brings it back. Hidden ones are erased for good at the next start.
    virtual QFuture<Status> remove(ConversationId id) = 0;
    virtual QFuture<Status> restore(ConversationId id) = 0;

    /// Finishes once everything asked before it is on disk.
    [[nodiscard]] virtual QFuture<Status> flush() = 0;
};

} // namespace sotto
