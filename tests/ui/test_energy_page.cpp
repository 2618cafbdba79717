#include "core/energy/energy_csv.h"
#include "tests/support/ui_fixture.h"
#include "ui/components/label.h"
#include "ui/components/segment_control.h"
#include "ui/energy/bar_chart.h"
#include "ui/energy/energy_page.h"
#include "ui/energy/energy_words.h"

#include <QComboBox>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace sotto;
using namespace Qt::StringLiterals;

namespace {

constexpr std::int64_t kHour = 3'600'000;
/// 2026-11-17, a Tuesday, 00:00 UTC.
constexpr std::int64_t kMidnight = 1'794'873'600'000;
const QDate kDay(2026, 11, 17);

EnergyRecord record(std::int64_t id, std::int64_t startedMs, double wattHours, const QString &model = u"Llama"_s)
{
    EnergyRecord r;
    r.id = id;
    r.message = MessageId(id);
    r.startedMs = startedMs;
    r.endedMs = startedMs + 1000;
    r.model = model;
    r.personaId = u"p"_s;
    r.personaName = u"Coder"_s;
    r.promptTokens = 60;
    r.outputTokens = 1000;
    r.reading.decode = wattHours * 3600;
    r.reading.uncertainty = r.reading.decode * 0.03;
    r.reading.measured = r.reading.decode;
    r.reading.provenance = Provenance::Measured;
    r.reading.coverage = Coverage::CpuAndGpu;
    r.reading.price = PriceThen{u"USD"_s, 0.14, wattHours / 1000 * 0.14};
    return r;
}

EnergyBars bars(const QList<EnergyRecord> &records, EnergySpan span, EnergyGroup by = EnergyGroup::Model)
{
    return barsOf(records, {span, kDay}, by, Qt::Monday, QTimeZone::UTC,
                  QDateTime::fromMSecsSinceEpoch(kMidnight + 14 * kHour, QTimeZone::UTC));
}

} // namespace

