// The half of MainWindow that joins views and services.

#include "core/text/error_text.h"
#include "ui/chat/chat_page.h"
#include "ui/chat/composer.h"
#include "ui/components/dialog.h"
#include "ui/components/toast.h"
#include "ui/header/chat_header.h"
#include "ui/meters/meters_panel.h"
#include "ui/pages/models_page.h"
#include "ui/pages/personas_page.h"
#include "ui/pages/settings_page.h"
#include "ui/palette/command_palette.h"
#include "ui/sidebar/chat_list_view.h"
#include "ui/sidebar/sidebar.h"
#include "ui/transcript/transcript_view.h"
#include "ui/window/main_window.h"
#include "ui/window/overlay_ground.h"

#include <QApplication>
#include <QClipboard>
#include <QCoreApplication>
#include <QDesktopServices>
#include <QDropEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QMenu>
#include <QMimeData>
#include <QStackedWidget>
#include <QUrl>

using namespace Qt::StringLiterals;

namespace sotto {
namespace {

QString firstModelFile(const QMimeData *data)
{
    for (const QUrl &url : data->urls())
        if (url.isLocalFile() && url.path().endsWith(".gguf"_L1, Qt::CaseInsensitive)) return url.toLocalFile();
    return {};
}

} // namespace

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
    const auto load = [this](const ModelFile &model) { m_context.models.load(model); };
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

void MainWindow::wireSettings()
{
    m_settingsPage->setShortcuts(m_actions.all());
    m_settingsPage->setSettings(m_context.settings.current());
    m_chatPage->setSettings(m_context.settings.current());
    connect(m_settingsPage, &SettingsPage::changed, &m_context.settings, &SettingsService::set);
    connect(m_settingsPage, &SettingsPage::addFolderRequested, this, &MainWindow::addModelFolder);
    connect(m_settingsPage, &SettingsPage::showRequested, this, &MainWindow::showInFolder);
    connect(&m_context.settings, &SettingsService::changed, this, [this](const Settings &settings) {
        m_settingsPage->setSettings(settings);
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
    on(m_actions.unloadModel, [this] { m_context.models.unload(); });
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

void MainWindow::openPalette()
{
    m_palette->setCommands(m_actions.all());
    m_palette->setConversations(m_context.chat.conversations(), m_context.clock.unixMs());
    m_palette->setPersonas(m_personas);
    m_palette->setModels(m_context.library.models());
    m_palette->open();
}

void MainWindow::refreshConversations()
{
    const ConversationId current = m_context.chat.current().id;
    for (const Conversation &conversation : m_context.chat.conversations()) {
        const auto seen = m_seen.constFind(conversation.id);
        if (seen != m_seen.cend() && *seen < conversation.updatedMs && conversation.id != current)
            m_unread.insert(conversation.id);
        m_seen.insert(conversation.id, conversation.updatedMs);
    }
    m_unread.remove(current);
    m_sidebar->setConversations(m_context.chat.conversations(), m_context.clock.unixMs());
    m_sidebar->setCurrent(current);
    m_sidebar->setUnread(m_unread);
}

void MainWindow::refreshPersonas()
{
    m_personasPage->setPersonas(m_personas);
    m_personasPage->setCurrent(m_context.chat.persona().id);
}

void MainWindow::choosePersona(const QString &id)
{
    m_context.chat.setPersona(id);
    Settings settings = m_context.settings.current();
    settings.personaId = id;
    m_context.settings.set(settings);
}

void MainWindow::refreshModels()
{
    m_modelsPage->setModels(m_context.library.models());
    m_modelsPage->setScanning(m_context.library.isScanning());
    m_modelsPage->setStatus(m_context.models.status());
    m_sidebar->setCounts(static_cast<int>(m_context.library.models().size()), static_cast<int>(m_personas.size()));
}

void MainWindow::showModelStatus(const ModelStatus &status)
{
    m_modelsPage->setStatus(status);
    m_actions.unloadModel->setEnabled(status.phase == ModelPhase::Ready);
    if (status.phase == ModelPhase::Failed && status.error) say(errorText(*status.error).whole());
    if (status.phase != ModelPhase::Ready) return;
    if (status.loaded->steppedDown)
        m_toast->showText(
            tr("Fewer layers than planned are on the GPU, because loading them failed. The rest is on the CPU."));
    // Remembered only once it has loaded: a file that brings the program down is not opened again by itself.
    Settings settings = m_context.settings.current();
    settings.lastModel = status.file.builtIn ? QString() : status.file.path;
    m_context.settings.set(settings);
    m_devicesRequest = m_context.engine.listDevices();
}

void MainWindow::refreshDisk()
{
    const QString folder = modelsFolder();
    m_modelsPage->setStorage(folder, m_context.facts.disk(folder));
    m_context.facts.readDisk(folder);
}

QString MainWindow::modelsFolder() const
{
    const QStringList &folders = m_context.settings.current().modelFolders;
    return folders.isEmpty() ? m_context.paths.modelsFolder : folders.constFirst();
}

void MainWindow::showFacts()
{
    m_chatPage->setHost(m_context.facts, m_devices);
    m_modelsPage->setStorage(modelsFolder(), m_context.facts.disk(modelsFolder()));
    SettingsFacts facts;
    facts.paths = m_context.paths;
    facts.cpu = m_context.facts.cpu();
    facts.devices = m_devices;
    for (const Device &device : m_devices)
        if (device.kind == DeviceKind::Cpu) facts.memoryTotal = device.totalBytes;
    if (m_context.models.status().loaded)
        facts.modelLayers = static_cast<int>(m_context.models.status().loaded->layerDevices.size());
    facts.version = QCoreApplication::applicationVersion();
    facts.engine = m_context.engineVersion;
    facts.builtInModel = tr("A placeholder that comes with Sotto. It recites a page of text about itself; it does not "
                            "understand what is asked.");
    m_settingsPage->setFacts(facts);
}

void MainWindow::say(const QString &text)
{
    m_toast->showText(text);
}

void MainWindow::openModel(const QString &path)
{
    m_opening = path;
    m_context.library.addFile(path);
}

void MainWindow::chooseModelFile()
{
    auto *dialog =
        new QFileDialog(this, tr("Open a model file"), modelsFolder(), tr("GGUF models (*.gguf);;All files (*)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, &MainWindow::openModel);
    dialog->open();
}

void MainWindow::addModelFolder()
{
    auto *dialog = new QFileDialog(this, tr("Choose a folder with models"), modelsFolder());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &folder) {
        Settings settings = m_context.settings.current();
        // What is found today must not vanish because a second folder is named.
        if (settings.modelFolders.isEmpty()) settings.modelFolders.append(m_context.paths.modelsFolder);
        settings.modelFolders.removeAll(folder);
        // From the Models page "Change…" the new folder becomes the one where new models go.
        if (m_page == Page::Models)
            settings.modelFolders.prepend(folder);
        else
            settings.modelFolders.append(folder);
        m_context.settings.set(settings);
    });
    dialog->open();
}

void MainWindow::showInFolder(const QString &path)
{
    const QFileInfo info(path);
    QDesktopServices::openUrl(QUrl::fromLocalFile(info.isDir() ? path : info.absolutePath()));
}

void MainWindow::askToOpen(const QUrl &url)
{
    auto *dialog = new ConfirmDialog(this,
                                     {tr("Open this link in the browser?"),
                                      tr("It leads out of Sotto. Look at the whole address first."), tr("Stay here"),
                                      tr("Open"), url.toDisplayString(QUrl::FullyDecoded)},
                                     DialogRisk::None);
    connect(dialog, &ConfirmDialog::accepted, this, [url] { QDesktopServices::openUrl(url); });
    dialog->open();
}

void MainWindow::askToDelete(ConversationId id)
{
    QString title;
    for (const Conversation &conversation : m_context.chat.conversations())
        if (conversation.id == id) title = conversation.title.isEmpty() ? tr("New chat") : conversation.title;
    if (title.isEmpty()) return;
    auto *dialog =
        new ConfirmDialog(this, {tr("Delete this chat?"),
                                 tr("“%1” will be gone from the list. You can still undo it for a moment.").arg(title),
                                 tr("Keep it"),
                                 tr("Delete"),
                                 {}});
    connect(dialog, &ConfirmDialog::accepted, this, [this, id] { removeWithUndo(id); });
    dialog->open();
}

void MainWindow::removeWithUndo(ConversationId id)
{
    const bool wasOpen = m_context.chat.current().id == id;
    m_context.chat.remove(id);
    m_toast->disconnect(this);
    connect(m_toast, &Toast::acted, this, [this, id, wasOpen] {
        m_context.chat.restore(id);
        // Back as it was, unless something else was begun meanwhile.
        if (wasOpen && m_context.chat.tree().path().isEmpty()) m_context.chat.open(id);
    });
    // Another message takes the toast's place: its button, if any, is another one.
    connect(m_toast, &Toast::expired, this, [this] { m_toast->disconnect(this); });
    m_toast->showText(tr("Chat deleted"), tr("Undo"));
}

void MainWindow::nextConversation()
{
    const QList<Conversation> &all = m_context.chat.conversations();
    if (all.isEmpty()) return;
    qsizetype at = -1;
    for (qsizetype i = 0; i < all.size(); ++i)
        if (all[i].id == m_context.chat.current().id) at = i;
    m_context.chat.open(all[(at + 1) % all.size()].id);
}

void MainWindow::moveRegion(int direction)
{
    const bool chats = m_page == Page::Chats;
    QList<QWidget *> regions{m_sidebar};
    if (chats)
        regions << &m_chatPage->header() << &m_chatPage->transcript() << &m_chatPage->composer();
    else
        regions << m_pages->currentWidget();
    if (chats && m_chatPage->meters().isVisible()) regions << &m_chatPage->meters();
    qsizetype at = 0;
    for (qsizetype i = 0; i < regions.size(); ++i)
        if (focusWidget() && (regions[i] == focusWidget() || regions[i]->isAncestorOf(focusWidget()))) at = i;
    // A region without anything to focus (an empty transcript) is passed over.
    for (qsizetype step = 1; step <= regions.size(); ++step) {
        QWidget *region = regions[(at + direction * step + 2 * regions.size()) % regions.size()];
        if (region == m_sidebar) return m_sidebar->focusList();
        if (region == &m_chatPage->composer()) return m_chatPage->focusComposer();
        if (!region->isVisible()) continue;
        for (QWidget *child = region; child;) {
            if (child->focusPolicy() & Qt::TabFocus && child->isVisible() && child->isEnabled())
                return child->setFocus(Qt::TabFocusReason);
            child = child->nextInFocusChain();
            if (!region->isAncestorOf(child)) break;
        }
    }
}

void MainWindow::dragEnterEvent(QDragEnterEvent *event)
{
    if (!firstModelFile(event->mimeData()).isEmpty()) event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent *event)
{
    const QString path = firstModelFile(event->mimeData());
    if (path.isEmpty()) return;
    event->acceptProposedAction();
    openModel(path);
}

void MainWindow::keyPressEvent(QKeyEvent *event)
{
    if (event->key() != Qt::Key_Escape) return QWidget::keyPressEvent(event);
    const bool stops = m_page == Page::Chats && m_context.chat.isReplying();
    if (!stops && closePanel()) return;
    if (m_page == Page::Chats) m_chatPage->escape();
}

} // namespace sotto
