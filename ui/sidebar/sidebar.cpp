#include "ui/sidebar/sidebar.h"

#include "ui/components/buttons.h"
#include "ui/components/label.h"
#include "ui/components/paint.h"
#include "ui/components/search_field.h"
#include "ui/sidebar/chat_list_view.h"
#include "ui/sidebar/conversation_list_model.h"
#include "ui/sidebar/sidebar_button.h"
#include "ui/sidebar/sidebar_parts.h"
#include "ui/theme/style.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPainter>

#include <algorithm>

namespace sotto {

using namespace Qt::StringLiterals;

namespace {

constexpr int railBase = 56;
constexpr int searchPad = 10;

QString keysOf(QKeyCombination keys)
{
    return QKeySequence(keys).toString(QKeySequence::NativeText);
}

} // namespace

Sidebar::Sidebar(QWidget *parent)
    : QWidget(parent), m_model(new ConversationListModel(this)), m_head(new QWidget(this)), m_body(new QWidget(this)),
      m_nav(new QWidget(this)), m_edge(new SidebarEdge(this))
{
    makeHead();
    makeList();
    makeNav();
    layOut();
    connectList();
    retranslate();
    setPage(Page::Chats);
    applyForm();
}

void Sidebar::makeHead()
{
    m_mark = new BrandMark(m_head);
    m_brand = new Label(u"Sotto"_s, TypeRole::Heading, Ink::Primary, QFont::DemiBold, m_head);
    m_collapse = new IconButton(IconName::Panel, {}, m_head);
    m_new = new SidebarButton(SidebarButton::Kind::Framed, IconName::Plus, this);
    m_searchButton = new SidebarButton(SidebarButton::Kind::Filled, IconName::Search, this);
    m_search = new SearchField({}, this);
    m_search->installEventFilter(this);
    // Its ground is painted here: filled, without a frame.
    setFrameless(m_search);
    connect(m_collapse, &QAbstractButton::clicked, this, &Sidebar::collapseRequested);
    connect(m_mark, &QAbstractButton::clicked, this, [this] {
        if (m_rail) Q_EMIT collapseRequested();
    });
    connect(m_new, &QAbstractButton::clicked, this, &Sidebar::newChatRequested);
    connect(m_searchButton, &QAbstractButton::clicked, this, &Sidebar::searchFocus);
    connect(m_search, &QLineEdit::textChanged, m_model, &ConversationListModel::setFilter);
}

void Sidebar::makeList()
{
    m_list = new ChatListView(m_model, m_body);
    m_emptyText = new Label({}, TypeRole::Interface, Ink::Tertiary, QFont::Normal, m_body);
    m_emptyText->setWordWrap(true);
    m_emptyText->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    m_emptyText->setContentsMargins(8, 8, 8, 0);
    auto *column = new QVBoxLayout(m_body);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_emptyText);
    column->addWidget(m_list);
}

void Sidebar::makeNav()
{
    constexpr std::array icons{IconName::Chat, IconName::Cube, IconName::Person, IconName::Gear};
    auto *column = new QVBoxLayout(m_nav);
    column->setSpacing(0);
    for (std::size_t i = 0; i < pageCount; ++i) {
        auto *button = new SidebarButton(SidebarButton::Kind::Nav, icons[i], m_nav);
        connect(button, &QAbstractButton::clicked, this, [this, i] { Q_EMIT pageRequested(static_cast<Page>(i)); });
        connect(button, &SidebarButton::stepRequested, this, [this, i](int by) { stepNav(static_cast<int>(i), by); });
        column->addWidget(button);
        m_pages[i] = button;
    }
}

void Sidebar::layOut()
{
    auto *head = new QHBoxLayout(m_head);
    head->setSpacing(8);
    head->addWidget(m_mark);
    head->addWidget(m_brand);
    head->addStretch(1);
    head->addWidget(m_collapse);

    auto *column = new QVBoxLayout(this);
    column->setSpacing(0);
    column->addWidget(m_head);
    column->addSpacing(12);
    column->addWidget(m_new);
    column->addSpacing(8);
    auto *search = new QHBoxLayout;
    search->setContentsMargins(searchPad, 0, 0, 0);
    search->addWidget(m_search);
    column->addLayout(search);
    column->addWidget(m_searchButton);
    column->addSpacing(8);
    column->addWidget(m_body, 1);
    column->addStretch(0);
    column->addWidget(m_nav);
    m_edge->raise();
}

