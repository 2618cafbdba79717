#pragma once

#include "core/downloads/download_types.h"
#include "core/downloads/file_transfer.h"
#include "core/downloads/hash_follower.h"
#include "core/downloads/origin_store.h"
#include "core/downloads/staging.h"

#include <QObject>

#include <atomic>
#include <mutex>

namespace sotto {

struct DownloadRules {
    TransferRules transfer{};
    std::uint64_t margin = 512ULL * 1024 * 1024;  ///< What must stay free on the disk.
    std::chrono::milliseconds journalEvery{2000}; ///< So much of the work may be lost in a crash.
    DiskAccess disk = realDisk();
};

/// One model on its way: checks the room, fetches its files one after another, computes their digests meanwhile, and
/// gives them their names when all are right. Whatever ends it, what it leaves is either the whole model or a hidden
/// folder from which the same request goes on. Thread: the gate's; it blocks on the disk for moments, so never the
/// GUI's.
class DownloadJob final : public QObject {
    Q_OBJECT
public:
    DownloadJob(const FileTransfer::Tools &tools, DownloadRequest request, const DownloadRules &rules,
                QObject *parent = nullptr);
    /// Writes down how far it came.
    ~DownloadJob() override;

    void begin();
    /// Ends the work and keeps what is there.
    void pause();
    [[nodiscard]] const DownloadState &state() const { return m_state; }

Q_SIGNALS:
    /// At most ten times a second for progress, at once for the phase.
    void changed();

private:
    [[nodiscard]] bool to(DownloadEvent event);
    [[nodiscard]] Status open();
    void nextFile();
    [[nodiscard]] Status openFile();
    void received(quint64 bytes);
    void transferred(const Status &status);
    void hashed(const Digest &digest);
    void spoilt();
    void beginHash();
    void commit();
    void failWith(const Error &error);
    void closeFile();
    void writeDown();
    void tick();
    void showProgress();
    [[nodiscard]] const RemoteFile &file() const { return m_state.request.files.at(m_index); }
    [[nodiscard]] ByteRanges &hereOfFile() { return m_staging->journal.here.at(static_cast<std::size_t>(m_index)); }

    /// Who writes the journal: an older one that is still under way on the pool must not come after a newer one.
    struct Desk {
        std::mutex mutex;
        std::atomic<std::uint64_t> turn = 0; ///< Changed with the mutex held.
    };

    FileTransfer::Tools m_tools;
    DownloadRules m_rules;
    DownloadState m_state;
    SpeedMeter m_speed;
    std::unique_ptr<Staging> m_staging;
    qsizetype m_index = 0;
    std::shared_ptr<PartFile> m_part;
    std::unique_ptr<FileTransfer> m_transfer;
    std::unique_ptr<HashFollower> m_hash;
    QList<std::pair<qsizetype, FileOrigin>> m_origins; ///< By the file's index.
    std::shared_ptr<Desk> m_desk = std::make_shared<Desk>();
    bool m_begunAgain = false; ///< After a wrong digest; that is done once a file.
    bool m_writing = false;    ///< The journal, on the pool.
    QTimer m_ticks;
    Instant m_journaled{};
    std::unique_ptr<IoPool> m_pool; ///< Goes first: its work uses what is above.
};

} // namespace sotto
