#pragma once

#include <QStyledItemDelegate>

namespace sotto {

/// Paints the rows of the list of chats, all of one height: labels, and chats with pin, title and unread dot.
/// Renames in place with a line edit that keeps what is being typed when the row changes underneath.
class ChatDelegate final : public QStyledItemDelegate {
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    [[nodiscard]] QWidget *createEditor(QWidget *parent, const QStyleOptionViewItem &option,
                                        const QModelIndex &index) const override;
    void setEditorData(QWidget *editor, const QModelIndex &index) const override;
    void updateEditorGeometry(QWidget *editor, const QStyleOptionViewItem &option,
                              const QModelIndex &index) const override;

private:
    static void paintLabel(QPainter *painter, const QStyleOptionViewItem &option, const QString &text);
    static void paintChat(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index);
};

} // namespace sotto
