// The sensors thread: over the fake NVML library on the real clock, and under contention.

#include "hardware/power/power_sampler.h"
#include "hardware/probes/nvml_probe.h"
#include "tests/support/fake_nvml_handle.h"
#include "tests/support/fake_probe.h"
#include "tests/support/power_tree.h"

#include <QTest>

#include <atomic>
#include <future>
#include <set>

using namespace sotto;
using namespace sotto::test;
using namespace std::chrono_literals;

namespace {

std::vector<std::unique_ptr<Probe>> only(std::unique_ptr<Probe> probe)
{
    std::vector<std::unique_ptr<Probe>> probes;
    probes.push_back(std::move(probe));
    return probes;
}

/// Keeps a promise when a snapshot satisfies `wanted`.
class Waiter final {
public:
    explicit Waiter(std::function<bool(const PowerSnapshot &)> wanted) : m_wanted(std::move(wanted)) {}

    PowerSampler::Listener listener()
    {
        return [this](const std::shared_ptr<const PowerSnapshot> &snapshot) {
            if (!m_done && m_wanted(*snapshot)) {
                m_done = true;
                m_promise.set_value(std::this_thread::get_id());
            }
        };
    }
    std::optional<std::thread::id> wait()
    {
        auto future = m_promise.get_future();
        if (future.wait_for(60s) != std::future_status::ready) return std::nullopt;
        return future.get();
    }

private:
    std::function<bool(const PowerSnapshot &)> m_wanted;
    bool m_done = false; ///< Sensors thread only.
    std::promise<std::thread::id> m_promise;
};

} // namespace

class TestPowerSampler final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsOnAThreadOfItsOwn()
    {
        FakeNvml nvml(SOTTO_FAKE_NVML_FULL);
        nvml->gpus = {fake::Gpu{}};
        const PowerTree tree;
        Waiter waiter(
            [](const PowerSnapshot &s) { return !s.devices.empty() && s.devices[0].reading.power.has_value(); });
        PowerSampler sampler(only(std::make_unique<NvmlProbe>(tree.sysfs(), SOTTO_FAKE_NVML_FULL)),
                             std::make_shared<SystemClock>(), waiter.listener());
        QVERIFY(sampler.latest()->devices.empty());
        const auto subscription = sampler.subscribe(SamplingMode::Generating);
        const auto thread = waiter.wait();
        QVERIFY(thread);
        QVERIFY(*thread != std::this_thread::get_id());
        const auto snapshot = sampler.latest();
        QCOMPARE(snapshot->devices.at(0).reading.power->watts, 100.0);
        QVERIFY(snapshot->complete);
    }

    void withoutSubscribersNothingIsRead()
    {
        auto script = std::make_shared<FakeProbe::Script>();
        {
            PowerSampler sampler(only(std::make_unique<FakeProbe>(script)), std::make_shared<SystemClock>());
            sampler.setEstimates(false);
            sampler.setEstimates(true);
        }
        QCOMPARE(script->discoveries, 0);
    }

    void subscriptionsMayBeMovedAndCountOnce()
    {
        auto script = std::make_shared<FakeProbe::Script>();
        script->found.devices = {PowerDevice{}};
        script->found.devices[0].id = "a";
        Waiter waiter(
            [](const PowerSnapshot &s) { return !s.devices.empty() && s.devices[0].reading.power.has_value(); });
        PowerSampler sampler(only(std::make_unique<FakeProbe>(script)), std::make_shared<SystemClock>(),
                             waiter.listener());
        auto first = sampler.subscribe(SamplingMode::Shown);
        PowerSampler::Subscription second = std::move(first);
        first = PowerSampler::Subscription();
        QVERIFY(waiter.wait()); // the moved one is alive
        second = PowerSampler::Subscription();
    }

    void manyThreadsSubscribeAndLook()
    {
        auto script = std::make_shared<FakeProbe::Script>();
        script->found.devices = {PowerDevice{}};
        script->found.devices[0].id = "a";
        script->found.devices[0].updatePeriod = 20ms;
        std::atomic<int> value = 0;
        script->read = [&value](std::size_t, DeviceReading &reading) {
            reading.power = PowerValue{double(++value), PowerSource::Amdgpu, Obtained::Measured, {}};
            return std::nullopt;
        };
        const auto clock = std::make_shared<SystemClock>();
        std::atomic<bool> backwards = false;
        {
            PowerSampler sampler(only(std::make_unique<FakeProbe>(script)), clock);
            std::vector<std::jthread> threads;
            for (int t = 0; t < 4; ++t)
                threads.emplace_back([&, t] {
                    std::uint64_t last = 0;
                    for (int i = 0; i < 300; ++i) {
                        const auto held =
                            sampler.subscribe(t % 2 == 0 ? SamplingMode::Generating : SamplingMode::Shown);
                        const auto snapshot = sampler.latest();
                        if (std::exchange(last, snapshot->number) > snapshot->number) backwards = true;
                        for (const DeviceTrace &trace : sampler.traces(clock->now() - 1h, clock->now()))
                            for (std::size_t s = 1; s < trace.samples.size(); ++s)
                                if (trace.samples[s].at < trace.samples[s - 1].at) backwards = true;
                        if (i % 50 == 0) sampler.setEstimates(i % 100 == 0);
                    }
                });
        }
        QVERIFY(!backwards);
    }
};

QTEST_GUILESS_MAIN(TestPowerSampler)
#include "test_power_sampler.moc"
