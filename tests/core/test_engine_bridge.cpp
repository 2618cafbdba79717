#include "core/engine_bridge.h"

#include <QTest>
#include <QThread>

#include <thread>

using namespace sotto;

namespace {
const RequestId kA(1);
const RequestId kB(2);
} // namespace

class TestEngineBridge final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void joinsWhatFollowsOneAnother();
    void keepsOrderAndLosesNothingAcrossThreads();
    void dropsEventsOnceItIsGone();
};

void TestEngineBridge::joinsWhatFollowsOneAnother()
{
    EngineBridge bridge;
    std::vector<EngineEvent> got;
    connect(&bridge, &EngineBridge::eventArrived, this, [&](const EngineEvent &event) {
        QCOMPARE(QThread::currentThread(), bridge.thread());
        got.push_back(event);
    });
    const EngineListener push = bridge.listener();
    push({kA, Started{}});
    push({kA, PromptProgress{1, 9}});
    push({kA, PromptProgress{9, 9}});
    push({kA, ReasoningDelta{"hm", 1}});
    push({kA, TextDelta{"a", 2}});
    push({kA, TextDelta{"b", 3}});
    push({kB, TextDelta{"x", 1}});
    push({kA, TextDelta{"c", 4}});
    push({kA, Finished{}});
    QVERIFY(got.empty()); // never on the caller's stack
    const std::vector<EngineEvent> expected{
        {kA, Started{}},          {kA, PromptProgress{9, 9}}, {kA, ReasoningDelta{"hm", 1}},
        {kA, TextDelta{"ab", 3}}, {kB, TextDelta{"x", 1}},    {kA, TextDelta{"c", 4}},
        {kA, Finished{}}};
    QTRY_COMPARE(got.size(), expected.size());
    QVERIFY(got == expected);
}

void TestEngineBridge::keepsOrderAndLosesNothingAcrossThreads()
{
    constexpr int kCount = 20'000;
    EngineBridge bridge;
    int deliveries = 0;
    std::string text;
    bool done = false;
    connect(&bridge, &EngineBridge::eventArrived, this, [&](const EngineEvent &event) {
        ++deliveries;
        if (const auto *delta = std::get_if<TextDelta>(&event.body)) text += delta->text;
        done = done || std::holds_alternative<Finished>(event.body);
    });
    std::string expected;
    for (int i = 0; i < kCount; ++i)
        expected += std::to_string(i) + ' ';
    const std::jthread engine([push = bridge.listener()] {
        for (int i = 0; i < kCount; ++i)
            push({kA, TextDelta{std::to_string(i) + ' ', i}});
        push({kA, Finished{}});
    });
    QTRY_VERIFY(done);
    QVERIFY(text == expected);
    QVERIFY2(deliveries < kCount / 10, qPrintable(QString::number(deliveries)));
}

void TestEngineBridge::dropsEventsOnceItIsGone()
{
    auto bridge = std::make_unique<EngineBridge>();
    const EngineListener push = bridge->listener();
    int got = 0;
    connect(bridge.get(), &EngineBridge::eventArrived, this, [&] { ++got; });
    push({kA, Finished{}});
    bridge.reset();
    push({kA, Finished{}});
    QCoreApplication::sendPostedEvents();
    QCOMPARE(got, 0);
}

QTEST_GUILESS_MAIN(TestEngineBridge)
#include "test_engine_bridge.moc"
