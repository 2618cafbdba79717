#include "inference/step_down.h"

#include <QtTest>

using namespace sotto;

class TestStepDown final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void picksTheNextPlan_data();
    void picksTheNextPlan();
    void expertsMoveBeforeLayers();
    void everyRoadEnds();
    void tellsWhatChanged();
};

void TestStepDown::picksTheNextPlan_data()
{
    QTest::addColumn<quint32>("context");
    QTest::addColumn<int>("layers");
    QTest::addColumn<int>("stage");
    QTest::addColumn<int>("failure");
    QTest::addColumn<bool>("free");
    QTest::addColumn<quint32>("nextContext"); // 0: no next plan
    QTest::addColumn<int>("nextLayers");
    const auto row = [](const char *name, LoadPlan failed, LoadStage stage, LoadFailure failure, bool free,
                        LoadPlan next) {
        QTest::newRow(name) << failed.context << failed.gpuLayers << static_cast<int>(stage)
                            << static_cast<int>(failure) << free << next.context << next.gpuLayers;
    };
    using enum LoadStage;
    constexpr auto memory = LoadFailure::OutOfMemory;
    constexpr auto other = LoadFailure::Other;
    constexpr LoadPlan none{};
    row("weights on the GPU", {8192, 24}, Weights, memory, true, {8192, 12});
    row("weights, one layer left", {8192, 1}, Weights, memory, true, {8192, 0});
    row("weights on the CPU", {8192, 0}, Weights, memory, true, none);
    row("a free context comes before layers", {8192, 24}, Context, memory, true, {4096, 24});
    row("never below the shortest", {3000, 24}, Context, memory, true, {2048, 24});
    row("the shortest: then layers", {2048, 24}, Context, memory, true, {2048, 12});
    row("the shortest, and no layers", {2048, 0}, Context, memory, true, none);
    row("a shorter model's own context stays", {512, 0}, Context, memory, true, none);
    row("a chosen context stays", {8192, 24}, Context, memory, false, {8192, 12});
    row("a chosen context on the CPU", {8192, 0}, Context, memory, false, none);
    row("the first computation", {8192, 0}, WarmUp, memory, true, {4096, 0});
    row("something else: without the device", {8192, 24}, Weights, other, true, {8192, 0});
    row("something else at the context", {8192, 24}, Context, other, true, {8192, 0});
    row("something else on the CPU", {8192, 0}, Context, other, true, none);
}

void TestStepDown::picksTheNextPlan()
{
    QFETCH(quint32, context);
    QFETCH(int, layers);
    QFETCH(int, stage);
    QFETCH(int, failure);
    QFETCH(bool, free);
    QFETCH(quint32, nextContext);
    QFETCH(int, nextLayers);
    const auto next =
        saferPlan({context, layers}, static_cast<LoadStage>(stage), static_cast<LoadFailure>(failure), free);
    QCOMPARE(next.has_value(), nextContext != 0);
    if (next) QVERIFY(*next == (LoadPlan{nextContext, nextLayers}));
}

void TestStepDown::expertsMoveBeforeLayers()
{
    const LoadPlan bold{4096, 24, ExpertPlace::OnGpu};
    const LoadPlan moved{4096, 24, ExpertPlace::OnCpu};
    QVERIFY(saferPlan(bold, LoadStage::Weights, LoadFailure::OutOfMemory, true) == moved);
    QVERIFY(saferPlan(bold, LoadStage::Context, LoadFailure::OutOfMemory, false) == moved);
    QVERIFY(saferPlan(bold, LoadStage::Context, LoadFailure::OutOfMemory, true)->context == 2048);
    QVERIFY(saferPlan(moved, LoadStage::Weights, LoadFailure::OutOfMemory, true)->gpuLayers == 12);
    QVERIFY(saferPlan(bold, LoadStage::Weights, LoadFailure::Other, true)->gpuLayers == 0);
    const auto step = stepBetween(bold, moved);
    QVERIFY(step && step->expertsMoved);
    QVERIFY(!stepBetween(moved, {4096, 12, ExpertPlace::OnCpu})->expertsMoved);
}

void TestStepDown::everyRoadEnds()
{
    for (const LoadStage stage : {LoadStage::Weights, LoadStage::Context, LoadStage::WarmUp}) {
        for (const LoadFailure failure : {LoadFailure::OutOfMemory, LoadFailure::Other}) {
            std::optional<LoadPlan> plan = LoadPlan{16'777'216, 100'000};
            int steps = 0;
            while ((plan = saferPlan(*plan, stage, failure, true)))
                QVERIFY(++steps < 64);
        }
    }
}

void TestStepDown::tellsWhatChanged()
{
    QVERIFY(!stepBetween({8192, 3}, {8192, 3}));
    QVERIFY(stepBetween({8192, 24}, {4096, 20}) == (StepDown{8192, 4096, 24, 20}));
}

QTEST_GUILESS_MAIN(TestStepDown)
#include "test_step_down.moc"
