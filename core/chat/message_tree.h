#pragma once

#include "core/chat/types.h"

#include <QHash>

namespace sotto {

/// The messages of one conversation as a tree, with one branch active. A plain value: no I/O, no signals.
/// Messages with a parent that is not there are treated as roots, so that damage never hides text.
class MessageTree {
public:
    MessageTree() = default;
    /// Builds the tree; the active branch ends at `activeLeaf`, or at the newest leaf where that is unknown.
    MessageTree(QList<Message> messages, MessageId activeLeaf);

    /// Root to leaf of the active branch. O(length).
    [[nodiscard]] QList<Message> path() const;
    [[nodiscard]] MessageId activeLeaf() const { return m_activeLeaf; }
    [[nodiscard]] const Message *find(MessageId id) const;
    [[nodiscard]] qsizetype size() const { return m_nodes.size(); }

    /// Adds a message and makes it the active leaf.
    void add(Message message);
    /// Changes a message in place; ignored where the id is unknown. O(1).
    void replace(const Message &message);
    /// Appends to a message's text and reasoning; O(length of the addition).
    void append(MessageId id, const QString &text, const QString &reasoning);

    /// Makes the branch end at `leaf`, which need not be a leaf; invalid: an empty branch. Unknown ids are ignored.
    void setActiveLeaf(MessageId leaf);

    /// Versions of `id`, itself included, oldest first.
    [[nodiscard]] QList<MessageId> siblings(MessageId id) const;
    /// Makes the sibling `delta` steps away active, with the newest leaf below it; clamped at both ends.
    /// Returns whether the active branch changed.
    bool switchSibling(MessageId id, int delta);

private:
    [[nodiscard]] MessageId newestLeafBelow(MessageId id) const;
    [[nodiscard]] MessageId parentOf(const Message &message) const;

    QHash<MessageId, Message> m_nodes;
    QHash<MessageId, QList<MessageId>> m_children; // invalid id → roots
    MessageId m_activeLeaf;
};

} // namespace sotto
