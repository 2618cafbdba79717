// What an energy figure covers: holes between samples, and which devices count.

#include "tests/support/energy_traces.h"

#include <QTest>

using namespace sotto;
using namespace sotto::test;
using namespace std::chrono_literals;

class TestEnergyCoverage final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // --- holes ---

    void aLongHoleIsLeftOutAndTold()
    {
        auto samples = sampled([](double) { return 100.0; }, -1, 8, 0.05);
        std::erase_if(samples, [](const PowerSample &s) { return s.at > at(2) && s.at < at(5); });
        const auto report = integrate({gpu(samples)}, 0, 1, 6);
        QVERIFY(near(report.gross.total.joules, 300, 1e-6));
        QVERIFY(near(report.devices[0].coveredShare, 0.5, 1e-6));
        QVERIFY(report.provenance == Provenance::Partial);
    }

    void aDeviceLostInTheMiddleIsPartial()
    {
        const auto report = integrate({gpu(sampled([](double) { return 100.0; }, -1, 3, 0.05))}, 0, 1, 6);
        // The last value is held for two periods, no longer.
        QVERIFY(near(report.gross.total.joules, 320, 1e-6));
        QVERIFY(report.devices[0].provenance == Provenance::Partial);
    }

    void theLastValueIsHeldAtTheEdges()
    {
        const auto report = integrate({gpu(sampled([](double) { return 50.0; }, 0.15, 0.85, 0.05))}, 0, 0.5, 1);
        QVERIFY(near(report.gross.total.joules, 50, 1e-6));
        QVERIFY(report.devices[0].coveredShare > 0.99);
    }

    void noSamplesIsUnavailableNotZero()
    {
        const auto report = integrate({gpu({}), package({joules(0, 1)})}, 0, 1, 2);
        QVERIFY(report.provenance == Provenance::Unavailable);
        QVERIFY(report.coverage == Coverage::Nothing);
        QVERIFY(!report.net);
        for (const DeviceEnergy &device : report.devices)
            QVERIFY(device.counting == Counting::Unreadable && device.provenance == Provenance::Unavailable);
    }

    void anEmptyOrBackwardSpanIsUnavailable()
    {
        const auto made = gpu(sampled([](double) { return 50.0; }, -1, 3, 0.05));
        QVERIFY(integrate({made}, 1, std::nullopt, 1).provenance == Provenance::Unavailable);
        QVERIFY(integrate({made}, 2, 1.5, 1).provenance == Provenance::Unavailable);
    }

    // --- what counts ---

    void withoutTheProcessorItIsGpuOnly()
    {
        const auto report = integrate({gpu(sampled([](double) { return 100.0; }, -1, 3, 0.05))}, 0, 1, 2);
        QVERIFY(report.coverage == Coverage::GpuOnly);
        QVERIFY(report.provenance == Provenance::Partial);
        QVERIFY(!canRankOffloads(report));
        QVERIFY(report.devices[0].provenance == Provenance::Measured);
    }

    void aGpuWithoutLayersDoesNotCount()
    {
        EnergyRequest request{{at(0), at(1), at(2)}, std::vector<std::string>{}, {}};
        const std::vector<DeviceTrace> traces{gpu(sampled([](double) { return 100.0; }, -1, 3, 0.05)),
                                              package({joules(-1, 0), joules(3, 80)})};
        auto report = integrateEnergy(request, traces);
        QVERIFY(near(report.gross.total.joules, 40));
        QVERIFY(report.devices[0].counting == Counting::HoldsNoLayers);
        QVERIFY(report.coverage == Coverage::CpuOnly);
        QVERIFY(report.provenance == Provenance::Measured);
        QVERIFY(canRankOffloads(report));
        // One that holds layers and cannot be read makes it partial.
        request.gpusWithLayers = {"0000:01:00.0", "0000:07:00.0"};
        report = integrateEnergy(request, traces);
        QCOMPARE(report.missing, std::vector<std::string>{"0000:07:00.0"});
        QVERIFY(report.provenance == Provenance::Partial);
        QVERIFY(!canRankOffloads(report));
        QVERIFY(near(report.gross.total.joules, 240));
    }

    void anApuIsNotAddedToItsPackage()
    {
        DeviceTrace apu = gpu(sampled([](double) { return 30.0; }, -1, 3, 0.05));
        PowerDevice device = *apu.device;
        device.kind = PowerDeviceKind::IntegratedGpu;
        device.includesCpu = true;
        apu.device = std::make_shared<const PowerDevice>(device);
        const auto both = integrate({apu, package({joules(-1, 0), joules(3, 120)})}, 0, 1, 2);
        QVERIFY(near(both.gross.total.joules, 60));
        QVERIFY(both.devices[0].counting == Counting::WithinAnother);
        const auto alone = integrate({apu}, 0, 1, 2);
        QVERIFY(near(alone.gross.total.joules, 60));
        QVERIFY(alone.coverage == Coverage::CpuAndGpu);
        QVERIFY(alone.provenance == Provenance::Measured);
    }

    void aModelCountsOnlyWhereNothingIsMeasured()
    {
        DeviceTrace model = package({joules(-1, 0), joules(3, 400)});
        PowerDevice device = *model.device;
        device.id = "estimate:cpu";
        device.relativeError = 0.5;
        model.device = std::make_shared<const PowerDevice>(device);
        model.obtained = Obtained::Estimated;
        const auto alone = integrate({model}, 0, 1, 2);
        QVERIFY(alone.provenance == Provenance::Estimated);
        QVERIFY(near(alone.gross.total.joules, 200));
        QCOMPARE(alone.measuredJoules, 0.0);
        QVERIFY(alone.gross.total.uncertainty >= 100);
        const auto withGpu = integrate({model, gpu(sampled([](double) { return 100.0; }, -1, 3, 0.05))}, 0, 1, 2);
        QVERIFY(withGpu.provenance == Provenance::Estimated); // never a made-up "measured"
        QVERIFY(near(withGpu.measuredJoules, 200));
        const auto withRapl = integrate({model, package({joules(-1, 0), joules(3, 80)})}, 0, 1, 2);
        QVERIFY(near(withRapl.gross.total.joules, 40));
        QVERIFY(withRapl.provenance == Provenance::Measured);
    }

    void aBatteryIsTheLastResort()
    {
        DeviceTrace battery =
            trace("battery:BAT0", PowerDeviceKind::Battery, sampled([](double) { return 25.0; }, -2, 6, 1));
        battery.period = 2s;
        const auto alone = integrate({battery}, 0, 1, 4);
        QVERIFY(near(alone.gross.total.joules, 100));
        QVERIFY(alone.coverage == Coverage::WholeComputer);
        const auto beside = integrate({battery, package({joules(-1, 0), joules(5, 60)})}, 0, 1, 4);
        QVERIFY(near(beside.gross.total.joules, 40));
        QVERIFY(beside.devices[0].counting == Counting::LastResort);
    }
};

QTEST_GUILESS_MAIN(TestEnergyCoverage)
#include "test_energy_coverage.moc"
