#pragma once

#include "core/engine_bridge.h"
#include "core/models/model_library.h"

#include <QObject>

namespace sotto {

enum class ModelPhase : std::uint8_t { None, Loading, Ready, Failed };

/// The model in use, as one value for everybody who shows it.
struct ModelStatus {
    ModelPhase phase = ModelPhase::None;
    ModelFile file;                    ///< Which one; empty path when None.
    float progress = 0;                ///< While Loading, 0 … 1.
    std::optional<LoadedModel> loaded; ///< While Ready.
    std::optional<Error> error;        ///< When Failed.

    bool operator==(const ModelStatus &) const = default;
};

/// Loads and unloads models and says what is in use. Choosing another model while one loads cancels that.
/// Thread: GUI.
class ModelService final : public QObject {
    Q_OBJECT
public:
    ModelService(Engine &engine, EngineBridge &bridge, QObject *parent = nullptr);

    [[nodiscard]] const ModelStatus &status() const { return m_status; }
    /// Used by the next load. Where a model is open or loads with others, it is opened again with these: after the
    /// replies that were asked for before, and what was sent meanwhile waits for it.
    void setOptions(const LoadOptions &options);
    void load(const ModelFile &file);
    /// Stops loading; the state falls back to None.
    void cancelLoad();
    void unload();

Q_SIGNALS:
    void changed(const sotto::ModelStatus &status);

private:
    void handle(const EngineEvent &event);
    void set(ModelStatus status);

    Engine &m_engine;
    LoadOptions m_options;
    ModelStatus m_status;
    RequestId m_loading;
};

} // namespace sotto
