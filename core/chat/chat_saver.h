#pragma once

#include "core/storage/chat_repository.h"

#include <QHash>
#include <QObject>
#include <QTimer>

#include <functional>

namespace sotto {

/// Writes through the repository and remembers what could not be written, to try it again: a full disk must not
/// lose what is on the screen. Thread: GUI.
class ChatSaver final : public QObject {
    Q_OBJECT
public:
    /// `current` answers how a message looks now; nothing: as it was given last.
    using Current = std::function<std::optional<Message>(MessageId)>;
    ChatSaver(ChatRepository &repository, Current current, QObject *parent = nullptr);

    using Done = std::function<void(const Status &)>;
    void save(const Conversation &conversation, Done done = {});
    void save(const Message &message, Done done = {});
    /// Reports a failure of any other call.
    void watch(QFuture<Status> future);

    /// Writes everything that is left over, in the order it was made. Also happens by itself every 5 s.
    void retry();
    /// Puts what the disk does not have into what was read from it.
    void overlay(ConversationContent &content) const;
    [[nodiscard]] bool hasUnsaved() const { return !m_conversations.isEmpty() || !m_messages.isEmpty(); }

Q_SIGNALS:
    void failed(const sotto::Error &error);

private:
    enum class Report : std::uint8_t { No, Yes };
    template <class Id, class Value>
    void write(QHash<Id, Value> &unsaved, const Value &value, Report report, Done done);
    void settle(const Error &error, Report report);

    ChatRepository &m_repository;
    Current m_current;
    QTimer m_again;
    QHash<ConversationId, Conversation> m_conversations;
    QHash<MessageId, Message> m_messages;
};

} // namespace sotto
