#pragma once

#include "base/clock.h"
#include "core/net/net_types.h"
#include "core/settings/settings_file.h"

#include <QList>
#include <QObject>
#include <QString>

#include <memory>
#include <mutex>

namespace sotto {

/// One request as it went out: a redirect that is followed is a second one.
struct LedgerEntry {
    std::int64_t id = 0; ///< Counts up, also over restarts.
    std::int64_t unixMs = 0;
    NetPurpose purpose = NetPurpose::Search;
    QString host{};            ///< With the port where it is not the usual one.
    std::uint64_t bytesUp = 0; ///< Heads and bodies as HTTP counts them: without what encryption adds.
    std::uint64_t bytesDown = 0;
    bool ended = false; ///< Else it is under way, or the program ended before it did.

    bool operator==(const LedgerEntry &) const = default;
};

/// A purpose as the file and exports write it.
[[nodiscard]] QString wordOf(NetPurpose purpose);

/// What left this computer, as far as it passed the gate: never what was in it. The newest `kMost` entries are kept, in
/// a file too. It is written within 300 ms of a change, so a crash may lose the last third of a second of it.
/// Thread: begin(), end() and entries() any, the rest GUI.
class NetLedger final : public QObject {
    Q_OBJECT
public:
    static constexpr qsizetype kMost = 2000;

    /// Reads `file` here and now; an unreadable one is set aside. With an empty name nothing is kept on disk.
    NetLedger(const QString &file, std::shared_ptr<const Clock> clock, QObject *parent = nullptr);
    ~NetLedger() override;

    /// A request goes out now. Returns its id.
    [[nodiscard]] std::int64_t begin(NetPurpose purpose, const QUrl &url);
    void end(std::int64_t id, std::uint64_t bytesUp, std::uint64_t bytesDown);

    /// Oldest first.
    [[nodiscard]] QList<LedgerEntry> entries() const;
    /// Comma-separated, a line each, times in UTC, with a head line.
    [[nodiscard]] QByteArray toCsv() const;
    void clear();

Q_SIGNALS:
    void changed();
    void writeFailed(const sotto::Error &error);

private:
    void read();
    void noteChange();
    [[nodiscard]] QByteArray contents() const;

    std::shared_ptr<const Clock> m_clock;
    mutable std::mutex m_mutex;
    QList<LedgerEntry> m_entries;
    std::int64_t m_lastId = 0;
    std::unique_ptr<SettingsFile> m_file; ///< Writes what waits when it goes, so it goes first.
};

} // namespace sotto
