#pragma once

#include "core/downloads/download_types.h"
#include "core/downloads/part_file.h"
#include "core/downloads/rate_limiter.h"
#include "core/downloads/retry_policy.h"
#include "core/downloads/transfer_plan.h"
#include "core/net/net_gate.h"

#include <QTimer>

namespace sotto {

struct TransferRules {
    int parallel = 4;                               ///< Connections at once.
    std::uint64_t pieceBytes = 32ULL * 1024 * 1024; ///< What one asks for at once.
    RetryRules retry{};
    Duration slowWindow = std::chrono::seconds(60); ///< A connection with less than `slowBytes` in that time is given
    std::uint64_t slowBytes = 64 * 1024;            ///< up for another one, unless it is us who hold it back.
    std::chrono::milliseconds tick{100};            ///< How often to look, and to go on where the limit held back.
};

/// Brings the bytes of one file into a part file: asks the source first whether it still is what was listed, then
/// fetches pieces side by side, each checked for 206 and exactly the range that was asked for. Signed links that
/// expired are asked for again; a server that knows no ranges is read from the beginning; connections that ended,
/// stalled, crawl or slept with the computer are begun again after a pause. Thread: the gate's.
class FileTransfer final : public QObject {
    Q_OBJECT
public:
    struct Tools {
        NetGate &gate;
        RateLimiter &limiter;
        std::shared_ptr<const Clock> clock;
    };
    FileTransfer(const Tools &tools, RemoteFile file, std::shared_ptr<PartFile> part, ByteRanges here,
                 const TransferRules &rules, QObject *parent = nullptr);
    ~FileTransfer() override;

    void start();
    /// Ends it without a word.
    void stop();
    [[nodiscard]] const ByteRanges &here() const { return m_plan.done(); }

Q_SIGNALS:
    void received(quint64 bytes);
    /// The server sends everything or nothing, so what was there is asked for again.
    void startedOver();
    void waits(const sotto::Error &error);
    void goesOn();
    /// Once. Errors: of the network, SourceChanged, AccessNeeded, NotOnHub, HostBusy, HostFailed, DiskFull,
    /// WriteFailed.
    void finished(const sotto::Status &status);

private:
    struct Worker;

    void ask();
    void asked(const NetHead &head, const Status &way);
    [[nodiscard]] Status checkSource(const NetHead &head);
    [[nodiscard]] Status checkTag(const NetHead &head);
    void spawn();
    void begin(const ByteRange &piece);
    void headCame(Worker &worker);
    [[nodiscard]] Status acceptHead(Worker &worker);
    void take(Worker &worker);
    void ended(Worker &worker, const Status &way);
    void drop(Worker &worker);
    void dropAll();
    void trouble(const Error &error);
    void tick();
    void finish(const Status &status);

    Tools m_tools;
    RemoteFile m_file;
    std::shared_ptr<PartFile> m_part;
    TransferPlan m_plan;
    TransferRules m_rules;
    RetryPolicy m_retry;
    std::unique_ptr<NetExchange> m_asking;
    std::vector<std::unique_ptr<Worker>> m_workers;
    QUrl m_location;  ///< Where the bytes are, by the last redirect; empty: ask at the source.
    QByteArray m_tag; ///< Of a file without a digest: what all its bytes must be of.
    bool m_ended = false;
    QTimer m_pause;
    QTimer m_ticks;
    Instant m_lastTick{};
    std::int64_t m_lastUnixMs = 0;
};

} // namespace sotto
