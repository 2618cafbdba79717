#include "core/models/model_service.h"

#include <utility>

namespace sotto {

ModelService::ModelService(Engine &engine, EngineBridge &bridge, QObject *parent) : QObject(parent), m_engine(engine)
{
    connect(&bridge, &EngineBridge::eventArrived, this, &ModelService::handle);
}

void ModelService::setOptions(const LoadOptions &options)
{
    if (m_options == options) return;
    m_options = options;
    const bool open = m_status.phase == ModelPhase::Ready || m_status.phase == ModelPhase::Loading;
    if (open) load(ModelFile(m_status.file));
}

void ModelService::load(const ModelFile &file)
{
    if (m_loading.isValid()) m_engine.cancel(m_loading);
    m_loading = m_engine.load(std::filesystem::path(file.path.toStdU16String()), m_options);
    set({.phase = ModelPhase::Loading, .file = file, .progress = 0, .loaded = {}, .error = {}});
}

void ModelService::cancelLoad()
{
    if (m_status.phase == ModelPhase::Loading) unload();
}

void ModelService::unload()
{
    if (m_loading.isValid()) m_engine.cancel(std::exchange(m_loading, {}));
    // Also after a load that was cancelled before its turn: the model before it would stay in memory unseen.
    m_engine.unload();
    set({});
}

void ModelService::handle(const EngineEvent &event)
{
    if (!m_loading.isValid() || event.request != m_loading) return;
    ModelStatus next = m_status;
    if (const auto *progress = std::get_if<LoadProgress>(&event.body)) {
        next.progress = progress->fraction;
    } else if (const auto *loaded = std::get_if<Loaded>(&event.body)) {
        m_loading = {};
        next.phase = ModelPhase::Ready;
        next.progress = 1;
        next.loaded = loaded->model;
    } else if (const auto *failed = std::get_if<Failed>(&event.body)) {
        m_loading = {};
        next.phase = ModelPhase::Failed;
        next.error = failed->error;
    }
    set(std::move(next));
}

void ModelService::set(ModelStatus status)
{
    if (status == m_status) return;
    m_status = std::move(status);
    Q_EMIT changed(m_status);
}

} // namespace sotto
