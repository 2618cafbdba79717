#include "tests/support/engine_bench.h"

#include <QtTest>

#include <stdexcept>

using namespace sotto;
using namespace sotto::test;
using namespace std::chrono_literals;

namespace {

/// Measures what the test says; the engine's thread calls it.
class ScriptedTuning final : public SelfTuning {
public:
    bool isDue() const override { return due; }
    std::optional<Duration> measure(Duration idleFor, const std::function<bool()> &interrupted) override
    {
        ++calls;
        return onMeasure(idleFor, interrupted);
    }
    void measureAgain() override { due = true; }
    std::optional<Tuned> takeResult() override { return std::exchange(result, std::nullopt); }

    /// Ends a measuring.
    std::optional<Duration> end()
    {
        due = false;
        result = Tuned{{3, 4, 256}, TuningOrigin::Measured};
        return std::nullopt;
    }

    std::function<std::optional<Duration>(Duration, const std::function<bool()> &)> onMeasure;
    std::atomic<bool> due = true;
    std::atomic<int> calls = 0;
    std::optional<Tuned> result;
};

int toldTimes(const std::vector<EngineEvent> &events)
{
    return static_cast<int>(std::ranges::count_if(
        events, [](const EngineEvent &event) { return std::holds_alternative<Tuned>(event.body); }));
}

/// Has something to put off, for two calls.
class BusyStates final : public StateKeeping {
public:
    explicit BusyStates(const ScriptedTuning &tuning) : m_tuning(tuning) {}
    void setLimits(const StateLimits &) override {}
    void forget(const std::string &) override {}
    void retain(const std::vector<std::string> &) override {}
    KeptStates kept() override { return {}; }
    std::optional<Duration> idle(Duration, const std::function<bool()> &) override
    {
        if (++calls > 2) return std::nullopt;
        if (m_tuning.calls > 0) disturbed = true;
        return Duration::zero();
    }

    std::atomic<int> calls = 0;
    std::atomic<bool> disturbed = false;

private:
    const ScriptedTuning &m_tuning;
};

/// Counts what is noted.
class CountingJournal final : public WorkJournal {
public:
    void begin(RiskyWork work, const std::filesystem::path &) override
    {
        if (work == RiskyWork::Replying) ++replying;
        ++open;
    }
    void end() override { --open; }
    std::atomic<int> replying = 0, open = 0;
};

} // namespace

/// When the engine lets a backend measure, and what it tells of it.
class TestEngineTuning final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void goesOnUntilItIsDoneAndTellsOnce();
    void comesAfterWhatWasPutOff();
    void givesWay();
    void endsWithTheEngine();
    void exceptionsAreOfNoMatter();
    void measuresAgainWhenAsked();
    void measuringOnAGpuIsNoted_data();
    void measuringOnAGpuIsNoted();
};

void TestEngineTuning::goesOnUntilItIsDoneAndTellsOnce()
{
    ScriptedTuning tuning;
    tuning.onMeasure = [&](Duration, const auto &) -> std::optional<Duration> {
        return tuning.calls < 4 ? std::optional<Duration>(1ms) : tuning.end();
    };
    Bench bench;
    bench.hooks->tuning = &tuning;
    bench.startWithModel();
    QVERIFY(bench.recorder.waitUntil([](const auto &events) { return toldTimes(events) == 1; }));
    QCOMPARE(tuning.calls, 4);
    QVERIFY(bench.recorder.waitForLast(bench.engine->submit(ask("a"))));
    QCOMPARE(toldTimes(bench.recorder.events()), 1);
    QCOMPARE(tuning.calls, 4);
}

void TestEngineTuning::comesAfterWhatWasPutOff()
{
    ScriptedTuning tuning;
    tuning.onMeasure = [&](Duration, const auto &) { return tuning.end(); };
    BusyStates states(tuning);
    Bench bench;
    bench.hooks->states = &states;
    bench.hooks->tuning = &tuning;
    bench.startWithModel();
    QVERIFY(bench.recorder.waitUntil([](const auto &events) { return toldTimes(events) == 1; }));
    QVERIFY(states.calls >= 3);
    QVERIFY(!states.disturbed);
}

