// When which sensor is read: the sampler's decisions, on a clock turned by hand.

#include "hardware/power/sampler_core.h"
#include "tests/support/fake_probe.h"

#include <QTest>

using namespace sotto;
using namespace sotto::test;
using namespace std::chrono_literals;

namespace {

constexpr SamplingWish kIdle{SamplingMode::Idle, true};
constexpr SamplingWish kShown{SamplingMode::Shown, true};
constexpr SamplingWish kGenerating{SamplingMode::Generating, true};

PowerDevice device(std::string id, Duration period)
{
    PowerDevice made;
    made.id = std::move(id);
    made.updatePeriod = period;
    return made;
}

/// A sampler over scripted probes.
struct Bench {
    std::shared_ptr<FakeClock> clock = std::make_shared<FakeClock>();
    std::vector<std::shared_ptr<FakeProbe::Script>> scripts;
    std::unique_ptr<SamplerCore> core;

    FakeProbe::Script &add(const std::string &id, Duration period)
    {
        auto &script = *scripts.emplace_back(std::make_shared<FakeProbe::Script>());
        script.clock = clock;
        script.found.devices = {device(id, period)};
        return script;
    }
    void start()
    {
        std::vector<std::unique_ptr<Probe>> probes;
        for (const auto &script : scripts)
            probes.push_back(std::make_unique<FakeProbe>(script));
        core = std::make_unique<SamplerCore>(std::move(probes), clock);
    }
    /// Lives through `time`, waking when the sampler asks for it.
    void live(Duration time, const SamplingWish &wish)
    {
        const Instant end = clock->now() + time;
        for (int guard = 0; clock->now() < end && guard < 1'000'000; ++guard) {
            const Instant next = core->step(wish);
            if (next > clock->now()) clock->advance(std::min(next, end) - clock->now());
        }
    }
    [[nodiscard]] const DeviceStatus *status(const std::string &id) const
    {
        m_last = core->latest();
        for (const DeviceStatus &each : m_last->devices)
            if (each.device->id == id) return &each;
        return nullptr;
    }

private:
    mutable std::shared_ptr<const PowerSnapshot> m_last;
};

std::optional<ProbeProblem> problem(ProblemKind kind)
{
    ProbeProblem made;
    made.kind = kind;
    return made;
}

} // namespace

