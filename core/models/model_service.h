#pragma once

#include "core/engine_bridge.h"
#include "core/models/load_journal.h"
#include "core/models/model_library.h"
#include "core/models/model_probe.h"

#include <QObject>
#include <QTimer>

#include <chrono>
#include <functional>
#include <memory>

namespace sotto {

enum class ModelPhase : std::uint8_t {
    None,
    Loading,
    Ready,
    Failed,
    Unloaded, ///< Given up to save memory; the next message loads it again.
};

/// The model in use, as one value for everybody who shows it.
struct ModelStatus {
    ModelPhase phase = ModelPhase::None;
    ModelFile file;                      ///< Which one; empty path when None.
    LoadOptions options{};               ///< With which it is or was loaded.
    float progress = 0;                  ///< While Loading, 0 … 1.
    bool measuring = false;              ///< While Ready: measureAgain() is not over.
    std::optional<LoadedModel> loaded{}; ///< While Ready.
    std::optional<Error> error{};        ///< When Failed.

    bool operator==(const ModelStatus &) const = default;
};

/// Loads and unloads models and says what is in use. Choosing another model while one loads cancels that. A model that
/// nobody has used for a while is unloaded, if that is wanted, but never while a reply runs or waits.
/// Thread: GUI.
class ModelService final : public QObject {
    Q_OBJECT
public:
    ModelService(Engine &engine, EngineBridge &bridge,
                 std::shared_ptr<const Clock> clock = std::make_shared<SystemClock>(), QObject *parent = nullptr);

    [[nodiscard]] const ModelStatus &status() const { return m_status; }
    /// Asked before files other than the built-in one are opened; nothing is asked without it. Outlives this.
    void setProbe(ModelProbe *probe) { m_probe = probe; }
    /// How a model is to be loaded; asked at each load.
    using OptionsFor = std::function<LoadOptions(const ModelFile &)>;
    void setOptions(OptionsFor optionsFor) { m_optionsFor = std::move(optionsFor); }
    void load(const ModelFile &file);
    /// The same with another context, this once.
    void loadWithContext(const ModelFile &file, std::uint32_t tokens);
    /// Loads the model in use again, as its options are now. Nothing where none is.
    void reload();
    /// Whether the model in use would be loaded otherwise now than it was.
    [[nodiscard]] bool needsReload() const;
    /// Finds out anew how the model in use runs best; status().loaded says so when it is over. Nothing where none is
    /// in use, or the person chose the number of threads.
    void measureAgain();
    /// Stops loading; the state falls back to None.
    void cancelLoad();
    void unload();
    /// Frees the memory and remembers the model: status() becomes Unloaded. Nothing happens unless it is Ready.
    void unloadUntilNeeded();
    /// Loads an Unloaded model again; else nothing happens.
    void loadIfUnloaded();

    /// Time without a request after which the model is unloaded; 0: never.
    void setIdleLimit(std::chrono::minutes limit);
    /// Unloads if the time is over; called by a timer.
    void checkIdle();

    /// What the last run of the program ended with, until somebody answers it.
    [[nodiscard]] const std::optional<ModelCrash> &crash() const { return m_crash; }
    void setCrash(const std::optional<ModelCrash> &crash);

Q_SIGNALS:
    void changed(const sotto::ModelStatus &status);
    void crashChanged();

private:
    void handle(const EngineEvent &event);
    void handleTuned(const Tuned &tuned);
    void set(ModelStatus status);
    void watchIdle();
    void begin(const ModelFile &file, const LoadOptions &options);
    void open(const LoadOptions &options);
    void stopLoading();
    void probed(const LoadOptions &options, const Status &verdict);

    Engine &m_engine;
    ModelProbe *m_probe = nullptr;
    OptionsFor m_optionsFor = [](const ModelFile &) { return LoadOptions{}; };
    ModelStatus m_status;
    RequestId m_loading;
    std::optional<ModelCrash> m_crash;
    std::shared_ptr<const Clock> m_clock;
    Duration m_idleLimit{}; ///< 0: never.
    Instant m_lastUse;
    QTimer m_idleTimer;
};

} // namespace sotto