class TestEnergyPage final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void ranges()
    {
        QCOMPARE(firstDay({EnergySpan::Week, kDay}, Qt::Monday), QDate(2026, 11, 16));
        QCOMPARE(firstDay({EnergySpan::Week, kDay}, Qt::Sunday), QDate(2026, 11, 15));
        QCOMPARE(firstDay({EnergySpan::Week, QDate(2026, 11, 15)}, Qt::Sunday), QDate(2026, 11, 15));
        QCOMPARE(firstDay({EnergySpan::Month, kDay}, Qt::Monday), QDate(2026, 11, 1));
        QCOMPARE(stepsOf({EnergySpan::Month, QDate(2028, 2, 3)}), 29);
        QCOMPARE(moved({EnergySpan::Month, QDate(2026, 1, 31)}, 1).day, QDate(2026, 2, 28));
        const EnergyQuery day = queryOf({EnergySpan::Day, kDay}, Qt::Monday, QTimeZone::UTC);
        QCOMPARE(day.fromMs, kMidnight);
        QCOMPARE(day.toMs, kMidnight + 24 * kHour);
        // On the day clocks go forward there are 23 hours.
        const QTimeZone berlin("Europe/Berlin");
        if (!berlin.isValid()) QSKIP("no time zones here");
        const EnergyQuery spring = queryOf({EnergySpan::Day, QDate(2026, 3, 29)}, Qt::Monday, berlin);
        QCOMPARE(spring.toMs - spring.fromMs, 23 * kHour);
    }

    void barsByDayAndModel()
    {
        const EnergyBars chart = bars({record(1, kMidnight - kHour, 10), record(2, kMidnight + kHour, 20),
                                       record(3, kMidnight + kHour, 5, u"Qwen"_s)},
                                      EnergySpan::Week);
        QCOMPARE(chart.bars.size(), 7);
        QCOMPARE(chart.parts, (QStringList{u"Llama"_s, u"Qwen"_s}));
        QCOMPARE(chart.bars[0].joules, (QList<double>{36000, 0}));
        QCOMPARE(chart.bars[1].joules, (QList<double>{72000, 18000}));
        QVERIFY(chart.bars[1].isNow && !chart.bars[0].isNow);
        QCOMPARE(chart.bars[6].total(), 0.0);
    }

    void manyModelsShareAnAmber()
    {
        QList<EnergyRecord> all;
        for (int i = 0; i < 7; ++i)
            all << record(i + 1, kMidnight, 7 - i, u"Model %1"_s.arg(i));
        const EnergyBars chart = bars(all, EnergySpan::Week);
        QCOMPARE(chart.parts, (QStringList{u"Model 0"_s, u"Model 1"_s, u"Model 2"_s, QString()}));
        QCOMPARE(chart.bars[1].joules, (QList<double>{25200, 21600, 18000, (4 + 3 + 2 + 1) * 3600}));
    }

    void whatIsNotKnownIsInNoBar()
    {
        EnergyRecord unknown = record(1, kMidnight, 50);
        unknown.reading.provenance = Provenance::Unavailable;
        EnergyRecord guess = record(2, kMidnight, 1);
        guess.reading.provenance = Provenance::Estimated;
        const EnergyBars chart = bars({unknown, guess}, EnergySpan::Day, EnergyGroup::Persona);
        QCOMPARE(chart.bars.size(), 24);
        QCOMPARE(chart.bars[0].total(), 3600.0);
        QVERIFY(chart.bars[0].estimated);
        QCOMPARE(chart.parts, QStringList{u"Coder"_s});
    }

    void scaleSteps_data()
    {
        QTest::addColumn<double>("most");
        QTest::addColumn<double>("step");
        for (const auto &[most, step] : {std::pair(88.0, 50.0), std::pair(80.0, 20.0), std::pair(0.003, 0.001),
                                         std::pair(4.0, 1.0), std::pair(0.0, 1.0), std::pair(21.0, 10.0)})
            QTest::newRow(qPrintable(QString::number(most))) << most << step;
    }
    void scaleSteps()
    {
        QFETCH(double, most);
        QFETCH(double, step);
        QVERIFY2(qAbs(scaleStep(most) - step) < step * 1e-9, qPrintable(QString::number(scaleStep(most))));
        QVERIFY(scaleStep(most) * 4 >= most * 0.999);
    }

    void figures()
    {
        EnergySettings settings;
        settings.gramsPerKwh = 370;
        const EnergySum sum = sumOf(QList<EnergyRecord>{record(1, kMidnight, 311)});
        const auto all = energyFigures(sum, settings, QLocale::c());
        QCOMPARE(all[0].value, u"311 Wh"_s);
        QCOMPARE(all[0].detail, u"measured, ± 3%"_s);
        QCOMPARE(all[2].value, u"115 g CO₂"_s);
        QCOMPARE(all[3].title, u"The same in the cloud"_s);
        QVERIFY2(all[3].detail.startsWith(u"GPT-4o, "_s) && all[3].detail.endsWith(u"× as much"_s),
                 qPrintable(all[3].detail));
    }

    void unknownFiguresAreDashesWithAReason()
    {
        EnergyRecord unknown = record(1, kMidnight, 0);
        unknown.reading = {};
        const auto all = energyFigures(sumOf(QList<EnergyRecord>{unknown}), {}, QLocale::c());
        QCOMPARE(all[0].value, u"–"_s);
        QCOMPARE(all[0].detail, u"needs a power reading or an estimate"_s);
        QCOMPARE(all[1].value, u"–"_s);
        QCOMPARE(all[2].value, u"–"_s);
        QVERIFY(!all[3].detail.contains(u"×"_s)); // against what?
        QCOMPARE(energyFigures({}, {}, QLocale::c())[0].detail, u"No replies in this time"_s);
    }

    void otherCurrenciesAreNotComparedWithDollars()
    {
        EnergyRecord euro = record(1, kMidnight, 100);
        euro.reading.price = PriceThen{u"EUR"_s, 0.4, 0.04};
        for (const CloudLine &line : cloudLines(sumOf(QList<EnergyRecord>{euro}), {}))
            QVERIFY(line.times.isEmpty() && !line.money.isEmpty());
    }

    void breakEvenInWords()
    {
        EnergySettings settings;
        settings.tariff = Tariff{u"USD"_s, 0.14, {}};
        const EnergySum sum = sumOf(QList<EnergyRecord>{record(1, kMidnight, 1)}); // 1,060 tokens: $0.0053 there
        QCOMPARE(breakEvenText(sum, settings, EnergySpan::Week, QLocale::c()), QString());
        settings.hardwarePrice = 1;
        const QString text = breakEvenText(sum, settings, EnergySpan::Week, QLocale::c());
        QVERIFY2(text.contains(u"194 weeks"_s), qPrintable(text)); // 1 / (0.0053 − 0.00014) = 193.8
    }

    void whatTheSumsLeaveOut()
    {
        EnergyRecord guess = record(1, kMidnight, 1), unknown = record(2, kMidnight, 1);
        guess.reading.provenance = Provenance::Estimated;
        unknown.reading = {};
        const QString text = leftOutText(sumOf(QList<EnergyRecord>{guess, unknown}));
        QVERIFY2(text.contains(u"estimated"_s) && text.contains(u"in no sum"_s), qPrintable(text));
        QCOMPARE(leftOutText(sumOf(QList<EnergyRecord>{record(1, kMidnight, 1)})), QString());
    }

    void csvIsSafeForSpreadsheets()
    {
        EnergyRecord evil = record(1, kMidnight, 1.5, u"=HYPERLINK(\"x\"),\nQ4"_s);
        const QByteArray csv = toCsv(sumsBy(EnergyGroup::Model, {evil}, QTimeZone::UTC));
        const QByteArray line = csv.mid(csv.indexOf("\r\n") + 2);
        QVERIFY2(line.startsWith("\"'=HYPERLINK(\"\"x\"\"),\nQ4\","), line.constData());
        QVERIFY2(line.contains(",1.5,"), line.constData()); // a point, whatever the locale
        EnergyRecord unknown = record(2, kMidnight, 1);
        unknown.reading = {};
        QVERIFY(toCsv(sumsBy(EnergyGroup::Model, {unknown}, QTimeZone::UTC)).contains(",,,,unavailable,,,1"));
    }

    void pageWalksThroughTime()
    {
        EnergyPage page;
        page.resize(1000, 800);
        page.setNow(QDateTime(kDay, QTime(14, 0)));
        QSignalSpy moves(&page, &EnergyPage::rangeChanged);
        auto *later = page.findChild<QAbstractButton *>(u"energyAfter"_s);
        QVERIFY(!later->isEnabled()); // nothing is known of what is to come
        page.findChild<QAbstractButton *>(u"energyBefore"_s)->click();
        QCOMPARE(moves.size(), 1);
        QCOMPARE(page.range().day, kDay.addDays(-7));
        QVERIFY(later->isEnabled());
        later->click();
        QCOMPARE(page.range().day, kDay);
        QTest::keyClick(page.findChild<SegmentControl *>(u"energySpan"_s), Qt::Key_Right);
        QCOMPARE(page.range().span, EnergySpan::Month);
    }

    void pageShowsAndExports()
    {
        EnergyPage page;
        page.resize(1000, 800);
        page.setNow(QDateTime::fromMSecsSinceEpoch(kMidnight + 14 * kHour));
        QVERIFY(!page.findChild<QPushButton *>(u"energyExport"_s)->isEnabled());
        page.setRecords({record(1, kMidnight + 13 * kHour, 41), record(2, kMidnight + 13 * kHour, 1, u"Qwen"_s)});
        QCOMPARE(page.findChild<Label *>(u"energyFigure0"_s)->text(), u"42 Wh"_s);
        QVERIFY(page.findChild<QPushButton *>(u"energyExport"_s)->isEnabled());
        QCOMPARE(page.csv().count("\r\n"), 3);
        QVERIFY(page.csv().contains("2026-11-17,Qwen,1,"));
        QVERIFY(page.findChild<BarChart *>()->accessibleDescription().contains(u"Llama"_s));
    }

    void whatKeepingAModelTakes()
    {
        EnergyPage page;
        EnergySettings settings;
        settings.tariff = Tariff{u"USD"_s, 0.15, {}};
        page.setSettings(settings);
        const auto text = [&] { return page.findChild<Label *>(u"keptText"_s)->text(); };
        QVERIFY(!page.findChild<QPushButton *>(u"energyUnload"_s)->isEnabled());
        page.setKept({u"Llama"_s, false, {}, 30});
        QVERIFY2(text().contains(u"cannot be told"_s), qPrintable(text()));
        page.setKept({u"Llama"_s, true, IdleBaseline{"gpu", 15, 1}, 15});
        QVERIFY2(text().contains(u"360 Wh"_s) && text().contains(u"0.054"_s), qPrintable(text()));
        auto *after = page.findChild<QComboBox *>(u"unloadAfter"_s);
        QCOMPARE(after->currentData().toInt(), 15);
        QSignalSpy chosen(&page, &EnergyPage::unloadAfterChosen);
        after->setCurrentIndex(0);
        Q_EMIT after->activated(0);
        QCOMPARE(chosen[0][0].toInt(), 5);
    }
};

QTEST_MAIN(TestEnergyPage)
#include "test_energy_page.moc"
