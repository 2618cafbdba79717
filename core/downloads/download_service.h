#pragma once

#include "core/downloads/download_job.h"

#include <QHash>
#include <QThread>

#include <memory>

namespace sotto {

class DownloadWorker;

/// The downloads of a program: a queue, of which a few are at work, on a thread of their own with a gate of its own.
/// Thread: GUI. Nothing here waits or touches the disk, but for the end, which waits until all is written down.
class DownloadService final : public QObject {
    Q_OBJECT
public:
    /// `state` must outlive this.
    explicit DownloadService(NetState &state, std::shared_ptr<const Clock> clock, DownloadRules rules = {},
                             std::shared_ptr<HostResolver> resolver = systemResolver(), QObject *parent = nullptr);
    ~DownloadService() override;

    static constexpr int kAtOnce = 2;

    /// Puts it into the queue; one that is there already goes on. Returns its key.
    QString add(const DownloadRequest &request);
    void pause(const QString &key);
    void resume(const QString &key);
    /// Away with it and with what was fetched; the models of one that is done stay.
    void remove(const QString &key);
    /// Bytes a second of all together; 0: no limit.
    void setLimit(std::uint64_t bytesPerSecond);
    /// Finds what an earlier run left unfinished in a library: it is listed as paused. restored() follows.
    void restore(const QString &library);

    /// In the order they were added.
    [[nodiscard]] QList<DownloadState> states() const;
    [[nodiscard]] std::optional<DownloadState> state(const QString &key) const;

Q_SIGNALS:
    void changed(const sotto::DownloadState &state);
    void removed(const QString &key);
    void restored();
    /// A model is there, whole.
    void done(const sotto::DownloadState &state);

private:
    void take(const DownloadState &state);
    void startNext();
    template <class Call>
    void onWorker(Call call);

    QStringList m_order;
    QHash<QString, DownloadState> m_states;
    QThread m_thread;
    std::unique_ptr<DownloadWorker> m_worker; ///< Lives on the thread.
};

} // namespace sotto
