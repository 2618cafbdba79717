#include "core/text/format.h"

#include <QTest>

using namespace sotto;
using namespace Qt::StringLiterals;

namespace {

EnergyReading reading(double joules, Provenance provenance, Coverage coverage)
{
    EnergyReading r;
    r.decode = joules;
    r.provenance = provenance;
    r.coverage = coverage;
    r.price = PriceThen{u"USD"_s, 0.14, joules / 3.6e6 * 0.14};
    return r;
}

} // namespace

class TestEnergyText final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QLocale::setDefault(QLocale(u"en_US"_s)); }
    void cleanupTestCase() { QLocale::setDefault(QLocale::c()); }

    void energy_data()
    {
        QTest::addColumn<double>("wattHours");
        QTest::addColumn<QString>("text");
        QTest::newRow("as the design") << 0.42 << u"0.42 Wh"_s;
        QTest::newRow("two decimals below ten") << 3.8 << u"3.80 Wh"_s;
        QTest::newRow("to the edge") << 9.994 << u"9.99 Wh"_s;
        QTest::newRow("over it by rounding") << 9.996 << u"10 Wh"_s;
        QTest::newRow("none above") << 41.4 << u"41 Wh"_s;
        QTest::newRow("kilo") << 1250.0 << u"1.25 kWh"_s;
        QTest::newRow("kilo by rounding") << 999.6 << u"1.00 kWh"_s;
        QTest::newRow("small is not none") << 0.00123 << u"1.23 mWh"_s;
        QTest::newRow("smaller") << 0.0000123 << u"0.012 mWh"_s;
        QTest::newRow("none") << 0.0 << u"0.00 Wh"_s;
    }
    void energy()
    {
        QFETCH(double, wattHours);
        QTEST(formatEnergy(wattHours * 3600), "text");
    }

    void money_data()
    {
        QTest::addColumn<double>("amount");
        QTest::addColumn<QString>("currency");
        QTest::addColumn<QString>("text");
        QTest::newRow("two significant digits") << 0.000058 << u"USD"_s << u"$0.000058"_s;
        QTest::newRow("cents") << 0.047 << u"USD"_s << u"$0.047"_s;
        QTest::newRow("a digit less after rounding") << 0.0996 << u"USD"_s << u"$0.10"_s;
        QTest::newRow("just below one") << 0.996 << u"USD"_s << u"$1.00"_s;
        QTest::newRow("more") << 12.3 << u"USD"_s << u"$12.30"_s;
        QTest::newRow("none") << 0.0 << u"USD"_s << u"$0.00"_s;
        QTest::newRow("by its code") << 0.29 << u"CHF"_s << u"CHF\u00A00.29"_s;
        QTest::newRow("pounds") << 0.5 << u"GBP"_s << u"£0.50"_s;
    }
    void money()
    {
        QFETCH(double, amount);
        QFETCH(QString, currency);
        QTEST(formatMoney(amount, currency), "text");
    }

    void localeDecimals()
    {
        QLocale::setDefault(QLocale(u"de_DE"_s));
        QCOMPARE(formatEnergy(0.42 * 3600), u"0,42 Wh"_s);
        QCOMPARE(formatWatts(3.24), u"3,2 W"_s);
        QVERIFY2(formatMoney(0.047, u"EUR"_s).startsWith(u"0,047"_s), qPrintable(formatMoney(0.047, u"EUR"_s)));
        QVERIFY(formatMoney(0.047, u"EUR"_s).endsWith(u"€"_s));
        QCOMPARE(formatCarbon(2.5), u"2,5 g"_s);
    }

    void wattsAndCarbon()
    {
        QCOMPARE(formatWatts(174.2), u"174 W"_s);
        QCOMPARE(formatWatts(0.62), u"0.6 W"_s);
        QCOMPARE(formatCarbon(115.4), u"115 g"_s);
        QCOMPARE(formatCarbon(0.0153), u"0.015 g"_s);
        QCOMPARE(formatCarbon(1234), u"1.2 kg"_s);
    }

    void footnotes()
    {
        QCOMPARE(formatEnergyFootnote(reading(1512, Provenance::Measured, Coverage::CpuAndGpu)),
                 u"0.42 Wh · $0.000059"_s);
        QCOMPARE(formatEnergyFootnote(reading(1512, Provenance::Partial, Coverage::GpuOnly)),
                 u"0.42 Wh · $0.000059 · GPU only"_s);
        QCOMPARE(formatEnergyFootnote(reading(1512, Provenance::Estimated, Coverage::CpuOnly)),
                 u"≈ 0.42 Wh · ≈ $0.000059 · estimated"_s);
        // Nothing is known: nothing is said, above all no 0.
        QCOMPARE(formatEnergyFootnote(reading(0, Provenance::Unavailable, Coverage::Nothing)), QString());
    }

    void aReplyShorterThanTenPeriodsIsNotPlain()
    {
        EnergyReading r = reading(1512, Provenance::Measured, Coverage::CpuAndGpu);
        r.poolMessages = true;
        QCOMPARE(formatEnergyFootnote(r), u"≈ 0.42 Wh · ≈ $0.000059"_s);
    }

    void withoutATariffThereIsNoMoney()
    {
        EnergyReading r = reading(1512, Provenance::Measured, Coverage::CpuAndGpu);
        r.price.reset();
        QCOMPARE(formatEnergyFootnote(r), u"0.42 Wh"_s);
    }
};

QTEST_GUILESS_MAIN(TestEnergyText)
#include "test_energy_text.moc"
