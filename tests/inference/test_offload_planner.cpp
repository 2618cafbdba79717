#include "tests/support/offload_models.h"

#include <QtTest>

#include <limits>
#include <numeric>
#include <string>

using namespace sotto;
using namespace sotto::tests;

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
    void expertsGoFirst();
    void partOfALayer();
    void aFreeContextCostsNoLayer();
    void aFreeContextGivesWayToMemory();
    void figuresGoBeforeFormulas();
    void tiedOutputIsThereTwice();
    void devicesOfLayers();
};

void TestOffloadPlanner::noGpuMeansNoLayers()
{
    const auto plan = planFor(eightBillion(), {kCpu}, 32 * GiB);
    QVERIFY(plan.has_value());
    QCOMPARE(plan->gpuLayers, 0);
    QCOMPARE(plan->gpuBytes(), 0ULL);
    QCOMPARE(plan->weightBytes(), 3600 * MiB);
    QCOMPARE(plan->kvCacheBytes(), 1 * GiB);
    QCOMPARE(plan->computeBytes(), kCompute);
    QCOMPARE(plan->totalBytes(), 3600 * MiB + 1 * GiB + kCompute);
}

void TestOffloadPlanner::everythingFits()
{
    const auto plan = planFor(eightBillion(), {kCpu, gpu(24 * GiB)}, 32 * GiB);
    QCOMPARE(plan->gpuLayers, 33);
    QCOMPARE(plan->devices.front().total(), 3600 * MiB + 1 * GiB + kCompute);
    QCOMPARE(plan->devices.back().weights, 0ULL);
    QVERIFY(plan->note(PlanReason::AllFit));
}

void TestOffloadPlanner::aPartFits()
{
    // Room for the output (400 MiB) and ten blocks of 132 MiB, and half a block more.
    const auto plan = planFor(eightBillion(), {gpu(1 * GiB + kCompute + 400 * MiB + 1320 * MiB + 66 * MiB)}, 32 * GiB);
    QCOMPARE(plan->gpuLayers, 11);
    QCOMPARE(plan->gpuBytes(), 1720 * MiB + kCompute);
}

void TestOffloadPlanner::outputComesFirst()
{
    const auto plan = planFor(eightBillion(), {gpu(1 * GiB + kCompute + 400 * MiB)}, 32 * GiB);
    QCOMPARE(plan->gpuLayers, 1);
    QCOMPARE(planFor(eightBillion(), {gpu(1 * GiB + kCompute + 400 * MiB - 1)}, 32 * GiB)->gpuLayers, 0);
}

void TestOffloadPlanner::exactFitIsAFit()
{
    const std::uint64_t all = 3600 * MiB + 1 * GiB + kCompute + 1 * GiB;
    QCOMPARE(planFor(eightBillion(), {gpu(all)}, 32 * GiB)->gpuLayers, 33);
    QCOMPARE(planFor(eightBillion(), {gpu(all - 1)}, 32 * GiB)->gpuLayers, 32);
}

void TestOffloadPlanner::marginIsKept()
{
    const std::uint64_t all = 3600 * MiB + 1 * GiB + kCompute;
    QCOMPARE(planFor(eightBillion(), {gpu(all)}, 32 * GiB, {.contextLength = kContext}, 0)->gpuLayers, 33);
    QVERIFY(planFor(eightBillion(), {gpu(all)}, 32 * GiB)->gpuLayers < 33);
}

void TestOffloadPlanner::severalGpusShareByFreeMemory()
{
    // Neither holds the model alone; together they do.
    const auto plan = planFor(eightBillion(), {gpu(4 * GiB), gpu(4 * GiB)}, 32 * GiB);
    QCOMPARE(plan->gpuLayers, 33);
    QVERIFY(planFor(eightBillion(), {gpu(4 * GiB)}, 32 * GiB)->gpuLayers < 33);
}

void TestOffloadPlanner::smallGpuDoesNotOverflow()
{
    // The second is too small for its margin and compute buffer: it is left alone, and nothing is lost by it.
    const auto plan = planFor(eightBillion(), {gpu(24 * GiB), gpu(1200 * MiB)}, 32 * GiB);
    QVERIFY(plan.has_value());
    QCOMPARE(plan->gpuLayers, 33);
    QCOMPARE(plan->devices[1].total(), 0ULL);
    QCOMPARE(plan->note(PlanReason::OneGpuIsEnough)->deviceId, std::string("GPU"));
}

