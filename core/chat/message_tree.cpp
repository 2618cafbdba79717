#include "core/chat/message_tree.h"

#include <QSet>

#include <algorithm>

namespace sotto {

MessageTree::MessageTree(QList<Message> messages, MessageId activeLeaf)
{
    m_nodes.reserve(messages.size());
    MessageId newest;
    for (Message &message : messages) {
        const MessageId id = message.id;
        newest = std::max(newest, id);
        m_nodes.insert(id, std::move(message));
    }
    for (const Message &message : std::as_const(m_nodes))
        m_children[parentOf(message)].append(message.id);
    for (QList<MessageId> &children : m_children)
        std::ranges::sort(children);
    m_activeLeaf = m_nodes.contains(activeLeaf) ? activeLeaf : newestLeafBelow(newest);
}

MessageId MessageTree::parentOf(const Message &message) const
{
    const bool known = message.parent != message.id && m_nodes.contains(message.parent);
    return known ? message.parent : MessageId();
}

QList<Message> MessageTree::path() const
{
    QList<Message> way;
    QSet<MessageId> seen; // a damaged file may hold a ring
    for (auto node = m_nodes.constFind(m_activeLeaf); node != m_nodes.cend(); node = m_nodes.constFind(node->parent)) {
        if (seen.contains(node->id)) break;
        seen.insert(node->id);
        way.append(*node);
    }
    std::ranges::reverse(way);
    return way;
}

const Message *MessageTree::find(MessageId id) const
{
    const auto node = m_nodes.constFind(id);
    return node == m_nodes.cend() ? nullptr : &*node;
}

void MessageTree::add(Message message)
{
    const MessageId id = message.id;
    const bool known = m_nodes.contains(id);
    m_nodes.insert(id, std::move(message));
    if (!known) m_children[parentOf(m_nodes[id])].append(id);
    m_activeLeaf = id;
}

void MessageTree::replace(const Message &message)
{
    const auto node = m_nodes.find(message.id);
    if (node != m_nodes.end()) *node = message;
}

void MessageTree::append(MessageId id, const QString &text, const QString &reasoning)
{
    const auto node = m_nodes.find(id);
    if (node == m_nodes.end()) return;
    node->text += text;
    node->reasoning += reasoning;
}

void MessageTree::setActiveLeaf(MessageId leaf)
{
    if (!leaf.isValid() || m_nodes.contains(leaf)) m_activeLeaf = leaf;
}

QList<MessageId> MessageTree::siblings(MessageId id) const
{
    const Message *message = find(id);
    return message ? m_children.value(parentOf(*message)) : QList<MessageId>();
}

bool MessageTree::switchSibling(MessageId id, int delta)
{
    const QList<MessageId> versions = siblings(id);
    if (versions.isEmpty()) return false;
    const qsizetype here = versions.indexOf(id);
    const qsizetype there = std::clamp<qsizetype>(here + delta, 0, versions.size() - 1);
    if (there == here) return false;
    m_activeLeaf = newestLeafBelow(versions[there]);
    return true;
}

MessageId MessageTree::newestLeafBelow(MessageId id) const
{
    QSet<MessageId> seen;
    for (auto children = m_children.constFind(id); id.isValid() && children != m_children.cend();
         children = m_children.constFind(id)) {
        if (children->isEmpty() || seen.contains(id)) break;
        seen.insert(id);
        id = children->last();
    }
    return id;
}

} // namespace sotto
