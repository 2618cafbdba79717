#include "inference/llama/compute_devices.h"
#include "inference/llama/dry_run.h"
#include "inference/llama/model_loader.h"
#include "inference/offload_planner.h"
#include "tests/support/tiny_models.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <vector>

using namespace sotto;
using namespace sotto::tests;

namespace {

constexpr double kClose = 0.05; ///< Predicted against actual.

/// 6 blocks of about 10 MiB, with a cache of 8 MiB each for 4,096 tokens.
RandomModelOptions mediumModel()
{
    RandomModelOptions options;
    options.layers = 6;
    options.embedding = 512;
    options.feedForward = 1024;
    options.heads = options.headsKv = 8;
    options.contextLength = 4096;
    options.vocabularyWords = 2000;
    return options;
}

LlamaHost plainHost()
{
    LlamaHost host;
    host.availableMemory = [] { return std::uint64_t{64} << 30; };
    return host;
}

std::vector<float> logitsOf(const OpenModel &open)
{
    std::vector<llama_token> tokens;
    for (llama_token i = 10; i < 74; ++i)
        tokens.push_back(i);
    llama_context *context = open.context.get();
    if (llama_decode(context, llama_batch_get_one(tokens.data(), static_cast<int>(tokens.size()))) != 0) return {};
    const float *logits = llama_get_logits_ith(context, -1);
    return {logits, logits + llama_vocab_n_tokens(open.vocab())};
}

bool isClose(std::uint64_t predicted, std::uint64_t actual)
{
    const double difference = std::abs(static_cast<double>(predicted) - static_cast<double>(actual));
    constexpr double kRounding = 64 * 1024; // llama tells MiB with two digits, and aligns each tensor
    return difference <= static_cast<double>(actual) * kClose + kRounding;
}

} // namespace

/// Layers on a real second device, be it a software one. In a program of its own: see test_llama_vulkan.cpp.
class TestLlamaOffload final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        qputenv("GGML_VK_VISIBLE_DEVICES", "0");
        loadComputeBackends({});
        for (const Device &device : listComputeDevices())
            if (device.id.starts_with("Vulkan")) m_gpu = device.id;
        if (m_gpu.empty()) QSKIP("no Vulkan device here");
    }
    void noneSomeAndAllLayers_data();
    void noneSomeAndAllLayers();
    void theSameLogits();
    void theDryRunTakesNoMemory();
    void littleMemoryTakesFewerLayers();
    void aPartOfALayer();
    void expertsStayInSystemMemory();
    void theCacheStaysInSystemMemory();
    void aDeviceThatIsOff();
    void failuresStepDownAndAreRemembered();
    void whatWasChosenIsTriedAgain();
    void weightsAreReadAsAsked();

private:
    [[nodiscard]] Result<OpenModel> open(const LoadOptions &options, const LlamaHost &host)
    {
        return openModel(m_models.random("medium", mediumModel()), options, host, {}, {});
    }
    void compare(const LoadedModel &loaded) const;

    TinyModels m_models;
    std::string m_gpu;
};

/// Prints what was predicted and what is, and fails where they are further apart than said.
void TestLlamaOffload::compare(const LoadedModel &loaded) const
{
    QVERIFY(loaded.plan);
    for (const DevicePlan &predicted : loaded.plan->devices) {
        const auto actual = std::ranges::find(loaded.memory.devices, predicted.deviceId, &DeviceMemory::deviceId);
        const DeviceMemory is = actual == loaded.memory.devices.end() ? DeviceMemory{} : *actual;
        qInfo("%d layers, %s: weights %.2f of %.2f MiB, cache %.2f of %.2f, compute %.2f of %.2f",
              loaded.plan->gpuLayers, predicted.deviceId.c_str(), double(predicted.weights) / MiB,
              double(is.weights) / MiB, double(predicted.kvCache) / MiB, double(is.kvCache) / MiB,
              double(predicted.compute) / MiB, double(is.compute) / MiB);
        QVERIFY(isClose(predicted.weights, is.weights));
        QVERIFY(isClose(predicted.kvCache, is.kvCache));
        if (!loaded.plan->estimated) QVERIFY(isClose(predicted.compute, is.compute));
    }
}

