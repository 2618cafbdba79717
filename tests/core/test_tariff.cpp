#include "core/energy/carbon.h"
#include "core/energy/cloud_prices.h"
#include "core/energy/energy_settings.h"
#include "core/energy/tariff.h"

#include <QJsonArray>
#include <QTest>

#include <algorithm>

using namespace sotto;
using namespace Qt::StringLiterals;

namespace {

constexpr std::int64_t kHour = 3'600'000;
/// 2026-11-17 00:00 UTC.
constexpr std::int64_t kMidnight = 1'794'873'600'000;

Tariff nightAndDay()
{
    Tariff tariff{u"EUR"_s, 0.30, std::array<double, 24>{}};
    for (std::size_t hour = 0; hour < 24; ++hour)
        (*tariff.byHour)[hour] = hour < 6 ? 0.10 : 0.40;
    return tariff;
}

} // namespace

class TestTariff final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void costIsEnergyTimesPrice()
    {
        QCOMPARE(costOf(3.6e6, 0.14), 0.14);
        QCOMPARE(costOf(0, 0.14), 0.0);
    }

    void aMillionTokensAsTheFactsHaveIt()
    {
        // 0.0389 · P/N at $0.14; 10 J a token is $0.39.
        QVERIFY(qAbs(costPerMillionTokens(1, 1, 0.14).value() - 0.0389) < 0.00005);
        QVERIFY(qAbs(costPerMillionTokens(480, 48, 0.14).value() - 0.389) < 0.0005);
        QVERIFY(!costPerMillionTokens(480, 0, 0.14));
    }

    void aFlatTariffIsTheSameAllDay()
    {
        const Tariff flat{u"USD"_s, 0.14, {}};
        for (int hour = 0; hour < 24; ++hour)
            QCOMPARE(pricePerKwh(flat, kMidnight + hour * kHour, QTimeZone::UTC), 0.14);
    }

    void hoursAreThoseOfTheZone()
    {
        const Tariff tariff = nightAndDay();
        QCOMPARE(pricePerKwh(tariff, kMidnight + 5 * kHour, QTimeZone::UTC), 0.10);
        QCOMPARE(pricePerKwh(tariff, kMidnight + 6 * kHour, QTimeZone::UTC), 0.40);
        const QTimeZone east(2 * 3600);
        QCOMPARE(pricePerKwh(tariff, kMidnight + 5 * kHour, east), 0.40);
        QCOMPARE(pricePerKwh(tariff, kMidnight + 23 * kHour, east), 0.10);
    }

    void aReplyOverTheChangeOfPricePaysBoth()
    {
        const Tariff tariff = nightAndDay();
        // A quarter of the time before six, three quarters after.
        const double mean =
            meanPricePerKwh(tariff, kMidnight + 6 * kHour - 100'000, kMidnight + 6 * kHour + 300'000, QTimeZone::UTC);
        QVERIFY2(qAbs(mean - (0.25 * 0.10 + 0.75 * 0.40)) < 1e-12, qPrintable(QString::number(mean)));
        QCOMPARE(meanPricePerKwh(tariff, kMidnight, kMidnight, QTimeZone::UTC), 0.10);
        // Half an hour off, as in India: the hour still begins where it begins there.
        const QTimeZone india(5 * 3600 + 1800);
        const std::int64_t six = kMidnight + 30 * 60'000;
        QVERIFY(qAbs(meanPricePerKwh(tariff, six - 1000, six + 1000, india) - 0.25) < 1e-12);
    }

    void startingValuesByLocale()
    {
        QCOMPARE(startingTariff(QLocale(u"en_US"_s)).tariff, (Tariff{u"USD"_s, 0.14, {}}));
        QCOMPARE(startingTariff(QLocale(u"de_DE"_s)).tariff.currency, u"EUR"_s);
        QCOMPARE(startingTariff(QLocale(u"zh_CN"_s)).tariff.currency, u"CNY"_s);
        QCOMPARE(startingTariff(QLocale(u"fi_FI"_s)).tariff.currency, u"EUR"_s);
        QCOMPARE(startingTariff(QLocale(u"en_GB"_s)).tariff.currency, u"GBP"_s);
        // Nothing is known of it: the United States' value, and it says so.
        const TariffStart other = startingTariff(QLocale(u"sw_KE"_s));
        QCOMPARE(other.tariff, (Tariff{u"USD"_s, 0.14, {}}));
        QCOMPARE(other.territory, QLocale::AnyTerritory);
        for (const char *name : {"en_US", "de_DE", "ja_JP", "de_CH", "fr_FR"}) {
            const TariffStart start = startingTariff(QLocale(QString::fromLatin1(name)));
            QVERIFY2(start.year > 2000 && *start.source != '\0', name);
        }
    }

    void carbonByCountry()
    {
        QCOMPARE(gridCarbon(QLocale::UnitedStates).gramsPerKwh, 369.0);
        QVERIFY(gridCarbon(QLocale::France).gramsPerKwh < gridCarbon(QLocale::Poland).gramsPerKwh);
        // Unknown: 475 g, and no country is claimed.
        QCOMPARE(gridCarbon(QLocale::Antarctica).gramsPerKwh, 475.0);
        QCOMPARE(gridCarbon(QLocale::Antarctica).territory, QLocale::AnyTerritory);
        QCOMPARE(carbonOf(3.6e6, 370), 370.0);
        QList<QLocale::Territory> seen;
        for (const GridCarbon &row : gridCarbonTable()) {
            QVERIFY(row.year >= 2020 && row.gramsPerKwh > 0 && row.gramsPerKwh < 1000);
            QVERIFY(!seen.contains(row.territory));
            seen << row.territory;
        }
    }

    void cloudPricesAsTheArticleHasThem()
    {
        const QList<CloudPrice> prices = startingCloudPrices();
        QCOMPARE(prices.size(), 2);
        QCOMPARE(prices[0].perMillion, 5.0);
        QCOMPARE(prices[1].perMillion, 0.3);
        QVERIFY(!prices[0].checked.isValid()); // nobody has, here
        QCOMPARE(cloudCost(169'000, prices[0]), 0.845);
        QCOMPARE(timesAsMuch(0.42, 0.047).value(), 0.42 / 0.047);
        QVERIFY(!timesAsMuch(0.42, 0));
    }

    void breakEvenNeedsSomethingSaved()
    {
        QCOMPARE(breakEven(600, 2.5, 0.5).value(), 300.0);
        QVERIFY(!breakEven(600, 0.5, 0.5));
        QVERIFY(!breakEven(600, 0.4, 0.5));
        QVERIFY(!breakEven(0, 2.5, 0.5));
    }

    void settingsSurviveTheFile()
    {
        EnergySettings settings;
        QCOMPARE(energySettingsFromJson(toJson(settings)), settings);
        settings.estimates = false;
        settings.tariff = nightAndDay();
        settings.gramsPerKwh = 41.5;
        settings.country = u"SE"_s;
        settings.cloudPrices = QList<CloudPrice>{{u"Mine"_s, 1.25, QDate(2026, 11, 3)}};
        settings.hardwarePrice = 1600;
        settings.nvmlLibrary = u"/opt/nvml.so"_s;
        QCOMPARE(energySettingsFromJson(toJson(settings)), settings);
        settings.cloudPrices = QList<CloudPrice>(); // emptied by hand is not the starting list
        QCOMPARE(cloudPricesOf(energySettingsFromJson(toJson(settings))).size(), 0);
    }

    void hostileSettingsAreBroughtIn()
    {
        const auto tariff = [](const QJsonObject &object) {
            return energySettingsFromJson({{"tariff"_L1, object}}).tariff;
        };
        QVERIFY(!tariff({{"currency"_L1, u"EUR"_s}}));
        QVERIFY(!tariff({{"currency"_L1, u"dollars and cents"_s}, {"perKwh"_L1, u"1"_s}}));
        QCOMPARE(tariff({{"currency"_L1, u"eur"_s}, {"perKwh"_L1, -3}})->perKwh, 0.0);
        QVERIFY(!tariff({{"currency"_L1, u"EUR"_s}, {"perKwh"_L1, 1}, {"byHour"_L1, QJsonArray{1, 2}}})->byHour);
        QCOMPARE(energySettingsFromJson({{"gramsPerKwh"_L1, 1e99}}).gramsPerKwh, 5000.0);
        QVERIFY(energySettingsFromJson({{"estimates"_L1, u"no"_s}}).estimates);
    }

    void whatWasNotChosenFollowsTheLocale()
    {
        EnergySettings settings;
        const QLocale swedish(u"sv_SE"_s);
        QCOMPARE(carbonOf(settings, swedish).gramsPerKwh, 41.0);
        settings.country = u"PL"_s;
        QCOMPARE(carbonOf(settings, swedish).gramsPerKwh, 662.0);
        settings.gramsPerKwh = 10;
        QCOMPARE(carbonOf(settings, swedish).gramsPerKwh, 10.0);
        settings.tariff = Tariff{u"SEK"_s, 1.5, {}};
        QCOMPARE(tariffOf(settings, swedish).currency, u"SEK"_s);
    }
};

QTEST_GUILESS_MAIN(TestTariff)
#include "test_tariff.moc"
