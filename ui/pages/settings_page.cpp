#include "ui/pages/settings_page.h"

#include "ui/components/card.h"
#include "ui/components/content_scroll.h"
#include "ui/components/label.h"
#include "ui/components/paint.h"
#include "ui/pages/page_parts.h"
#include "ui/theme/icons.h"
#include "ui/theme/style.h"

#include <QAction>
#include <QComboBox>
#include <QEvent>
#include <QListView>
#include <QPainter>
#include <QStackedWidget>
#include <QStandardItemModel>
#include <QStyledItemDelegate>

namespace sotto {

using namespace Qt::StringLiterals;

namespace {

constexpr int kNavWidth = 208;
constexpr IconName kIcons[] = {IconName::Gear,   IconName::Cpu,      IconName::Folder, IconName::Bolt,
                               IconName::Shield, IconName::Keyboard, IconName::Info};

/// A nav row: icon, name; the selected one filled and in weight 600.
class TabDelegate final : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const override
    {
        return {100, Theme::of(option.widget).grown(32)};
    }
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const Theme &theme = Theme::of(option.widget);
        const bool selected = option.state.testFlag(QStyle::State_Selected);
        const bool hovered = option.state.testFlag(QStyle::State_MouseOver);
        const QRectF row = QRectF(option.rect).adjusted(4, 0, -4, 0);
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        if (selected || hovered) drawRounded(*painter, row, 7, selected ? theme.select : theme.hover);
        const qreal side = theme.grown(16);
        const QRectF place(row.left() + 8, row.center().y() - side / 2, side, side);
        paintIcon(*painter, kIcons[index.row()], place, selected ? theme.accText : theme.t2);
        drawElided(*painter, row.adjusted(18 + side, 0, -8, 0), index.data().toString(),
                   theme.font(TypeRole::Interface, selected ? QFont::DemiBold : QFont::Normal),
                   selected ? theme.t1 : theme.t2);
        if (option.state.testFlag(QStyle::State_HasFocus) && showsFocus(option.widget)) {
            painter->setPen(QPen(theme.accBar, 2));
            painter->setBrush(Qt::NoBrush);
            painter->drawRoundedRect(row.adjusted(1, 1, -1, -1), 7, 7);
        }
        painter->restore();
    }
};

} // namespace

SettingsPage::SettingsPage(QWidget *parent)
    : QWidget(parent), m_tabs(new QStandardItemModel(0, 1, this)), m_stack(new QStackedWidget(this))
{
    for (std::size_t i = 0; i < std::size(kIcons); ++i)
        m_tabs->appendRow(new QStandardItem);
    auto *across = new QHBoxLayout(this);
    across->setContentsMargins(0, 0, 0, 0);
    across->setSpacing(0);
    buildNav();
    across->addWidget(m_nav);
    auto *column = new QVBoxLayout;
    column->setSpacing(0);
    column->addWidget(m_foldHead);
    column->addWidget(m_stack, 1);
    across->addLayout(column, 1);
    buildSections();
    nameAll();
    fold();
}

void SettingsPage::buildNav()
{
    m_nav = new QWidget(this);
    auto *column = new QVBoxLayout(m_nav);
    column->setContentsMargins(16, 28, 8, 0);
    column->setSpacing(16);
    m_title = new Label({}, TypeRole::Title, Ink::Primary, QFont::DemiBold, m_nav);
    m_list = new QListView(m_nav);
    m_list->setObjectName(u"settingsTabs"_s);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setUniformItemSizes(true);
    m_list->setMouseTracking(true);
    m_list->setItemDelegate(new TabDelegate(m_list));
    m_list->setModel(m_tabs);
    m_list->viewport()->setAutoFillBackground(false);
    setFocusRing(m_list, -1);
    m_list->setCurrentIndex(m_tabs->index(0, 0));
    auto *titleRow = new QHBoxLayout;
    titleRow->setContentsMargins(12, 0, 0, 0);
    titleRow->addWidget(m_title);
    column->addLayout(titleRow);
    column->addWidget(m_list, 1);

    m_foldHead = new QWidget(this);
    auto *line = new QHBoxLayout(m_foldHead);
    line->setContentsMargins(36, 20, 36, 0);
    m_foldTitle = new Label({}, TypeRole::Title, Ink::Primary, QFont::DemiBold, m_foldHead);
    m_foldList = new QComboBox(m_foldHead);
    m_foldList->setObjectName(u"settingsFold"_s);
    m_foldList->setModel(m_tabs);
    line->addWidget(m_foldTitle);
    line->addStretch(1);
    line->addWidget(m_foldList);
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, [this](const QModelIndex &current) {
        if (current.isValid()) showTab(static_cast<SettingsTab>(current.row()));
    });
    connect(m_foldList, &QComboBox::activated, this, [this](int index) { showTab(static_cast<SettingsTab>(index)); });
}

