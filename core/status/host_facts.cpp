#include "core/status/host_facts.h"

#include <QDir>
#include <QFileInfo>
#include <QStorageInfo>

namespace sotto {

std::optional<DiskSpace> diskSpace(const QString &folder)
{
    QString existing = QDir::cleanPath(folder);
    while (!existing.isEmpty() && !QFileInfo::exists(existing)) {
        const QString parent = QFileInfo(existing).path();
        if (parent == existing) break;
        existing = parent;
    }
    const QStorageInfo storage(existing);
    if (!storage.isValid() || !storage.isReady() || storage.bytesTotal() < 0) return std::nullopt;
    return DiskSpace{static_cast<std::uint64_t>(storage.bytesTotal()),
                     static_cast<std::uint64_t>(storage.bytesAvailable())};
}

HostFacts::HostFacts(QObject *parent) : QObject(parent), m_pool(AtEnd::Cancel) {}

HostFacts::~HostFacts() = default;

std::optional<DiskSpace> HostFacts::disk(const QString &folder) const
{
    const auto found = m_disks.constFind(folder);
    return found == m_disks.cend() ? std::nullopt : std::optional(*found);
}

void HostFacts::readCpu()
{
    m_pool.run(
        this, [](const CancelToken &) { return readCpuInfo(); },
        [this](const CpuInfo &info) {
            m_cpu = info;
            Q_EMIT changed();
        });
}

void HostFacts::readDisk(const QString &folder)
{
    m_pool.run(
        this, [folder](const CancelToken &) { return diskSpace(folder); },
        [this, folder](const std::optional<DiskSpace> &space) {
            if (space)
                m_disks.insert(folder, *space);
            else
                m_disks.remove(folder);
            Q_EMIT changed();
        });
}

} // namespace sotto
