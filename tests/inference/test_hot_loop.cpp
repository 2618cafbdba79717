#include "inference/llama/kv_session.h"
#include "inference/llama/model_loader.h"
#include "tests/support/allocation_count.h"
#include "tests/support/tiny_models.h"

#include <QTest>

using namespace sotto;
using namespace sotto::tests;

/// What a token costs besides llama's own computing: no memory from the heap.
class TestHotLoop final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void countsAllocations();
    void tokensAllocateNothing_data();
    void tokensAllocateNothing();

private:
    static constexpr int kFrom = 16; ///< Tokens after which everything has found its size.
    static constexpr int kTo = 80;
    long allocationsOfLlama(const std::filesystem::path &path);

    TinyModels m_models;
};

void TestHotLoop::countsAllocations()
{
    const long before = allocationCount();
    delete new std::string(100, 'x');
    QVERIFY(allocationCount() >= before + 2);
}

/// Of llama_decode() alone, token by token at the same depth.
long TestHotLoop::allocationsOfLlama(const std::filesystem::path &path)
{
    LlamaHost host;
    host.physicalCores = 1;
    LoadOptions options;
    options.gpuLayers = 0;
    const auto open = openModel(path, options, host, {}, {});
    if (!open) qFatal("a test model does not open");
    KvSession cache(open->context.get());
    const std::vector<llama_token> prompt(40, 5);
    const llama_token token = 7;
    bool done = cache.decode(prompt) == KvSession::Outcome::Done;
    long before = 0;
    for (int i = 0; i < kTo; ++i) {
        if (i == kFrom) before = allocationCount();
        done = done && cache.decode({&token, 1}) == KvSession::Outcome::Done;
        llama_synchronize(open->context.get());
    }
    if (!done) qFatal("a test model does not compute");
    return allocationCount() - before;
}

void TestHotLoop::tokensAllocateNothing_data()
{
    QTest::addColumn<float>("temperature");
    QTest::newRow("greedy") << 0.0F;
    QTest::newRow("sampled") << 0.8F;
}

void TestHotLoop::tokensAllocateNothing()
{
    QFETCH(float, temperature);
    const auto path = m_models.random("llama");
    const long llama = allocationsOfLlama(path);
    const auto backend = makeLlamaBackend();
    LoadOptions options;
    options.gpuLayers = 0;
    options.lookUp = false; // batches of changing size make llama allocate, which could not be told from ours
    QVERIFY(backend->open(path, options, {}, {}));
    GenerationRequest request = greedyRequest({{Role::User, "abc"}}, kTo);
    request.sampling.temperature = temperature;
    request.sampling.seed = 3;
    int tokens = 0;
    long atFrom = 0;
    long atTo = 0;
    // Not recorded, only counted: keeping the events would allocate.
    backend->generate(request, SystemClock().now(),
                      [&](const GenerationEvent &event) {
                          if (const auto *delta = std::get_if<TextDelta>(&event)) tokens = delta->outputTokens;
                          if (tokens >= kFrom && atFrom == 0) atFrom = allocationCount();
                          if (tokens >= kFrom) atTo = allocationCount();
                      },
                      {});
    QVERIFY(tokens > kTo / 2);
    const double perToken = static_cast<double>(atTo - atFrom) / (tokens - kFrom);
    const double perTokenOfLlama = static_cast<double>(llama) / (kTo - kFrom);
    qInfo("%.2f allocations a token, %.2f of them in llama_decode()", perToken, perTokenOfLlama);
    QVERIFY(perToken <= perTokenOfLlama + 0.1);
}

QTEST_GUILESS_MAIN(TestHotLoop)
#include "test_hot_loop.moc"
