#include "app/application.h"

#include "base/bytes.h"
#include "core/text/error_text.h"
#include "ui/theme/style.h"
#include "ui/window/main_window.h"

#include <QApplication>
#include <QFileInfo>

namespace sotto {

Application::Application(std::unique_ptr<Services> services, StartOptions options)
    : m_options(std::move(options)), m_services(std::move(services)), m_facts(std::make_unique<HostFacts>())
{
    applyLook(m_services->settings().current());
    applySettings(m_services->settings().current());
    connect(&m_services->settings(), &SettingsService::changed, this, &Application::applySettings);
    connect(&m_services->chat(), &ChatService::conversationsChanged, this, &Application::openFirstChat);
    makeWindow();
}

Application::~Application() = default;

void Application::makeWindow()
{
    WindowContext context{m_services->chat(),      m_services->models(),
                          m_services->library(),   m_services->modelSettings(),
                          m_services->checksums(), m_services->settings(),
                          m_services->sampler(),   m_services->meter(),
                          m_services->ledger(),    *m_facts,
                          m_services->engine(),    m_services->bridge(),
                          m_services->clock(),     m_services->paths(),
                          m_options.engineVersion};
    m_window = std::make_unique<MainWindow>(context);
}

void Application::start()
{
    m_window->show();
    m_services->chat().start();
    m_facts->readCpu();
    tellWhatWasFound();
    lookForCrash();
}

/// A model that brought the last run down is told of, and not opened again until somebody says so.
void Application::lookForCrash()
{
    const auto look = [folder = journalFolder(m_services->paths())](const CancelToken &) {
        return LoadJournal::takeCrash(folder);
    };
    m_pool.run(this, look, [this](const std::optional<ModelCrash> &crash) {
        m_services->models().setCrash(crash);
        Settings settings = m_services->settings().current();
        if (crash && settings.lastModel == crash->path) {
            settings.lastModel.clear();
            m_services->settings().set(settings);
        }
        openFirstModel();
    });
}

void Application::tellWhatWasFound()
{
    for (const auto &problem : {m_services->modelSettings().problem(), m_services->settings().problem()})
        if (problem) m_window->say(errorText(*problem).whole());
    m_services->repository().opened().then(this, [this](const Result<OpenReport> &report) {
        if (!report) return m_window->say(errorText(report.error()).whole());
        if (report->readOnly) {
            m_window->say(tr("These chats were written by a newer Sotto. They can be read; nothing new is kept."));
        } else if (!report->restoredFrom.isEmpty()) {
            m_window->say(
                tr("The chats were damaged and come from the backup %1. The damaged file was set aside in %2.")
                    .arg(QFileInfo(report->restoredFrom).fileName(), report->setAside));
        } else if (!report->setAside.isEmpty()) {
            m_window->say(tr("The chats were damaged. %n of them were rescued; the damaged file was set aside in %1.",
                             nullptr, report->salvaged)
                              .arg(report->setAside));
        }
    });
}

void Application::applyLook(const Settings &settings)
{
    m_translator.use(m_options.language.isEmpty() ? settings.language : m_options.language);
    const Look look = lookOf(settings, m_translator.language() == QLatin1StringView("zh_CN"));
    if (auto *app = qobject_cast<QApplication *>(QCoreApplication::instance())) applyTheme(*app, look);
}

void Application::applySettings(const Settings &settings)
{
    const bool first = !m_window;
    const bool words = first || settings.language != m_applied.language;
    const bool folders = first || settings.modelFolders != m_applied.modelFolders;
    m_applied = settings;
    // Somebody who changes the language in the window means it, whatever the command line said.
    if (!first && words) m_options.language.clear();
    if (!first) applyLook(settings);

    m_services->models().setIdleLimit(std::chrono::minutes(settings.unloadAfterMinutes));
    m_services->chat().setNameChats(settings.nameChats);
    m_services->chat().setWhenContextFull(settings.stopWhenFull ? WhenContextFull::Stop
                                                                : WhenContextFull::DropOldestTurns);
    applyStateLimits(settings);
    m_services->chat().setSendThoughts(settings.sendThoughts);
    if (words) m_services->chat().setPersonas(builtInPersonas(), settings.personaId);
    if (folders) {
        const QStringList chosen = settings.modelFolders;
        m_services->library().setFolders(chosen.isEmpty() ? QStringList{m_services->paths().modelsFolder} : chosen);
    }
    if (!first && words) {
        // Texts were made in the old language; the window holds no state, so it is simply made again, once the
        // signal that brought us here has left the old one.
        QMetaObject::invokeMethod(
            this,
            [this] {
                const WindowMemory memory = m_window->memory();
                auto old = std::move(m_window);
                makeWindow();
                m_window->recall(memory);
                m_window->show();
                old->hide();
            },
            Qt::QueuedConnection);
    }
}

void Application::applyStateLimits(const Settings &settings)
{
    const StateLimits limits{
        .memoryBytes = static_cast<std::uint64_t>(settings.keptMemoryMiB) * MiB,
        .diskBytes = settings.keepOnDisk ? static_cast<std::uint64_t>(settings.keptDiskMiB) * MiB : 0,
        .folder = std::filesystem::path(m_services->paths().cacheFolder.toStdU16String()) / "states"};
    if (m_stateLimits == limits) return;
    m_stateLimits = limits;
    m_services->engine().setStateLimits(limits);
}

void Application::openFirstModel()
{
    const QString wanted =
        !m_options.modelFile.isEmpty() ? m_options.modelFile : m_services->settings().current().lastModel;
    auto &library = m_services->library();
    if (wanted.isEmpty()) return openBuiltInModel();
    connect(&library, &ModelLibrary::addFailed, this, [this, wanted](const QString &path) {
        // The model used last is gone or damaged; that is told by the window, and the chat goes on with the built-in
        // one.
        if (path == wanted) openBuiltInModel();
    });
    m_window->openModel(wanted);
}

void Application::openBuiltInModel()
{
    const QString path = m_services->paths().builtInModel;
    const auto &crash = m_services->models().crash();
    const bool crashed = crash && QFileInfo(crash->path) == QFileInfo(path);
    if (m_services->models().status().phase == ModelPhase::None && !crashed) m_window->openModel(path);
}

void Application::openFirstChat()
{
    if (m_firstChatOpened) return;
    m_firstChatOpened = true;
    auto &chat = m_services->chat();
    const bool last =
        m_services->settings().current().onOpening == OnOpening::LastChat && m_options.demoPicture.isEmpty();
    // Pinned chats come first in the list, so the last one is found by its time.
    const Conversation *newest = nullptr;
    for (const Conversation &conversation : chat.conversations())
        if (!newest || conversation.updatedMs > newest->updatedMs) newest = &conversation;
    if (last && newest && !chat.current().activeLeaf.isValid()) chat.open(newest->id);
}

} // namespace sotto