void TestLlamaOffload::noneSomeAndAllLayers_data()
{
    QTest::addColumn<int>("layers");
    QTest::addColumn<bool>("packed");
    for (const int layers : {0, 1, 3, 6, 7})
        QTest::addRow("%d layers", layers) << layers << false;
    QTest::newRow("all layers, packed cache") << 7 << true;
    QTest::newRow("some layers, packed cache") << 4 << true;
}

void TestLlamaOffload::noneSomeAndAllLayers()
{
    QFETCH(int, layers);
    QFETCH(bool, packed);
    LoadOptions options{.contextLength = 4096, .gpuLayers = layers};
    options.cacheType = packed ? CacheType::Q8_0 : CacheType::F16;
    const auto opened = open(options, plainHost());
    QVERIFY2(opened, opened ? "" : opened.error().detail.c_str());
    const LoadedModel &loaded = opened->loaded;
    QCOMPARE(loaded.layerDevices.size(), std::size_t(7));
    for (int layer = 0; layer < 7; ++layer) {
        const std::string expected = layer < 7 - layers ? "CPU" : m_gpu;
        QCOMPARE(loaded.layerDevices[static_cast<std::size_t>(layer)], expected);
        QCOMPARE(loaded.plan->deviceOf(layer), expected);
    }
    QCOMPARE(loaded.plan->estimated, layers == 0);
    QCOMPARE(loaded.deviceChange.size(), std::size_t(1));
    QCOMPARE(loaded.deviceChange.front().deviceId, m_gpu);
    compare(loaded);
}

void TestLlamaOffload::theSameLogits()
{
    const auto onCpu = open({.contextLength = 1024, .gpuLayers = 0}, plainHost());
    QVERIFY(onCpu);
    const std::vector<float> expected = logitsOf(*onCpu);
    QVERIFY(!expected.empty());
    const auto [low, high] = std::ranges::minmax(expected);
    QVERIFY(high > low);
    for (const int layers : {1, 4, 7}) {
        const auto onGpu = open({.contextLength = 1024, .gpuLayers = layers}, plainHost());
        QVERIFY(onGpu);
        const std::vector<float> found = logitsOf(*onGpu);
        QCOMPARE(found.size(), expected.size());
        double most = 0;
        for (std::size_t i = 0; i < found.size(); ++i)
            most = std::max(most, std::abs(static_cast<double>(found[i]) - static_cast<double>(expected[i])));
        qInfo("%d layers: largest difference %.2g of logits from %.2g to %.2g", layers, most, double(low),
              double(high));
        QVERIFY(most <= 0.02 * static_cast<double>(high - low)); // f16 on the way
    }
}

void TestLlamaOffload::theDryRunTakesNoMemory()
{
    const auto path = m_models.random("medium", mediumModel());
    const auto opened = open({.contextLength = 4096, .gpuLayers = 5}, plainHost());
    QVERIFY(opened);
    const auto figures = dryRun(path, opened->loaded.spec, *opened->loaded.plan, listComputeDevices());
    QVERIFY2(figures, figures ? "" : figures.error().detail.c_str());
    QCOMPARE(figures->layerCache.size(), std::size_t(6));
    for (const std::uint64_t bytes : figures->layerCache)
        QCOMPARE(bytes, std::uint64_t{8} << 20);
    for (const auto &[device, bytes] : figures->compute) {
        const auto is = std::ranges::find(opened->loaded.memory.devices, device, &DeviceMemory::deviceId);
        QVERIFY(is != opened->loaded.memory.devices.end());
        QVERIFY(isClose(bytes, is->compute));
    }
}

void TestLlamaOffload::littleMemoryTakesFewerLayers()
{
    int before = 0;
    for (const std::uint64_t mib : {1024ULL, 1060ULL, 1080ULL, 1200ULL}) {
        LlamaHost host = plainHost();
        host.alterDevices = [&](std::vector<Device> &devices) {
            for (Device &device : devices)
                if (device.id == m_gpu) device.freeBytes = mib * MiB; // 1 GiB of it is kept free
        };
        const auto opened = open({.contextLength = 4096}, host);
        QVERIFY(opened);
        const OffloadPlan &plan = *opened->loaded.plan;
        QVERIFY(plan.fits());
        QVERIFY(plan.gpuLayers >= before);
        const auto onGpu = std::ranges::count(opened->loaded.layerDevices, m_gpu);
        QCOMPARE(static_cast<int>(onGpu), plan.gpuLayers);
        before = plan.gpuLayers;
        compare(opened->loaded);
    }
    QCOMPARE(before, 7);
}

