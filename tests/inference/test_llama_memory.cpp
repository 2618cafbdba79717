#include "tests/support/tiny_models.h"

#include <QTest>

#include <fstream>
#include <string>
#include <sys/resource.h>
#include <unistd.h>
#include <vector>

using namespace sotto;
using namespace sotto::tests;

namespace {

constexpr std::uint64_t kMiB = 1ULL << 20;

std::unique_ptr<LlamaBackend> makeBackend(LlamaHost host)
{
    host.physicalCores = 1;
    if (!host.availableMemory) host.availableMemory = [] { return std::uint64_t{64} << 30; };
    return std::make_unique<LlamaBackend>(std::move(host), std::make_shared<SystemClock>());
}

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
/// The process may take that much more address space than it has now, as long as this lives.
class MemoryCeiling final {
public:
    void lower(std::uint64_t bytesFromNow)
    {
        std::uint64_t pages = 0;
        std::ifstream("/proc/self/statm") >> pages;
        rlimit now = m_before;
        now.rlim_cur = pages * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE)) + bytesFromNow;
        setrlimit(RLIMIT_AS, &now);
    }
    MemoryCeiling() { getrlimit(RLIMIT_AS, &m_before); }
    ~MemoryCeiling() { setrlimit(RLIMIT_AS, &m_before); }
    MemoryCeiling(const MemoryCeiling &) = delete;
    MemoryCeiling &operator=(const MemoryCeiling &) = delete;

private:
    rlimit m_before{};
};
#endif

} // namespace

/// Loading when the memory ends: by saying so, and by a real limit on the process.
class TestLlamaMemory final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aShorterContextIsTriedFirst();
    void aChosenContextIsNotChanged();
    void thePlanItselfMayBeShorter();
    void weightsThatDoNotFitAreRefused();
    void everyStageEndsInAnAnswer();
    void aRealLimitMakesTheContextShorter();
    void aDecodeThatFailsIsSaidAndTheNextOneWorks_data();
    void aDecodeThatFailsIsSaidAndTheNextOneWorks();

private:
    TinyModels m_models;
};

void TestLlamaMemory::aShorterContextIsTriedFirst()
{
    std::vector<LoadPlan> tried;
    LlamaHost host;
    host.pretendOutOfMemory = [&](LoadStage stage, const LoadPlan &plan) {
        if (stage == LoadStage::Weights) tried.push_back(plan);
        return stage == LoadStage::Context && plan.context > 2048;
    };
    const auto backend = makeBackend(std::move(host));
    const auto loaded = backend->open(m_models.words(), {.gpuLayers = 0}, {}, {});
    QVERIFY2(loaded, loaded ? "" : loaded.error().detail.c_str());
    QCOMPARE(loaded->contextLength, 2048U);
    QVERIFY(loaded->steppedDown == (StepDown{4096, 2048, 0, 0}));
    QVERIFY(tried == (std::vector<LoadPlan>{{4096, 0}, {2048, 0}}));
    QVERIFY(runReply(*backend, greedyRequest({{Role::User, "Hello"}}, 4)).finished());
}

void TestLlamaMemory::aChosenContextIsNotChanged()
{
    LlamaHost host;
    host.pretendOutOfMemory = [](LoadStage stage, const LoadPlan &plan) {
        return stage == LoadStage::Context && plan.context > 2048;
    };
    const auto backend = makeBackend(std::move(host));
    const auto loaded = backend->open(m_models.words(), {.contextLength = 4096, .gpuLayers = 0}, {}, {});
    QVERIFY(!loaded);
    QCOMPARE(loaded.error().code, ErrorCode::NotEnoughMemory);
    QCOMPARE(loaded.error().subject, std::string("words.gguf"));
    QVERIFY(loaded.error().needed > 0);
    QVERIFY(backend->open(m_models.words(), {.contextLength = 2048, .gpuLayers = 0}, {}, {}));
}

void TestLlamaMemory::thePlanItselfMayBeShorter()
{
    RandomModelOptions options;
    options.contextLength = 8192;
    options.embedding = 256;
    options.heads = options.headsKv = 8;
    const auto path = m_models.random("wide", options); // 2 KiB of cache a token
    std::uint64_t free = 64ULL << 30;
    LlamaHost host;
    host.availableMemory = [&] { return free; };
    const auto backend = makeBackend(std::move(host));
    QCOMPARE(backend->open(path, {}, {}, {})->contextLength, 8192U);
    free = 24 * kMiB; // of the 8,192 tokens' 16 MiB of cache, 16 MiB of masks and 7 more
    const auto loaded = backend->open(path, {}, {}, {});
    QVERIFY2(loaded, loaded ? "" : std::to_string(loaded.error().needed).c_str());
    QVERIFY(loaded->contextLength < 8192U);
    QVERIFY(loaded->steppedDown);
    QCOMPARE(loaded->steppedDown->contextTo, loaded->contextLength);
    QCOMPARE(backend->open(path, {.contextLength = 8192}, {}, {}).error().code, ErrorCode::NotEnoughMemory);
}