void SettingsPage::nameAll()
{
    const QString names[] = {tr("General"), tr("Hardware"), tr("Storage"), tr("Power and cost"),
                             tr("Privacy"), tr("Keyboard"), tr("About")};
    for (int i = 0; i < m_tabs->rowCount(); ++i)
        m_tabs->item(i)->setText(names[i]);
    m_title->setText(tr("Settings"));
    m_foldTitle->setText(tr("Settings"));
    m_list->setAccessibleName(tr("Settings"));
    m_foldList->setAccessibleName(tr("Settings"));
}

/// Sections are made anew when facts or language change: their texts are all set where they are built. Focus stays on
/// the control of the same name.
void SettingsPage::buildSections()
{
    const int tab = std::max(0, m_stack->currentIndex());
    const QWidget *focused = focusWidget();
    const QString focusName = focused && m_stack->isAncestorOf(focused) ? focused->objectName() : QString();
    while (m_stack->count() > 0) {
        QWidget *old = m_stack->widget(0);
        m_stack->removeWidget(old);
        old->hide();
        old->setParent(nullptr); // no longer found by name
        old->deleteLater();
    }
    m_sections.clear();
    QList<QAction *> actions;
    for (const QPointer<QAction> &action : m_actions)
        if (action) actions << action;
    auto *storage = new StorageSettings(m_facts);
    auto *privacy = new PrivacySettings(m_facts);
    connect(storage, &StorageSettings::addFolderRequested, this, &SettingsPage::addFolderRequested);
    connect(storage, &StorageSettings::showRequested, this, &SettingsPage::showRequested);
    connect(privacy, &PrivacySettings::showRequested, this, &SettingsPage::showRequested);
    addSection(new GeneralSettings);
    m_hardware = new HardwareSettings(m_facts);
    m_hardware->setReloadNeeded(m_reloadNeeded);
    connect(m_hardware, &HardwareSettings::reloadRequested, this, &SettingsPage::reloadRequested);
    addSection(m_hardware);
    addSection(storage);
    addSection(new PowerSettings(m_facts));
    addSection(privacy);
    addSection(new KeyboardSettings(actions));
    addSection(new AboutSettings(m_facts));
    m_stack->setCurrentIndex(tab);
    if (focusName.isEmpty()) return;
    if (auto *again = m_stack->currentWidget()->findChild<QWidget *>(focusName)) again->setFocus(Qt::OtherFocusReason);
}

void SettingsPage::addSection(SettingsSection *section)
{
    section->setMaximumWidth(kPageWidth - kNavWidth);
    section->setSettings(m_settings);
    m_stack->addWidget(makeContentScroll(section));
    m_sections << section;
    connect(section, &SettingsSection::edited, this, [this, section](const Settings &settings) {
        m_settings = settings;
        for (SettingsSection *other : std::as_const(m_sections))
            if (other != section) other->setSettings(settings);
        Q_EMIT changed(settings);
    });
}

void SettingsPage::setSettings(const Settings &settings)
{
    if (settings == m_settings) return;
    m_settings = settings;
    for (SettingsSection *section : std::as_const(m_sections))
        section->setSettings(settings);
}

void SettingsPage::setFacts(const SettingsFacts &facts)
{
    if (facts == m_facts) return;
    m_facts = facts;
    buildSections();
}

void SettingsPage::setReloadNeeded(bool needed)
{
    m_reloadNeeded = needed;
    m_hardware->setReloadNeeded(needed);
}

void SettingsPage::setShortcuts(const QList<QAction *> &actions)
{
    m_actions.clear();
    for (QAction *action : actions)
        m_actions << action;
    buildSections();
}

void SettingsPage::showTab(SettingsTab tab)
{
    const int row = static_cast<int>(tab);
    m_stack->setCurrentIndex(row);
    m_foldList->setCurrentIndex(row);
    if (m_list->currentIndex().row() != row) m_list->setCurrentIndex(m_tabs->index(row, 0));
}

SettingsTab SettingsPage::currentTab() const
{
    return static_cast<SettingsTab>(m_stack->currentIndex());
}

void SettingsPage::fold()
{
    m_folded = window()->width() < kFoldBelow;
    m_nav->setVisible(!m_folded);
    m_nav->setFixedWidth(Theme::of(this).grown(kNavWidth));
    m_foldHead->setVisible(m_folded);
}

void SettingsPage::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    fold();
}

void SettingsPage::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::StyleChange) fold();
    if (event->type() != QEvent::LanguageChange) return;
    nameAll();
    buildSections();
}

void SettingsPage::paintEvent(QPaintEvent *)
{
    if (m_folded) return;
    QPainter painter(this);
    painter.fillRect(m_nav->geometry().right(), 0, 1, height(), Theme::of(this).line);
}

} // namespace sotto
