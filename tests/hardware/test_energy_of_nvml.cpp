// From the library's calls to joules: fake NVML on a virtual clock, through probe, sampler and integrator.

#include "hardware/power/energy_integrator.h"
#include "hardware/power/sampler_core.h"
#include "hardware/probes/nvml_probe.h"
#include "tests/support/fake_clock.h"
#include "tests/support/fake_nvml_handle.h"
#include "tests/support/power_tree.h"

#include <QTest>

using namespace sotto;
using namespace sotto::test;
using namespace std::chrono_literals;

namespace {

struct Run {
    explicit Run(std::vector<fake::Gpu> gpus) : nvml(SOTTO_FAKE_NVML_FULL)
    {
        nvml->gpus = std::move(gpus);
        std::vector<std::unique_ptr<Probe>> probes;
        probes.push_back(std::make_unique<NvmlProbe>(tree.sysfs(), SOTTO_FAKE_NVML_FULL));
        core = std::make_unique<SamplerCore>(std::move(probes), clock);
    }
    void live(double seconds)
    {
        const Instant end = clock->now() + std::chrono::duration_cast<Duration>(std::chrono::duration<double>(seconds));
        while (clock->now() < end) {
            nvml->now = std::chrono::duration<double>(clock->now() - zero).count();
            const Instant next = core->step({SamplingMode::Generating, true});
            clock->advance(std::max<Duration>(1ms, std::min(next, end) - clock->now()));
        }
    }
    [[nodiscard]] EnergyReport energy(double from, double first, double to) const
    {
        const auto at = [this](double t) {
            return zero + std::chrono::duration_cast<Duration>(std::chrono::duration<double>(t));
        };
        const EnergyRequest request{{at(from), at(first), at(to)}, std::nullopt, {}};
        return integrateEnergy(request, core->traces(request.span.start, request.span.end));
    }

    FakeNvml nvml;
    PowerTree tree;
    std::shared_ptr<FakeClock> clock = std::make_shared<FakeClock>();
    Instant zero = clock->now();
    std::unique_ptr<SamplerCore> core;
};

/// 30 W idle; 300 W while prefilling; 200 W while decoding.
double reply(double t, double from, double first, double to)
{
    if (t < from || t >= to) return 30;
    return t < first ? 300 : 200;
}

bool within(double value, double expected, double tolerance)
{
    if (std::abs(value - expected) <= tolerance) return true;
    qWarning("%.3f is not %.3f ± %.3f", value, expected, tolerance);
    return false;
}

} // namespace

class TestEnergyOfNvml final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aShortReplyByTheInstantField()
    {
        fake::Gpu gpu;
        gpu.watts = [](double t) { return reply(t, 3, 4, 6); };
        Run run({gpu});
        run.live(9);
        const auto report = run.energy(3, 4, 6);
        QVERIFY(report.devices.at(0).method == EnergyMethod::Integral);
        // One update late at both ends, at most.
        QVERIFY(within(report.gross.total.joules, 700, 0.1 * (270 + 170) + 1));
        QVERIFY(within(report.gross.prefill.joules, 300, 0.1 * 270 + 0.1 * 100 + 1));
        QVERIFY(report.gross.total.repeatability > 5);
        QVERIFY(std::abs(report.gross.total.joules - 700) < 2 * report.gross.total.repeatability);
    }

    void aLongReplyByTheCounter()
    {
        fake::Gpu gpu;
        gpu.watts = [](double t) { return reply(t, 3, 4, 12); };
        Run run({gpu});
        run.live(15);
        const auto report = run.energy(3, 4, 12);
        QVERIFY(report.devices.at(0).method == EnergyMethod::Counter);
        QVERIFY(within(report.gross.total.joules, 1900, 45));
        QVERIFY(std::abs(*report.devices[0].residualJoules) < 45);
    }

    void onlyTheOneSecondAverage()
    {
        fake::Gpu gpu;
        gpu.watts = [](double t) { return reply(t, 3, 3.2, 5); };
        gpu.fails["field 186"] = nvml::kNotSupported;
        gpu.fails["nvmlDeviceGetTotalEnergyConsumption"] = nvml::kNotSupported;
        Run run({gpu});
        run.live(9);
        const auto report = run.energy(3, 3.2, 5);
        QVERIFY(report.devices.at(0).method == EnergyMethod::BoxcarIntegral);
        QVERIFY(report.devices[0].source == PowerSource::NvmlAverage);
        QVERIFY(within(report.gross.total.joules, 420, 30)); // the plain integral would be about 120 J short
        QVERIFY(!report.devices[0].residualJoules);
    }

    void withoutACounterItIsIntegratedNotZero()
    {
        fake::Gpu gpu;
        gpu.watts = [](double) { return 150.0; };
        gpu.fails["nvmlDeviceGetTotalEnergyConsumption"] = nvml::kNotSupported;
        Run run({gpu});
        run.live(12);
        const auto report = run.energy(1, 2, 11);
        QVERIFY(report.devices.at(0).method == EnergyMethod::Integral);
        QVERIFY(within(report.gross.total.joules, 1500, 1));
    }

    void manyGpusAreTheirSum()
    {
        std::vector<fake::Gpu> gpus(3);
        for (int i = 0; i < 3; ++i) {
            gpus[std::size_t(i)].busId = "00000000:0" + std::to_string(i + 1) + ":00.0";
            gpus[std::size_t(i)].watts = [i](double) { return 50.0 * (i + 1); };
        }
        Run run(gpus);
        run.live(6);
        QVERIFY(within(run.energy(1, 2, 4).gross.total.joules, 900, 1));
    }

    void gpuLostAndBackIsPartial()
    {
        fake::Gpu gpu;
        gpu.watts = [](double) { return 100.0; };
        gpu.counterResetAt = 9;
        Run run({gpu});
        run.live(4);
        run.nvml->gpus[0].lost = nvml::kGpuIsLost;
        run.live(5);
        run.nvml->gpus[0].lost = 0;
        run.live(60);
        const auto report = run.energy(1, 2, 50);
        QVERIFY(report.provenance == Provenance::Partial);
        QVERIFY(report.devices.at(0).coveredShare < 1);
        QVERIFY(report.gross.total.joules < 4900 && report.gross.total.joules > 0);
        // What is seen is right: no reset of the counter is taken for energy, nor for a wrap.
        QVERIFY(within(report.gross.total.joules, 4900 * report.devices[0].coveredShare, 30));
    }

    void aCounterThatIsZeroOnShortSpansIsNotUsedThere()
    {
        fake::Gpu gpu;
        gpu.watts = [](double) { return 80.0; };
        gpu.counterStep = 3600; // stands still
        Run run({gpu});
        run.live(5);
        const auto report = run.energy(1, 1.5, 3);
        QVERIFY(within(report.gross.total.joules, 160, 1));
        QVERIFY(within(*report.devices.at(0).residualJoules, -160, 1));
    }
};

QTEST_GUILESS_MAIN(TestEnergyOfNvml)
#include "test_energy_of_nvml.moc"