void TestEngineTuning::givesWay()
{
    ScriptedTuning tuning;
    tuning.onMeasure = [&](Duration, const std::function<bool()> &interrupted) -> std::optional<Duration> {
        if (tuning.calls > 1) return tuning.end();
        while (!interrupted())
            std::this_thread::yield();
        return Duration::zero();
    };
    Bench bench;
    bench.hooks->tuning = &tuning;
    bench.startWithModel();
    QVERIFY(QTest::qWaitFor([&] { return tuning.calls == 1; }));
    QVERIFY(bench.recorder.waitForLast(bench.engine->submit(ask("a"))));
    QVERIFY(bench.recorder.waitUntil([](const auto &events) { return toldTimes(events) == 1; }));
}

void TestEngineTuning::endsWithTheEngine()
{
    ScriptedTuning tuning;
    tuning.onMeasure = [&](Duration, const std::function<bool()> &interrupted) -> std::optional<Duration> {
        while (!interrupted())
            std::this_thread::yield();
        return Duration::zero();
    };
    Bench bench;
    bench.hooks->tuning = &tuning;
    bench.startWithModel();
    QVERIFY(QTest::qWaitFor([&] { return tuning.calls == 1; }));
    bench.engine.reset();
    QVERIFY(bench.hooks->destroyed);
}

void TestEngineTuning::exceptionsAreOfNoMatter()
{
    ScriptedTuning tuning;
    tuning.onMeasure = [](Duration, const auto &) -> std::optional<Duration> { throw std::runtime_error("no"); };
    Bench bench;
    bench.hooks->tuning = &tuning;
    bench.startWithModel();
    QVERIFY(QTest::qWaitFor([&] { return tuning.calls == 1; }));
    QVERIFY(bench.recorder.waitForLast(bench.engine->submit(ask("a"))));
}

void TestEngineTuning::measuresAgainWhenAsked()
{
    ScriptedTuning tuning;
    tuning.due = false;
    tuning.onMeasure = [&](Duration, const auto &) { return tuning.end(); };
    Bench bench;
    bench.hooks->tuning = &tuning;
    bench.startWithModel();
    QVERIFY(bench.recorder.waitForLast(bench.engine->submit(ask("a"))));
    QCOMPARE(tuning.calls, 0);
    bench.engine->measureAgain();
    QVERIFY(bench.recorder.waitUntil([](const auto &events) { return toldTimes(events) == 1; }));
    QCOMPARE(bench.recorder.events().back(), (EngineEvent{{}, Tuned{{3, 4, 256}, TuningOrigin::Measured}}));
    bench.hooks->tuning = nullptr;
    bench.engine->measureAgain(); // a backend that measures nothing
    QVERIFY(bench.recorder.waitForLast(bench.engine->submit(ask("a"))));
}

void TestEngineTuning::measuringOnAGpuIsNoted_data()
{
    QTest::addColumn<bool>("gpu");
    QTest::newRow("processor") << false;
    QTest::newRow("gpu") << true;
}

/// A driver that ends the process while it is measured must not do so at every start.
void TestEngineTuning::measuringOnAGpuIsNoted()
{
    QFETCH(bool, gpu);
    const auto journal = std::make_shared<CountingJournal>();
    ScriptedTuning tuning;
    int notedMeanwhile = -1;
    tuning.onMeasure = [&](Duration, const auto &) {
        notedMeanwhile = journal->open;
        return tuning.end();
    };
    Bench bench;
    bench.hooks->tuning = &tuning;
    bench.hooks->open = [gpu](const auto &, const auto &) {
        LoadedModel model;
        DeviceMemory device;
        device.kind = gpu ? DeviceKind::Gpu : DeviceKind::Cpu;
        model.memory.devices = {device};
        return model;
    };
    Engine engine(std::make_unique<HookBackend>(bench.hooks), bench.recorder.listener(),
                  std::make_shared<SystemClock>(), journal);
    engine.load("model.gguf");
    QVERIFY(bench.recorder.waitUntil([](const auto &events) { return toldTimes(events) == 1; }));
    QCOMPARE(notedMeanwhile, gpu ? 1 : 0);
    QCOMPARE(journal->replying, gpu ? 1 : 0);
    QCOMPARE(journal->open, 0);
}

QTEST_GUILESS_MAIN(TestEngineTuning)
#include "test_engine_tuning.moc"