void Sidebar::connectList()
{
    connect(m_list, &ChatListView::chatActivated, this, &Sidebar::conversationActivated);
    connect(m_list, &ChatListView::pinRequested, this, &Sidebar::pinRequested);
    connect(m_list, &ChatListView::removeRequested, this, &Sidebar::removeRequested);
    connect(m_list, &ChatListView::removeAsked, this, &Sidebar::removeAsked);
    connect(m_list, &ChatListView::leftUpwards, this, [this] { m_search->setFocus(Qt::BacktabFocusReason); });
    connect(m_model, &ConversationListModel::renameRequested, this, &Sidebar::renameRequested);
    connect(m_model, &QAbstractItemModel::rowsInserted, this, &Sidebar::showEmptyText);
    connect(m_model, &QAbstractItemModel::rowsRemoved, this, &Sidebar::showEmptyText);
    connect(m_model, &QAbstractItemModel::modelReset, this, [this] {
        showEmptyText();
        m_list->showChat(m_current);
    });
    connect(m_search, &QLineEdit::textChanged, this, &Sidebar::showEmptyText);
    const auto *edge = static_cast<SidebarEdge *>(m_edge);
    const auto widen = [this](int width) {
        setFullWidth(qRound(width / stretch()));
        Q_EMIT widthChanged(m_fullWidth);
    };
    connect(edge, &SidebarEdge::dragged, this, widen);
    connect(edge, &SidebarEdge::resetRequested, this, [this, widen] { widen(qRound(defaultFullWidth * stretch())); });
}

void Sidebar::setConversations(const QList<Conversation> &conversations, qint64 nowMs)
{
    m_model->setConversations(conversations, nowMs);
    showEmptyText();
}

void Sidebar::setNow(qint64 nowMs)
{
    m_model->setNow(nowMs);
}

void Sidebar::setCurrent(ConversationId id)
{
    m_current = id;
    m_model->setCurrent(m_page == Page::Chats ? id : ConversationId());
    m_list->showChat(id);
}

void Sidebar::setPage(Page page)
{
    m_page = page;
    for (std::size_t i = 0; i < pageCount; ++i) {
        const bool shown = static_cast<Page>(i) == page;
        m_pages[i]->setChecked(shown);
        // One tab stop for all four; arrows move inside.
        m_pages[i]->setFocusPolicy(shown ? Qt::StrongFocus : Qt::ClickFocus);
    }
    m_model->setCurrent(page == Page::Chats ? m_current : ConversationId());
}

void Sidebar::setCounts(int models, int personas)
{
    m_pages[static_cast<std::size_t>(Page::Models)]->setCount(models);
    m_pages[static_cast<std::size_t>(Page::Personas)]->setCount(personas);
}

void Sidebar::setUnread(const QSet<ConversationId> &ids)
{
    m_model->setUnread(ids);
}

void Sidebar::setRail(bool rail)
{
    if (rail == m_rail) return;
    m_rail = rail;
    applyForm();
}

int Sidebar::railWidth() const
{
    return Theme::of(this).grown(railBase);
}

void Sidebar::setFullWidth(int px)
{
    m_fullWidth = std::clamp(px, minimumFullWidth, maximumFullWidth);
    applyForm();
}

qreal Sidebar::stretch() const
{
    return std::clamp(Theme::of(this).textPercent, 100, 150) / 100.0;
}

void Sidebar::applyForm()
{
    const int side = m_rail ? 10 : 12;
    const Theme &theme = Theme::of(this);
    for (QWidget *part : std::initializer_list<QWidget *>{m_brand, m_collapse, m_search, m_body, m_edge})
        part->setVisible(!m_rail);
    m_searchButton->setVisible(m_rail);
    m_new->setRail(m_rail);
    m_searchButton->setRail(m_rail);
    for (SidebarButton *page : m_pages)
        page->setRail(m_rail);
    m_mark->setFocusPolicy(m_rail ? Qt::TabFocus : Qt::NoFocus);
    // The right edge is a line of one pixel.
    layout()->setContentsMargins(side, 12, side + 1, 8);
    m_head->layout()->setContentsMargins(m_rail ? 0 : 8, 0, m_rail ? 0 : 6, 0);
    m_head->setFixedHeight(theme.grown(32));
    auto *head = static_cast<QHBoxLayout *>(m_head->layout());
    head->setAlignment(m_mark, m_rail ? Qt::AlignCenter : Qt::AlignVCenter);
    head->setStretchFactor(m_mark, m_rail ? 1 : 0);
    m_nav->layout()->setContentsMargins(0, 9, 0, 0);
    setFixedWidth(m_rail ? railWidth() : qRound(m_fullWidth * stretch()));
    m_search->setFixedHeight(theme.grown(32));
    if (!m_rail) showEmptyText();
    update();
}

