#pragma once

#include "core/jobs/io_pool.h"
#include "hardware/host.h"

#include <QHash>
#include <QObject>
#include <QString>

#include <optional>

namespace sotto {

/// Room on the disk that holds a folder, in bytes.
struct DiskSpace {
    std::uint64_t total = 0;
    std::uint64_t free = 0; ///< What this user may use.

    bool operator==(const DiskSpace &) const = default;
};

/// Facts of the computer that change seldom and cost a look at the disk: the processor, and the room where models
/// live. Read on the I/O pool. Thread: GUI.
class HostFacts final : public QObject {
    Q_OBJECT
public:
    explicit HostFacts(QObject *parent = nullptr);
    ~HostFacts() override;

    /// The processor; nothing until it was read.
    [[nodiscard]] const std::optional<CpuInfo> &cpu() const { return m_cpu; }
    /// Room where `folder` is, or where it would be made; nothing until it was read.
    [[nodiscard]] std::optional<DiskSpace> disk(const QString &folder) const;

    /// Reads the processor; changed() follows.
    void readCpu();
    /// Reads the room for a folder; changed() follows. A folder that does not exist yet is looked up by its nearest
    /// parent that does.
    void readDisk(const QString &folder);

Q_SIGNALS:
    void changed();

private:
    std::optional<CpuInfo> m_cpu;
    QHash<QString, DiskSpace> m_disks;
    IoPool m_pool;
};

/// What readDisk() reads, for whoever is on another thread already. Reads the disk: not for the GUI thread.
[[nodiscard]] std::optional<DiskSpace> diskSpace(const QString &folder);

} // namespace sotto
