#include "ui/energy/energy_words.h"

#include "core/text/format.h"
#include "ui/meters/energy_section.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace sotto {

using namespace Qt::StringLiterals;

namespace {

const QString kUnknownFigure = u"–"_s;

struct PageWords {
    Q_DECLARE_TR_FUNCTIONS(sotto::EnergyPage)
};

QString provenanceText(const EnergySum &sum)
{
    if (sum.replies == 0) return PageWords::tr("No replies in this time");
    switch (sum.provenance()) {
    case Provenance::Unavailable: return PageWords::tr("needs a power reading or an estimate");
    case Provenance::Estimated: return PageWords::tr("partly or wholly estimated");
    case Provenance::Partial: return PageWords::tr("measured, in part");
    case Provenance::Measured: break;
    }
    const double share = sum.joules > 0 ? sum.uncertainty / sum.joules * 100 : 0;
    return PageWords::tr("measured, ± %1%").arg(QLocale().toString(std::ceil(share), 'f', 0));
}

QString asSure(const QString &figure, const EnergySum &sum)
{
    return sum.provenance() == Provenance::Estimated ? u"≈ "_s + figure : figure;
}

EnergyFigureText carbonFigure(const EnergySum &sum, const EnergySettings &settings, const QLocale &locale)
{
    const GridCarbon grid = carbonOf(settings, locale);
    const QString per = PageWords::tr("at %1 g per kWh").arg(QLocale().toString(grid.gramsPerKwh, 'f', 0));
    if (sum.provenance() == Provenance::Unavailable) return {PageWords::tr("Carbon"), kUnknownFigure, per};
    return {PageWords::tr("Carbon"),
            asSure(PageWords::tr("%1 CO₂").arg(formatCarbon(carbonOf(sum.joules, grid.gramsPerKwh))), sum), per};
}

QString timesText(const CloudPrice &price, const EnergySum &sum)
{
    // A comparison needs one currency; Sotto knows no exchange rates.
    if (sum.currency != "USD"_L1 || sum.provenance() == Provenance::Unavailable) return {};
    const auto times = timesAsMuch(cloudCost(sum.tokens(), price), sum.cost);
    if (!times) return {};
    return asSure(PageWords::tr("%1×").arg(QLocale().toString(*times, 'f', *times < 9.95 ? 1 : 0)), sum);
}

EnergyFigureText cloudFigure(const EnergySum &sum, const EnergySettings &settings)
{
    const QList<CloudPrice> prices = cloudPricesOf(settings);
    const QString title = PageWords::tr("The same in the cloud");
    if (prices.isEmpty()) return {title, kUnknownFigure, PageWords::tr("no price is in the list")};
    const CloudPrice &price = prices.constFirst();
    if (sum.tokens() == 0) return {title, kUnknownFigure, price.name};
    const QString times = timesText(price, sum);
    return {title, formatMoney(cloudCost(sum.tokens(), price), u"USD"_s),
            times.isEmpty() ? price.name : PageWords::tr("%1, %2 as much").arg(price.name, times)};
}

} // namespace

QList<EnergyFigureText> energyFigures(const EnergySum &sum, const EnergySettings &settings, const QLocale &locale)
{
    const Tariff tariff = tariffOf(settings, locale);
    const QString price = tariff.byHour
                              ? PageWords::tr("by time of day")
                              : PageWords::tr("at %1 per kWh").arg(formatMoney(tariff.perKwh, tariff.currency));
    const QString other =
        sum.otherCurrency > 0 ? PageWords::tr("%Ln replies in another currency", nullptr, sum.otherCurrency) : price;
    return {{PageWords::tr("Energy"), energyText(sum), provenanceText(sum)},
            {PageWords::tr("Money"), moneyText(sum), other},
            carbonFigure(sum, settings, locale),
            cloudFigure(sum, settings)};
}

