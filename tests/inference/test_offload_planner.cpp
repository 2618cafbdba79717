#include "base/bytes.h"
#include "inference/offload_planner.h"

#include <QtTest>

#include <numeric>

using namespace sotto;

namespace {

/// 32 blocks of 100 MiB, 400 MiB besides; an f16 cache of 8192 tokens takes 1 GiB, 32 MiB a block.
ModelSpec eightBillion()
{
    ModelSpec spec;
    spec.layerCount = 32;
    spec.embeddingLength = 4096;
    spec.headCount = 32;
    spec.headCountKv = 8;
    spec.keyLength = spec.valueLength = 128;
    spec.vocabularySize = 128'000;
    spec.layerBytes.assign(32, 100 * MiB);
    spec.tensorBytes = 3600 * MiB;
    return spec;
}

Device gpu(std::uint64_t freeBytes, DeviceKind kind = DeviceKind::Gpu)
{
    return {"GPU", "", kind, freeBytes, freeBytes};
}

constexpr std::uint32_t kContext = 8192;
constexpr std::uint64_t kCompute = 512 * 4 * (128'000ULL + 8 * 4096 + kContext);
const Device kCpu{"CPU", "", DeviceKind::Cpu, 64 * GiB, 64 * GiB};

} // namespace

class TestOffloadPlanner final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void cacheFormula() { QCOMPARE(estimatedKvCacheBytes(eightBillion(), kContext), 1 * GiB); }
    void noGpuMeansNoLayers();
    void everythingFits();
    void aPartFits();
    void outputComesFirst();
    void exactFitIsAFit();
    void marginIsKept();
    void severalGpusShareByFreeMemory();
    void smallGpuDoesNotOverflow();
    void tooBigForAll();
    void gpuMemoryCounts();
    void integratedGpuSharesSystemMemory();
    void integratedGpuStepsBack();
    void noBlocksNoLayers();
    void absurdShapesDoNotOverflow();
};

void TestOffloadPlanner::noGpuMeansNoLayers()
{
    const auto plan = planOffload(eightBillion(), kContext, {kCpu}, 32 * GiB);
    QVERIFY(plan.has_value());
    QCOMPARE(plan->gpuLayers, 0);
    QCOMPARE(plan->gpuBytes, 0ULL);
    QCOMPARE(plan->weightBytes, 3600 * MiB);
    QCOMPARE(plan->kvCacheBytes, 1 * GiB);
    QCOMPARE(plan->computeBytes, kCompute);
    QCOMPARE(plan->totalBytes(), 3600 * MiB + 1 * GiB + kCompute);
}

void TestOffloadPlanner::everythingFits()
{
    const auto plan = planOffload(eightBillion(), kContext, {kCpu, gpu(24 * GiB)}, 32 * GiB);
    QCOMPARE(plan->gpuLayers, 33);
    QCOMPARE(plan->gpuBytes, plan->totalBytes());
}

void TestOffloadPlanner::aPartFits()
{
    // Room for the output (400 MiB) and ten blocks of 132 MiB, and half a block more.
    const auto plan =
        planOffload(eightBillion(), kContext, {gpu(1 * GiB + kCompute + 400 * MiB + 1320 * MiB + 66 * MiB)}, 32 * GiB);
    QCOMPARE(plan->gpuLayers, 11);
    QCOMPARE(plan->gpuBytes, 1720 * MiB + kCompute);
}

void TestOffloadPlanner::outputComesFirst()
{
    const auto plan = planOffload(eightBillion(), kContext, {gpu(1 * GiB + kCompute + 400 * MiB)}, 32 * GiB);
    QCOMPARE(plan->gpuLayers, 1);
    QCOMPARE(planOffload(eightBillion(), kContext, {gpu(1 * GiB + kCompute + 400 * MiB - 1)}, 32 * GiB)->gpuLayers, 0);
}

void TestOffloadPlanner::exactFitIsAFit()
{
    const std::uint64_t all = 3600 * MiB + 1 * GiB + kCompute + 1 * GiB;
    QCOMPARE(planOffload(eightBillion(), kContext, {gpu(all)}, 32 * GiB)->gpuLayers, 33);
    QCOMPARE(planOffload(eightBillion(), kContext, {gpu(all - 1)}, 32 * GiB)->gpuLayers, 32);
}

