#include "tests/support/event_recorder.h"
#include "tests/support/tuning_fixture.h"

#include <QTest>

using namespace sotto;
using namespace sotto::test;
using namespace sotto::tests;

namespace {

const Tuned *toldOf(const std::vector<EngineEvent> &events)
{
    for (const EngineEvent &event : events)
        if (const auto *tuned = std::get_if<Tuned>(&event.body)) return tuned;
    return nullptr;
}

} // namespace

/// The engine measures how its model runs best while nothing else is asked of it, and tells.
class TestLlamaTuningEngine final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theEngineTells();
    void theEngineGivesWay();

private:
    TinyModels m_models;
};

void TestLlamaTuningEngine::theEngineTells()
{
    Memory memory;
    EventRecorder recorder;
    Engine engine(makeBackend(memory), recorder.listener(), std::make_shared<SystemClock>());
    QVERIFY(recorder.waitForLast(engine.load(m_models.words(), onCpu())));
    QVERIFY(recorder.waitUntil([](const auto &events) { return toldOf(events) != nullptr; }));
    QCOMPARE(*toldOf(recorder.events()), (Tuned{{1, 1, 128}, TuningOrigin::Measured}));
    const std::size_t before = recorder.events().size();
    engine.measureAgain();
    QVERIFY(recorder.waitUntil([&](const auto &events) { return events.size() == before + 1; }));
    for (const EngineEvent &event : recorder.events())
        if (std::holds_alternative<Tuned>(event.body)) QVERIFY(!event.request.isValid());
}

/// Requests that come at any moment of a measuring are served, and it goes on afterwards.
void TestLlamaTuningEngine::theEngineGivesWay()
{
    Memory memory;
    LlamaHost host = hostWith(memory);
    host.tuningPause = {};
    EventRecorder recorder;
    Engine engine(std::make_unique<LlamaBackend>(host, std::make_shared<SteppingClock>()), recorder.listener(),
                  std::make_shared<SystemClock>());
    QVERIFY(recorder.waitForLast(engine.load(m_models.random("llama"), onCpu())));
    std::string said;
    for (int i = 0; i < 20; ++i) {
        const RequestId reply = engine.submit(ask({}, {{Role::User, kLong}}));
        QVERIFY(recorder.waitForLast(reply));
        QVERIFY(std::holds_alternative<Finished>(recorder.last(reply)));
        if (i == 0) said = recorder.text(reply);
        QCOMPARE(recorder.text(reply), said);
    }
    QVERIFY(recorder.waitUntil([](const auto &events) { return toldOf(events) != nullptr; }));
}

QTEST_GUILESS_MAIN(TestLlamaTuningEngine)
#include "test_llama_tuning_engine.moc"
