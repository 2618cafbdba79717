// Power in the meters: which devices are shown, and what is said of each state.

#include "tests/support/ui_fixture.h"
#include "ui/components/label.h"
#include "ui/meters/energy_section.h"
#include "ui/meters/power_section.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace sotto;
using namespace Qt::StringLiterals;

namespace {

DeviceStatus status(const char *id, PowerDeviceKind kind, std::optional<double> watts,
                    Obtained obtained = Obtained::Measured)
{
    auto device = std::make_shared<PowerDevice>();
    device->id = device->name = id;
    device->kind = kind;
    if (kind == PowerDeviceKind::Gpu) device->pciBusId = id;
    DeviceStatus s;
    s.device = device;
    if (watts) s.reading.power = PowerValue{*watts, PowerSource::Model, obtained, {}};
    return s;
}

PowerSnapshot snapshot(std::vector<DeviceStatus> devices)
{
    PowerSnapshot all;
    all.devices = std::move(devices);
    all.complete = true;
    return all;
}

QStringList names(const PowerView &view)
{
    QStringList all;
    for (const PowerLine &line : view.lines)
        all << line.id;
    return all;
}

ProbeProblem rootOnly()
{
    ProbeProblem problem;
    problem.kind = ProblemKind::NoPermission;
    problem.probe = "rapl";
    problem.path = "/sys/energy_uj";
    problem.remedy = "sudo chgrp power /sys/energy_uj";
    return problem;
}

QString note(const PowerSection &section)
{
    auto *label = section.findChild<Label *>(u"powerNote"_s);
    return label->isVisibleTo(&section) ? label->text() : QString();
}

const auto kGpuA = PowerDeviceKind::Gpu;

} // namespace