class TestSamplerCore final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void idleReadsNothing()
    {
        Bench bench;
        auto &script = bench.add("a", 100ms);
        bench.start();
        QVERIFY(bench.core->step(kIdle) == Instant::max());
        bench.live(1h, kIdle);
        QCOMPARE(script.discoveries, 0);
        QVERIFY(script.reads.empty());
        QVERIFY(!bench.core->latest()->complete);
    }

    void halfTheSensorsPeriodWhileGenerating()
    {
        Bench bench;
        auto &script = bench.add("a", 100ms);
        bench.start();
        bench.live(2s, kGenerating);
        QVERIFY2(script.reads.size() >= 38 && script.reads.size() <= 42,
                 qPrintable(QString::number(script.reads.size())));
        QVERIFY(script.everything <= 5); // the rest twice a second
        QVERIFY(bench.core->latest()->complete);
    }

    void twiceASecondWhileShown()
    {
        Bench bench;
        auto &script = bench.add("a", 20ms);
        bench.start();
        bench.live(10s, kShown);
        QVERIFY(script.reads.size() >= 19 && script.reads.size() <= 22);
    }

    void generatingBeginsAtOnceAfterShown()
    {
        Bench bench;
        auto &script = bench.add("a", 100ms);
        bench.start();
        bench.live(1'100ms, kShown);
        const auto before = script.reads.size();
        QVERIFY(bench.core->step(kGenerating) <= bench.clock->now() + 50ms);
        QCOMPARE(script.reads.size(), before + 1);
    }

    void thePeriodIsInferredFromDistinctValues()
    {
        Bench bench;
        auto &script = bench.add("a", Duration::zero());
        script.read = [&bench](std::size_t, DeviceReading &reading) {
            // A new value every 250 ms.
            const auto update = bench.clock->now().time_since_epoch() / 250ms;
            reading.power = PowerValue{double(update % 7), PowerSource::Amdgpu, Obtained::Measured, {}};
            return std::nullopt;
        };
        bench.start();
        bench.live(5s, kGenerating);
        const auto period = bench.status("a")->period;
        QVERIFY(period);
        QVERIFY2(*period >= 230ms && *period <= 270ms, qPrintable(QString::number(period->count())));
        script.reads.clear();
        bench.live(5s, kGenerating);
        QVERIFY(script.reads.size() >= 36 && script.reads.size() <= 44); // every 125 ms
    }

    void aLoadThatStandsStillDoesNotHideThePeriod()
    {
        PeriodEstimator estimator;
        Instant at{};
        for (int i = 0; i < 60; ++i) {
            at += 100ms;
            estimator.add(at, i % 4 == 0 ? 1.0 : i % 4 == 1 ? 2.0 : 3.0); // half of the updates change nothing
        }
        QVERIFY(estimator.period() == Duration(100ms));
        PeriodEstimator quiet;
        for (int i = 0; i < 100; ++i)
            quiet.add(Instant(i * 100ms), 5);
        QVERIFY(!quiet.period());
    }

    void aSlowProbeGetsItsOwnPace()
    {
        Bench bench;
        auto &slow = bench.add("slow", 100ms);
        auto &quick = bench.add("quick", 100ms);
        slow.cost = 60ms;
        bench.start();
        bench.live(12s, kGenerating);
        QVERIFY2(slow.reads.size() <= 12, qPrintable(QString::number(slow.reads.size()))); // 5 % of the time
        QVERIFY(slow.reads.size() >= 7);
        QVERIFY2(quick.reads.size() >= 200, qPrintable(QString::number(quick.reads.size())));
    }

    void aFailingDeviceIsTriedRarelyAndSaysWhy()
    {
        Bench bench;
        auto &bad = bench.add("bad", 100ms);
        auto &good = bench.add("good", 100ms);
        bad.read = [](std::size_t, DeviceReading &) { return problem(ProblemKind::NoPermission); };
        bench.start();
        bench.live(1h, kShown);
        QVERIFY2(bad.reads.size() <= 13, qPrintable(QString::number(bad.reads.size()))); // 30 s, 1, 2, 4, 8, 10 min …
        QVERIFY(bad.reads.size() >= 6);
        QVERIFY(bench.status("bad")->problem->kind == ProblemKind::NoPermission);
        QVERIFY(!bench.status("bad")->reading.power);
        QVERIFY(!bench.status("good")->problem);
        QVERIFY(good.reads.size() > 7000);
        // It gets better: the problem goes.
        bad.read = [](std::size_t, DeviceReading &reading) {
            reading.power = PowerValue{1, PowerSource::Rapl, Obtained::Measured, {}};
            return std::nullopt;
        };
        bench.live(11min, kShown);
        QVERIFY(!bench.status("bad")->problem);
    }

    void aLostGpuIsLookedForAgain()
    {
        Bench bench;
        auto &script = bench.add("gpu", 100ms);
        bench.start();
        bench.live(2s, kGenerating);
        QCOMPARE(script.discoveries, 1);
        const auto good = script.read;
        script.read = [](std::size_t, DeviceReading &) { return problem(ProblemKind::DeviceLost); };
        bench.live(2s, kGenerating);
        QVERIFY(bench.status("gpu")->problem->kind == ProblemKind::DeviceLost);
        const auto found = std::exchange(script.found, Discovery{{}, {*problem(ProblemKind::DeviceLost)}});
        bench.live(30s, kGenerating);
        QVERIFY(bench.status("gpu") == nullptr);
        QVERIFY(bench.core->latest()->problems.at(0).kind == ProblemKind::DeviceLost);
        QVERIFY(script.discoveries <= 3); // rarely
        script.found = found;
        script.read = good;
        bench.live(3min, kGenerating);
        QVERIFY(bench.status("gpu") != nullptr && !bench.status("gpu")->problem);
        QVERIFY(bench.core->latest()->problems.empty());
        // What it said before and after is still there, with the hole between.
        const auto traces = bench.core->traces(bench.clock->now() - 1h, bench.clock->now());
        QCOMPARE(traces.size(), std::size_t(1));
        QVERIFY(traces[0].samples.front().at < bench.clock->now() - 3min);
    }

    void aWokenGpuIsLookedForAtOnceAndIsNoProblem()
    {
        Bench bench;
        auto &script = bench.add("gpu", 100ms);
        script.read = [](std::size_t, DeviceReading &reading) {
            reading.asleep = true;
            return std::nullopt;
        };
        bench.start();
        bench.live(5s, kShown);
        QVERIFY(bench.status("gpu")->reading.asleep);
        QVERIFY(bench.core->traces(bench.clock->now() - 1h, bench.clock->now()).empty()); // asleep is not 0 W
        script.read = [](std::size_t, DeviceReading &) { return problem(ProblemKind::Changed); };
        bench.live(600ms, kShown);
        QVERIFY(!bench.status("gpu")->problem);
        QCOMPARE(script.discoveries, 2);
    }

    void nobodyListensForAWhileAndTheHardwareIsLetGo()
    {
        Bench bench;
        auto &script = bench.add("a", 100ms);
        bench.start();
        bench.live(1s, kShown);
        const auto reads = script.reads.size();
        bench.live(29s, kIdle);
        QCOMPARE(script.releases, 0); // between two messages nothing is torn down
        bench.live(2s, kIdle);
        QCOMPARE(script.releases, 1);
        QCOMPARE(script.reads.size(), reads);
        bench.live(1s, kShown);
        QCOMPARE(script.discoveries, 2);
        QVERIFY(script.reads.size() > reads);
    }

    void lookersOnHearOnlyOfChanges()
    {
        Bench bench;
        bench.add("a", 100ms);
        bench.start();
        bench.live(1s, kGenerating);
        const auto first = bench.core->latest();
        bench.live(1s, kGenerating);
        QVERIFY(bench.core->latest() == first); // the same object: 20 equal values made nothing new
    }

    void powerOfACounterIsItsDifferenceAndOverAWrapToo()
    {
        Bench bench;
        auto &script = bench.add("rapl", 100ms);
        script.found.devices[0].wrapsAt = 1000;
        double joules = 990;
        script.read = [&joules, &bench, start = bench.clock->now()](std::size_t, DeviceReading &reading) {
            const double seconds = std::chrono::duration<double>(bench.clock->now() - start).count();
            reading.energy =
                EnergyValue{std::fmod(joules + 40 * seconds, 1000), PowerSource::Rapl, Obtained::Measured, 1ms};
            return std::nullopt;
        };
        bench.start();
        for (int i = 0; i < 20; ++i) {
            bench.live(50ms, kGenerating);
            const auto *status = bench.status("rapl");
            if (i < 2 || !status->reading.power) continue;
            QVERIFY(std::abs(status->reading.power->watts - 40) < 1e-6); // never 0 W, never a spike
            QVERIFY(status->reading.power->obtained == Obtained::Derived);
        }
        const auto traces = bench.core->traces(bench.clock->now() - 10s, bench.clock->now());
        QVERIFY(traces.at(0).samples.size() > 10);
        for (const PowerSample &sample : traces[0].samples)
            QVERIFY(sample.hasEnergy() && !sample.hasPower());
    }

    void aGpuThatTellsOnlyItsLimitIsEstimated()
    {
        Bench bench;
        auto &script = bench.add("gpu", 100ms);
        script.read = [](std::size_t, DeviceReading &reading) {
            reading.limitWatts = 80;
            reading.busy = 0.5;
            return problem(ProblemKind::NotSupported);
        };
        bench.start();
        bench.live(1s, kShown);
        const auto &power = bench.status("gpu")->reading.power;
        QVERIFY(power && power->watts == 40 && power->obtained == Obtained::Estimated);
        QVERIFY(bench.core->traces(bench.clock->now() - 1s, bench.clock->now()).at(0).obtained == Obtained::Estimated);
        // Switched off it is a sensor that cannot be read.
        bench.live(40s, {SamplingMode::Shown, false});
        QVERIFY(!bench.status("gpu")->reading.power);
        QVERIFY(bench.status("gpu")->problem->kind == ProblemKind::NotSupported);
    }

    void withoutEstimatesTheModelIsNotThere()
    {
        Bench bench;
        bench.add("estimate:cpu", 100ms).name = "model";
        bench.start();
        bench.live(1s, {SamplingMode::Shown, false});
        QVERIFY(bench.status("estimate:cpu") == nullptr);
        QVERIFY(bench.scripts[0]->reads.empty());
        bench.live(1s, kShown);
        QVERIFY(bench.status("estimate:cpu") != nullptr);
    }

    // --- the ring ---

    void theRingKeepsTheNewestAndRunsAsTheirEnds()
    {
        SampleRing ring(100);
        for (int i = 0; i < 1000; ++i)
            ring.add({Instant(i * 50ms), double(i), PowerSample::kMissing});
        QCOMPARE(ring.size(), std::size_t(100));
        const auto last = ring.between(Instant(980 * 50ms), Instant(990 * 50ms));
        QCOMPARE(last.front().watts, 979.0); // one beyond each end
        QCOMPARE(last.back().watts, 991.0);
        QCOMPARE(last.size(), std::size_t(13));

        SampleRing still;
        for (int i = 0; i < 200; ++i)
            still.add({Instant(i * 50ms), 7, PowerSample::kMissing});
        QVERIFY(still.size() < 45);
        const auto all = still.between(Instant(0ms), Instant(1h));
        for (std::size_t i = 1; i < all.size(); ++i)
            QVERIFY(all[i].at - all[i - 1].at <= 500ms); // a hole stays visible
        QVERIFY(all.back().at == Instant(199 * 50ms));
        still.add({Instant(1ms), 9, PowerSample::kMissing}); // older than the last: dropped
        QVERIFY(still.between(Instant(0ms), Instant(1h)).back().watts == 7);
    }
};

QTEST_GUILESS_MAIN(TestSamplerCore)
#include "test_sampler_core.moc"
