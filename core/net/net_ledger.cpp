#include "core/net/net_ledger.h"

#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTimeZone>

#include <algorithm>
#include <array>

namespace sotto {
namespace {

using namespace Qt::StringLiterals;

constexpr std::array kPurposes{"search"_L1, "model-page"_L1, "file-list"_L1, "header"_L1, "download"_L1};

QJsonObject toJson(const LedgerEntry &entry)
{
    return {{"id"_L1, static_cast<qint64>(entry.id)},
            {"time"_L1, static_cast<qint64>(entry.unixMs)},
            {"purpose"_L1, wordOf(entry.purpose)},
            {"host"_L1, entry.host},
            {"up"_L1, static_cast<qint64>(entry.bytesUp)},
            {"down"_L1, static_cast<qint64>(entry.bytesDown)},
            {"ended"_L1, entry.ended}};
}

std::uint64_t amount(const QJsonValue &value)
{
    return static_cast<std::uint64_t>(std::max<qint64>(value.toInteger(), 0));
}

LedgerEntry entryFrom(const QJsonObject &object)
{
    const QString word = object.value("purpose"_L1).toString();
    const auto purpose = std::ranges::find_if(kPurposes, [&](QLatin1StringView known) { return word == known; });
    LedgerEntry entry{.id = object.value("id"_L1).toInteger(), .unixMs = object.value("time"_L1).toInteger()};
    if (purpose != kPurposes.end()) entry.purpose = static_cast<NetPurpose>(purpose - kPurposes.begin());
    entry.host = object.value("host"_L1).toString().left(300);
    entry.bytesUp = amount(object.value("up"_L1));
    entry.bytesDown = amount(object.value("down"_L1));
    entry.ended = object.value("ended"_L1).toBool();
    return entry;
}

QString hostAndPort(const QUrl &url)
{
    return url.port() < 0 ? url.host() : url.host() + u':' + QString::number(url.port());
}

} // namespace

QString wordOf(NetPurpose purpose)
{
    return kPurposes.at(static_cast<std::size_t>(purpose));
}

NetLedger::NetLedger(const QString &file, std::shared_ptr<const Clock> clock, QObject *parent)
    : QObject(parent), m_clock(std::move(clock))
{
    if (file.isEmpty()) return;
    m_file = std::make_unique<SettingsFile>(file, SettingsFile::Rules{}, [this] { return contents(); });
    connect(m_file.get(), &SettingsFile::writeFailed, this, &NetLedger::writeFailed);
    read();
}

NetLedger::~NetLedger() = default;

void NetLedger::read()
{
    const auto bytes = m_file->read();
    if (bytes && !*bytes) return;
    const QJsonDocument document = bytes ? QJsonDocument::fromJson(**bytes) : QJsonDocument();
    if (!document.isArray()) {
        m_file->setAside();
        return;
    }
    const QJsonArray items = document.array();
    for (const QJsonValue &item : items)
        m_entries.append(entryFrom(item.toObject()));
    if (m_entries.size() > kMost) m_entries.remove(0, m_entries.size() - kMost);
    for (const LedgerEntry &entry : std::as_const(m_entries))
        m_lastId = std::max(m_lastId, entry.id);
}

std::int64_t NetLedger::begin(NetPurpose purpose, const QUrl &url)
{
    std::int64_t id = 0;
    {
        const std::scoped_lock lock(m_mutex);
        id = ++m_lastId;
        if (m_entries.size() >= kMost) m_entries.removeFirst();
        m_entries.append({.id = id, .unixMs = m_clock->unixMs(), .purpose = purpose, .host = hostAndPort(url)});
    }
    noteChange();
    return id;
}

void NetLedger::end(std::int64_t id, std::uint64_t bytesUp, std::uint64_t bytesDown)
{
    {
        const std::scoped_lock lock(m_mutex);
        const auto found = std::ranges::find(m_entries, id, &LedgerEntry::id);
        if (found == m_entries.end()) return;
        found->bytesUp = bytesUp;
        found->bytesDown = bytesDown;
        found->ended = true;
    }
    noteChange();
}

void NetLedger::noteChange()
{
    const auto note = [this] {
        if (m_file) m_file->touch();
        Q_EMIT changed();
    };
    QMetaObject::invokeMethod(this, note, Qt::AutoConnection);
}

QList<LedgerEntry> NetLedger::entries() const
{
    const std::scoped_lock lock(m_mutex);
    return m_entries;
}

void NetLedger::clear()
{
    {
        const std::scoped_lock lock(m_mutex);
        m_entries.clear();
    }
    noteChange();
}

QByteArray NetLedger::contents() const
{
    QJsonArray items;
    for (const LedgerEntry &entry : entries())
        items.append(toJson(entry));
    return QJsonDocument(items).toJson(QJsonDocument::Compact);
}

QByteArray NetLedger::toCsv() const
{
    QByteArray out = "time,purpose,host,bytes_up,bytes_down,ended\r\n";
    for (const LedgerEntry &entry : entries()) {
        const QDateTime time = QDateTime::fromMSecsSinceEpoch(entry.unixMs, QTimeZone::UTC);
        const QStringList cells{time.toString(Qt::ISODateWithMs),
                                wordOf(entry.purpose),
                                entry.host,
                                QString::number(entry.bytesUp),
                                QString::number(entry.bytesDown),
                                entry.ended ? u"yes"_s : u"no"_s};
        out += cells.join(u',').toUtf8() + "\r\n";
    }
    return out;
}

} // namespace sotto
