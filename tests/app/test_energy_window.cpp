// From the press of Enter to the footnote, the sums and the page of energy, over a sensor that always says 50 W.

#include "tests/app/window_fixture.h"
#include "tests/support/fake_probe.h"
#include "ui/components/label.h"
#include "ui/energy/energy_page.h"
#include "ui/meters/energy_section.h"
#include "ui/meters/power_gauge.h"
#include "ui/meters/power_section.h"

using namespace sotto;
using namespace Qt::StringLiterals;

namespace {

Services::MakeSensors fiftyWatts()
{
    return [](const EnergySettings &) {
        auto script = std::make_shared<test::FakeProbe::Script>();
        PowerDevice cpu;
        cpu.id = "rapl:package-0";
        cpu.name = "Ryzen";
        cpu.kind = PowerDeviceKind::CpuPackage;
        cpu.updatePeriod = std::chrono::milliseconds(20);
        script->found.devices = {cpu};
        std::vector<std::unique_ptr<Probe>> probes;
        probes.push_back(std::make_unique<test::FakeProbe>(script));
        return probes;
    };
}

} // namespace

class TestEnergyWindow final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aReplySaysWhatItTook()
    {
        QTemporaryDir home;
        QString footnote;
        {
            WindowFixture f(home.path(), {}, fiftyWatts());
            QVERIFY(QTest::qWaitFor([&] { return f.isReady(); }));
            f.queue(scriptedText("Hello there, this takes a while.", std::chrono::milliseconds(30)));
            f.type(u"Hi"_s);
            f.press(Qt::Key_Return);
            const auto footnoteOf = [&] {
                const int rows = f.transcript().rowCount();
                return rows < 2 ? QString() : f.transcript().item(rows - 1).footnote;
            };
            QVERIFY(QTest::qWaitFor([&] { return footnoteOf().contains(u"Wh"_s); }, 10'000));
            footnote = footnoteOf();
            QVERIFY2(footnote.contains(u"tokens · "_s), qPrintable(footnote));
            auto *sums = f.window().findChild<EnergySection *>();
            QVERIFY(QTest::qWaitFor([&] { return !sums->lines()[0].contains(u'–'); }));
            QCOMPARE(f.app->services().ledger().sums().today.replies, 1);
            QVERIFY(
                QTest::qWaitFor([&] { return f.window().findChild<PowerGauge *>()->valueText() == u"50"_s; }, 5000));

            sums->click();
            QVERIFY(f.window().energyPage().isVisible());
            auto *figure = f.window().energyPage().findChild<Label *>(u"energyFigure0"_s);
            QVERIFY(QTest::qWaitFor([&] { return figure->text().contains(u"Wh"_s); }));
            const QString csv = home.filePath(u"out.csv"_s);
            f.app->services().ledger().write(csv, f.window().energyPage().csv());
            QVERIFY(QTest::qWaitFor([&] { return QFile::exists(csv); }));
            QTest::keyClick(&f.window(), Qt::Key_Escape);
            QVERIFY(f.window().chatPage().isVisible());
        }
        // It is there after a restart.
        WindowFixture again(home.path(), {}, fiftyWatts());
        QVERIFY(QTest::qWaitFor([&] { return again.transcript().rowCount() == 2; }));
        QCOMPARE(again.transcript().item(1).footnote, footnote);
    }

    void withoutSensorsAFootnoteSaysNothingOfEnergy()
    {
        QTemporaryDir home;
        WindowFixture f(home.path());
        QVERIFY(QTest::qWaitFor([&] { return f.isReady(); }));
        f.queue(scriptedText("Hello."));
        f.type(u"Hi"_s);
        f.press(Qt::Key_Return);
        QVERIFY(QTest::qWaitFor([&] { return f.app->services().ledger().sums().chat.replies == 1; }, 10'000));
        QVERIFY(!f.transcript().item(1).footnote.contains(u"Wh"_s));
        QCOMPARE(f.app->services().ledger().sums().chat.provenance(), Provenance::Unavailable);
        QVERIFY(f.window().findChild<EnergySection *>()->lines()[0].contains(u"–, –"_s));
    }
};

QTEST_MAIN(TestEnergyWindow)
#include "test_energy_window.moc"