class TestPowerView final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void onlyGpusThatHoldLayers()
    {
        const PowerSnapshot all =
            snapshot({status("a", kGpuA, 100), status("b", kGpuA, 7), status("cpu", PowerDeviceKind::CpuPackage, 30)});
        QCOMPARE(names(powerView(all, std::vector<std::string>{"a"})), (QStringList{u"a"_s, u"cpu"_s}));
        QCOMPARE(powerView(all, std::vector<std::string>{"a"}).watts.value(), 130.0);
        // Not known, or a model on the processor: what the GPUs draw is still of interest.
        QCOMPARE(powerView(all, std::nullopt).lines.size(), 3);
        QCOMPARE(powerView(all, std::vector<std::string>{}).lines.size(), 3);
    }

    void aModelStandsInOnlyWhereNothingIsRead()
    {
        const DeviceStatus guess = status("estimate:cpu", PowerDeviceKind::CpuPackage, 44, Obtained::Estimated);
        const PowerView both =
            powerView(snapshot({status("cpu", PowerDeviceKind::CpuPackage, 30), guess}), std::nullopt);
        QCOMPARE(names(both), QStringList{u"cpu"_s});
        QVERIFY(both.isMeasured());
        DeviceStatus locked = status("cpu", PowerDeviceKind::CpuPackage, std::nullopt);
        locked.problem = std::make_shared<ProbeProblem>(rootOnly());
        const PowerView one = powerView(snapshot({locked, guess}), std::nullopt);
        QCOMPARE(names(one), QStringList{u"estimate:cpu"_s}); // one processor, not two
        QVERIFY(one.estimated);
        QCOMPARE(one.remedy, u"sudo chgrp power /sys/energy_uj"_s);
    }

    void aBatteryIsTheLastResort()
    {
        const DeviceStatus battery = status("BAT0", PowerDeviceKind::Battery, 12);
        QCOMPARE(names(powerView(snapshot({battery}), std::nullopt)), QStringList{u"BAT0"_s});
        QCOMPARE(names(powerView(snapshot({status("a", kGpuA, 100), battery}), std::nullopt)), QStringList{u"a"_s});
    }

    void unknownIsNoSum()
    {
        const PowerView view = powerView(snapshot({status("a", kGpuA, std::nullopt)}), std::nullopt);
        QVERIFY(!view.watts);
        QCOMPARE(view.lines[0].gauge.state, GaugeState::NotReported);
    }

    void sectionMeasured()
    {
        PowerSection section;
        DeviceStatus gpu = status("GeForce", kGpuA, 174);
        gpu.reading.limitWatts = 200;
        gpu.reading.celsius = 61;
        gpu.reading.busy = 0.87;
        section.setPower(powerView(snapshot({gpu}), std::nullopt), 1000);
        QCOMPARE(note(section), QString());
        QCOMPARE(section.findChildren<PowerGauge *>().size(), 1);
        QCOMPARE(section.findChild<PowerGauge *>()->valueText(), u"174"_s);
        QCOMPARE(deviceStateText(powerView(snapshot({gpu}), std::nullopt).lines[0]), u"61 °C · 87% busy"_s);
    }

    void sectionSaysWhyAndHow()
    {
        PowerSection section;
        PowerSnapshot all = snapshot({status("estimate:cpu", PowerDeviceKind::CpuPackage, 44, Obtained::Estimated)});
        all.problems.push_back(rootOnly());
        section.setPower(powerView(all, std::nullopt), 1000);
        QVERIFY2(note(section).contains(u"≈"_s) && note(section).contains(u"root only"_s), qPrintable(note(section)));
        QCOMPARE(section.findChild<PowerGauge *>()->valueText(), u"≈44"_s);
        auto *copy = section.findChild<QPushButton *>(u"copyRemedy"_s);
        QVERIFY(copy->isVisibleTo(&section));
        copy->click();
        QCOMPARE(QGuiApplication::clipboard()->text(), u"sudo chgrp power /sys/energy_uj"_s);
    }

    void sectionOffersAnEstimateWhereThereIsNone()
    {
        PowerSection section;
        section.setEstimates(false);
        section.setPower(powerView(snapshot({}), std::nullopt), 1000);
        QVERIFY(note(section).contains(u"does not report its power"_s));
        QCOMPARE(section.findChild<PowerGauge *>()->valueText(), u"–"_s);
        auto *offer = section.findChild<QPushButton *>(u"showEstimate"_s);
        QVERIFY(offer->isVisibleTo(&section));
        QSignalSpy asked(&section, &PowerSection::estimateRequested);
        offer->click();
        QCOMPARE(asked.size(), 1);
        section.setEstimates(true);
        QVERIFY(!offer->isVisibleTo(&section));
    }

    void untilSensorsWereLookedForNothingIsClaimed()
    {
        PowerSection section;
        section.setPower(powerView(PowerSnapshot{}, std::nullopt), 1000);
        QCOMPARE(note(section), QString());
    }

    void threeDevicesAreRows()
    {
        PowerSection section;
        section.resize(248, 300);
        section.show();
        section.setPower(powerView(snapshot({status("a", kGpuA, 100), status("b", kGpuA, 70),
                                             status("cpu", PowerDeviceKind::CpuPackage, 30)}),
                                   std::nullopt),
                         1000);
        for (const PowerGauge *gauge : section.findChildren<PowerGauge *>())
            QVERIFY(!gauge->isVisible());
        int rows = 0;
        for (const Label *label : section.findChildren<Label *>())
            rows += label->isVisible() && label->text().contains(u" W"_s) ? 1 : 0;
        QCOMPARE(rows, 3);
    }

    void energyIsNeverZeroForUnknown()
    {
        EnergySection section;
        QCOMPARE(section.lines()[0], u"This chat: –, –"_s);
        EnergySums sums;
        sums.chat.replies = 1;
        sums.chat.joules = 13680;
        sums.chat.cost = 0.0006;
        sums.chat.currency = u"USD"_s;
        sums.today = sums.month = sums.chat;
        sums.month.estimated = 1;
        section.setSums(sums);
        QVERIFY2(section.lines()[0].startsWith(u"This chat: 3.80 Wh, "_s), qPrintable(section.lines()[0]));
        QVERIFY(section.lines()[2].contains(u"≈ 3.80 Wh, ≈ "_s));
        QSignalSpy clicked(&section, &QAbstractButton::clicked);
        QTest::keyClick(&section, Qt::Key_Space);
        QCOMPARE(clicked.size(), 1);
    }
};

QTEST_MAIN(TestPowerView)
#include "test_power_view.moc"
