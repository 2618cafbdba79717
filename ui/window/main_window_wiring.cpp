// The half of MainWindow that joins views and services.

#include "core/text/error_text.h"
#include "ui/chat/chat_page.h"
#include "ui/components/toast.h"
#include "ui/model_details/model_details_page.h"
#include "ui/pages/models_page.h"
#include "ui/pages/personas_page.h"
#include "ui/pages/settings_page.h"
#include "ui/palette/command_palette.h"
#include "ui/sidebar/sidebar.h"
#include "ui/window/main_window.h"
#include "ui/window/model_presenter.h"
#include "ui/window/overlay_ground.h"

#include <QApplication>
#include <QClipboard>
#include <QGuiApplication>
#include <QMenu>
#include <QStackedWidget>

using namespace Qt::StringLiterals;

namespace sotto {

void MainWindow::wireSidebar()
{
    auto &chat = m_context.chat;
    connect(m_sidebar, &Sidebar::conversationActivated, this, [this](ConversationId id) {
        m_context.chat.open(id);
        showPage(Page::Chats);
        closeOverlay();
    });
    connect(m_sidebar, &Sidebar::newChatRequested, this, [this] { m_actions.newChat->trigger(); });
    connect(m_sidebar, &Sidebar::renameRequested, &chat, &ChatService::rename);
    connect(m_sidebar, &Sidebar::pinRequested, &chat, &ChatService::setPinned);
    connect(m_sidebar, &Sidebar::removeRequested, this, &MainWindow::removeWithUndo);
    connect(m_sidebar, &Sidebar::removeAsked, this, &MainWindow::askToDelete);
    connect(m_sidebar, &Sidebar::pageRequested, this, [this](Page page) {
        showPage(page);
        closeOverlay();
    });
    connect(m_ground, &OverlayGround::pressed, this, &MainWindow::closeOverlay);
    connect(qApp, &QApplication::focusChanged, this, [this](QWidget *, QWidget *now) {
        // Whoever goes on in the page is done with the sidebar.
        if (m_layout.sidebar == SidebarForm::Overlay && now && m_pages->isAncestorOf(now)) closeOverlay();
    });
    connect(m_sidebar, &Sidebar::collapseRequested, this, &MainWindow::toggleSidebar);
    connect(m_sidebar, &Sidebar::searchFocus, this, [this] { m_actions.searchChats->trigger(); });
    connect(m_sidebar, &Sidebar::widthChanged, this, [this](int px) {
        Settings settings = m_context.settings.current();
        settings.sidebarWidth = px;
        m_context.settings.set(settings);
    });
}

void MainWindow::wireChats()
{
    auto &chat = m_context.chat;
    connect(&chat, &ChatService::conversationsChanged, this, &MainWindow::refreshConversations);
    connect(&chat, &ChatService::opened, this, &MainWindow::refreshConversations);
    connect(&chat, &ChatService::currentChanged, this, &MainWindow::refreshPersonas);
    connect(&chat, &ChatService::failed, this, [this](const Error &error) { say(errorText(error).whole()); });
    connect(m_chatPage, &ChatPage::metersToggled, this, &MainWindow::toggleMeters);
    connect(m_chatPage, &ChatPage::said, this, [this](const QString &text) { m_toast->showText(text); });
    connect(m_chatPage, &ChatPage::personaChosen, this, &MainWindow::choosePersona);
    connect(m_chatPage, &ChatPage::linkActivated, this, &MainWindow::askToOpen);
    connect(&m_context.sampler, &SystemSampler::sampled, m_chatPage, &ChatPage::setSystem);
    connect(m_personasPage, &PersonasPage::personaChosen, this, [this](const QString &id) {
        choosePersona(id);
        showPage(Page::Chats);
    });
}

void MainWindow::wireModels()
{
    const auto load = [this](const ModelFile &model) {
        m_context.models.setCrash({}); // answered: it was to be this one
        m_context.models.load(model);
    };
    connect(m_chatPage, &ChatPage::modelChosen, this, load);
    connect(m_chatPage, &ChatPage::openFileRequested, this, &MainWindow::chooseModelFile);
    connect(m_chatPage, &ChatPage::modelsPageRequested, this, [this] { showPage(Page::Models); });
    connect(m_chatPage, &ChatPage::fileDropped, this, &MainWindow::openModel);
    connect(m_modelsPage, &ModelsPage::loadRequested, this, load);
    connect(m_modelsPage, &ModelsPage::unloadRequested, this, [this] { m_context.models.unload(); });
    connect(m_modelsPage, &ModelsPage::cancelRequested, this, [this] { m_context.models.cancelLoad(); });
    connect(m_modelsPage, &ModelsPage::addFileRequested, this, &MainWindow::chooseModelFile);
    connect(m_modelsPage, &ModelsPage::changeFolderRequested, this, &MainWindow::addModelFolder);
    connect(m_modelsPage, &ModelsPage::showInFolderRequested, this, &MainWindow::showInFolder);
    connect(m_modelsPage, &ModelsPage::pathCopied, this, [this] { m_toast->showText(tr("Path copied")); });
    connect(&m_context.library, &ModelLibrary::changed, this, &MainWindow::refreshModels);
    connect(&m_context.library, &ModelLibrary::added, this, [this](const ModelFile &model) {
        if (m_opening.isEmpty()) return;
        m_opening.clear();
        if (model.problem)
            say(errorText(*model.problem).whole());
        else
            m_context.models.load(model);
    });
    connect(&m_context.library, &ModelLibrary::addFailed, this, [this](const QString &, const Error &error) {
        m_opening.clear();
        say(errorText(error).whole());
    });
    connect(&m_context.library, &ModelLibrary::folderFailed, this, [this](const QString &folder, const Error &error) {
        // The default folder is made when something is put there.
        const bool notMadeYet = error.code == ErrorCode::FileNotFound && folder == m_context.paths.modelsFolder;
        if (!notMadeYet) say(errorText(error).whole());
    });
    connect(&m_context.models, &ModelService::changed, this, &MainWindow::showModelStatus);
    connect(&m_context.facts, &HostFacts::changed, this, &MainWindow::showFacts);
    connect(&m_context.bridge, &EngineBridge::eventArrived, this, [this](const EngineEvent &event) {
        const auto *listed = std::get_if<DevicesListed>(&event.body);
        if (!listed || event.request != m_devicesRequest) return;
        m_devices = listed->devices;
        showFacts();
    });
}

void MainWindow::wireModelDetails()
{
    m_modelPresenter = new ModelPresenter(*m_detailsPage, m_context);
    connect(m_modelPresenter, &ModelPresenter::said, this, &MainWindow::say);
    connect(m_modelsPage, &ModelsPage::detailsRequested, this, &MainWindow::showModelDetails);
    connect(m_chatPage, &ChatPage::modelDetailsRequested, this, &MainWindow::showModelDetails);
    connect(m_detailsPage, &ModelDetailsPage::backRequested, this, &MainWindow::leaveModelDetails);
    connect(m_detailsPage, &ModelDetailsPage::showInFolderRequested, this,
            [this] { showInFolder(m_modelPresenter->model().path); });
    connect(&m_context.modelSettings, &ModelSettingsService::changed, this, [this] {
        m_settingsPage->setReloadNeeded(m_context.models.needsReload());
        refreshModels();
    });
}

void MainWindow::wireSettings()
{
    m_settingsPage->setShortcuts(m_actions.all());
    m_settingsPage->setSettings(m_context.settings.current());
    m_chatPage->setSettings(m_context.settings.current());
    connect(m_settingsPage, &SettingsPage::changed, &m_context.settings, &SettingsService::set);
    connect(m_settingsPage, &SettingsPage::addFolderRequested, this, &MainWindow::addModelFolder);
    connect(m_settingsPage, &SettingsPage::showRequested, this, &MainWindow::showInFolder);
    connect(m_settingsPage, &SettingsPage::reloadRequested, &m_context.models, &ModelService::reload);
    connect(&m_context.settings, &SettingsService::changed, this, [this](const Settings &settings) {
        m_settingsPage->setSettings(settings);
        m_settingsPage->setReloadNeeded(m_context.models.needsReload());
        m_chatPage->setSettings(settings);
        refreshDisk();
        arrange();
    });
    connect(&m_context.settings, &SettingsService::writeFailed, this,
            [this](const Error &error) { say(errorText(error).whole()); });
    showFacts();
}

void MainWindow::wireActions()
{
    const auto on = [this](QAction *action, auto does) { connect(action, &QAction::triggered, this, does); };
    for (QAction *action : m_actions.all())
        on(action, [this] { closeFloating(); });
    on(m_actions.newChat, [this] {
        m_context.chat.newConversation();
        showPage(Page::Chats);
    });
    on(m_actions.palette, [this] { openPalette(); });
    on(m_actions.searchChats, [this] {
        if (m_layout.sidebar == SidebarForm::Rail) toggleSidebar();
        m_sidebar->focusSearch();
    });
    on(m_actions.toggleSidebar, [this] { toggleSidebar(); });
    on(m_actions.toggleMeters, [this] { toggleMeters(); });
    on(m_actions.chats, [this] { showPage(Page::Chats); });
    on(m_actions.models, [this] { showPage(Page::Models); });
    on(m_actions.personas, [this] { showPage(Page::Personas); });
    on(m_actions.settings, [this] { showPage(Page::Settings); });
    on(m_actions.shortcuts, [this] {
        showPage(Page::Settings);
        m_settingsPage->showTab(SettingsTab::Keyboard);
    });
    on(m_actions.openModel, [this] { chooseModelFile(); });
    on(m_actions.unloadModel, [this] { m_context.models.unloadUntilNeeded(); });
    on(m_actions.energy, [this] { showEnergy(); });
    on(m_actions.modelDetails, [this] { showModelDetails(m_context.models.status().file.path); });
    on(m_actions.larger, [this] { changeTextSize(m_context.settings.current().textPercent + 10); });
    on(m_actions.smaller, [this] { changeTextSize(m_context.settings.current().textPercent - 10); });
    on(m_actions.normalSize, [this] { changeTextSize(100); });
    on(m_actions.nextRegion, [this] { moveRegion(1); });
    on(m_actions.previousRegion, [this] { moveRegion(-1); });
    on(m_actions.quit, [this] { close(); });
    wireChatActions();
}

void MainWindow::wireChatActions()
{
    const auto onChat = [this](QAction *action, auto does) {
        connect(action, &QAction::triggered, this, [this, does] {
            showPage(Page::Chats);
            does();
        });
    };
    onChat(m_actions.chooseModel, [this] { m_chatPage->openModelPopover(); });
    onChat(m_actions.choosePersona, [this] { m_chatPage->openPersonaPopover(); });
    onChat(m_actions.temperature, [this] { m_chatPage->openTemperaturePopover(); });
    onChat(m_actions.think, [this] { m_context.chat.setThinking(Thinking::On); });
    onChat(m_actions.dontThink, [this] { m_context.chat.setThinking(Thinking::Off); });
    onChat(m_actions.thinkByItself, [this] { m_context.chat.setThinking(Thinking::AsTemplate); });
    onChat(m_actions.regenerate, [this] { m_chatPage->regenerateLastReply(); });
    onChat(m_actions.copyReply, [this] {
        const auto text = m_chatPage->lastReplyText();
        if (!text) return;
        QGuiApplication::clipboard()->setText(*text);
        m_toast->showText(tr("Reply copied"));
    });
    onChat(m_actions.renameChat, [this] {
        if (m_layout.sidebar == SidebarForm::Rail) toggleSidebar();
        m_sidebar->renameInPlace(m_context.chat.current().id);
    });
    onChat(m_actions.pinChat, [this] {
        const Conversation &current = m_context.chat.current();
        m_context.chat.setPinned(current.id, !current.pinned);
    });
    onChat(m_actions.deleteChat, [this] { askToDelete(m_context.chat.current().id); });
    onChat(m_actions.nextChat, [this] { nextConversation(); });

    auto *menu = new QMenu(this);
    for (QAction *action : {m_actions.temperature, m_actions.regenerate, m_actions.copyReply, m_actions.renameChat,
                            m_actions.pinChat, m_actions.deleteChat})
        menu->addAction(action);
    m_chatPage->setHeaderMenu(menu);
}

void MainWindow::wirePalette()
{
    connect(m_palette, &CommandPalette::commandChosen, this, [](QAction *action) { action->trigger(); });
    connect(m_palette, &CommandPalette::conversationChosen, this, [this](ConversationId id) {
        m_context.chat.open(id);
        showPage(Page::Chats);
    });
    connect(m_palette, &CommandPalette::personaChosen, this, &MainWindow::choosePersona);
    connect(m_palette, &CommandPalette::modelChosen, this, [this](const QString &path) {
        if (const auto model = m_context.library.find(path)) m_context.models.load(*model);
    });
}

} // namespace sotto
