#include "inference/offload_search.h"
#include "tests/support/offload_models.h"

#include <QtTest>

#include <limits>
#include <string>
#include <vector>

using namespace sotto;
using namespace sotto::tests;

/// What a person may choose of a plan, what is corrected of it, and the search with the engine's figures.
class TestOffloadOptions final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void layersThatWereChosenAreKept();
    void nothingChosenButTheCpu();
    void aDeviceThatIsOffTakesNothing();
    void oneGpuAlone();
    void proportionsAreObeyed();
    void rowsNeedTwoGpus();
    void tensorsNeedAPlainCache();
    void whatIsNotThereIsSaid();
    void cacheMayStayInSystemMemory();
    void searchSettles();
    void searchTakesTheSmallerOfTwo();
    void searchWithoutAnswerStaysWithTheFormula();
    void failuresLimitTheLayers();
};

void TestOffloadOptions::layersThatWereChosenAreKept()
{
    const auto plan = planFor(eightBillion(), {gpu(3 * GiB)}, 32 * GiB, {.contextLength = kContext, .gpuLayers = 33});
    QCOMPARE(plan->gpuLayers, 33);
    QVERIFY(!plan->fits());
    QVERIFY(plan->note(PlanReason::OverBudget)->bytes > 0);
    QCOMPARE(plan->note(PlanReason::LayersChosen)->count, 33ULL);
    QCOMPARE(planFor(eightBillion(), {gpu(24 * GiB)}, 32 * GiB, {.contextLength = kContext, .gpuLayers = kAllLayers})
                 ->gpuLayers,
             33);
}

void TestOffloadOptions::nothingChosenButTheCpu()
{
    const auto plan = planFor(eightBillion(), {gpu(24 * GiB)}, 32 * GiB, {.contextLength = kContext, .gpuLayers = 0});
    QCOMPARE(plan->gpuBytes(), 0ULL);
    QVERIFY(plan->note(PlanReason::CpuOnlyChosen));
    QVERIFY(!plan->note(PlanReason::AllFit));
}

void TestOffloadOptions::aDeviceThatIsOffTakesNothing()
{
    LoadOptions options{.contextLength = kContext};
    options.offload.devicesOff = {"A"};
    const auto other = planFor(eightBillion(), {named("A", 24 * GiB), named("B", 24 * GiB)}, 32 * GiB, options);
    QCOMPARE(other->devices.size(), std::size_t(2)); // B and the CPU
    QCOMPARE(other->deviceOf(32), std::string("B"));
    const auto none = planFor(eightBillion(), {named("A", 24 * GiB)}, 32 * GiB, options);
    QCOMPARE(none->gpuLayers, 0);
    QVERIFY(none->note(PlanReason::GpusOff));
}

void TestOffloadOptions::oneGpuAlone()
{
    LoadOptions options{.contextLength = kContext};
    options.offload.splitMode = SplitMode::None;
    const std::vector<Device> devices{named("A", 4 * GiB), named("B", 5 * GiB)};
    const auto widest = planFor(eightBillion(), devices, 32 * GiB, options);
    QCOMPARE(widest->devices.front().deviceId, std::string("B"));
    options.offload.mainGpu = "A";
    const auto main = planFor(eightBillion(), devices, 32 * GiB, options);
    QCOMPARE(main->devices.front().deviceId, std::string("A"));
    QVERIFY(main->gpuLayers < widest->gpuLayers);
    QCOMPARE(main->splitMode, SplitMode::Layer); // llama sees one device and no main GPU out of range
}

void TestOffloadOptions::proportionsAreObeyed()
{
    LoadOptions options{.contextLength = kContext};
    options.offload.shares = {{"A", 3}, {"B", 1}};
    const auto plan = planFor(eightBillion(), {named("A", 24 * GiB), named("B", 24 * GiB)}, 32 * GiB, options);
    QCOMPARE(plan->gpuLayers, 33);
    QCOMPARE(plan->devices[0].layers, 25);
    QCOMPARE(plan->devices[1].layers, 8);
    // Where one share does not fit, fewer layers are spread, by the same proportion.
    const auto less = planFor(eightBillion(), {named("A", 3 * GiB), named("B", 24 * GiB)}, 32 * GiB, options);
    QVERIFY(less->gpuLayers > 0 && less->gpuLayers < 33);
    QVERIFY(less->fits());
    QVERIFY(less->devices[0].layers > 2 * less->devices[1].layers);
}

void TestOffloadOptions::rowsNeedTwoGpus()
{
    LoadOptions options{.contextLength = kContext};
    for (const SplitMode mode : {SplitMode::Row, SplitMode::Tensor}) {
        options.offload.splitMode = mode;
        const auto one = planFor(eightBillion(), {named("A", 24 * GiB)}, 32 * GiB, options);
        QCOMPARE(one->splitMode, SplitMode::Layer);
        QVERIFY(one->note(PlanReason::SplitNeedsTwoGpus));
        const auto two = planFor(eightBillion(), {named("A", 24 * GiB), named("B", 24 * GiB)}, 32 * GiB, options);
        QCOMPARE(two->splitMode, mode);
        QVERIFY(!two->note(PlanReason::SplitNeedsTwoGpus));
        QVERIFY(two->devices[0].weights > 0 && two->devices[1].weights > 0);
    }
}

