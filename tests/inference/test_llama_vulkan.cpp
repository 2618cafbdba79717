#include "tests/support/tiny_models.h"

#include <QTest>

#include <algorithm>

using namespace sotto;
using namespace sotto::tests;

/// A GPU, be it a software one: layers go where they are said to go. In a program of its own, since the
/// environment decides before the first backend is loaded which devices there are.
class TestLlamaVulkan final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { qputenv("GGML_VK_VISIBLE_DEVICES", "0"); }
    void layersGoToTheGpu();
    void aStopIsObeyedBetweenTwoBatches();

private:
    TinyModels m_models;
};

void TestLlamaVulkan::layersGoToTheGpu()
{
    const auto backend = makeLlamaBackend();
    const auto devices = backend->devices();
    const auto gpu = std::ranges::find_if(devices, [](const Device &d) { return d.id.starts_with("Vulkan"); });
    LoadOptions options;
    options.gpuLayers = 2; // the output layer and one block of three
    const auto loaded = backend->open(m_models.random("llama"), options, {}, {});
    QVERIFY2(loaded, loaded ? "" : loaded.error().detail.c_str());
    const auto request = greedyRequest({{Role::User, "abc"}}, 4);
    const ReplyRecord reply = runReply(*backend, request);
    QCOMPARE(reply.finished()->usage.outputTokens, 4);
    if (gpu == devices.end()) {
        qInfo("no Vulkan device here: everything stays on the CPU, which is checked instead");
        QCOMPARE(loaded->layerDevices, std::vector<std::string>(4, "CPU"));
        return;
    }
    QCOMPARE(loaded->layerDevices, (std::vector<std::string>{"CPU", "CPU", gpu->id, gpu->id}));
    const auto used = std::ranges::find(loaded->memory.devices, gpu->id, &DeviceMemory::deviceId);
    QVERIFY(used != loaded->memory.devices.end());
    QCOMPARE(used->kind, DeviceKind::Gpu);
    QVERIFY(used->weights > 0 && used->kvCache > 0);
    QVERIFY(loaded->memory.weights() > used->weights);

    options.gpuLayers = 0;
    QCOMPARE(backend->open(m_models.random("llama"), options, {}, {})->layerDevices,
             std::vector<std::string>(4, "CPU"));
    options.gpuLayers.reset();
    const auto planned = backend->open(m_models.random("llama"), options, {}, {});
    QVERIFY(planned);
    QCOMPARE(planned->layerDevices.size(), std::size_t(4));
}

/// llama's abort callback is not asked on a GPU, so a Stop holds after the batch that is being computed.
void TestLlamaVulkan::aStopIsObeyedBetweenTwoBatches()
{
    const auto backend = makeLlamaBackend();
    RandomModelOptions options;
    options.contextLength = 4096;
    QVERIFY(backend->open(m_models.random("long", options), {.gpuLayers = 99}, {}, {}));
    const auto request = greedyRequest({{Role::User, std::string(1800, 'a')}}, 2);
    const CancelSource stop;
    int batches = 0;
    const ReplyRecord stopped = runReply(*backend, request, stop.token(), [&](const GenerationEvent &event) {
        if (!std::holds_alternative<PromptProgress>(event)) return;
        ++batches;
        stop.cancel();
    });
    QVERIFY(stopped.finished());
    QCOMPARE(stopped.finished()->reason, FinishReason::Cancelled);
    QCOMPARE(batches, 1);
    // What was computed is kept, and the rest of it gives the reply that was asked for.
    const ReplyRecord whole = runReply(*backend, request);
    QVERIFY(whole.finished());
    QVERIFY(whole.started()->cachedTokens >= 500);
    QCOMPARE(whole.finished()->usage.outputTokens, 2);
}

QTEST_GUILESS_MAIN(TestLlamaVulkan)
#include "test_llama_vulkan.moc"
