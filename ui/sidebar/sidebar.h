#pragma once

#include "core/chat/types.h"
#include "ui/page.h"

#include <QSet>
#include <QWidget>

#include <array>

namespace sotto {

class BrandMark;
class ChatListView;
class ConversationListModel;
class IconButton;
class Label;
class SearchField;
class SidebarButton;

/// The left edge of the window: new chat, search, the chats, the pages. Full (208 to 340 px, dragged at its right
/// edge) or a rail of icons (56 px at 100 % text). It shows what it is given and asks by signals; nothing happens to a
/// chat until it is given anew. Thread: GUI.
class Sidebar final : public QWidget {
    Q_OBJECT
public:
    static constexpr int minimumFullWidth = 208;
    static constexpr int defaultFullWidth = 248;
    static constexpr int maximumFullWidth = 340;

    explicit Sidebar(QWidget *parent = nullptr);

    /// In any order; `nowMs` (UTC) tells the days apart.
    void setConversations(const QList<Conversation> &conversations, qint64 nowMs);
    /// To be called when a day may have passed.
    void setNow(qint64 nowMs);
    /// The chat that is open; an invalid id for none.
    void setCurrent(ConversationId id);
    /// On pages other than Chats no chat is shown as open.
    void setPage(Page page);
    /// Less than 0: none is shown.
    void setCounts(int models, int personas);
    void setUnread(const QSet<ConversationId> &ids);

    void setRail(bool rail);
    [[nodiscard]] bool isRail() const { return m_rail; }
    /// Of the rail in pixels, with the text size; whatever form shows.
    [[nodiscard]] int railWidth() const;
    /// Of the full sidebar at 100 % text; brought into 208 … 340. Not told by widthChanged().
    void setFullWidth(int px);
    [[nodiscard]] int fullWidth() const { return m_fullWidth; }

    /// Focus to the search field, all of it selected. In the rail: to the search button.
    void focusSearch();
    /// Where F6 lands: the list with the open chat, or New chat where there is none.
    void focusList();
    /// Opens the name of that chat for editing, in its row.
    void renameInPlace(ConversationId id);

    [[nodiscard]] ConversationListModel *model() const { return m_model; }
    [[nodiscard]] ChatListView *list() const { return m_list; }

Q_SIGNALS:
    void conversationActivated(sotto::ConversationId id);
    void newChatRequested();
    void renameRequested(sotto::ConversationId id, const QString &title);
    void pinRequested(sotto::ConversationId id, bool pinned);
    /// Shift+Del: at once, with a way to undo it.
    void removeRequested(sotto::ConversationId id);
    /// Del or "Delete…": ask first.
    void removeAsked(sotto::ConversationId id);
    void pageRequested(sotto::Page page);
    /// The collapse button, or the mark in the rail: the other form is wanted.
    void collapseRequested();
    /// While the edge is dragged.
    void widthChanged(int px);
    /// Search was pressed in the rail: the full sidebar is wanted, then focusSearch().
    void searchFocus();

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void makeHead();
    void makeList();
    void makeNav();
    void layOut();
    void connectList();
    void retranslate();
    void applyForm();
    /// The full sidebar widens with the text, up to half as much again.
    [[nodiscard]] qreal stretch() const;
    void showEmptyText();
    void stepNav(int from, int by);
    bool handleSearchKey(int key);

    static constexpr std::size_t pageCount = 4;

    ConversationListModel *m_model;
    ChatListView *m_list;
    BrandMark *m_mark;
    Label *m_brand;
    IconButton *m_collapse;
    SidebarButton *m_new;
    SidebarButton *m_searchButton;
    SearchField *m_search;
    Label *m_emptyText;
    QWidget *m_head;
    QWidget *m_body;
    QWidget *m_nav;
    QWidget *m_edge;
    std::array<SidebarButton *, pageCount> m_pages{};
    ConversationId m_current;
    Page m_page = Page::Chats;
    int m_fullWidth = defaultFullWidth;
    bool m_rail = false;
};

} // namespace sotto