void TestOffloadOptions::tensorsNeedAPlainCache()
{
    LoadOptions options{.contextLength = kContext, .cacheType = CacheType::Q8_0};
    options.offload.splitMode = SplitMode::Tensor;
    const auto plan = planFor(eightBillion(), {named("A", 24 * GiB), named("B", 24 * GiB)}, 32 * GiB, options);
    QVERIFY(!plan->quantizedCache);
    QVERIFY(plan->note(PlanReason::TensorNeedsF16));
    options.offload.splitMode = SplitMode::Layer;
    QVERIFY(planFor(eightBillion(), {named("A", 24 * GiB)}, 32 * GiB, options)->quantizedCache);
}

void TestOffloadOptions::whatIsNotThereIsSaid()
{
    LoadOptions options{.contextLength = kContext};
    options.offload.mainGpu = "gone";
    options.offload.shares = {{"gone", 1}, {"A", -1}, {"A", std::numeric_limits<double>::quiet_NaN()}};
    const auto plan = planFor(eightBillion(), {named("A", 24 * GiB)}, 32 * GiB, options);
    QCOMPARE(plan->gpuLayers, 33);
    QCOMPARE(plan->note(PlanReason::MainGpuMissing)->deviceId, std::string("gone"));
    QVERIFY(plan->note(PlanReason::SharesUnusable));
}

void TestOffloadOptions::cacheMayStayInSystemMemory()
{
    LoadOptions options{.contextLength = kContext};
    options.offload.cacheOnGpu = false;
    const auto plan = planFor(eightBillion(), {named("A", 24 * GiB)}, 32 * GiB, options);
    QCOMPARE(plan->devices.front().kvCache, 0ULL);
    QCOMPARE(plan->devices.back().kvCache, 1 * GiB);
    QVERIFY(plan->note(PlanReason::CacheOnCpu));
}

void TestOffloadOptions::searchSettles()
{
    const Machine machine{.devices = {named("A", 3 * GiB)}, .systemFreeBytes = 32 * GiB};
    int asked = 0;
    const auto plan = searchPlan(eightBillion(), {.contextLength = kContext}, machine, [&](const OffloadPlan &) {
        ++asked;
        return BufferFigures{std::vector<std::uint64_t>(32, 32 * MiB), {{"A", 100 * MiB}, {"CPU", 1 * MiB}}};
    });
    // 2 GiB less 100 MiB of buffers and 400 of output: 11 blocks of 132 MiB.
    QCOMPARE(plan->gpuLayers, 12);
    QVERIFY(!plan->estimated);
    QVERIFY(plan->fits());
    QCOMPARE(asked, 2);
}

void TestOffloadOptions::searchTakesTheSmallerOfTwo()
{
    // Buffers that grow with the layers, so that each of two plans asks for the other.
    const Machine machine{.devices = {named("A", 3 * GiB)}, .systemFreeBytes = 32 * GiB};
    int asked = 0;
    const auto plan = searchPlan(eightBillion(), {.contextLength = kContext}, machine, [&](const OffloadPlan &one) {
        ++asked;
        const std::uint64_t compute = one.gpuLayers > 11 ? 700 * MiB : 100 * MiB;
        return BufferFigures{std::vector<std::uint64_t>(32, 32 * MiB), {{"A", compute}, {"CPU", 1 * MiB}}};
    });
    QVERIFY(plan->fits());
    QVERIFY2(plan->gpuLayers <= 11 && plan->gpuLayers >= 8, std::to_string(plan->gpuLayers).c_str());
    QVERIFY(!plan->estimated);
    QVERIFY(asked <= kMostDryRuns);
}

void TestOffloadOptions::searchWithoutAnswerStaysWithTheFormula()
{
    const Machine machine{.devices = {named("A", 24 * GiB)}, .systemFreeBytes = 32 * GiB};
    const auto plan =
        searchPlan(eightBillion(), {.contextLength = kContext}, machine,
                   [](const OffloadPlan &) -> Result<BufferFigures> { return fail(ErrorCode::Internal); });
    QVERIFY(plan->estimated);
    QCOMPARE(plan->gpuLayers, 33);
    bool asked = false;
    (void)searchPlan(eightBillion(), {.contextLength = kContext}, {.devices = {kCpu}, .systemFreeBytes = 32 * GiB},
                     [&](const OffloadPlan &) -> Result<BufferFigures> {
                         asked = true;
                         return fail(ErrorCode::Internal);
                     });
    QVERIFY(!asked); // there is nothing to search for
}

void TestOffloadOptions::failuresLimitTheLayers()
{
    const auto plan = planOffload(eightBillion(), {.contextLength = kContext},
                                  {.devices = {gpu(24 * GiB)}, .systemFreeBytes = 32 * GiB, .mostLayers = 20});
    QCOMPARE(plan->gpuLayers, 20);
}

QTEST_GUILESS_MAIN(TestOffloadOptions)
#include "test_offload_options.moc"
