#pragma once

#include "hardware/host.h"

#include <QObject>

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>

class QThread;

namespace sotto {

/// What the computer's memory looked like at one moment. Immutable once published. Power is the PowerSampler's.
struct SystemSnapshot {
    MemoryInfo memory;
    /// Memory of this process that no file backs: resident − shared of `/proc/self/statm`. Memory-mapped weights are
    /// not in it, because the system counts them as available. Nothing where the system does not say.
    std::optional<std::uint64_t> processPrivate;
    std::int64_t atMs = 0; ///< Monotonic clock, milliseconds; only differences mean anything.

    bool operator==(const SystemSnapshot &) const = default;
};

/// Reads the two above below `root` (tests give a made tree). Reads files: not for the GUI thread.
[[nodiscard]] SystemSnapshot readSystemSnapshot(const std::filesystem::path &root = "/");

/// Private bytes from the text of `/proc/self/statm` ("size resident shared …", in pages); nothing where it is
/// malformed or says less resident than shared. Pure.
[[nodiscard]] std::optional<std::uint64_t> privateBytes(std::string_view statm, std::uint64_t pageSize);

/// The sensors thread: reads the system every 500 ms and hands each snapshot to the thread this object lives in.
/// Nothing runs between stop() and start(), so a hidden window costs nothing.
/// Thread: that of its owner (GUI); the reads happen on the thread "sensors".
class SystemSampler final : public QObject {
    Q_OBJECT
public:
    using Reader = std::function<SystemSnapshot()>;

    /// `read` is called on the sensors thread only, every `intervalMs`.
    explicit SystemSampler(Reader read, int intervalMs = 500, QObject *parent = nullptr);
    explicit SystemSampler(QObject *parent = nullptr);
    /// Stops, and waits for a read that is under way.
    ~SystemSampler() override;

    [[nodiscard]] bool isRunning() const { return m_running; }

public Q_SLOTS:
    /// The first sample comes at once. Starting twice changes nothing.
    void start();
    /// No sampled() follows, even if a read is under way.
    void stop();

Q_SIGNALS:
    void sampled(const sotto::SystemSnapshot &snapshot);

private:
    class Worker;
    std::unique_ptr<QThread> m_thread;
    Worker *m_worker = nullptr; ///< Lives in m_thread and is deleted by it.
    bool m_running = false;
    int m_run = 0; ///< Counts starts; a sample of an earlier run is dropped.
};

} // namespace sotto
