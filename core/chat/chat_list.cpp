#include "core/chat/chat_service_p.h"

#include "core/chat/chat_texts.h"

#include <algorithm>

namespace sotto {

Conversation *ChatService::Private::listed(ConversationId id)
{
    const auto found = std::ranges::find(q->m_conversations, id, &Conversation::id);
    return found == q->m_conversations.end() ? nullptr : &*found;
}

void ChatService::Private::change(ConversationId id, Store store, const std::function<void(Conversation &)> &edit)
{
    Conversation *inList = listed(id);
    const bool hidden = !inList && removed.contains(id);
    if (inList) edit(*inList);
    if (hidden) edit(removed[id]);
    const bool open = id == q->m_current.id;
    if (open) edit(q->m_current);
    const std::optional<Conversation> now = inList ? std::optional(*inList) : std::nullopt;
    sortList();
    if (store == Store::Yes && now) saver.save(*now);
    if (open) Q_EMIT q->currentChanged();
}

void ChatService::Private::sortList()
{
    std::ranges::stable_sort(q->m_conversations, [](const Conversation &a, const Conversation &b) {
        return std::tuple(b.pinned, b.updatedMs, b.id) < std::tuple(a.pinned, a.updatedMs, a.id);
    });
}

void ChatService::Private::forgetUnknownStates()
{
    std::vector<std::string> known{stateKeyOf(q->m_current.id)};
    for (const Conversation &conversation : std::as_const(q->m_conversations))
        known.push_back(stateKeyOf(conversation.id));
    engine.retainStates(std::move(known));
}

/// The open chat gets its place on disk and in the list with its first words.
void ChatService::Private::storeNewConversation(const QString &firstWords)
{
    if (currentStored) return;
    currentStored = true;
    Conversation &current = q->m_current;
    current.createdMs = current.updatedMs = clock->unixMs();
    if (!current.titleByHand) current.title = firstWordsTitle(firstWords);
    if (!current.titleByHand) wantTitle.insert(current.id);
    q->m_conversations.prepend(current);
    saver.save(current);
    Q_EMIT q->currentChanged();
}

/// Adds the person's words below `parent` and has them answered once they are on disk.
void ChatService::Private::addPersonMessage(MessageId parent, const QString &text)
{
    opening = {}; // a chat that is being opened must not take the place of the one that is being written in
    saver.retry();
    storeNewConversation(text);
    Message message;
    message.id = MessageId(makeId());
    message.conversation = q->m_current.id;
    message.parent = parent;
    message.role = Role::User;
    message.text = text;
    message.createdMs = clock->unixMs();
    addToTree(message);
    change(message.conversation, Store::No, [&](Conversation &c) {
        c.activeLeaf = message.id;
        c.updatedMs = std::max(c.updatedMs, message.createdMs);
    });
    Q_EMIT q->conversationsChanged();
    beginRun({message.id, {}});
    submitAfterCommit(message);
}

void ChatService::Private::show(ConversationContent content)
{
    saver.overlay(content);
    const ReplyRun *run = runOf(content.conversation.id);
    q->m_current = content.conversation;
    q->m_tree = MessageTree(std::move(content.messages), content.conversation.activeLeaf);
    currentStored = true;
    if (run && run->hasRow) { // newer than any disk
        q->m_tree.find(run->reply.id) ? q->m_tree.replace(run->reply) : q->m_tree.add(run->reply);
    } else if (run) {
        q->m_tree.setActiveLeaf(run->reply.parent);
    }
    Q_EMIT q->opened();
    Q_EMIT q->currentChanged();
    Q_EMIT q->progressChanged();
    recount();
}

void ChatService::Private::tellMemory(int droppedMessages)
{
    const MemoryBegin begin = memoryBegin(q->m_tree.path(), droppedMessages);
    Q_EMIT q->memoryBegins(begin.message, begin.leftOut);
}

void ChatService::Private::countNow()
{
    if (models.status().phase != ModelPhase::Ready) return;
    std::vector<ChatMessage> messages = promptOf(q->persona().instructions, q->m_tree.path(), earlierThoughts);
    if (!draft.trimmed().isEmpty()) messages.push_back({Role::User, draft.toStdString()});
    countRequest = engine.countTokens(std::move(messages));
}

} // namespace sotto
