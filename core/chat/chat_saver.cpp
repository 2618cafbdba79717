#include "core/chat/chat_saver.h"

#include <algorithm>

namespace sotto {

namespace {
constexpr std::chrono::seconds kAgain{5};
}

ChatSaver::ChatSaver(ChatRepository &repository, Current current, QObject *parent)
    : QObject(parent), m_repository(repository), m_current(std::move(current))
{
    m_again.setSingleShot(true);
    m_again.setInterval(kAgain);
    connect(&m_again, &QTimer::timeout, this, &ChatSaver::retry);
}

void ChatSaver::save(const Conversation &conversation, Done done)
{
    write(m_conversations, conversation, Report::Yes, std::move(done));
}

void ChatSaver::save(const Message &message, Done done)
{
    write(m_messages, message, Report::Yes, std::move(done));
}

template <class Id, class Value>
void ChatSaver::write(QHash<Id, Value> &unsaved, const Value &value, Report report, Done done)
{
    // Answers come in the order of the calls, so the last one says what the disk has.
    m_repository.save(value).then(this, [this, &unsaved, value, report, done = std::move(done)](const Status &status) {
        if (status) {
            unsaved.remove(value.id);
        } else {
            unsaved.insert(value.id, value);
            settle(status.error(), report);
        }
        if (done) done(status);
    });
}

void ChatSaver::watch(QFuture<Status> future)
{
    future.then(this, [this](const Status &status) {
        if (!status) settle(status.error(), Report::Yes);
    });
}

void ChatSaver::settle(const Error &error, Report report)
{
    const bool mayPass = error.code == ErrorCode::DiskFull || error.code == ErrorCode::WriteFailed;
    if (mayPass && hasUnsaved() && !m_again.isActive()) m_again.start();
    // A message is not found because its conversation could not be written; that has been said.
    const bool said = error.code == ErrorCode::NotFound && !m_conversations.isEmpty();
    if (report == Report::Yes && !said) Q_EMIT failed(error);
}

void ChatSaver::retry()
{
    QList<ConversationId> conversations = m_conversations.keys();
    QList<MessageId> messages = m_messages.keys();
    std::ranges::sort(conversations);
    std::ranges::sort(messages);
    for (const ConversationId id : std::as_const(conversations))
        write(m_conversations, m_conversations.value(id), Report::No, {});
    for (const MessageId id : std::as_const(messages)) {
        const Message kept = m_messages.value(id);
        write(m_messages, m_current(id).value_or(kept), Report::No, {});
    }
}

void ChatSaver::overlay(ConversationContent &content) const
{
    const auto conversation = m_conversations.constFind(content.conversation.id);
    if (conversation != m_conversations.cend()) content.conversation = *conversation;
    QList<MessageId> ids = m_messages.keys();
    std::ranges::sort(ids);
    for (const MessageId id : std::as_const(ids)) {
        const Message &message = *m_messages.constFind(id);
        if (message.conversation != content.conversation.id) continue;
        const auto known = std::ranges::find(content.messages, id, &Message::id);
        if (known == content.messages.end()) {
            content.messages.append(message);
            content.conversation.activeLeaf = id;
        } else {
            *known = message;
        }
    }
}

} // namespace sotto