void TestLlamaOffload::aPartOfALayer()
{
    // Beside the margin 56 MiB: buffers of 16, the output layer of 4, one block of 18 with its cache, and 12 of
    // another.
    LlamaHost host = plainHost();
    host.alterDevices = [&](std::vector<Device> &devices) {
        for (Device &device : devices)
            if (device.id == m_gpu) device.freeBytes = 1080 * MiB;
    };
    const auto opened = open({.contextLength = 4096}, host);
    QVERIFY(opened);
    compare(opened->loaded);
    const OffloadPlan &plan = *opened->loaded.plan;
    QVERIFY(plan.partialLayer);
    QCOMPARE(*plan.partialLayer, 7 - plan.gpuLayers);
    const std::string prefix = "blk." + std::to_string(*plan.partialLayer) + ".ffn_";
    QCOMPARE(opened->loaded.moved.size(), std::size_t(3)); // up, down and gate
    for (const OverriddenTensor &tensor : opened->loaded.moved) {
        QVERIFY2(tensor.name.starts_with(prefix), tensor.name.c_str());
        QCOMPARE(tensor.deviceId, std::string("CPU"));
    }
    QVERIFY(!logitsOf(*opened).empty());
}

void TestLlamaOffload::expertsStayInSystemMemory()
{
    RandomModelOptions mixture = mediumModel();
    mixture.feedForward = 256;
    mixture.experts = 8;
    const auto path = m_models.random("mixture", mixture);
    LoadOptions options{.contextLength = 1024, .gpuLayers = 5};
    options.offload.expertsOnCpu = true;
    const auto moved = openModel(path, options, plainHost(), {}, {});
    QVERIFY2(moved, moved ? "" : moved.error().detail.c_str());
    QCOMPARE(moved->loaded.moved.size(), std::size_t(4 * 3)); // up, down and gate of the blocks 2 … 5
    for (const OverriddenTensor &tensor : moved->loaded.moved)
        QVERIFY2(tensor.name.contains("_exps") && tensor.deviceId == "CPU", tensor.name.c_str());
    compare(moved->loaded);
    options.offload.expertsOnCpu = false;
    const auto whole = openModel(path, options, plainHost(), {}, {});
    QVERIFY(whole);
    QVERIFY(whole->loaded.moved.empty());
    compare(whole->loaded);
    // Where it is left open, a little memory takes the layers first, then some of their experts.
    std::uint64_t mib = 1024 + 60;
    LlamaHost host = plainHost();
    host.alterDevices = [&](std::vector<Device> &devices) {
        for (Device &device : devices)
            if (device.id == m_gpu) device.freeBytes = mib * MiB;
    };
    const auto open = openModel(path, {.contextLength = 1024}, host, {}, {});
    QVERIFY(open);
    const OffloadPlan &plan = *open->loaded.plan;
    QVERIFY2(plan.expertLayersOnCpu > 0, std::to_string(plan.gpuLayers).c_str());
    QVERIFY(plan.fits());
    QCOMPARE(open->loaded.moved.size(), static_cast<std::size_t>(plan.expertLayersOnCpu) * 3);
    compare(open->loaded);
}

void TestLlamaOffload::theCacheStaysInSystemMemory()
{
    LoadOptions options{.contextLength = 4096, .gpuLayers = kAllLayers};
    options.offload.cacheOnGpu = false;
    const auto opened = open(options, plainHost());
    QVERIFY(opened);
    const auto gpu = std::ranges::find(opened->loaded.memory.devices, m_gpu, &DeviceMemory::deviceId);
    QVERIFY(gpu != opened->loaded.memory.devices.end());
    QCOMPARE(gpu->kvCache, 0ULL);
    QVERIFY(gpu->weights > 0);
    compare(opened->loaded);
    QVERIFY(!logitsOf(*opened).empty());
}

