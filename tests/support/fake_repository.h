#pragma once

#include "core/storage/chat_repository.h"

#include <QHash>
#include <QMap>
#include <QPromise>

#include <functional>
#include <memory>
#include <vector>

namespace sotto::test {

/// A repository in memory whose answers can be held back and whose writes can fail. Thread: one.
class FakeRepository final : public ChatRepository {
public:
    [[nodiscard]] QFuture<Result<QList<Conversation>>> conversations() override;
    [[nodiscard]] QFuture<Result<ConversationContent>> load(ConversationId id) override;
    QFuture<Status> save(const Conversation &conversation) override;
    QFuture<Status> save(const Message &message) override;
    void append(MessageId id, const QString &text, const QString &reasoning) override;
    QFuture<Status> setActiveLeaf(ConversationId id, MessageId leaf) override;
    QFuture<Status> remove(ConversationId id) override;
    QFuture<Status> restore(ConversationId id) override;
    [[nodiscard]] QFuture<Status> flush() override;

    /// From now on nothing is answered until release().
    void hold() { m_held = true; }
    void release();
    /// From now on every write fails with it; nothing: they work again.
    void failWith(std::optional<Error> error) { m_failure = std::move(error); }

    QMap<ConversationId, Conversation> chats;
    QHash<MessageId, Message> messages;
    QList<ConversationId> removed;
    int writes = 0;

private:
    template <class T>
    QFuture<Result<T>> answer(std::function<Result<T>()> work);

    bool m_held = false;
    std::optional<Error> m_failure;
    std::vector<std::function<void()>> m_waiting;
};

} // namespace sotto::test
