#include "core/downloads/download_worker.h"

#include <QDir>

namespace sotto {
namespace {

DownloadState stateOf(const DownloadJournal &journal)
{
    DownloadState state{.key = journal.request.key(), .request = journal.request, .phase = DownloadPhase::Paused};
    state.bytesTotal = journal.request.size();
    for (const ByteRanges &here : journal.here)
        state.bytesHere += here.total();
    return state;
}

} // namespace

DownloadWorker::DownloadWorker(NetState &state, std::shared_ptr<const Clock> clock, DownloadRules rules,
                               std::shared_ptr<HostResolver> resolver)
    : m_state(state), m_clock(std::move(clock)), m_rules(std::move(rules)), m_resolver(std::move(resolver)),
      m_limiter(m_clock)
{
}

void DownloadWorker::begin(const DownloadRequest &request)
{
    if (!m_gate) m_gate = std::make_unique<NetGate>(m_state, m_resolver);
    const QString key = request.key();
    m_jobs.erase(key);
    auto job = std::make_unique<DownloadJob>(FileTransfer::Tools{*m_gate, m_limiter, m_clock}, request, m_rules);
    connect(job.get(), &DownloadJob::changed, this, [this, at = job.get()] { Q_EMIT changed(at->state()); });
    DownloadJob *begun = job.get();
    m_jobs[key] = std::move(job);
    begun->begin();
}

void DownloadWorker::pause(const QString &key)
{
    if (const auto found = m_jobs.find(key); found != m_jobs.end()) found->second->pause();
}

void DownloadWorker::remove(const DownloadRequest &request)
{
    pause(request.key());
    m_jobs.erase(request.key());
    // Another program that is at it keeps its lock, and its files.
    if (auto staging = Staging::open(request, m_rules.disk)) (*staging)->discard();
}

void DownloadWorker::restore(const QString &library)
{
    QList<DownloadState> found;
    const QDir folder(downloadsFolder(library));
    const QStringList names = folder.entryList(QDir::Dirs | QDir::NoDotAndDotDot | QDir::NoSymLinks);
    for (const QString &name : names) {
        const auto journal = readJournal(folder.filePath(name), library);
        if (journal && *journal && (*journal)->request.key() == name) found.append(stateOf(**journal));
    }
    Q_EMIT restored(found);
}

void DownloadWorker::end()
{
    m_jobs.clear();
    m_gate.reset();
}

} // namespace sotto
