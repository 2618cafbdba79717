// Golden values of turning samples into joules: straight sums, the one-second average, and net of idle.

#include "tests/support/energy_traces.h"

#include <QTest>

#include <random>

using namespace sotto;
using namespace sotto::test;
using namespace std::chrono_literals;

namespace {

/// Mean of `power` over `window` before `t`.
double boxcarMean(const std::function<double(double)> &power, double t, double window)
{
    double sum = 0;
    constexpr int parts = 2000;
    for (int i = 0; i < parts; ++i)
        sum += power(t - window + window * (i + 0.5) / parts);
    return sum / parts;
}

} // namespace

class TestEnergyIntegrator final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // --- golden values ---

    void constant()
    {
        const auto report = integrate({gpu(sampled([](double) { return 120.0; }, -1, 5, 0.05))}, 0.013, 1.07, 3.333);
        QVERIFY(near(report.gross.total.joules, 120 * 3.32));
        QVERIFY(near(report.gross.prefill.joules, 120 * 1.057));
        QVERIFY(near(report.prefillSeconds, 1.057) && near(report.decodeSeconds, 2.263));
    }

    void ramp()
    {
        // 50 W + 30 W/s, edges between samples: ∫ = 50·T + 15·(b² − a²).
        const auto report =
            integrate({gpu(sampled([](double t) { return 50 + 30 * t; }, 0, 5, 0.1))}, 0.731, 2.017, 3.456);
        QVERIFY(near(report.gross.total.joules, 50 * 2.725 + 15 * (3.456 * 3.456 - 0.731 * 0.731)));
        QVERIFY(near(report.gross.prefill.joules, 50 * 1.286 + 15 * (2.017 * 2.017 - 0.731 * 0.731)));
    }

    void stepBetweenSamplesIsSharedByItsNeighbours()
    {
        // 30 W up to 1.0, 300 W from 1.1 on; the straight line between adds 16.5 J.
        const auto report =
            integrate({gpu(sampled([](double t) { return t < 1.05 ? 30.0 : 300.0; }, 0, 3, 0.1))}, 0, 1, 3);
        QVERIFY(near(report.gross.prefill.joules, 30));
        QVERIFY(near(report.gross.total.joules, 30 + 16.5 + 300 * 1.9));
    }

    void irregularStampsAndShortGaps()
    {
        std::vector<PowerSample> samples;
        for (const double t : {-0.3, 0.0, 0.02, 0.31, 0.32, 0.9, 1.0, 1.7, 1.71, 2.5})
            samples.push_back(watts(t, 80 + 10 * t));
        const auto report = integrate({gpu(samples)}, 0.1, 1.2, 2.4);
        QVERIFY(near(report.gross.total.joules, 80 * 2.3 + 5 * (2.4 * 2.4 - 0.01)));
        QCOMPARE(report.devices[0].coveredShare, 1.0);
    }

    void severalDevicesAreAddedUp()
    {
        auto second = gpu(sampled([](double) { return 60.0; }, -1, 4, 0.05));
        PowerDevice device = *second.device;
        device.id = device.pciBusId = "0000:02:00.0";
        second.device = std::make_shared<const PowerDevice>(device);
        const auto report = integrate({gpu(sampled([](double) { return 100.0; }, -1, 4, 0.05)), second,
                                       package({joules(-1, 0), joules(0, 40), joules(3, 160)})},
                                      0, 1, 3);
        QVERIFY(near(report.gross.total.joules, 300 + 180 + 120));
        QVERIFY(report.coverage == Coverage::CpuAndGpu);
        QVERIFY(report.provenance == Provenance::Measured);
        QVERIFY(near(report.measuredJoules, 600));
    }

    void prefillAndDecodeAreTheTotalToTheLastBit()
    {
        std::mt19937 random(7);
        std::uniform_real_distribution<double> level(1, 400);
        std::uniform_real_distribution<double> share(0.01, 0.99);
        for (int round = 0; round < 300; ++round) {
            std::vector<PowerSample> samples;
            for (int i = 0; i <= 120; ++i)
                samples.push_back({at(-1 + i * 0.1), level(random), 1000 + i * 11.3});
            DeviceTrace made = gpu(samples);
            if (round % 3 == 1) made.window = 1000ms;
            const double length = round % 2 == 0 ? 2.2 : 8.8; // integral and counter
            const auto report =
                integrate({made, package({joules(-2, 1), joules(12, 99)})}, 0, length * share(random), length);
            QVERIFY(report.gross.prefill.joules + report.gross.decode.joules == report.gross.total.joules);
            for (const DeviceEnergy &d : report.devices)
                QVERIFY(d.gross.prefill.joules + d.gross.decode.joules == d.gross.total.joules);
            QVERIFY(report.gross.prefill.joules >= 0 && report.gross.decode.joules >= 0);
        }
    }

    void withoutAFirstTokenAllIsPrefill()
    {
        const auto report = integrate({gpu(sampled([](double) { return 10.0; }, -1, 4, 0.1))}, 0, std::nullopt, 2);
        QVERIFY(near(report.gross.prefill.joules, 20));
        QCOMPARE(report.gross.decode.joules, 0.0);
    }

    // --- the one-second average ---

    void oneSecondAverageIsCorrected_data()
    {
        QTest::addColumn<double>("length");
        QTest::newRow("1 s: the plain mean is 45 % short") << 1.0;
        QTest::newRow("2 s") << 2.0;
        QTest::newRow("10 s: 4.5 % short") << 10.0;
    }
    void oneSecondAverageIsCorrected()
    {
        QFETCH(double, length);
        const auto power = [length](double t) { return t > 0 && t <= length ? 300.0 : 30.0; };
        const auto average = [&](double t) { return boxcarMean(power, t, 1); };
        DeviceTrace made = gpu(sampled(average, -2, length + 2.5, 0.05));
        // As it is, a step from 30 to 300 W is under-read by W·270/2 J.
        const double plain = integrate({made}, 0, std::nullopt, length).gross.total.joules;
        QVERIFY(near(plain, 300 * length - 135, 1e-3));
        made.window = 1000ms;
        const auto report = integrate({made}, 0, 0.5 * length, length);
        QVERIFY(report.devices[0].method == EnergyMethod::BoxcarIntegral);
        QVERIFY(near(report.gross.total.joules, 300 * length, 2e-3));
        QVERIFY(report.settled);
    }

    void beforeTheAverageHasSettledTheFigureSaysSo()
    {
        const auto power = [](double t) { return t > 0 && t <= 2 ? 300.0 : 30.0; };
        DeviceTrace made = gpu(sampled([&](double t) { return boxcarMean(power, t, 1); }, -2, 2.1, 0.05));
        made.window = 1000ms;
        const auto report = integrate({made}, 0, 1, 2);
        QVERIFY(!report.settled);
        QVERIFY(report.provenance == Provenance::Partial);
    }

    // --- net of idle ---

    void netIsGrossLessIdle()
    {
        const auto power = [](double t) { return t < 0 ? 22.0 : 122.0; };
        const DeviceTrace made = gpu(sampled(power, -6, 4, 0.05));
        const auto idle = idleBaseline(made, at(-5), at(-0.1));
        QVERIFY(idle && near(idle->watts, 22));
        EnergyRequest request{{at(0), at(1), at(3)}, std::nullopt, {*idle}};
        auto report = integrateEnergy(request, std::span(&made, 1));
        QVERIFY(near(report.net->total.joules, 300, 1e-9));
        QVERIFY(near(report.net->prefill.joules, 100, 1e-9));
        QVERIFY(near(report.gross.total.joules, 366, 1e-9));
        QVERIFY(report.net->prefill.joules + report.net->decode.joules == report.net->total.joules);
        // Without a baseline there is no net figure, rather than one that equals gross.
        request.idle.clear();
        QVERIFY(!integrateEnergy(request, std::span(&made, 1)).net);
        QVERIFY(!idleBaseline(made, at(-5), at(-4.5))); // too short to tell
        QVERIFY(!idleBaseline(made, at(-20), at(-1)));  // mostly unseen
    }
};

QTEST_GUILESS_MAIN(TestEnergyIntegrator)
#include "test_energy_integrator.moc"
