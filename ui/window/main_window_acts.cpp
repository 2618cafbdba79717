// What MainWindow does when asked, and what it puts on the screen.

#include "core/text/error_text.h"
#include "inference/offload_planner.h"
#include "ui/chat/chat_page.h"
#include "ui/chat/composer.h"
#include "ui/chat/model_notice.h"
#include "ui/components/dialog.h"
#include "ui/components/toast.h"
#include "ui/header/chat_header.h"
#include "ui/meters/meters_panel.h"
#include "ui/model_details/model_details_page.h"
#include "ui/pages/models_page.h"
#include "ui/pages/personas_page.h"
#include "ui/pages/settings_page.h"
#include "ui/palette/command_palette.h"
#include "ui/sidebar/sidebar.h"
#include "ui/transcript/transcript_view.h"
#include "ui/window/main_window.h"
#include "ui/window/model_presenter.h"

#include <QApplication>
#include <QCoreApplication>
#include <QDesktopServices>
#include <QDropEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QKeyEvent>
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
    QSet<QString> favourites;
    for (const ModelFile &model : m_context.library.models())
        if (m_context.modelSettings.of(model).favourite) favourites.insert(model.path);
    m_modelsPage->setFavourites(favourites);
    m_modelsPage->setScanning(m_context.library.isScanning());
    m_modelsPage->setStatus(m_context.models.status());
    m_sidebar->setCounts(static_cast<int>(m_context.library.models().size()), static_cast<int>(m_personas.size()));
}

void MainWindow::showModelStatus(const ModelStatus &status)
{
    m_modelsPage->setStatus(status);
    m_actions.unloadModel->setEnabled(status.phase == ModelPhase::Ready);
    m_actions.modelDetails->setEnabled(status.phase != ModelPhase::None);
    m_settingsPage->setReloadNeeded(m_context.models.needsReload());
    for (QAction *action : {m_actions.think, m_actions.dontThink, m_actions.thinkByItself})
        action->setEnabled(status.loaded && status.loaded->canSwitchThinking);
    // What has remedies stands in the chat; elsewhere, and for the rest, a few words at the bottom do.
    const bool inChat = showsChat() && modelNews({}, status);
    if (status.phase == ModelPhase::Failed && status.error && !inChat) say(errorText(*status.error).whole());
    if (status.phase != ModelPhase::Ready) return;
    // Remembered only once it has loaded: a file that brings the program down is not opened again by itself.
    Settings settings = m_context.settings.current();
    settings.lastModel = status.file.builtIn ? QString() : status.file.path;
    m_context.settings.set(settings);
    m_devicesRequest = m_context.engine.listDevices();
}

bool MainWindow::showsModelDetails() const
{
    return m_page == Page::Models && m_modelPages->currentWidget() == m_detailsPage;
}

void MainWindow::showModelDetails(const QString &path)
{
    const auto model = m_context.library.find(path);
    if (!model) return;
    showPage(Page::Models);
    m_modelPresenter->setModel(*model);
    m_modelPages->setCurrentWidget(m_detailsPage);
    m_detailsPage->focusStart();
}

/// Back to the list, where the row of the model has the keyboard.
void MainWindow::leaveModelDetails()
{
    m_modelPages->setCurrentWidget(m_modelsPage);
    m_modelsPage->focusModel(m_modelPresenter->model().path);
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
    facts.power = m_sensors;
    facts.devices = m_devices;
    for (const Device &device : m_devices)
        if (device.kind == DeviceKind::Cpu) facts.memoryTotal = device.totalBytes;
    if (const auto &loaded = m_context.models.status().loaded) {
        facts.modelLayers = static_cast<int>(loaded->layerDevices.size());
        facts.cacheSaving = estimatedCacheSaving(loaded->spec, loaded->contextLength);
    }
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
    const bool chats = showsChat();
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
    const bool stops = showsChat() && m_context.chat.isReplying();
    if (!stops && closePanel()) return;
    if (showsModelDetails()) return leaveModelDetails();
    if (showsEnergy()) return leaveEnergy();
    if (m_page == Page::Chats) m_chatPage->escape();
}

} // namespace sotto
