#pragma once

#include "app/application.h"
#include "app/screenshots/sample_power.h"
#include "app/screenshots/samples.h"
#include "inference/scripted_backend.h"

#include <QObject>
#include <QStringList>
#include <QTemporaryDir>

#include <functional>
#include <memory>

namespace sotto {

/// One picture: what must be on the screen when it is taken.
struct Scene {
    QString name;
    std::function<void(Application &)> set;        ///< Brings the screen about.
    std::function<bool(Application &)> ready = {}; ///< Whether it is there yet; empty: at once.
};

/// Closes popovers, dialogs and the palette.
void closeFloating(Application &app);

/// Notices about loading; in a file of their own.
[[nodiscard]] QList<Scene> troubleScenes(const std::shared_ptr<ScriptedBackend::Script> &script);

/// Power and energy, by what the sensors say; the one without any comes last of all, since nothing is asked again then.
[[nodiscard]] QList<Scene> powerScenes(const SampleState &state);
[[nodiscard]] Scene powerNoneScene(const SampleState &state);

/// Takes all pictures, one after another: for each language and scheme a fresh program over the sample chats, then each
/// scene in each size. Thread: GUI.
class Shooter final : public QObject {
    Q_OBJECT
public:
    /// Only scenes named in `names` are taken, all where it is empty.
    Shooter(QString folder, QStringList names);
    ~Shooter() override;
    void start();

Q_SIGNALS:
    void finished(int exitCode);

private:
    struct Round {
        SampleLanguage language;
        bool dark;
    };

    void nextRound();
    void openRound(const Round &round);
    void nextScene();
    void nextSize();
    void waitFor(std::function<bool()> ready, std::function<void()> then);
    void shoot();
    [[nodiscard]] QList<Scene> scenes() const;

    QString m_folder;
    QStringList m_names;
    QList<Round> m_rounds;
    Round m_round{};
    QList<Scene> m_scenes;
    QList<QSize> m_sizes;
    Scene m_scene;
    std::unique_ptr<QTemporaryDir> m_home;
    std::shared_ptr<ScriptedBackend::Script> m_script;
    SampleState m_sensors;
    std::unique_ptr<Application> m_application;
    int m_taken = 0;
    int m_failed = 0;
};

} // namespace sotto