void Sidebar::showEmptyText()
{
    const bool none = m_model->conversationCount() == 0;
    const bool nothing = m_model->shownCount() == 0;
    const QString sought = m_model->filter();
    if (none) {
        m_emptyText->setText(tr("No chats yet. Press %1 to begin.").arg(keysOf(Qt::CTRL | Qt::Key_N)));
    } else if (nothing) {
        m_emptyText->setText(tr("Nothing found for “%1”. Search looks in titles.").arg(sought));
    }
    m_emptyText->setVisible(nothing);
    m_list->setVisible(!nothing);
    // The label does not stretch, so without the list the words would float in the middle.
    auto *column = static_cast<QVBoxLayout *>(m_body->layout());
    column->setStretchFactor(m_emptyText, nothing ? 1 : 0);
}

void Sidebar::focusSearch()
{
    if (m_rail) {
        m_searchButton->setFocus(Qt::ShortcutFocusReason);
        return;
    }
    m_search->setFocus(Qt::ShortcutFocusReason);
    m_search->selectAll();
}

void Sidebar::focusList()
{
    if (m_rail || m_list->isHidden()) {
        m_new->setFocus(Qt::ShortcutFocusReason);
        return;
    }
    m_list->setFocus(Qt::ShortcutFocusReason);
}

void Sidebar::renameInPlace(ConversationId id)
{
    m_list->rename(id);
}

void Sidebar::stepNav(int from, int by)
{
    const int to = std::clamp(from + by, 0, static_cast<int>(pageCount) - 1);
    m_pages[static_cast<std::size_t>(to)]->setFocus(Qt::TabFocusReason);
}

bool Sidebar::handleSearchKey(int key)
{
    if (key == Qt::Key_Escape && !m_search->text().isEmpty()) {
        m_search->clear();
        return true;
    }
    const bool down = key == Qt::Key_Down;
    if ((!down && key != Qt::Key_Return && key != Qt::Key_Enter) || m_model->shownCount() == 0) return false;
    // Row 0 is a label.
    const QModelIndex first = m_model->index(1);
    m_list->setCurrentIndex(first);
    if (down) {
        m_list->setFocus(Qt::TabFocusReason);
    } else if (!m_search->text().isEmpty()) {
        Q_EMIT conversationActivated(m_model->idAt(first));
    }
    return true;
}

bool Sidebar::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::FocusIn || event->type() == QEvent::FocusOut) update();
    if (watched == m_search && event->type() == QEvent::KeyPress) {
        const auto *key = static_cast<QKeyEvent *>(event);
        if (key->modifiers() == Qt::NoModifier && handleSearchKey(key->key())) return true;
    }
    return QWidget::eventFilter(watched, event);
}

void Sidebar::retranslate()
{
    setAccessibleName(tr("Sidebar"));
    m_collapse->setName(tr("Collapse sidebar"), keysOf(Qt::CTRL | Qt::Key_B));
    m_mark->setAccessibleName(tr("Show sidebar"));
    m_mark->setToolTip(tr("Show sidebar"));
    m_new->setName(tr("New chat"), keysOf(Qt::CTRL | Qt::Key_N));
    m_searchButton->setName(tr("Search chats"));
    m_search->setPlaceholderText(tr("Search chats"));
    m_search->setAccessibleName(tr("Search chats"));
    m_search->setKeyHint(keysOf(Qt::CTRL | Qt::Key_K));
    m_list->setAccessibleName(tr("Chats"));
    const std::array names{tr("Chats"), tr("Models"), tr("Personas"), tr("Settings")};
    for (std::size_t i = 0; i < pageCount; ++i)
        m_pages[i]->setName(names[i]);
    m_model->retranslate();
    showEmptyText();
}

void Sidebar::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::of(this);
    QPainter painter(this);
    painter.fillRect(rect(), theme.side);
    painter.fillRect(width() - 1, 0, 1, height(), theme.line);
    painter.fillRect(0, m_nav->y(), width() - 1, 1, theme.line);
    if (m_rail) return;
    painter.setRenderHint(QPainter::Antialiasing);
    const QRect ground = m_search->geometry().adjusted(-searchPad, 0, 0, 0);
    drawRounded(painter, ground, 8, theme.hover);
    if (m_search->hasFocus()) drawFocusRing(painter, ground, 8, theme.accBar);
}

void Sidebar::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    m_edge->setGeometry(width() - SidebarEdge::grip, 0, SidebarEdge::grip, height());
}

void Sidebar::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) retranslate();
    if (event->type() == QEvent::StyleChange) applyForm();
}

} // namespace sotto