void TestLlamaMemory::weightsThatDoNotFitAreRefused()
{
    LlamaHost host;
    host.pretendOutOfMemory = [](LoadStage stage, const LoadPlan &) { return stage == LoadStage::Weights; };
    const auto backend = makeBackend(std::move(host));
    const auto loaded = backend->open(m_models.words(), {}, {}, {});
    QVERIFY(!loaded);
    QCOMPARE(loaded.error().code, ErrorCode::NotEnoughMemory);
    QCOMPARE(backend->countTokens({}).error().code, ErrorCode::NoModel);
}

void TestLlamaMemory::everyStageEndsInAnAnswer()
{
    for (const LoadStage failing : {LoadStage::Weights, LoadStage::Context, LoadStage::WarmUp}) {
        int attempts = 0;
        LlamaHost host;
        host.pretendOutOfMemory = [&](LoadStage stage, const LoadPlan &) { return stage == failing && ++attempts > 0; };
        const auto backend = makeBackend(std::move(host));
        QCOMPARE(backend->open(m_models.words(), {}, {}, {}).error().code, ErrorCode::NotEnoughMemory);
        QVERIFY(attempts >= 1 && attempts < 40);
    }
}

void TestLlamaMemory::aRealLimitMakesTheContextShorter()
{
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    QSKIP("sanitizers need the address space for themselves");
#else
    RandomModelOptions options;
    options.contextLength = 16384;
    options.layers = 4;
    options.embedding = 2048;
    options.weights = WeightType::Q8_0;
    options.feedForward = 32;
    options.heads = options.headsKv = 8;
    const auto path = m_models.random("heavy cache", options); // 32 KiB of cache a token: 512 MiB for 16,384
    MemoryCeiling ceiling;
    LlamaHost host;
    host.pretendOutOfMemory = [&](LoadStage stage, const LoadPlan &) {
        // Enough for ggml's small buffers beside half the cache: over those it ends the process, whatever one does.
        if (stage == LoadStage::Context) ceiling.lower(240 * kMiB);
        return false;
    };
    const auto backend = makeBackend(std::move(host));
    const auto loaded = backend->open(path, {.gpuLayers = 0}, {}, {});
    QVERIFY2(loaded, loaded ? "" : loaded.error().detail.c_str());
    QVERIFY2(loaded->contextLength < 16384U, std::to_string(loaded->contextLength).c_str());
    QVERIFY(loaded->steppedDown);
    QCOMPARE(loaded->steppedDown->contextFrom, 16384U);
    QVERIFY(runReply(*backend, greedyRequest({{Role::User, "Hello"}}, 4)).finished());
    // Where the person chose the context, the answer is a sentence.
    const auto chosen = backend->open(path, {.contextLength = 16384, .gpuLayers = 0}, {}, {});
    QVERIFY(!chosen);
    QCOMPARE(chosen.error().code, ErrorCode::NotEnoughMemory);
#endif
}

void TestLlamaMemory::aDecodeThatFailsIsSaidAndTheNextOneWorks_data()
{
    QTest::addColumn<int>("status"); // of llama_decode()
    QTest::addColumn<int>("at");     // which decode of the reply, from 1
    QTest::addColumn<int>("code");
    constexpr int memory = static_cast<int>(ErrorCode::MemoryRanOut);
    constexpr int failed = static_cast<int>(ErrorCode::DecodeFailed);
    QTest::newRow("memory, at the prompt") << -2 << 1 << memory;
    QTest::newRow("memory, in the reply") << -2 << 3 << memory;
    QTest::newRow("the device") << -3 << 3 << failed;
    QTest::newRow("no room in the cache") << 1 << 2 << failed;
}

void TestLlamaMemory::aDecodeThatFailsIsSaidAndTheNextOneWorks()
{
    QFETCH(int, status);
    QFETCH(int, at);
    QFETCH(int, code);
    int decodes = 0;
    bool armed = false;
    LlamaHost host;
    host.alterDecodeStatus = [&](int real) { return armed && ++decodes == at ? status : real; };
    const auto backend = makeBackend(std::move(host));
    QVERIFY(backend->open(m_models.words(), {.gpuLayers = 0}, {}, {}));
    const auto request = greedyRequest({{Role::User, "Hello"}}, 8);
    const ReplyRecord good = runReply(*backend, request);
    QVERIFY(good.finished());
    armed = true;
    const ReplyRecord bad = runReply(*backend, request);
    QVERIFY(bad.failed());
    QCOMPARE(static_cast<int>(bad.failed()->error.code), code);
    armed = false;
    const ReplyRecord after = runReply(*backend, request);
    QVERIFY(after.finished());
    QCOMPARE(after.text, good.text);
}

QTEST_GUILESS_MAIN(TestLlamaMemory)
#include "test_llama_memory.moc"
