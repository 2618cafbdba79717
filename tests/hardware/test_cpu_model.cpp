// The estimate where no sensor can be read.

#include "hardware/power/energy_integrator.h"
#include "hardware/power/sampler_core.h"
#include "hardware/probes/cpu_model_probe.h"
#include "tests/support/fake_clock.h"

#include <QTest>

using namespace sotto;
using namespace sotto::test;
using namespace std::chrono_literals;

class TestCpuModel final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void classes_data()
    {
        QTest::addColumn<QByteArray>("model");
        QTest::addColumn<int>("cores");
        QTest::addColumn<double>("least"); ///< Watts of all cores: the rated power, give or take the class's ±.
        QTest::addColumn<double>("most");
        const auto row = [](const char *model, int cores, double rated) {
            QTest::newRow(model) << QByteArray(model) << cores << rated / 1.6 << rated * 1.6;
        };
        row("AMD Ryzen 7 7700 8-Core Processor", 8, 65);
        row("AMD Ryzen 9 7950X 16-Core Processor", 16, 170);
        row("AMD Ryzen 7 7800X3D 8-Core Processor", 8, 120);
        row("AMD Ryzen 7 5800H with Radeon Graphics", 8, 45);
        row("AMD Ryzen 7 7840U w/ Radeon 780M Graphics", 8, 28);
        row("12th Gen Intel(R) Core(TM) i7-12700K", 12, 125);
        row("Intel(R) Core(TM) i5-10400 CPU @ 2.90GHz", 6, 65);
        row("Intel(R) Core(TM) i7-8565U CPU @ 1.80GHz", 4, 15);
        row("12th Gen Intel(R) Core(TM) i7-1260P", 12, 28);
        row("Intel(R) N100", 4, 6);
        row("AMD EPYC 7763 64-Core Processor", 64, 280);
        row("Intel(R) Xeon(R) Platinum 8480+", 56, 350);
    }
    void classes()
    {
        QFETCH(QByteArray, model);
        QFETCH(int, cores);
        QFETCH(double, least);
        QFETCH(double, most);
        const CpuPowerClass found = cpuPowerClass(model.toStdString(), cores);
        const double watts = found.wattsPerCore * cores;
        QVERIFY2(watts >= least && watts <= most, qPrintable(QString::number(watts)));
        QCOMPARE(found.relativeError, 0.5);
    }

    void unknownNamesGoByCoresAndAreLessSure()
    {
        for (const char *model : {"", "QEMU Virtual CPU version 2.5+", "some board"})
            for (const int cores : {1, 4, 8, 16, 64}) {
                const CpuPowerClass found = cpuPowerClass(model, cores);
                QCOMPARE(found.relativeError, 0.7);
                QVERIFY(found.wattsPerCore >= 2 && found.wattsPerCore <= 15);
            }
    }

    void readsTheProcessesTimeFromStat()
    {
        const auto seconds =
            processTimeFromStat("42 (a) R 9 (b)) S 1 1 1 0 -1 4194560 1 2 3 4 250 50 9 9 20 0 1 0 1", 100);
        QCOMPARE(*seconds, 3.0);
        for (const char *broken : {"", "42 (a", "42 (a) S 1 2", "42 (a) S 1 1 1 0 -1 1 1 2 3 4 x 50 9"})
            QVERIFY2(!processTimeFromStat(broken, 100), broken);
        QVERIFY(!processTimeFromStat("42 (a) S 1 1 1 0 -1 1 1 2 3 4 5 50 9", 0));
    }

    void ownTimeGrows()
    {
        const double before = ownProcessTime().value();
        volatile double sink = 0;
        while (ownProcessTime().value() <= before)
            sink = sink + 1;
        QVERIFY(ownProcessTime().value() > before);
    }

    void energyIsWattsTimesProcessorTimeAndMarked()
    {
        CpuInfo cpu;
        cpu.model = "AMD Ryzen 7 7700 8-Core Processor"; // 8 W a core
        cpu.physicalCores = 8;
        const auto clock = std::make_shared<FakeClock>();
        const Instant start = clock->now();
        const auto since = [clock, start] { return std::chrono::duration<double>(clock->now() - start).count(); };
        std::vector<std::unique_ptr<Probe>> probes;
        probes.push_back(std::make_unique<CpuModelProbe>(cpu, [since]() -> std::optional<double> {
            return 2 * std::max(0.0, since() - 1);
        })); // two cores from 1 s on
        SamplerCore core(std::move(probes), clock);
        while (since() < 6) {
            const Instant next = core.step({SamplingMode::Generating, true});
            clock->advance(std::max<Duration>(1ms, next - clock->now()));
        }
        const auto snapshot = core.latest();
        const auto &power = snapshot->devices.at(0).reading.power;
        QVERIFY(power && std::abs(power->watts - 16) < 1e-6);
        QVERIFY(power->obtained == Obtained::Estimated);
        const EnergyRequest request{{start + 2s, start + 3s, start + 5s}, std::nullopt, {}};
        const auto report = integrateEnergy(request, core.traces(request.span.start, request.span.end));
        QVERIFY(std::abs(report.gross.total.joules - 48) < 1e-6);
        QVERIFY(report.provenance == Provenance::Estimated);
        QVERIFY(report.gross.total.uncertainty >= 23.99); // ± half of it
        QCOMPARE(report.measuredJoules, 0.0);
    }

    void withoutProcessorTimeThereIsNoDevice()
    {
        CpuModelProbe probe({}, [] { return std::optional<double>(); });
        QVERIFY(probe.discover().devices.empty());
    }
};

QTEST_GUILESS_MAIN(TestCpuModel)
#include "test_cpu_model.moc"