void TestOffloadPlanner::tooBigForAll()
{
    const auto plan = planFor(eightBillion(), {kCpu}, 4 * GiB);
    QVERIFY(!plan.has_value());
    QCOMPARE(plan.error().code, ErrorCode::NotEnoughMemory);
    QCOMPARE(plan.error().needed, 3600 * MiB + 1 * GiB + kCompute);
    QCOMPARE(plan.error().available, 4 * GiB);
}

void TestOffloadPlanner::gpuMemoryCounts()
{
    const auto alone = planFor(eightBillion(), {}, 3 * GiB);
    const auto helped = planFor(eightBillion(), {gpu(5 * GiB)}, 3 * GiB);
    QVERIFY(!alone.has_value());
    QVERIFY(helped.has_value());
    const auto tooLittle = planFor(eightBillion(), {gpu(3 * GiB)}, 1 * GiB);
    QVERIFY(!tooLittle.has_value());
    QVERIFY(tooLittle.error().available > 1 * GiB);
    QVERIFY(tooLittle.error().available < tooLittle.error().needed);
}

void TestOffloadPlanner::integratedGpuSharesSystemMemory()
{
    const Device integrated = gpu(16 * GiB, DeviceKind::IntegratedGpu);
    QCOMPARE(planFor(eightBillion(), {integrated}, 16 * GiB)->gpuLayers, 33);
    const auto plan = planFor(eightBillion(), {integrated}, 4 * GiB);
    QVERIFY(!plan.has_value());
    QCOMPARE(plan.error().available, 4 * GiB);
}

void TestOffloadPlanner::integratedGpuStepsBack()
{
    // A card of its own goes first, so the one built in gets nothing and its memory is not counted.
    const auto plan = planFor(eightBillion(), {gpu(16 * GiB, DeviceKind::IntegratedGpu), gpu(512 * MiB)}, 16 * GiB);
    QCOMPARE(plan->gpuLayers, 0);
}

void TestOffloadPlanner::noBlocksNoLayers()
{
    const auto plan = planFor(ModelSpec{}, {gpu(8 * GiB)}, 1 * GiB);
    QVERIFY(plan.has_value());
    QCOMPARE(plan->gpuLayers, 0);
}

void TestOffloadPlanner::absurdShapesDoNotOverflow()
{
    ModelSpec spec = eightBillion();
    spec.headCountKv = spec.keyLength = spec.valueLength = std::numeric_limits<std::uint32_t>::max();
    spec.vocabularySize = spec.embeddingLength = std::numeric_limits<std::uint32_t>::max();
    QCOMPARE(estimatedKvCacheBytes(spec, kContext), std::numeric_limits<std::uint64_t>::max());
    const auto plan = planFor(spec, {gpu(24 * GiB)}, 32 * GiB);
    QVERIFY(!plan.has_value());
    QCOMPARE(plan.error().code, ErrorCode::NotEnoughMemory);
}

void TestOffloadPlanner::expertsGoFirst()
{
    ModelSpec spec = eightBillion();
    spec.layers.assign(32, LayerFacts{.experts = 60 * MiB});
    const std::uint64_t dense = 3600 * MiB - 32 * 60 * MiB + 1 * GiB;
    const std::uint64_t streamed = 20 * MiB;
    const auto plan = planFor(spec, {gpu(1 * GiB + kCompute + streamed + dense + 150 * MiB)}, 32 * GiB);
    QCOMPARE(plan->gpuLayers, 33);
    QCOMPARE(plan->expertLayersOnCpu, 30); // two blocks' experts find room in 150 MiB
    QCOMPARE(plan->devices.back().weights, 30 * 60 * MiB);
    LoadOptions options{.contextLength = kContext};
    options.offload.expertsOnCpu = true;
    QCOMPARE(planFor(spec, {gpu(24 * GiB)}, 32 * GiB, options)->expertLayersOnCpu, 32);
    options.offload.expertsOnCpu = false;
    const auto whole = planFor(spec, {gpu(1 * GiB + kCompute + dense)}, 32 * GiB, options);
    QCOMPARE(whole->expertLayersOnCpu, 0);
    QVERIFY(whole->gpuLayers < 33);
}

