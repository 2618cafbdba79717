#include "tests/support/fake_repository.h"

#include <algorithm>
#include <utility>

namespace sotto::test {

template <class T>
QFuture<Result<T>> FakeRepository::answer(std::function<Result<T>()> work)
{
    auto promise = std::make_shared<QPromise<Result<T>>>();
    promise->start();
    QFuture<Result<T>> future = promise->future();
    auto run = [promise, work = std::move(work)] {
        promise->addResult(work());
        promise->finish();
    };
    if (m_held) {
        m_waiting.push_back(std::move(run));
    } else {
        run();
    }
    return future;
}

void FakeRepository::release()
{
    m_held = false;
    for (const auto &run : std::exchange(m_waiting, {}))
        run();
}

QFuture<Result<QList<Conversation>>> FakeRepository::conversations()
{
    return answer<QList<Conversation>>([this]() -> Result<QList<Conversation>> {
        QList<Conversation> list;
        for (const Conversation &c : std::as_const(chats)) {
            if (!removed.contains(c.id)) list.append(c);
        }
        std::ranges::sort(list, std::greater(), &Conversation::updatedMs);
        return list;
    });
}

QFuture<Result<ConversationContent>> FakeRepository::load(ConversationId id)
{
    return answer<ConversationContent>([this, id]() -> Result<ConversationContent> {
        if (!chats.contains(id)) return fail(ErrorCode::NotFound);
        ConversationContent content{chats.value(id), {}};
        for (const Message &m : std::as_const(messages)) {
            if (m.conversation == id) content.messages.append(m);
        }
        std::ranges::sort(content.messages, {}, &Message::id);
        return content;
    });
}

QFuture<Status> FakeRepository::save(const Conversation &conversation)
{
    return answer<void>([this, conversation]() -> Status {
        if (m_failure) return fail(*m_failure);
        ++writes;
        chats.insert(conversation.id, conversation);
        return {};
    });
}

QFuture<Status> FakeRepository::save(const Message &message)
{
    return answer<void>([this, message]() -> Status {
        if (m_failure) return fail(*m_failure);
        if (!chats.contains(message.conversation)) return fail(ErrorCode::NotFound);
        ++writes;
        if (!messages.contains(message.id)) chats[message.conversation].activeLeaf = message.id;
        messages.insert(message.id, message);
        return {};
    });
}

void FakeRepository::append(MessageId id, const QString &text, const QString &reasoning)
{
    if (!messages.contains(id) || m_failure) return;
    messages[id].text += text;
    messages[id].reasoning += reasoning;
}

QFuture<Status> FakeRepository::setActiveLeaf(ConversationId id, MessageId leaf)
{
    return answer<void>([this, id, leaf]() -> Status {
        if (m_failure) return fail(*m_failure);
        chats[id].activeLeaf = leaf;
        return {};
    });
}

QFuture<Status> FakeRepository::remove(ConversationId id)
{
    return answer<void>([this, id]() -> Status {
        removed.append(id);
        return {};
    });
}

QFuture<Status> FakeRepository::restore(ConversationId id)
{
    return answer<void>([this, id]() -> Status {
        removed.removeAll(id);
        return {};
    });
}

QFuture<Status> FakeRepository::flush()
{
    return answer<void>([]() -> Status { return {}; });
}

} // namespace sotto::test
