#include "core/energy/energy_record.h"

#include <QDateTime>
#include <QMap>
#include <QSet>

namespace sotto {
namespace {

using namespace Qt::StringLiterals;

/// A sum that grows, with what it needs to remember meanwhile.
class Summing final {
public:
    void add(const EnergyRecord &record)
    {
        // Of an erased chat no message is known any more.
        if (!record.message.isValid() || !m_seen.contains(record.message)) ++m_sum.replies;
        m_seen.insert(record.message);
        m_sum.promptTokens += record.promptTokens;
        m_sum.outputTokens += record.outputTokens;
        const EnergyReading &reading = record.reading;
        if (!reading.isKnown()) {
            ++m_sum.unknown;
            return;
        }
        m_sum.joules += reading.total();
        m_sum.measured += reading.measured;
        m_uncertainty.add(reading.uncertainty, reading.repeatability);
        m_sum.estimated += reading.provenance == Provenance::Estimated ? 1 : 0;
        m_sum.partial += reading.provenance == Provenance::Partial ? 1 : 0;
        if (reading.price) m_costs[reading.price->currency].add(reading.price->amount, record.startedMs);
    }

    [[nodiscard]] EnergySum sum(const QString &key, const QString &name) const
    {
        EnergySum sum = m_sum;
        sum.key = key;
        sum.name = name;
        sum.uncertainty = m_uncertainty.value();
        std::int64_t latest = -1;
        int all = 0;
        for (auto cost = m_costs.cbegin(); cost != m_costs.cend(); ++cost) {
            all += cost->count;
            if (cost->latestMs <= latest) continue;
            latest = cost->latestMs;
            sum.currency = cost.key();
            sum.cost = cost->amount;
            sum.otherCurrency = cost->count;
        }
        sum.otherCurrency = all - sum.otherCurrency;
        return sum;
    }

private:
    struct Cost {
        double amount = 0;
        int count = 0;
        std::int64_t latestMs = 0;
        void add(double more, std::int64_t atMs)
        {
            amount += more;
            ++count;
            latestMs = std::max(latestMs, atMs);
        }
    };
    EnergySum m_sum;
    UncertaintySum m_uncertainty;
    QSet<MessageId> m_seen;
    QMap<QString, Cost> m_costs;
};

QString nameIn(EnergyGroup group, const EnergyRecord &record, const QString &key)
{
    return group == EnergyGroup::Persona && !record.personaName.isEmpty() ? record.personaName : key;
}

} // namespace

Provenance EnergySum::provenance() const
{
    if (replies == 0 || (joules == 0 && unknown > 0)) return Provenance::Unavailable;
    if (estimated > 0) return Provenance::Estimated;
    return partial > 0 || unknown > 0 ? Provenance::Partial : Provenance::Measured;
}

QString groupKey(EnergyGroup group, const EnergyRecord &record, const QTimeZone &zone)
{
    const auto at = [&](QLatin1StringView format) {
        return QDateTime::fromMSecsSinceEpoch(record.startedMs, zone).toString(format);
    };
    switch (group) {
    case EnergyGroup::Hour: return at("yyyy-MM-ddTHH"_L1);
    case EnergyGroup::Day: return at("yyyy-MM-dd"_L1);
    case EnergyGroup::Month: return at("yyyy-MM"_L1);
    case EnergyGroup::Model: return record.model;
    case EnergyGroup::Persona: return record.personaId;
    case EnergyGroup::Conversation: return QString::number(record.conversation.value);
    }
    return {};
}

EnergySum sumOf(const QList<EnergyRecord> &records)
{
    Summing all;
    for (const EnergyRecord &record : records)
        all.add(record);
    return all.sum({}, {});
}

QList<EnergySum> sumsBy(EnergyGroup group, const QList<EnergyRecord> &records, const QTimeZone &zone)
{
    QMap<QString, Summing> groups;
    QMap<QString, QString> names;
    for (const EnergyRecord &record : records) {
        const QString key = groupKey(group, record, zone);
        groups[key].add(record);
        names.insert(key, nameIn(group, record, key));
    }
    QList<EnergySum> sums;
    for (auto one = groups.cbegin(); one != groups.cend(); ++one)
        sums.append(one->sum(one.key(), names.value(one.key())));
    return sums;
}

} // namespace sotto
