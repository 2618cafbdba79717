#pragma once

#include "core/ids.h"

#include <QListView>
#include <QMenu>
#include <QPersistentModelIndex>
#include <QPointer>

namespace sotto {

class ConversationListModel;

/// The list of chats: opens, renames, pins and removes by mouse, keyboard and context menu. Keeps what is in sight
/// where it is when rows come and go above. Its keys: Enter opens, F2 renames, Del asks to delete, Shift+Del deletes
/// without asking (it can be undone), Shift+F10 opens the menu.
class ChatListView final : public QListView {
    Q_OBJECT
public:
    explicit ChatListView(ConversationListModel *model, QWidget *parent = nullptr);

    /// Puts the keyboard's place on that chat and scrolls it into sight.
    void showChat(ConversationId id);
    void rename(ConversationId id);
    /// The menu that is open, for tests; null when none is.
    [[nodiscard]] QMenu *openMenu() const { return m_menu; }

    void doItemsLayout() override;

Q_SIGNALS:
    void chatActivated(sotto::ConversationId id);
    void pinRequested(sotto::ConversationId id, bool pinned);
    void removeRequested(sotto::ConversationId id);
    void removeAsked(sotto::ConversationId id);
    /// Up on the first chat: the field above may take over.
    void leftUpwards();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    bool handleKey(QKeyEvent *event);
    void openMenuFor(const QModelIndex &index, const QPoint &globalPos);
    void holdPlace();
    [[nodiscard]] ConversationId cursorChat() const;

    ConversationListModel *m_model;
    QPointer<QMenu> m_menu;
    QPersistentModelIndex m_held; ///< Stays where it is through the changes under way.
    int m_heldTop = 0;
};

} // namespace sotto
