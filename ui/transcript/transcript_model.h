#pragma once

#include "ui/transcript/message_item.h"

#include <QAbstractListModel>
#include <QHash>
#include <QList>

namespace sotto {

/// The messages of the branch that is shown, oldest first. Thread: GUI.
class TranscriptModel final : public QAbstractListModel {
    Q_OBJECT
public:
    enum DataRole {
        IdRole = Qt::UserRole + 1, ///< qint64
        IsUserRole,
        AuthorRole,
        TextRole,
        ReasoningRole,
        WritingRole,
        FootnoteRole,
        TimeRole,
        NoticeRole,
    };

    explicit TranscriptModel(QObject *parent = nullptr);

    /// Another chat or another branch. The memory line goes.
    void setItems(QList<MessageItem> items);
    void appendItem(MessageItem item);
    /// Adds to what a reply says; costs as much as what is added. An unknown id is ignored.
    void appendText(MessageId id, const QString &text, const QString &reasoning = {});
    /// Puts `item` in the place of the one with its id. Where only the end of its texts grew this is as cheap as
    /// appendText. An unknown id is ignored.
    void updateItem(const MessageItem &item);
    /// All but the texts, which stay as they are: footnote, state, time, notice.
    void updateDetails(const MessageItem &item);
    void removeItem(MessageId id);

    /// "The model's memory begins here" above that message; an invalid id takes the line away.
    void setMemoryLine(MessageId before, int leftOut);
    [[nodiscard]] MessageId memoryLine() const { return m_memoryBefore; }
    [[nodiscard]] int leftOut() const { return m_leftOut; }

    [[nodiscard]] const MessageItem &item(int row) const { return m_items.at(row); }
    /// -1 for an unknown id.
    [[nodiscard]] int rowOf(MessageId id) const { return m_rows.value(id, -1); }

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

Q_SIGNALS:
    /// The text or the reasoning of the row grew at its end, and nothing else changed. No dataChanged comes with it
    /// more than once a turn of the event loop.
    void textAppended(int row);
    void memoryLineChanged(int oldRow, int newRow);

private:
    void announceLater(int row);

    QList<MessageItem> m_items;
    QHash<MessageId, int> m_rows;
    MessageId m_memoryBefore;
    int m_leftOut = 0;
    int m_announceRow = -1;
};

} // namespace sotto
