#include "core/energy/tariff.h"

#include <QDateTime>

#include <algorithm>

namespace sotto {
namespace {

constexpr double kJoulesPerKwh = 3.6e6;

struct Row {
    QLocale::Territory territory;
    const char *currency;
    double perKwh;
    int year;
    const char *source;
};

constexpr const char *kEurostat = "Eurostat, households, first half of the year, taxes included";

constexpr auto kRows = std::to_array<Row>({
    {QLocale::UnitedStates, "USD", 0.14, 2023, "the article that Sotto’s method follows"},
    {QLocale::China, "CNY", 0.542, 2019, "National Development and Reform Commission, residential mean"},
    {QLocale::Japan, "JPY", 31.0, 2022, "reference price of the Home Electric Appliances Fair Trade Conference"},
    {QLocale::Germany, "EUR", 0.395, 2024, kEurostat},
    {QLocale::Ireland, "EUR", 0.374, 2024, kEurostat},
    {QLocale::UnitedKingdom, "GBP", 0.245, 2024, "Ofgem price cap, October to December"},
    {QLocale::Switzerland, "CHF", 0.29, 2025, "ElCom, median of households"},
});

/// For the other countries that pay in euro: the mean of the European Union.
constexpr Row kEuro{QLocale::EuropeanUnion, "EUR", 0.289, 2024, kEurostat};

TariffStart startOf(const Row &row, QLocale::Territory territory)
{
    return {Tariff{QString::fromLatin1(row.currency), row.perKwh, {}}, territory, row.year, row.source};
}

} // namespace

TariffStart startingTariff(const QLocale &locale)
{
    const QLocale::Territory here = locale.territory();
    for (const Row &row : kRows)
        if (row.territory == here) return startOf(row, here);
    if (locale.currencySymbol(QLocale::CurrencyIsoCode) == QLatin1StringView("EUR")) return startOf(kEuro, here);
    return startOf(kRows.front(), QLocale::AnyTerritory);
}

double pricePerKwh(const Tariff &tariff, std::int64_t unixMs, const QTimeZone &zone)
{
    if (!tariff.byHour) return tariff.perKwh;
    const int hour = QDateTime::fromMSecsSinceEpoch(unixMs, zone).time().hour();
    return (*tariff.byHour)[static_cast<std::size_t>(std::clamp(hour, 0, 23))];
}

double meanPricePerKwh(const Tariff &tariff, std::int64_t startMs, std::int64_t endMs, const QTimeZone &zone)
{
    if (!tariff.byHour || endMs <= startMs) return pricePerKwh(tariff, startMs, zone);
    // Steps of a quarter of an hour, cut where quarters begin: every zone's hours begin at one.
    constexpr std::int64_t quarter = 15LL * 60 * 1000;
    double sum = 0;
    for (std::int64_t at = startMs; at < endMs;) {
        const std::int64_t next = std::min(endMs, (at / quarter + 1) * quarter);
        sum += pricePerKwh(tariff, at, zone) * static_cast<double>(next - at);
        at = next;
    }
    return sum / static_cast<double>(endMs - startMs);
}

double costOf(double joules, double perKwh)
{
    return joules / kJoulesPerKwh * perKwh;
}

std::optional<double> costPerMillionTokens(double watts, double tokensPerSecond, double perKwh)
{
    if (!(tokensPerSecond > 0)) return std::nullopt;
    return costOf(watts / tokensPerSecond * 1e6, perKwh);
}

} // namespace sotto