void TestOffloadPlanner::marginIsKept()
{
    const std::uint64_t all = 3600 * MiB + 1 * GiB + kCompute;
    QCOMPARE(planOffload(eightBillion(), kContext, {gpu(all)}, 32 * GiB, 0)->gpuLayers, 33);
    QVERIFY(planOffload(eightBillion(), kContext, {gpu(all)}, 32 * GiB)->gpuLayers < 33);
}

void TestOffloadPlanner::severalGpusShareByFreeMemory()
{
    // Neither holds the model alone; together they do.
    const auto plan = planOffload(eightBillion(), kContext, {gpu(4 * GiB), gpu(4 * GiB)}, 32 * GiB);
    QCOMPARE(plan->gpuLayers, 33);
    QVERIFY(planOffload(eightBillion(), kContext, {gpu(4 * GiB)}, 32 * GiB)->gpuLayers < 33);
}

void TestOffloadPlanner::smallGpuDoesNotOverflow()
{
    // The second is too small for its margin and compute buffer, so with llama's even-handed split it can't take part.
    const auto plan = planOffload(eightBillion(), kContext, {gpu(24 * GiB), gpu(1200 * MiB)}, 32 * GiB);
    QVERIFY(plan.has_value());
    QVERIFY(plan->gpuLayers < 33);
}

void TestOffloadPlanner::tooBigForAll()
{
    const auto plan = planOffload(eightBillion(), kContext, {kCpu}, 4 * GiB);
    QVERIFY(!plan.has_value());
    QCOMPARE(plan.error().code, ErrorCode::NotEnoughMemory);
    QCOMPARE(plan.error().needed, 3600 * MiB + 1 * GiB + kCompute);
    QCOMPARE(plan.error().available, 4 * GiB);
}

void TestOffloadPlanner::gpuMemoryCounts()
{
    const auto alone = planOffload(eightBillion(), kContext, {}, 3 * GiB);
    const auto helped = planOffload(eightBillion(), kContext, {gpu(5 * GiB)}, 3 * GiB);
    QVERIFY(!alone.has_value());
    QVERIFY(helped.has_value());
    const auto tooLittle = planOffload(eightBillion(), kContext, {gpu(3 * GiB)}, 1 * GiB);
    QVERIFY(!tooLittle.has_value());
    QVERIFY(tooLittle.error().available > 1 * GiB);
    QVERIFY(tooLittle.error().available < tooLittle.error().needed);
}

void TestOffloadPlanner::integratedGpuSharesSystemMemory()
{
    const Device integrated = gpu(16 * GiB, DeviceKind::IntegratedGpu);
    QCOMPARE(planOffload(eightBillion(), kContext, {integrated}, 16 * GiB)->gpuLayers, 33);
    const auto plan = planOffload(eightBillion(), kContext, {integrated}, 4 * GiB);
    QVERIFY(!plan.has_value());
    QCOMPARE(plan.error().available, 4 * GiB);
}

void TestOffloadPlanner::integratedGpuStepsBack()
{
    // A card of its own goes first, so the one built in gets nothing and its memory is not counted.
    const auto plan =
        planOffload(eightBillion(), kContext, {gpu(16 * GiB, DeviceKind::IntegratedGpu), gpu(512 * MiB)}, 16 * GiB);
    QCOMPARE(plan->gpuLayers, 0);
}

void TestOffloadPlanner::noBlocksNoLayers()
{
    const auto plan = planOffload(ModelSpec{}, kContext, {gpu(8 * GiB)}, 1 * GiB);
    QVERIFY(plan.has_value());
    QCOMPARE(plan->gpuLayers, 0);
}

void TestOffloadPlanner::absurdShapesDoNotOverflow()
{
    ModelSpec spec = eightBillion();
    spec.headCountKv = spec.keyLength = spec.valueLength = std::numeric_limits<std::uint32_t>::max();
    spec.vocabularySize = spec.embeddingLength = std::numeric_limits<std::uint32_t>::max();
    QCOMPARE(estimatedKvCacheBytes(spec, kContext), std::numeric_limits<std::uint64_t>::max());
    const auto plan = planOffload(spec, kContext, {gpu(24 * GiB)}, 32 * GiB);
    QVERIFY(!plan.has_value());
    QCOMPARE(plan.error().code, ErrorCode::NotEnoughMemory);
}

QTEST_GUILESS_MAIN(TestOffloadPlanner)
#include "test_offload_planner.moc"
