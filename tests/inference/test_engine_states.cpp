#include "tests/support/engine_bench.h"

#include <QtTest>

#include <stdexcept>

using namespace sotto;
using namespace sotto::test;
using namespace std::chrono_literals;

namespace {

/// Notes what it is asked for; the engine's thread calls it.
class NotingStates final : public StateKeeping {
public:
    void setLimits(const StateLimits &limits) override { note("limits " + std::to_string(limits.memoryBytes)); }
    void forget(const std::string &key) override
    {
        if (key == "throw") throw std::runtime_error("of no use");
        note("forget " + key);
    }
    void retain(const std::vector<std::string> &keys) override { note("retain " + std::to_string(keys.size())); }
    KeptStates kept() override
    {
        const std::lock_guard lock(m_mutex);
        return {.inMemory = static_cast<int>(m_notes.size())};
    }
    std::optional<Duration> idle(Duration idleFor, const std::function<bool()> &interrupted) override
    {
        return onIdle ? onIdle(idleFor, interrupted) : std::nullopt;
    }

    std::vector<std::string> notes()
    {
        const std::lock_guard lock(m_mutex);
        return m_notes;
    }

    std::function<std::optional<Duration>(Duration, const std::function<bool()> &)> onIdle;

private:
    void note(std::string what)
    {
        const std::lock_guard lock(m_mutex);
        m_notes.push_back(std::move(what));
    }
    std::mutex m_mutex;
    std::vector<std::string> m_notes;
};

int told(const std::vector<EngineEvent> &events)
{
    int most = -1;
    for (const EngineEvent &event : events)
        if (const auto *kept = std::get_if<KeptStates>(&event.body)) most = kept->inMemory;
    return most;
}

} // namespace

/// What the engine passes on of kept states, and when.
class TestEngineStates final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void passesOnInOrderAndTells();
    void servedBetweenTokens();
    void backendWithoutStates();
    void exceptionsAreOfNoMatter();
    void idleWorkGoesOnUntilItIsDone();
    void idleWorkGivesWay();
    void idleWorkEndsWithTheEngine();
};

void TestEngineStates::passesOnInOrderAndTells()
{
    NotingStates states;
    Bench bench;
    bench.hooks->states = &states;
    bench.start();
    bench.engine->setStateLimits({.memoryBytes = 5});
    bench.engine->forgetState("a");
    bench.engine->retainStates({"b", "c"});
    QVERIFY(bench.recorder.waitUntil([](const auto &events) { return told(events) == 3; }));
    QCOMPARE(states.notes(), (std::vector<std::string>{"limits 5", "forget a", "retain 2"}));
    for (const EngineEvent &event : bench.recorder.events())
        QVERIFY(!event.request.isValid());
}

void TestEngineStates::servedBetweenTokens()
{
    NotingStates states;
    Bench bench;
    bench.hooks->states = &states;
    bench.hooks->generate = writeUntilCancelled;
    bench.startWithModel();
    const RequestId reply = bench.engine->submit(ask("a"));
    QVERIFY(bench.recorder.waitUntil([&](const auto &) { return bench.hooks->generated == 1; }));
    bench.engine->forgetState("a");
    QVERIFY(bench.recorder.waitUntil([](const auto &events) { return told(events) == 1; }));
    bench.engine->cancel(reply);
    QVERIFY(bench.recorder.waitForLast(reply));
}

void TestEngineStates::backendWithoutStates()
{
    Bench bench;
    bench.startWithModel();
    bench.engine->forgetState("a");
    const RequestId reply = bench.engine->submit(ask("a"));
    QVERIFY(bench.recorder.waitForLast(reply));
    QCOMPARE(told(bench.recorder.events()), -1);
}

void TestEngineStates::exceptionsAreOfNoMatter()
{
    NotingStates states;
    states.onIdle = [](Duration, const auto &) -> std::optional<Duration> { throw std::bad_alloc(); };
    Bench bench;
    bench.hooks->states = &states;
    bench.startWithModel();
    bench.engine->forgetState("throw");
    bench.engine->forgetState("b");
    const RequestId reply = bench.engine->submit(ask("a"));
    QVERIFY(bench.recorder.waitForLast(reply));
    QVERIFY(bench.recorder.waitUntil([](const auto &events) { return told(events) == 1; }));
}

void TestEngineStates::idleWorkGoesOnUntilItIsDone()
{
    NotingStates states;
    std::atomic<int> calls = 0;
    std::atomic<bool> ordered = true;
    states.onIdle = [&, last = Duration(-1)](Duration idleFor, const auto &) mutable -> std::optional<Duration> {
        if (idleFor < last) ordered = false;
        last = idleFor;
        return ++calls < 4 ? std::optional<Duration>(1ms) : std::nullopt;
    };
    Bench bench;
    bench.hooks->states = &states;
    bench.startWithModel();
    QVERIFY(QTest::qWaitFor([&] { return calls == 4; }));
    QVERIFY(ordered);
    QVERIFY(bench.recorder.waitForLast(bench.engine->submit(ask("a")))); // and again after something has happened
    QVERIFY(QTest::qWaitFor([&] { return calls == 5; }));
}

void TestEngineStates::idleWorkGivesWay()
{
    NotingStates states;
    std::atomic<bool> began = false;
    std::atomic<int> calls = 0;
    states.onIdle = [&](Duration, const std::function<bool()> &interrupted) -> std::optional<Duration> {
        if (++calls > 1) return std::nullopt;
        began = true;
        while (!interrupted())
            std::this_thread::yield();
        return Duration::zero();
    };
    Bench bench;
    bench.hooks->states = &states;
    bench.startWithModel();
    QVERIFY(QTest::qWaitFor([&] { return began.load(); }));
    QVERIFY(bench.recorder.waitForLast(bench.engine->submit(ask("a"))));
    QVERIFY(QTest::qWaitFor([&] { return calls == 2; })); // taken up again afterwards
}

void TestEngineStates::idleWorkEndsWithTheEngine()
{
    NotingStates states;
    std::atomic<bool> began = false;
    states.onIdle = [&](Duration, const std::function<bool()> &interrupted) -> std::optional<Duration> {
        began = true;
        while (!interrupted())
            std::this_thread::yield();
        return Duration::zero();
    };
    Bench bench;
    bench.hooks->states = &states;
    bench.startWithModel();
    QVERIFY(QTest::qWaitFor([&] { return began.load(); }));
    bench.engine.reset();
    QVERIFY(bench.hooks->destroyed);
}

QTEST_GUILESS_MAIN(TestEngineStates)
#include "test_engine_states.moc"
