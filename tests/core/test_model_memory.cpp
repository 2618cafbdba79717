#include "core/models/model_memory.h"

#include "inference/offload_planner.h"

#include <QTest>

using namespace sotto;

namespace {

ModelSpec spec()
{
    ModelSpec s;
    s.tensorBytes = 1000;
    s.contextLength = 32'768;
    s.layerCount = 4;
    s.embeddingLength = 64;
    s.headCountKv = 2;
    s.keyLength = s.valueLength = 32;
    s.vocabularySize = 100;
    s.layerBytes = {1, 2, 3, 4};
    return s;
}

} // namespace

class TestModelMemory final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void halfPrecisionTakesTwoBytesAValue()
    {
        // 4 layers · 4096 tokens · 2 heads · (32 + 32) values · 2 bytes
        QCOMPARE(estimatedMemory(spec(), 4096, CacheType::F16).kvCache, 4'194'304U);
    }

    void eightBitsTake34BytesFor32Values()
    {
        QCOMPARE(estimatedMemory(spec(), 4096, CacheType::Q8_0).kvCache, 4'194'304U / 64 * 34);
    }

    void theWholeIsThePlannersAndFollowsTheCache()
    {
        const auto plan = planOffload(spec(), {.contextLength = 4096}, {.devices = {}, .systemFreeBytes = 1ULL << 50});
        QVERIFY(plan);
        const ModelMemory half = estimatedMemory(spec(), 4096, CacheType::F16);
        QCOMPARE(half.total, plan->totalBytes());
        const ModelMemory eight = estimatedMemory(spec(), 4096, CacheType::Q8_0);
        QCOMPARE(half.total - eight.total, half.kvCache - eight.kvCache);
    }

    void theContextIsWhatTheEngineOpens()
    {
        QCOMPARE(contextInUse(spec(), 0), 0U); // decided when it is loaded
        QCOMPARE(contextInUse(spec(), 16'384), 16'384U);
        QCOMPARE(contextInUse(spec(), 1'000'000), 32'768U);
        ModelSpec silent = spec();
        silent.contextLength = 0;
        QCOMPARE(contextInUse(silent, 16'384), 16'384U);
    }

    void absurdNumbersDoNotOverflow()
    {
        ModelSpec huge = spec();
        huge.layerCount = huge.headCountKv = huge.keyLength = 0xFFFFFFFF;
        const ModelMemory half = estimatedMemory(huge, 0xFFFFFFFF, CacheType::F16);
        const ModelMemory eight = estimatedMemory(huge, 0xFFFFFFFF, CacheType::Q8_0);
        QVERIFY(eight.kvCache <= half.kvCache);
        QVERIFY(eight.total <= half.total);
    }
};

QTEST_GUILESS_MAIN(TestModelMemory)
#include "test_model_memory.moc"
