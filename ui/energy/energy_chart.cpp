#include "ui/energy/energy_chart.h"

#include <QDateTime>
#include <QLocale>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace sotto {
namespace {

/// Which bar a moment belongs to; −1: none.
int barAt(std::int64_t unixMs, const EnergyRange &range, const QDate &first, const QTimeZone &zone)
{
    const QDateTime at = QDateTime::fromMSecsSinceEpoch(unixMs, zone);
    if (range.span == EnergySpan::Day) return at.date() == first ? at.time().hour() : -1;
    const qint64 days = first.daysTo(at.date());
    return days < 0 || days >= stepsOf(range) ? -1 : static_cast<int>(days);
}

QString nameOfBar(int index, const EnergyRange &range, const QDate &first)
{
    const QLocale locale;
    if (range.span == EnergySpan::Day) return locale.toString(index);
    const QDate day = first.addDays(index);
    return range.span == EnergySpan::Week ? locale.dayName(day.dayOfWeek(), QLocale::ShortFormat)
                                          : locale.toString(day.day());
}

QString partOf(const EnergyRecord &record, EnergyGroup by)
{
    return by == EnergyGroup::Persona ? record.personaName : record.model;
}

/// Names by how much they took, those beyond the fourth under one name.
QStringList partsOf(const QList<EnergyRecord> &records, EnergyGroup by)
{
    QHash<QString, double> joules;
    for (const EnergyRecord &record : records)
        if (record.reading.isKnown()) joules[partOf(record, by)] += record.reading.total();
    QStringList names = joules.keys();
    std::ranges::sort(names, [&](const QString &a, const QString &b) {
        return joules[a] != joules[b] ? joules[a] > joules[b] : a < b;
    });
    if (names.size() > kMostParts) {
        names.resize(kMostParts - 1);
        names << QString();
    }
    return names;
}

} // namespace

double EnergyBar::total() const
{
    return std::accumulate(joules.cbegin(), joules.cend(), 0.0);
}

QDate firstDay(const EnergyRange &range, Qt::DayOfWeek weekBegins)
{
    switch (range.span) {
    case EnergySpan::Day: return range.day;
    case EnergySpan::Week: return range.day.addDays(-((range.day.dayOfWeek() - weekBegins + 7) % 7));
    case EnergySpan::Month: return {range.day.year(), range.day.month(), 1};
    }
    return range.day;
}

int stepsOf(const EnergyRange &range)
{
    switch (range.span) {
    case EnergySpan::Day: return 24;
    case EnergySpan::Week: return 7;
    case EnergySpan::Month: return range.day.daysInMonth();
    }
    return 0;
}

EnergyQuery queryOf(const EnergyRange &range, Qt::DayOfWeek weekBegins, const QTimeZone &zone)
{
    const QDate first = firstDay(range, weekBegins);
    const QDate after = first.addDays(range.span == EnergySpan::Day ? 1 : stepsOf(range));
    EnergyQuery query;
    query.fromMs = first.startOfDay(zone).toMSecsSinceEpoch();
    query.toMs = after.startOfDay(zone).toMSecsSinceEpoch();
    return query;
}

EnergyRange moved(const EnergyRange &range, int by)
{
    EnergyRange other = range;
    switch (range.span) {
    case EnergySpan::Day: other.day = range.day.addDays(by); break;
    case EnergySpan::Week: other.day = range.day.addDays(7LL * by); break;
    case EnergySpan::Month: other.day = range.day.addMonths(by); break;
    }
    return other;
}

EnergyBars barsOf(const QList<EnergyRecord> &records, const EnergyRange &range, EnergyGroup by,
                  Qt::DayOfWeek weekBegins, const QTimeZone &zone, const QDateTime &now)
{
    const QDate first = firstDay(range, weekBegins);
    EnergyBars chart;
    chart.parts = partsOf(records, by);
    const int current = barAt(now.toMSecsSinceEpoch(), range, first, zone);
    for (int i = 0; i < stepsOf(range); ++i)
        chart.bars.append({nameOfBar(i, range, first), QList<double>(chart.parts.size(), 0.0), false, i == current});
    for (const EnergyRecord &record : records) {
        const int bar = barAt(record.startedMs, range, first, zone);
        if (bar < 0 || !record.reading.isKnown()) continue;
        qsizetype part = chart.parts.indexOf(partOf(record, by));
        if (part < 0) part = chart.parts.size() - 1;
        chart.bars[bar].joules[part] += record.reading.total();
        chart.bars[bar].estimated |= record.reading.provenance == Provenance::Estimated;
    }
    return chart;
}

double scaleStep(double most)
{
    if (!(most > 0)) return 1;
    const double wanted = most / 4;
    const double power = std::pow(10, std::floor(std::log10(wanted)));
    for (const double factor : {1.0, 2.0, 5.0})
        if (factor * power >= wanted * (1 - 1e-9)) return factor * power;
    return 10 * power;
}

} // namespace sotto
