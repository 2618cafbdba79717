#include "core/downloads/download_service.h"

#include "core/downloads/download_worker.h"

#include <algorithm>

namespace sotto {

DownloadService::DownloadService(NetState &state, std::shared_ptr<const Clock> clock, DownloadRules rules,
                                 std::shared_ptr<HostResolver> resolver, QObject *parent)
    : QObject(parent),
      m_worker(std::make_unique<DownloadWorker>(state, std::move(clock), std::move(rules), std::move(resolver)))
{
    qRegisterMetaType<DownloadState>();
    m_worker->moveToThread(&m_thread);
    connect(m_worker.get(), &DownloadWorker::changed, this, [this](const DownloadState &news) {
        if (m_states.contains(news.key)) take(news); // else it was removed meanwhile
    });
    connect(m_worker.get(), &DownloadWorker::restored, this, [this](const QList<DownloadState> &states) {
        for (const DownloadState &found : states)
            if (!m_states.contains(found.key)) take(found);
        Q_EMIT restored();
    });
    m_thread.setObjectName(QStringLiteral("downloads"));
    m_thread.start();
}

DownloadService::~DownloadService()
{
    const auto end = [worker = m_worker.get()] {
        worker->end();
        QThread::currentThread()->quit();
    };
    QMetaObject::invokeMethod(m_worker.get(), end, Qt::QueuedConnection);
    m_thread.wait();
}

template <class Call>
void DownloadService::onWorker(Call call)
{
    QMetaObject::invokeMethod(
        m_worker.get(), [worker = m_worker.get(), call = std::move(call)] { call(*worker); }, Qt::QueuedConnection);
}

QString DownloadService::add(const DownloadRequest &request)
{
    const QString key = request.key();
    if (const auto known = state(key); known && known->phase != DownloadPhase::Done) {
        resume(key);
        return key;
    }
    take({.key = key, .request = request, .phase = DownloadPhase::Queued, .bytesTotal = request.size()});
    startNext();
    return key;
}

void DownloadService::pause(const QString &key)
{
    const auto known = state(key);
    if (!known || !nextPhase(known->phase, DownloadEvent::Pause)) return;
    if (known->phase == DownloadPhase::Queued) {
        DownloadState paused = *known;
        paused.phase = DownloadPhase::Paused;
        take(paused);
    } else {
        onWorker([key](DownloadWorker &worker) { worker.pause(key); });
    }
}

void DownloadService::resume(const QString &key)
{
    const auto known = state(key);
    const auto next = known ? nextPhase(known->phase, DownloadEvent::Resume) : std::nullopt;
    if (!next) return;
    DownloadState queued = *known;
    queued.phase = *next;
    queued.error.reset();
    take(queued);
    startNext();
}

void DownloadService::remove(const QString &key)
{
    const auto known = state(key);
    if (!known) return;
    m_order.removeOne(key);
    m_states.remove(key);
    if (known->phase != DownloadPhase::Done)
        onWorker([request = known->request](DownloadWorker &worker) { worker.remove(request); });
    Q_EMIT removed(key);
    startNext();
}

void DownloadService::setLimit(std::uint64_t bytesPerSecond)
{
    onWorker([bytesPerSecond](DownloadWorker &worker) { worker.setLimit(bytesPerSecond); });
}

void DownloadService::restore(const QString &library)
{
    onWorker([library](DownloadWorker &worker) { worker.restore(library); });
}

QList<DownloadState> DownloadService::states() const
{
    QList<DownloadState> all;
    for (const QString &key : m_order)
        all.append(m_states.value(key));
    return all;
}

std::optional<DownloadState> DownloadService::state(const QString &key) const
{
    const auto found = m_states.constFind(key);
    return found != m_states.constEnd() ? std::optional(*found) : std::nullopt;
}

void DownloadService::take(const DownloadState &state)
{
    const bool known = m_states.contains(state.key);
    if (!known) m_order.append(state.key);
    const DownloadPhase before = known ? m_states.value(state.key).phase : state.phase;
    m_states[state.key] = state;
    Q_EMIT changed(state);
    if (state.phase == DownloadPhase::Done && before != DownloadPhase::Done) Q_EMIT done(state);
    if (known && before != state.phase && !isAtWork(state.phase)) startNext();
}

void DownloadService::startNext()
{
    const auto busy = std::ranges::count_if(m_states, [](const DownloadState &s) { return isAtWork(s.phase); });
    for (qsizetype i = 0, free = kAtOnce - busy; i < m_order.size() && free > 0; ++i) {
        const DownloadState next = m_states.value(m_order.at(i));
        if (next.phase != DownloadPhase::Queued) continue;
        --free;
        // Counted as at work from here on; what the worker says comes later.
        m_states[next.key].phase = DownloadPhase::Checking;
        onWorker([request = next.request](DownloadWorker &worker) { worker.begin(request); });
    }
}

} // namespace sotto
