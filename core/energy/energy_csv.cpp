#include "core/energy/energy_csv.h"

#include <array>

namespace sotto {
namespace {

using namespace Qt::StringLiterals;

constexpr std::array kProvenanceWords{"measured"_L1, "partial"_L1, "estimated"_L1, "unavailable"_L1};
static_assert(kProvenanceWords.size() == static_cast<std::size_t>(Provenance::Unavailable) + 1);
constexpr std::array kCoverageWords{"nothing"_L1, "gpu-only"_L1, "cpu-only"_L1, "cpu-and-gpu"_L1, "whole-computer"_L1};
static_assert(kCoverageWords.size() == static_cast<std::size_t>(Coverage::WholeComputer) + 1);

QByteArray field(QString text)
{
    if (!text.isEmpty() && QStringView(u"=+-@\t\r").contains(text.front())) text.prepend(u'\'');
    const bool quoted = text.contains(u',') || text.contains(u'"') || text.contains(u'\n') || text.contains(u'\r');
    if (!quoted) return text.toUtf8();
    return '"' + text.replace(u'"', u"\"\""_s).toUtf8() + '"';
}

/// To the nanowatt-hour; never an exponent, which not every reader knows.
QByteArray figure(double value)
{
    QByteArray text = QByteArray::number(value, 'f', 9);
    while (text.endsWith('0'))
        text.chop(1);
    if (text.endsWith('.')) text.chop(1);
    return text;
}

QByteArray row(const EnergySum &sum)
{
    constexpr double wh = 3600;
    const bool known = sum.provenance() != Provenance::Unavailable;
    const auto joules = [&](double value) { return known ? figure(value / wh) : QByteArray(); };
    const QByteArrayList fields{field(sum.key),
                                field(sum.name),
                                QByteArray::number(sum.replies),
                                QByteArray::number(qint64{sum.promptTokens}),
                                QByteArray::number(qint64{sum.outputTokens}),
                                joules(sum.joules),
                                joules(sum.uncertainty),
                                joules(sum.measured),
                                QByteArray(wordOf(sum.provenance()).data()),
                                sum.currency.isEmpty() ? QByteArray() : figure(sum.cost),
                                field(sum.currency),
                                QByteArray::number(sum.unknown)};
    return fields.join(',') + "\r\n";
}

} // namespace

QLatin1StringView wordOf(Provenance provenance)
{
    return kProvenanceWords.at(static_cast<std::size_t>(provenance));
}

QLatin1StringView wordOf(Coverage coverage)
{
    return kCoverageWords.at(static_cast<std::size_t>(coverage));
}

QByteArray toCsv(const QList<EnergySum> &sums)
{
    QByteArray csv = "key,name,replies,prompt_tokens,output_tokens,energy_wh,uncertainty_wh,measured_wh,provenance,"
                     "cost,currency,replies_without_reading\r\n";
    for (const EnergySum &sum : sums)
        csv += row(sum);
    return csv;
}

} // namespace sotto
