#pragma once

#include "app/services.h"
#include "core/jobs/io_pool.h"
#include "core/status/host_facts.h"
#include "translations/translator.h"

#include <QObject>
#include <QPointer>

#include <memory>

namespace sotto {

class MainWindow;

/// What the command line asked for.
struct StartOptions {
    QString home;
    QString language;      ///< Over the setting; empty: the setting.
    QString modelFile;     ///< To open at the start; empty: the one used last, else the built-in one.
    QString engineVersion; ///< "llama.cpp 0.7.0", for About.
    QString demoPicture;   ///< Not empty: hold the headless demonstration and save this picture.
};

/// Puts the parts together: services, look, words, window. Thread: GUI.
class Application final : public QObject {
    Q_OBJECT
public:
    Application(std::unique_ptr<Services> services, StartOptions options);
    ~Application() override;

    /// Shows the window, then starts what takes time.
    void start();

    [[nodiscard]] Services &services() { return *m_services; }
    [[nodiscard]] MainWindow &window() { return *m_window; }

private:
    void makeWindow();
    void applyLook(const Settings &settings);
    void applySettings(const Settings &settings);
    void applyStateLimits(const Settings &settings);
    void tellWhatWasFound();
    void lookForCrash();
    void openFirstModel();
    void openBuiltInModel();
    void openFirstChat();

    StartOptions m_options;
    Translator m_translator;
    std::unique_ptr<Services> m_services;
    std::unique_ptr<HostFacts> m_facts;
    std::unique_ptr<MainWindow> m_window;
    Settings m_applied;
    std::optional<StateLimits> m_stateLimits; ///< As the engine has them.
    bool m_firstChatOpened = false;
    IoPool m_pool{AtEnd::Cancel};
};

} // namespace sotto