QList<CloudLine> cloudLines(const EnergySum &sum, const EnergySettings &settings)
{
    QList<CloudLine> lines;
    for (const CloudPrice &price : cloudPricesOf(settings))
        lines.append({price.name, formatMoney(cloudCost(sum.tokens(), price), u"USD"_s), timesText(price, sum)});
    return lines;
}

QString cloudNote(const EnergySettings &settings)
{
    QDate oldest;
    bool unchecked = false;
    for (const CloudPrice &price : cloudPricesOf(settings)) {
        unchecked = unchecked || !price.checked.isValid();
        if (price.checked.isValid() && (!oldest.isValid() || price.checked < oldest)) oldest = price.checked;
    }
    if (unchecked || !oldest.isValid())
        return PageWords::tr("Prices that came with Sotto; nobody has checked them here.");
    return PageWords::tr("Your price list, checked %1").arg(QLocale().toString(oldest, QLocale::LongFormat));
}

QString breakEvenText(const EnergySum &sum, const EnergySettings &settings, EnergySpan span, const QLocale &locale)
{
    const QList<CloudPrice> prices = cloudPricesOf(settings);
    const bool comparable = sum.currency == "USD"_L1 && tariffOf(settings, locale).currency == "USD"_L1;
    if (prices.isEmpty() || !comparable) return {};
    const auto spans = breakEven(settings.hardwarePrice, cloudCost(sum.tokens(), prices.constFirst()), sum.cost);
    if (!spans) return {};
    const QString price = formatMoney(settings.hardwarePrice, sum.currency);
    const int count = static_cast<int>(std::min(std::ceil(*spans), 1e9));
    switch (span) {
    case EnergySpan::Day:
        return PageWords::tr("At this rate %1 of hardware is paid for in %Ln days", nullptr, count).arg(price);
    case EnergySpan::Week:
        return PageWords::tr("At this rate %1 of hardware is paid for in %Ln weeks", nullptr, count).arg(price);
    case EnergySpan::Month:
        return PageWords::tr("At this rate %1 of hardware is paid for in %Ln months", nullptr, count).arg(price);
    }
    return {};
}

QStringList tableCells(const EnergySum &sum)
{
    const bool known = sum.provenance() != Provenance::Unavailable && sum.outputTokens > 0;
    const double each = known ? sum.joules / static_cast<double>(sum.outputTokens) * 1000 : 0;
    return {sum.name.isEmpty() ? kUnknownFigure : sum.name,
            QLocale().toString(sum.replies),
            formatTokens(static_cast<int>(std::min<std::int64_t>(sum.tokens(), 2'000'000'000))),
            energyText(sum),
            known ? asSure(formatEnergy(each), sum) : kUnknownFigure,
            moneyText(sum)};
}

QString leftOutText(const EnergySum &sum)
{
    QStringList words;
    if (sum.estimated > 0)
        words << PageWords::tr("%Ln replies are estimated from what the program computed.", nullptr, sum.estimated);
    if (sum.partial > 0)
        words << PageWords::tr("Of %Ln replies a part was not seen by any sensor.", nullptr, sum.partial);
    if (sum.unknown > 0) words << PageWords::tr("%Ln replies were not read and are in no sum.", nullptr, sum.unknown);
    return words.join(u' ');
}

QString rangeText(const EnergyRange &range, Qt::DayOfWeek weekBegins)
{
    const QLocale locale;
    const QString dayAndMonth = PageWords::tr("d MMMM", "day, as QDate takes it");
    const QDate first = firstDay(range, weekBegins);
    switch (range.span) {
    case EnergySpan::Day: return locale.toString(first, dayAndMonth);
    case EnergySpan::Month: return locale.toString(first, PageWords::tr("MMMM yyyy", "month, as QDate takes it"));
    case EnergySpan::Week: break;
    }
    const QDate last = first.addDays(6);
    const QString from =
        first.month() == last.month() ? locale.toString(first.day()) : locale.toString(first, dayAndMonth);
    return PageWords::tr("%1 to %2", "days of a week").arg(from, locale.toString(last, dayAndMonth));
}

} // namespace sotto
