#pragma once

#include "core/downloads/download_job.h"

#include <map>

namespace sotto {

/// DownloadService's other end, on the thread for the network, where its jobs are. Thread: that one.
class DownloadWorker final : public QObject {
    Q_OBJECT
public:
    DownloadWorker(NetState &state, std::shared_ptr<const Clock> clock, DownloadRules rules,
                   std::shared_ptr<HostResolver> resolver);

    void begin(const DownloadRequest &request);
    void pause(const QString &key);
    void remove(const DownloadRequest &request);
    void setLimit(std::uint64_t bytesPerSecond) { m_limiter.setLimit(bytesPerSecond); }
    void restore(const QString &library);
    /// What is at work writes down how far it came.
    void end();

Q_SIGNALS:
    void changed(const sotto::DownloadState &state);
    void restored(const QList<sotto::DownloadState> &states);

private:
    NetState &m_state;
    std::shared_ptr<const Clock> m_clock;
    DownloadRules m_rules;
    std::shared_ptr<HostResolver> m_resolver;
    RateLimiter m_limiter;
    std::unique_ptr<NetGate> m_gate; ///< Made here, on this thread, with the first download.
    std::map<QString, std::unique_ptr<DownloadJob>> m_jobs;
};

} // namespace sotto