void TestLlamaOffload::aDeviceThatIsOff()
{
    LoadOptions options{.contextLength = 1024};
    options.offload.devicesOff = {m_gpu};
    const auto opened = open(options, plainHost());
    QVERIFY(opened);
    QCOMPARE(opened->loaded.layerDevices, std::vector<std::string>(7, "CPU"));
    QVERIFY(opened->loaded.plan->note(PlanReason::GpusOff));
    options.offload = {};
    options.offload.splitMode = SplitMode::Tensor; // over one device, which llama would not have
    options.offload.mainGpu = "CUDA7";
    options.cacheType = CacheType::Q8_0;
    const auto corrected = open(options, plainHost());
    QVERIFY(corrected);
    QCOMPARE(corrected->loaded.layerDevices.back(), m_gpu);
    QVERIFY(corrected->loaded.plan->note(PlanReason::SplitNeedsTwoGpus));
    QVERIFY(corrected->loaded.plan->note(PlanReason::MainGpuMissing));
}

void TestLlamaOffload::failuresStepDownAndAreRemembered()
{
    std::map<std::string, LoadPlan> remembered;
    std::vector<LoadPlan> tried;
    LlamaHost host = plainHost();
    host.loads.recallPlan = [&](const std::string &key) -> std::optional<LoadPlan> {
        const auto found = remembered.find(key);
        return found == remembered.end() ? std::nullopt : std::optional(found->second);
    };
    host.loads.rememberPlan = [&](const std::string &key, const LoadPlan &plan) { remembered[key] = plan; };
    host.pretendOutOfMemory = [&](LoadStage stage, const LoadPlan &plan) {
        if (stage == LoadStage::Weights) tried.push_back(plan);
        return stage == LoadStage::Weights && plan.gpuLayers > 2;
    };
    const auto first = open({.contextLength = 2048}, host);
    QVERIFY(first);
    QVERIFY(tried == (std::vector<LoadPlan>{{2048, 7}, {2048, 3}, {2048, 1}}));
    QVERIFY(first->loaded.steppedDown == (StepDown{2048, 2048, 7, 1}));
    QCOMPARE(first->loaded.layerDevices.back(), m_gpu);
    QVERIFY(first->loaded.plan->note(PlanReason::FewerAfterFailure));
    QCOMPARE(remembered.size(), std::size_t(1));
    // The next time it begins with what loaded, and says so.
    tried.clear();
    const auto second = open({.contextLength = 2048}, host);
    QVERIFY(second);
    QVERIFY(tried == (std::vector<LoadPlan>{{2048, 1}}));
    QVERIFY(second->loaded.steppedDown == (StepDown{2048, 2048, 7, 1}));
    // Another context is another plan.
    tried.clear();
    QVERIFY(open({.contextLength = 1024}, host));
    QCOMPARE(tried.front(), (LoadPlan{1024, 7}));
}

void TestLlamaOffload::whatWasChosenIsTriedAgain()
{
    int recalled = 0;
    LlamaHost host = plainHost();
    host.loads.recallPlan = [&](const std::string &) -> std::optional<LoadPlan> {
        ++recalled;
        return LoadPlan{2048, 1};
    };
    host.loads.rememberPlan = [&](const std::string &, const LoadPlan &) { QFAIL("nothing failed"); };
    const auto opened = open({.contextLength = 2048, .gpuLayers = 5}, host);
    QVERIFY(opened);
    QCOMPARE(recalled, 0);
    QCOMPARE(opened->loaded.plan->gpuLayers, 5);
    QVERIFY(!opened->loaded.steppedDown);
}

void TestLlamaOffload::weightsAreReadAsAsked()
{
    for (const WeightAccess access : {WeightAccess::Mapped, WeightAccess::Read, WeightAccess::MappedLocked,
                                      WeightAccess::Locked, WeightAccess::Automatic}) {
        LoadOptions options{.contextLength = 512, .gpuLayers = 3};
        options.offload.access = access;
        const auto opened = open(options, plainHost());
        QVERIFY(opened);
        QVERIFY(!logitsOf(*opened).empty());
    }
}

QTEST_GUILESS_MAIN(TestLlamaOffload)
#include "test_llama_offload.moc"