void TestOffloadPlanner::partOfALayer()
{
    ModelSpec spec = eightBillion();
    spec.layers.assign(32, LayerFacts{.feedForward = 75 * MiB});
    const std::uint64_t base = 1 * GiB + kCompute + 25 * MiB + 400 * MiB + 1320 * MiB;
    QVERIFY(!planFor(spec, {gpu(base)}, 32 * GiB)->partialLayer);
    const auto plan = planFor(spec, {gpu(base + 60 * MiB)}, 32 * GiB);
    QCOMPARE(plan->gpuLayers, 12);
    QCOMPARE(plan->partialLayer.value_or(-1), 21);
    QCOMPARE(plan->devices.front().weights, 400 * MiB + 1000 * MiB + 25 * MiB);
    QCOMPARE(plan->weightBytes(), spec.tensorBytes);
}

void TestOffloadPlanner::aFreeContextCostsNoLayer()
{
    ModelSpec spec = eightBillion();
    spec.contextLength = 131072;
    // All of it with 8k of context, but not with 16k.
    const std::uint64_t room = 1 * GiB + kCompute + 3600 * MiB + 1 * GiB + 200 * MiB;
    const auto plan = planFor(spec, {gpu(room)}, 64 * GiB, {});
    QCOMPARE(plan->gpuLayers, 33);
    QCOMPARE(plan->contextLength, kContext);
    QCOMPARE(plan->note(PlanReason::ContextShorter)->of, 32768ULL);
    QCOMPARE(planFor(spec, {gpu(room)}, 64 * GiB, {.contextLength = 32768})->contextLength, 32768U);
    QCOMPARE(planFor(spec, {gpu(24 * GiB)}, 64 * GiB, {})->contextLength, 32768U);
}

void TestOffloadPlanner::aFreeContextGivesWayToMemory()
{
    ModelSpec spec = eightBillion();
    spec.contextLength = 131072;
    const auto plan = planFor(spec, {}, 3600 * MiB + 512 * MiB + 300 * MiB, {});
    QVERIFY(plan);
    QCOMPARE(plan->contextLength, 2048U);
    QCOMPARE(plan->note(PlanReason::ContextCut)->of, 4096ULL);
}

void TestOffloadPlanner::figuresGoBeforeFormulas()
{
    BufferFigures figures;
    figures.layerCache.assign(32, 1 * MiB);
    figures.compute = {{"A", 7 * MiB}, {"CPU", 3 * MiB}};
    const auto plan = planOffload(eightBillion(), {.contextLength = kContext},
                                  {.devices = {named("A", 24 * GiB)}, .systemFreeBytes = 32 * GiB}, &figures);
    QCOMPARE(plan->devices.front().kvCache, 32 * MiB);
    QCOMPARE(plan->devices.front().compute, 7 * MiB);
    QCOMPARE(plan->devices.back().compute, 3 * MiB);
    QVERIFY(!plan->estimated);
    QVERIFY(!plan->note(PlanReason::Estimated));
    QVERIFY(planFor(eightBillion(), {named("A", 24 * GiB)}, 32 * GiB)->note(PlanReason::Estimated));
}

void TestOffloadPlanner::tiedOutputIsThereTwice()
{
    ModelSpec spec = eightBillion();
    spec.inputBytes = 300 * MiB;
    spec.tiedOutput = true;
    const auto plan = planFor(spec, {gpu(24 * GiB)}, 32 * GiB);
    QCOMPARE(plan->devices.front().weights, 3600 * MiB);
    QCOMPARE(plan->devices.back().weights, 300 * MiB);
    QCOMPARE(planFor(spec, {}, 32 * GiB)->weightBytes(), 3600 * MiB);
}

void TestOffloadPlanner::devicesOfLayers()
{
    const auto plan = planFor(eightBillion(), {named("A", 3 * GiB), named("B", 3 * GiB)}, 32 * GiB);
    QVERIFY(plan->gpuLayers > 2 && plan->gpuLayers < 33);
    int a = 0;
    int b = 0;
    for (int layer = 0; layer < 33; ++layer) {
        const std::string device = plan->deviceOf(layer);
        a += device == "A";
        b += device == "B";
        QCOMPARE(device == "CPU", layer < 33 - plan->gpuLayers);
    }
    QCOMPARE(a, plan->devices[0].layers);
    QCOMPARE(b, plan->devices[1].layers);
    QCOMPARE(plan->deviceOf(32), std::string("B"));
}

QTEST_GUILESS_MAIN(TestOffloadPlanner)
#include "test_offload_planner.moc"
