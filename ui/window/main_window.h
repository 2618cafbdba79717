#pragma once

#include "core/chat/chat_service.h"
#include "core/energy/energy_ledger.h"
#include "core/models/checksum_service.h"
#include "core/models/model_library.h"
#include "core/models/model_service.h"
#include "core/paths.h"
#include "core/personas/persona.h"
#include "core/settings/settings.h"
#include "core/status/host_facts.h"
#include "core/status/system_sampler.h"
#include "ui/meters/power_view.h"
#include "ui/page.h"
#include "ui/window/layout_rules.h"
#include "ui/window/window_actions.h"

#include <QDate>
#include <QHash>
#include <QPointer>
#include <QSet>
#include <QWidget>

#include <vector>

class QHBoxLayout;
class QStackedWidget;

namespace sotto {

class ChatPage;
class CommandPalette;
class EnergyPage;
class ModelDetailsPage;
class ModelPresenter;
class ModelsPage;
class OverlayGround;
class PersonasPage;
class SettingsPage;
class Sidebar;
class Toast;

/// What the window works with. All of it outlives the window.
struct WindowContext {
    ChatService &chat;
    ModelService &models;
    ModelLibrary &library;
    ModelSettingsService &modelSettings;
    ChecksumService &checksums;
    SettingsService &settings;
    SystemSampler &sampler;
    EnergyMeter &meter;
    EnergyLedger &ledger;
    HostFacts &facts;
    Engine &engine;
    EngineBridge &bridge;
    const Clock &clock;
    AppPaths paths;
    QString engineVersion; ///< "llama.cpp 0.7.0"
};

/// What a window hands to the one that takes its place (another language): nothing that a service knows.
struct WindowMemory {
    Page page = Page::Chats;
    QString modelPath; ///< Of the model whose details are shown; empty: none.
    QString draft;
    QByteArray geometry;
};

/// The window: sidebar, one page at a time, popovers, toasts. It turns what views ask for into calls of the services
/// and what services say into values for the views, and keeps nothing of its own but the page and the draft.
/// Thread: GUI.
class MainWindow final : public QWidget {
    Q_OBJECT
public:
    explicit MainWindow(const WindowContext &context);
    ~MainWindow() override;

    [[nodiscard]] WindowMemory memory() const;
    void recall(const WindowMemory &memory);

    void showPage(Page page);
    [[nodiscard]] Page page() const { return m_page; }
    /// Everything about the model with that path; nothing where it is not in the library.
    void showModelDetails(const QString &path);
    /// What replies took; in place of the chat until Back.
    void showEnergy();
    /// Adds a file to the library and loads it when its header was read; says so where it cannot be.
    void openModel(const QString &path);

    /// A short message at the bottom.
    void say(const QString &text);

    [[nodiscard]] const WindowActions &actions() const { return m_actions; }
    [[nodiscard]] ChatPage &chatPage() { return *m_chatPage; }
    [[nodiscard]] Sidebar &sidebar() { return *m_sidebar; }
    [[nodiscard]] CommandPalette &palette() { return *m_palette; }
    [[nodiscard]] ModelDetailsPage &detailsPage() { return *m_detailsPage; }
    [[nodiscard]] SettingsPage &settingsPage() { return *m_settingsPage; }
    [[nodiscard]] EnergyPage &energyPage() { return *m_energyPage; }

protected:
    void resizeEvent(QResizeEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void closeEvent(QCloseEvent *event) override;
    void changeEvent(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void build();
    void wireSidebar();
    void wireChats();
    void wireModels();
    void wireModelDetails();
    void wireSettings();
    void wireEnergy();
    void wireEnergyPage();
    void wireActions();
    void wireChatActions();
    void wirePalette();

    void arrange();
    void placeSidebar();
    void toggleSidebar();
    void closeOverlay();
    void closeFloating();
    bool closePanel();
    void toggleMeters();
    void refreshConversations();
    void refreshPersonas();
    void refreshModels();
    void refreshDisk();
    [[nodiscard]] bool showsModelDetails() const;
    void leaveModelDetails();
    void showModelStatus(const ModelStatus &status);
    void showFacts();
    void showInFolder(const QString &path);
    void askToOpen(const QUrl &url);
    void choosePersona(const QString &id);
    [[nodiscard]] QString modelsFolder() const;
    void openPalette();
    void chooseModelFile();
    void addModelFolder();
    void askToDelete(ConversationId id);
    void removeWithUndo(ConversationId id);
    void nextConversation();
    void moveRegion(int direction);
    void changeTextSize(int percent);
    void sampleWhileVisible();
    [[nodiscard]] bool showsChat() const; ///< And not the page of energy in its place.
    [[nodiscard]] bool showsEnergy() const;
    void leaveEnergy();
    void showPower(const SystemSnapshot &snapshot);
    void showKept();
    void loadEnergy();
    void exportEnergy();

    WindowContext m_context;
    WindowActions m_actions;
    Page m_page = Page::Chats;
    WindowLayout m_layout;
    QHBoxLayout *m_row = nullptr;
    Sidebar *m_sidebar = nullptr;
    OverlayGround *m_ground = nullptr;
    QPointer<QWidget> m_beforeOverlay; ///< Had the focus when the sidebar opened over the page.
    QStackedWidget *m_pages = nullptr;
    ChatPage *m_chatPage = nullptr;
    QStackedWidget *m_chatPages = nullptr; ///< The chat, or what replies took.
    EnergyPage *m_energyPage = nullptr;
    PowerView m_sensors; ///< As the settings show them: without figures.
    QDate m_today;
    QStackedWidget *m_modelPages = nullptr; ///< The library, or one model of it.
    ModelsPage *m_modelsPage = nullptr;
    ModelDetailsPage *m_detailsPage = nullptr;
    ModelPresenter *m_modelPresenter = nullptr;
    PersonasPage *m_personasPage = nullptr;
    SettingsPage *m_settingsPage = nullptr;
    CommandPalette *m_palette = nullptr;
    Toast *m_toast = nullptr;
    QString m_opening; ///< File that is to be loaded once its header was read.
    QSet<ConversationId> m_unread;
    QHash<ConversationId, std::int64_t> m_seen; ///< When each chat last changed, to tell a new reply elsewhere.
    QList<Persona> m_personas;
    std::vector<Device> m_devices;
    RequestId m_devicesRequest;
};

} // namespace sotto
