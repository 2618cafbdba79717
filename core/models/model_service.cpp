#include "core/models/model_service.h"

#include <utility>

namespace sotto {

namespace {
/// Between two looks while the engine is busy past the limit.
constexpr std::chrono::seconds kBusyRetry{30};
} // namespace

ModelService::ModelService(Engine &engine, EngineBridge &bridge, std::shared_ptr<const Clock> clock, QObject *parent)
    : QObject(parent), m_engine(engine), m_clock(std::move(clock))
{
    m_idleTimer.setSingleShot(true);
    m_idleTimer.setTimerType(Qt::VeryCoarseTimer);
    connect(&m_idleTimer, &QTimer::timeout, this, &ModelService::checkIdle);
    connect(&bridge, &EngineBridge::eventArrived, this, &ModelService::handle);
}

void ModelService::load(const ModelFile &file)
{
    begin(file, m_optionsFor(file));
}

void ModelService::loadWithContext(const ModelFile &file, std::uint32_t tokens)
{
    LoadOptions options = m_optionsFor(file);
    options.contextLength = tokens;
    begin(file, options);
}

void ModelService::begin(const ModelFile &file, const LoadOptions &options)
{
    if (m_crash && m_crash->path == file.path) setCrash({});
    stopLoading();
    // Whoever asks again for what has just failed wants it tried anew.
    const bool again = m_status.phase == ModelPhase::Failed && m_status.file.path == file.path;
    ModelStatus loading;
    loading.phase = ModelPhase::Loading;
    loading.file = file;
    loading.options = options;
    set(std::move(loading));
    const QList<ProbeTask> tasks = probeTasks(file, options);
    if (!m_probe || tasks.isEmpty()) return open(options);
    m_probe->start(tasks, again ? ModelProbe::Memory::GoodOnly : ModelProbe::Memory::All,
                   [this, options](const Status &verdict) { probed(options, verdict); });
}

void ModelService::probed(const LoadOptions &options, const Status &verdict)
{
    if (verdict) return open(options);
    m_engine.unload(); // as after every load that fails
    ModelStatus failed = m_status;
    failed.phase = ModelPhase::Failed;
    failed.error = verdict.error();
    set(std::move(failed));
}

void ModelService::open(const LoadOptions &options)
{
    m_loading = m_engine.load(std::filesystem::path(m_status.file.path.toStdU16String()), options);
}

void ModelService::stopLoading()
{
    if (m_probe) m_probe->cancel();
    if (m_loading.isValid()) m_engine.cancel(std::exchange(m_loading, {}));
}

void ModelService::reload()
{
    if (m_status.phase == ModelPhase::Ready) load(ModelFile(m_status.file));
}

bool ModelService::needsReload() const
{
    return m_status.phase == ModelPhase::Ready && m_optionsFor(m_status.file) != m_status.options;
}

void ModelService::measureAgain()
{
    if (m_status.phase != ModelPhase::Ready || m_status.measuring) return;
    if (m_status.loaded->tuningOrigin == TuningOrigin::Chosen) return;
    m_engine.measureAgain();
    ModelStatus next = m_status;
    next.measuring = true;
    set(std::move(next));
}

void ModelService::handleTuned(const Tuned &tuned)
{
    if (m_status.phase != ModelPhase::Ready) return; // of a model that has been given up meanwhile
    ModelStatus next = m_status;
    next.measuring = false;
    next.loaded->tuning = tuned.tuning;
    next.loaded->tuningOrigin = tuned.origin;
    set(std::move(next));
}

void ModelService::cancelLoad()
{
    if (m_status.phase == ModelPhase::Loading) unload();
}

void ModelService::unload()
{
    stopLoading();
    // Also after a load that was cancelled before its turn: the model before it would stay in memory unseen.
    m_engine.unload();
    set({});
}

void ModelService::unloadUntilNeeded()
{
    if (m_status.phase != ModelPhase::Ready) return;
    m_engine.unload();
    ModelStatus unloaded;
    unloaded.phase = ModelPhase::Unloaded;
    unloaded.file = m_status.file;
    set(std::move(unloaded));
}

void ModelService::loadIfUnloaded()
{
    if (m_status.phase == ModelPhase::Unloaded) load(ModelFile(m_status.file));
}

void ModelService::setIdleLimit(std::chrono::minutes limit)
{
    if (m_idleLimit == limit) return;
    m_idleLimit = limit;
    m_lastUse = m_clock->now();
    watchIdle();
}

void ModelService::watchIdle()
{
    if (m_idleLimit == Duration::zero() || m_status.phase != ModelPhase::Ready) return m_idleTimer.stop();
    const Duration left = m_lastUse + m_idleLimit - m_clock->now();
    const auto wait = std::chrono::ceil<std::chrono::milliseconds>(left);
    m_idleTimer.start(left > Duration::zero() ? wait : std::chrono::milliseconds(kBusyRetry));
}

void ModelService::checkIdle()
{
    const bool over = m_idleLimit > Duration::zero() && m_clock->now() - m_lastUse >= m_idleLimit;
    if (m_status.phase == ModelPhase::Ready && over && m_engine.isIdle()) return unloadUntilNeeded();
    watchIdle();
}

void ModelService::setCrash(const std::optional<ModelCrash> &crash)
{
    if (m_crash == crash) return;
    m_crash = crash;
    Q_EMIT crashChanged();
}

void ModelService::handle(const EngineEvent &event)
{
    if (const auto *tuned = std::get_if<Tuned>(&event.body)) return handleTuned(*tuned); // nobody's use
    m_lastUse = m_clock->now();
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
    watchIdle();
    Q_EMIT changed(m_status);
}

} // namespace sotto
