#include "ui/sidebar/chat_list_view.h"

#include "ui/sidebar/chat_delegate.h"
#include "ui/sidebar/conversation_list_model.h"
#include "ui/theme/icons.h"
#include "ui/theme/style.h"

#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QScrollBar>

namespace sotto {

using namespace Qt::StringLiterals;

ChatListView::ChatListView(ConversationListModel *model, QWidget *parent) : QListView(parent), m_model(model)
{
    setModel(model);
    setItemDelegate(new ChatDelegate(this));
    setUniformItemSizes(true);
    setFrameShape(QFrame::NoFrame);
    setSelectionMode(SingleSelection);
    setEditTriggers(NoEditTriggers);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setMouseTracking(true);
    viewport()->setAttribute(Qt::WA_Hover);
    viewport()->setAutoFillBackground(false);
    setFocusRing(this, -1);
    connect(this, &QListView::clicked, this, [this](const QModelIndex &index) {
        const ConversationId id = m_model->idAt(index);
        if (id.isValid()) Q_EMIT chatActivated(id);
    });
    connect(model, &QAbstractItemModel::rowsAboutToBeInserted, this, &ChatListView::holdPlace);
    connect(model, &QAbstractItemModel::rowsAboutToBeRemoved, this, &ChatListView::holdPlace);
    connect(model, &QAbstractItemModel::rowsAboutToBeMoved, this, &ChatListView::holdPlace);
}

ConversationId ChatListView::cursorChat() const
{
    return m_model->idAt(currentIndex());
}

void ChatListView::showChat(ConversationId id)
{
    const QModelIndex index = m_model->indexOf(id);
    if (!index.isValid() || state() == EditingState) return;
    setCurrentIndex(index);
    scrollTo(index);
}

void ChatListView::rename(ConversationId id)
{
    const QModelIndex index = m_model->indexOf(id);
    if (!index.isValid()) return;
    setCurrentIndex(index);
    scrollTo(index);
    edit(index);
}

void ChatListView::holdPlace()
{
    if (m_held.isValid() || verticalScrollBar()->value() == 0) return;
    const QModelIndex top = indexAt({1, 1});
    // A label may go with the last chat under it; a chat stays.
    const QModelIndex chat = m_model->idAt(top).isValid() ? top : top.sibling(top.row() + 1, 0);
    m_held = chat;
    m_heldTop = visualRect(chat).top();
}

void ChatListView::doItemsLayout()
{
    QListView::doItemsLayout();
    if (!m_held.isValid()) return;
    const QModelIndex held = std::exchange(m_held, {});
    QScrollBar *bar = verticalScrollBar();
    bar->setValue(bar->value() + visualRect(held).top() - m_heldTop);
}

bool ChatListView::handleKey(QKeyEvent *event)
{
    // A field passes on the Enter that ends it; that must not open the chat too.
    if (state() == EditingState) return true;
    const ConversationId id = cursorChat();
    const Qt::KeyboardModifiers held = event->modifiers() & ~Qt::KeypadModifier;
    const bool plain = held == Qt::NoModifier;
    switch (event->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (!plain || !id.isValid()) return false;
        Q_EMIT chatActivated(id);
        return true;
    case Qt::Key_F2:
        if (!plain || !id.isValid()) return false;
        rename(id);
        return true;
    case Qt::Key_Delete:
        if (!id.isValid()) return false;
        if (plain) Q_EMIT removeAsked(id);
        if (held == Qt::ShiftModifier) Q_EMIT removeRequested(id);
        return true;
    case Qt::Key_F10:
        if (held != Qt::ShiftModifier) return false;
        [[fallthrough]];
    case Qt::Key_Menu:
        openMenuFor(currentIndex(), viewport()->mapToGlobal(visualRect(currentIndex()).bottomLeft() + QPoint(8, 0)));
        return true;
    case Qt::Key_Up:
        // Row 0 is a label.
        if (currentIndex().row() > 1) return false;
        Q_EMIT leftUpwards();
        return true;
    default: return false;
    }
}

void ChatListView::keyPressEvent(QKeyEvent *event)
{
    if (handleKey(event)) {
        event->accept();
        return;
    }
    QListView::keyPressEvent(event);
}

void ChatListView::contextMenuEvent(QContextMenuEvent *event)
{
    const bool byMouse = event->reason() == QContextMenuEvent::Mouse;
    const QModelIndex index = byMouse ? indexAt(viewport()->mapFrom(this, event->pos())) : currentIndex();
    openMenuFor(index, event->globalPos());
}

void ChatListView::openMenuFor(const QModelIndex &index, const QPoint &globalPos)
{
    const ConversationId id = m_model->idAt(index);
    if (m_menu || !id.isValid()) return;
    setCurrentIndex(index);
    const bool pinned = index.data(ConversationListModel::PinnedRole).toBool();
    m_menu = new QMenu(this);
    m_menu->setAttribute(Qt::WA_DeleteOnClose);
    QAction *name = m_menu->addAction(icon(IconName::Pencil), tr("Rename"), this, [this, id] { rename(id); });
    name->setObjectName(u"rename"_s);
    QAction *pin = m_menu->addAction(icon(IconName::Pin), pinned ? tr("Unpin") : tr("Pin"), this,
                                     [this, id, pinned] { Q_EMIT pinRequested(id, !pinned); });
    pin->setObjectName(u"pin"_s);
    m_menu->addSeparator();
    QAction *remove =
        m_menu->addAction(icon(IconName::Trash), tr("Delete…"), this, [this, id] { Q_EMIT removeAsked(id); });
    remove->setObjectName(u"delete"_s);
    // Shown beside the words only: the list itself hears these keys.
    name->setShortcut(Qt::Key_F2);
    remove->setShortcut(Qt::Key_Delete);
    for (QAction *action : {name, remove})
        action->setShortcutContext(Qt::WidgetShortcut);
    m_menu->popup(globalPos);
}

void ChatListView::focusInEvent(QFocusEvent *event)
{
    QListView::focusInEvent(event);
    viewport()->update();
}

void ChatListView::mousePressEvent(QMouseEvent *event)
{
    // A right click opens the menu for a chat without opening the chat.
    if (event->button() == Qt::LeftButton) QListView::mousePressEvent(event);
}

void ChatListView::changeEvent(QEvent *event)
{
    QListView::changeEvent(event);
    if (event->type() == QEvent::StyleChange) scheduleDelayedItemsLayout();
}

} // namespace sotto
