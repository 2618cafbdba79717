#include "ui/window/main_window.h"

#include "ui/chat/chat_page.h"
#include "ui/chat/composer.h"
#include "ui/components/popover.h"
#include "ui/components/toast.h"
#include "ui/energy/energy_page.h"
#include "ui/model_details/model_details_page.h"
#include "ui/pages/models_page.h"
#include "ui/pages/personas_page.h"
#include "ui/pages/settings_page.h"
#include "ui/palette/command_palette.h"
#include "ui/sidebar/sidebar.h"
#include "ui/theme/theme.h"
#include "ui/window/model_presenter.h"
#include "ui/window/overlay_ground.h"

#include <QCloseEvent>
#include <QHBoxLayout>
#include <QPainter>
#include <QStackedWidget>

namespace sotto {
namespace {

constexpr QSize kDefaultSize(1280, 800);
constexpr QSize kMinimumSize(720, 520);

} // namespace

MainWindow::MainWindow(const WindowContext &context) : m_context(context), m_personas(builtInPersonas())
{
    setWindowTitle(QStringLiteral("Sotto"));
    setMinimumSize(kMinimumSize);
    resize(kDefaultSize);
    setAcceptDrops(true);
    m_actions = makeWindowActions(this);
    build();
    wireSidebar();
    wireChats();
    wireModels();
    wireModelDetails();
    wireSettings();
    wireEnergy();
    wireActions();
    wirePalette();
    restoreGeometry(m_context.settings.current().windowGeometry);
    refreshConversations();
    refreshPersonas();
    refreshModels();
    arrange();
}

MainWindow::~MainWindow() = default;

void MainWindow::build()
{
    m_row = new QHBoxLayout(this);
    m_row->setContentsMargins({});
    m_row->setSpacing(0);
    m_sidebar = new Sidebar(this);
    m_pages = new QStackedWidget(this);
    m_row->addWidget(m_sidebar);
    m_row->addWidget(m_pages, 1);
    m_ground = new OverlayGround(this);

    m_chatPage = new ChatPage(m_context.chat, m_context.models, m_context.library, m_context.clock, this);
    m_energyPage = new EnergyPage(this);
    m_chatPages = new QStackedWidget(this);
    m_chatPages->addWidget(m_chatPage);
    m_chatPages->addWidget(m_energyPage);
    m_modelPages = new QStackedWidget(this);
    m_modelsPage = new ModelsPage(this);
    m_detailsPage = new ModelDetailsPage(this);
    m_modelPages->addWidget(m_modelsPage);
    m_modelPages->addWidget(m_detailsPage);
    m_personasPage = new PersonasPage(this);
    m_settingsPage = new SettingsPage(this);
    // In the order of the enum Page.
    for (QWidget *page : std::initializer_list<QWidget *>{m_chatPages, m_modelPages, m_personasPage, m_settingsPage})
        m_pages->addWidget(page);
    m_palette = new CommandPalette(this);
    m_toast = new Toast(this);
}

WindowMemory MainWindow::memory() const
{
    return {m_page, showsModelDetails() ? m_modelPresenter->model().path : QString(), m_chatPage->draft(),
            saveGeometry()};
}

void MainWindow::recall(const WindowMemory &memory)
{
    restoreGeometry(memory.geometry);
    m_chatPage->setDraft(memory.draft);
    showPage(memory.page);
    if (!memory.modelPath.isEmpty()) showModelDetails(memory.modelPath);
}

void MainWindow::showPage(Page page)
{
    m_page = page;
    m_pages->setCurrentIndex(static_cast<int>(page));
    m_sidebar->setPage(page);
    if (page == Page::Models) {
        m_modelPages->setCurrentWidget(m_modelsPage);
        refreshDisk();
        m_context.library.rescan();
    }
    if (page == Page::Chats) {
        m_chatPages->setCurrentWidget(m_chatPage);
        m_chatPage->focusComposer();
    }
    arrange();
}

void MainWindow::arrange()
{
    const Settings &settings = m_context.settings.current();
    m_layout = layoutFor(widthForLayout(width(), settings.textPercent), settings);
    m_sidebar->setRail(m_layout.sidebar == SidebarForm::Rail);
    m_sidebar->setFullWidth(settings.sidebarWidth);
    placeSidebar();
    m_chatPage->setLayoutForm(m_layout);
}

void MainWindow::placeSidebar()
{
    const bool over = m_layout.sidebar == SidebarForm::Overlay;
    m_row->setContentsMargins(over ? m_sidebar->railWidth() : 0, 0, 0, 0);
    if (!over) {
        m_ground->hide();
        if (m_row->indexOf(m_sidebar) < 0) m_row->insertWidget(0, m_sidebar);
        return;
    }
    // The rail's place is kept, so that the page does not move.
    m_row->removeWidget(m_sidebar);
    m_sidebar->setGeometry(0, 0, m_sidebar->maximumWidth(), height());
    m_ground->showUnder(m_sidebar);
}

void MainWindow::toggleSidebar()
{
    if (m_layout.sidebar == SidebarForm::Overlay) return closeOverlay();
    QPointer<QWidget> before = focusWidget();
    m_context.settings.set(withSidebarToggled(m_context.settings.current(), m_layout));
    if (m_layout.sidebar != SidebarForm::Overlay) return;
    m_beforeOverlay = before;
    m_sidebar->focusList();
}

void MainWindow::closeOverlay()
{
    if (m_layout.sidebar != SidebarForm::Overlay) return;
    const bool inside = m_sidebar->isAncestorOf(focusWidget());
    m_context.settings.set(withSidebarToggled(m_context.settings.current(), m_layout));
    const QPointer<QWidget> before = std::exchange(m_beforeOverlay, {});
    if (!inside) return;
    if (before && before->isVisible())
        before->setFocus(Qt::OtherFocusReason);
    else if (m_page == Page::Chats)
        m_chatPage->focusComposer();
}

/// Popovers and the palette belong to what was on the screen when they opened.
void MainWindow::closeFloating()
{
    for (Popover *popover : findChildren<Popover *>())
        popover->dismiss();
    m_palette->dismiss();
}

/// What Esc closes: a panel that lies over the page.
bool MainWindow::closePanel()
{
    if (m_layout.sidebar == SidebarForm::Overlay) {
        closeOverlay();
        return true;
    }
    if (!showsChat() || m_layout.meters != MetersForm::Drawer) return false;
    toggleMeters();
    return true;
}

void MainWindow::toggleMeters()
{
    if (!showsChat()) showPage(Page::Chats);
    m_context.settings.set(withMetersToggled(m_context.settings.current(), m_layout));
}

void MainWindow::changeTextSize(int percent)
{
    Settings settings = m_context.settings.current();
    settings.textPercent = std::clamp(percent, 80, 200);
    m_context.settings.set(settings);
}

void MainWindow::sampleWhileVisible()
{
    const bool visible = isVisible() && !isMinimized();
    m_context.meter.setShown(visible);
    if (visible)
        m_context.sampler.start();
    else
        m_context.sampler.stop();
}

void MainWindow::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    arrange();
}

void MainWindow::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    sampleWhileVisible();
    if (m_page == Page::Chats) m_chatPage->focusComposer();
}

void MainWindow::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    sampleWhileVisible();
}

void MainWindow::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::WindowStateChange) sampleWhileVisible();
    if (event->type() == QEvent::ActivationChange && isActiveWindow()) m_sidebar->setNow(m_context.clock.unixMs());
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    Settings settings = m_context.settings.current();
    settings.windowGeometry = saveGeometry();
    m_context.settings.set(settings);
    QWidget::closeEvent(event);
}

void MainWindow::paintEvent(QPaintEvent *)
{
    QPainter(this).fillRect(rect(), Theme::of(this).bg);
}

} // namespace sotto
