#include "inference/events.h"
#include "inference/model.h"

#include <QtTest>

using namespace sotto;
using namespace std::chrono_literals;

/// Sums and speeds of the plain values.
class TestValues final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void speedLeavesTheFirstTokenOut();
    void speedOfTooLittleIsUnknown();
    void memorySums();
};

void TestValues::speedLeavesTheFirstTokenOut()
{
    Usage usage;
    usage.outputTokens = 11;
    usage.decodeTime = 500ms;
    QCOMPARE(usage.tokensPerSecond(), 20.0);
}

void TestValues::speedOfTooLittleIsUnknown()
{
    Usage usage;
    QCOMPARE(usage.tokensPerSecond(), 0.0);
    usage.outputTokens = 1;
    usage.decodeTime = 1s;
    QCOMPARE(usage.tokensPerSecond(), 0.0);
    usage.outputTokens = 2;
    usage.decodeTime = 0ns;
    QCOMPARE(usage.tokensPerSecond(), 0.0);
}

void TestValues::memorySums()
{
    const MemoryBreakdown memory{{{"CPU", DeviceKind::Cpu, 1, 20, 300}, {"GPU", DeviceKind::Gpu, 4, 50, 600}}};
    QCOMPARE(memory.weights(), 5ULL);
    QCOMPARE(memory.kvCache(), 70ULL);
    QCOMPARE(memory.compute(), 900ULL);
    QCOMPARE(memory.devices.front().total(), 321ULL);
    QCOMPARE(MemoryBreakdown{}.weights(), 0ULL);
}

QTEST_GUILESS_MAIN(TestValues)
#include "test_values.moc"
