#include "app/cli/chat_keeper.h"

namespace sotto {
namespace {

/// The first line of what was said, short enough for the list.
QString titleFrom(const QString &text)
{
    constexpr qsizetype kLongest = 60;
    const QString line = text.trimmed().section(u'\n', 0, 0).simplified();
    return line.size() <= kLongest ? line : line.first(kLongest - 1).trimmed() + u'…';
}

} // namespace

ChatKeeper::ChatKeeper(ChatRepository &repository, const Clock &clock, Conversation conversation)
    : m_repository(repository), m_clock(clock), m_conversation(std::move(conversation))
{
}

QFuture<Status> ChatKeeper::keepQuestion(const QString &text)
{
    if (!m_conversation.id.isValid()) {
        m_conversation.id = ConversationId(makeId());
        m_conversation.title = titleFrom(text);
        m_conversation.createdMs = m_conversation.updatedMs = m_clock.unixMs();
        m_repository.save(m_conversation);
    }
    Message question = newMessage(Role::User);
    question.text = text;
    m_conversation.activeLeaf = question.id;
    // Answered in order: where making the chat failed, this fails too.
    return m_repository.save(question);
}

void ChatKeeper::beginReply(const Persona &persona, const QString &modelName)
{
    m_reply = newMessage(Role::Assistant);
    m_reply.state = MessageState::Streaming;
    m_reply.personaId = persona.id;
    m_reply.personaName = persona.name;
    m_reply.modelName = modelName;
    m_conversation.activeLeaf = m_reply.id;
    m_repository.save(m_reply);
}

void ChatKeeper::append(const QString &text, const QString &reasoning)
{
    m_reply.text += text;
    m_reply.reasoning += reasoning;
    m_repository.append(m_reply.id, text, reasoning);
}

QFuture<Status> ChatKeeper::endReply(MessageState state, const std::optional<Finished> &finished,
                                     const std::optional<Error> &error)
{
    m_reply.state = state;
    if (finished) {
        m_reply.usage = finished->usage;
        m_reply.finishReason = finished->reason;
    }
    if (error) m_reply.failure = MessageFailure{*error};
    return m_repository.save(m_reply);
}

Message ChatKeeper::newMessage(Role role) const
{
    Message message;
    message.id = MessageId(makeId());
    message.conversation = m_conversation.id;
    message.parent = m_conversation.activeLeaf;
    message.role = role;
    message.createdMs = m_clock.unixMs();
    return message;
}

} // namespace sotto
