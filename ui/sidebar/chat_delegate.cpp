#include "ui/sidebar/chat_delegate.h"

#include "ui/components/paint.h"
#include "ui/sidebar/conversation_list_model.h"
#include "ui/theme/icons.h"
#include "ui/theme/style.h"

#include <QLineEdit>
#include <QPainter>

#include <algorithm>

namespace sotto {

namespace {

constexpr int rowHeight = 30;
constexpr int kChatPad = 8;
constexpr int radius = 7;

} // namespace

void ChatDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    if (index.data(ConversationListModel::IsSectionRole).toBool()) {
        paintLabel(painter, option, index.data().toString());
    } else {
        paintChat(painter, option, index);
    }
    painter->restore();
}

void ChatDelegate::paintLabel(QPainter *painter, const QStyleOptionViewItem &option, const QString &text)
{
    const Theme &theme = Theme::of(option.widget);
    const QFont font = theme.font(TypeRole::Caption, QFont::DemiBold);
    const qreal height = QFontMetricsF(font).height();
    const QRectF line(option.rect.x() + kChatPad, option.rect.bottom() + 1 - theme.grown(6) - height,
                      option.rect.width() - 2 * kChatPad, height);
    drawElided(*painter, line, text, font, theme.t3);
}

void ChatDelegate::paintChat(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index)
{
    const Theme &theme = Theme::of(option.widget);
    const bool current = index.data(ConversationListModel::CurrentRole).toBool();
    const bool hover = option.state.testFlag(QStyle::State_MouseOver);
    if (current || hover) drawRounded(*painter, option.rect, radius, current ? theme.select : theme.hover);
    if (option.state.testFlag(QStyle::State_HasFocus) && showsFocus(option.widget))
        drawRounded(*painter, option.rect, radius, {}, theme.accBar, 2);

    const QColor ink = current || hover ? theme.t1 : theme.t2;
    QRectF text = QRectF(option.rect).adjusted(kChatPad, 0, -kChatPad, 0);
    if (index.data(ConversationListModel::PinnedRole).toBool()) {
        const qreal side = theme.grown(14);
        paintIcon(*painter, IconName::Pin, {text.x(), text.center().y() - side / 2, side, side}, ink);
        text.setLeft(text.left() + side + kChatPad);
    }
    if (index.data(ConversationListModel::UnreadRole).toBool()) {
        const qreal dot = theme.grown(6);
        painter->setPen(Qt::NoPen);
        painter->setBrush(theme.accBar);
        painter->drawEllipse(QRectF(text.right() - dot, text.center().y() - dot / 2, dot, dot));
        text.setRight(text.right() - dot - kChatPad);
    }
    const QFont font = theme.font(TypeRole::Interface, current ? QFont::Medium : QFont::Normal);
    drawElided(*painter, text, index.data().toString(), font, ink);
}

QSize ChatDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const
{
    const Theme &theme = Theme::of(option.widget);
    const int text = qCeil(QFontMetricsF(theme.font(TypeRole::Interface)).height()) + 8;
    return {0, std::max(theme.grown(rowHeight), text)};
}

QWidget *ChatDelegate::createEditor(QWidget *parent, const QStyleOptionViewItem &, const QModelIndex &) const
{
    auto *editor = new QLineEdit(parent);
    editor->setAccessibleName(tr("Name of the chat"));
    editor->setMaxLength(200);
    // The row is the frame: a field's own would not fit into its height.
    setFrameless(editor);
    editor->setAutoFillBackground(true);
    editor->setTextMargins(kChatPad - 2, 0, kChatPad - 2, 0);
    editor->setFont(Theme::of(parent).font(TypeRole::Interface));
    return editor;
}

void ChatDelegate::setEditorData(QWidget *editor, const QModelIndex &index) const
{
    auto *line = qobject_cast<QLineEdit *>(editor);
    if (!line || line->property("filled").toBool()) return;
    line->setProperty("filled", true);
    line->setText(index.data(Qt::EditRole).toString());
    line->selectAll();
}

void ChatDelegate::updateEditorGeometry(QWidget *editor, const QStyleOptionViewItem &option, const QModelIndex &) const
{
    editor->setGeometry(option.rect);
}

} // namespace sotto
