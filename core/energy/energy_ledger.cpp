#include "core/energy/energy_ledger.h"

#include <QDateTime>
#include <QSaveFile>

namespace sotto {
namespace {

std::int64_t toMs(Duration duration)
{
    return std::chrono::duration_cast<std::chrono::milliseconds>(duration).count();
}

EnergySum sumFrom(const QList<EnergyRecord> &records, std::int64_t fromMs)
{
    QList<EnergyRecord> part;
    for (const EnergyRecord &record : records)
        if (record.startedMs >= fromMs) part << record;
    return sumOf(part);
}

} // namespace

ReplySpan spanOf(const Usage &usage)
{
    return {usage.promptTime, usage.decodeTime, usage.outputTokens > 0};
}

std::int64_t startOfDay(std::int64_t unixMs, const QTimeZone &zone)
{
    return QDateTime::fromMSecsSinceEpoch(unixMs, zone).date().startOfDay(zone).toMSecsSinceEpoch();
}

std::int64_t startOfMonth(std::int64_t unixMs, const QTimeZone &zone)
{
    const QDate day = QDateTime::fromMSecsSinceEpoch(unixMs, zone).date();
    return QDate(day.year(), day.month(), 1).startOfDay(zone).toMSecsSinceEpoch();
}

EnergyLedger::EnergyLedger(EnergyMeter &meter, EnergyRepository *repository, std::shared_ptr<const Clock> clock,
                           QObject *parent)
    : QObject(parent), m_meter(meter), m_repository(repository), m_clock(std::move(clock))
{
    connect(&m_meter, &EnergyMeter::measured, this, &EnergyLedger::take);
}

void EnergyLedger::setSettings(const EnergySettings &settings)
{
    m_settings = settings;
    m_meter.setEstimates(settings.estimates);
}

void EnergyLedger::begin(const ReplyFacts &facts)
{
    m_running.insert(facts.message, {facts, {}, 0});
    m_meter.begin(facts.message);
}

void EnergyLedger::end(MessageId reply, const Usage &usage)
{
    const auto running = m_running.find(reply);
    if (running == m_running.end()) return;
    running->usage = usage;
    running->endedMs = m_clock->unixMs();
    m_meter.end(reply, spanOf(usage));
}

void EnergyLedger::drop(MessageId reply)
{
    m_running.remove(reply);
    m_meter.drop(reply);
}

void EnergyLedger::take(MessageId reply, const EnergyReading &reading)
{
    const auto found = m_running.constFind(reply);
    if (found == m_running.cend()) return;
    const Running running = *found;
    m_running.erase(found);
    EnergyRecord record;
    record.id = makeId();
    record.message = reply;
    record.conversation = running.facts.conversation;
    record.model = running.facts.model;
    record.personaId = running.facts.personaId;
    record.personaName = running.facts.personaName;
    record.promptTokens = running.usage.promptTokens - running.usage.cachedTokens;
    record.outputTokens = running.usage.outputTokens;
    record.endedMs = running.endedMs;
    record.startedMs = running.endedMs - toMs(running.usage.promptTime + running.usage.decodeTime);
    record.reading = reading;
    if (reading.isKnown()) {
        const Tariff now = tariff();
        const double price = meanPricePerKwh(now, record.startedMs, record.endedMs, QTimeZone(QTimeZone::LocalTime));
        record.reading.price = PriceThen{now.currency, price, costOf(reading.total(), price)};
    }
    store(record);
    Q_EMIT recorded(record);
}

void EnergyLedger::store(const EnergyRecord &record)
{
    if (!m_repository) return;
    m_unsaved << record;
    const QList<EnergyRecord> waiting = m_unsaved;
    for (const EnergyRecord &one : waiting) {
        m_repository->save(one).then(this, [this, one](const Status &status) {
            if (!status) {
                Q_EMIT failed(status.error());
                return;
            }
            m_unsaved.removeIf([&](const EnergyRecord &other) { return other.id == one.id; });
        });
    }
    refresh();
}

void EnergyLedger::setChat(ConversationId chat)
{
    if (chat == m_chat) return;
    m_chat = chat;
    EnergySums sums = m_sums;
    sums.chat = {};
    setSums(sums);
    refresh();
}

void EnergyLedger::refresh()
{
    if (!m_repository) return;
    const int reading = ++m_reading;
    const std::int64_t now = m_clock->unixMs();
    const QTimeZone zone(QTimeZone::LocalTime);
    QFuture<Result<QList<EnergyRecord>>> month = m_repository->energy(EnergyQuery{.fromMs = startOfMonth(now, zone)});
    month.then(this, [this, reading, day = startOfDay(now, zone)](const Result<QList<EnergyRecord>> &records) {
        if (!records || reading != m_reading) return;
        EnergySums sums = m_sums;
        sums.month = sumOf(*records);
        sums.today = sumFrom(*records, day);
        setSums(sums);
    });
    if (!m_chat.isValid()) return;
    m_repository->energy(EnergyQuery{.conversation = m_chat})
        .then(this, [this, reading](const Result<QList<EnergyRecord>> &records) {
            if (!records || reading != m_reading) return;
            EnergySums sums = m_sums;
            sums.chat = sumOf(*records);
            setSums(sums);
        });
}

void EnergyLedger::find(const EnergyQuery &query, QObject *receiver,
                        std::function<void(const QList<EnergyRecord> &)> done)
{
    if (!m_repository) return;
    m_repository->energy(query).then(receiver, [done = std::move(done)](const Result<QList<EnergyRecord>> &records) {
        if (records) done(*records);
    });
}

void EnergyLedger::write(const QString &path, const QByteArray &bytes)
{
    const auto work = [path, bytes](const CancelToken &) -> Status {
        QSaveFile file(path);
        if (file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() && file.commit()) return {};
        return sotto::fail(ErrorCode::WriteFailed, path.toStdString(), file.errorString().toStdString());
    };
    m_pool.run(this, work, [this, path](const Status &status) {
        if (status)
            Q_EMIT written(path);
        else
            Q_EMIT failed(status.error());
    });
}

void EnergyLedger::setSums(const EnergySums &sums)
{
    if (sums == m_sums) return;
    m_sums = sums;
    Q_EMIT sumsChanged();
}

} // namespace sotto
