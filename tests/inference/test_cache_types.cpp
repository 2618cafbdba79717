#include "inference/gguf/gguf_reader.h"
#include "inference/offload_planner.h"
#include "tests/support/tiny_models.h"

#include <QTest>

using namespace sotto;
using namespace sotto::tests;
using namespace Qt::StringLiterals;

/// Caches of f16 and q8_0: what they take by estimate and in truth, and which models cannot have the smaller one.
class TestCacheTypes final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void estimates();
    void takesWhatIsEstimated_data();
    void takesWhatIsEstimated();
    void stillWrites();
    void oddHeadsKeepF16();

private:
    LoadedModel open(const std::filesystem::path &path, CacheType type)
    {
        LoadOptions options;
        options.gpuLayers = 0;
        options.cacheType = type;
        m_backend = makeLlamaBackend();
        const auto loaded = m_backend->open(path, options, {}, {});
        if (!loaded) qFatal("a test model does not open: %s", loaded.error().detail.c_str());
        return *loaded;
    }

    TinyModels m_models;
    std::unique_ptr<LlamaBackend> m_backend;
};

void TestCacheTypes::estimates()
{
    ModelSpec spec;
    spec.layerCount = 32;
    spec.headCountKv = 8;
    spec.keyLength = spec.valueLength = 128;
    QCOMPARE(estimatedKvCacheBytes(spec, 8192, CacheType::F16), 1'073'741'824U);
    QCOMPARE(estimatedKvCacheBytes(spec, 8192, CacheType::Q8_0), 570'425'344U); // 17/32 of it
    QCOMPARE(estimatedCacheSaving(spec, 8192), 503'316'480U);
    QCOMPARE(usableCacheType(spec, CacheType::Q8_0), CacheType::Q8_0);
    spec.valueLength = 80; // not in blocks of 32
    QCOMPARE(usableCacheType(spec, CacheType::Q8_0), CacheType::F16);
    QCOMPARE(estimatedKvCacheBytes(spec, 8192, CacheType::Q8_0), estimatedKvCacheBytes(spec, 8192, CacheType::F16));
    QCOMPARE(estimatedCacheSaving(spec, 8192), 0U);
}

void TestCacheTypes::takesWhatIsEstimated_data()
{
    QTest::addColumn<QString>("architecture");
    QTest::newRow("llama") << u"llama"_s;
    QTest::newRow("sliding window") << u"gemma3"_s;
}

void TestCacheTypes::takesWhatIsEstimated()
{
    QFETCH(QString, architecture);
    const auto path = m_models.random(architecture.toStdString());
    const LoadedModel full = open(path, CacheType::F16);
    const LoadedModel small = open(path, CacheType::Q8_0);
    QCOMPARE(full.cacheType, CacheType::F16);
    QCOMPARE(small.cacheType, CacheType::Q8_0);
    QCOMPARE(small.cacheFallback, CacheFallback::None);
    const auto real = static_cast<double>(small.memory.kvCache()) / static_cast<double>(full.memory.kvCache());
    QVERIFY2(std::abs(real - 34.0 / 64.0) < 0.02, qPrintable(QString::number(real)));
    if (architecture != u"llama"_s) return; // the estimate is an upper bound with a window
    const auto estimate = estimatedKvCacheBytes(small.spec, small.contextLength, CacheType::Q8_0);
    QVERIFY(std::abs(static_cast<double>(estimate) / static_cast<double>(small.memory.kvCache()) - 1) < 0.05);
}

void TestCacheTypes::stillWrites()
{
    const auto request = greedyRequest({{Role::User, "Where does it go?"}}, std::nullopt);
    (void)open(m_models.words(), CacheType::F16);
    const std::string expected = runReply(*m_backend, request).text;
    QVERIFY(!expected.empty());
    (void)open(m_models.words(), CacheType::Q8_0);
    QCOMPARE(runReply(*m_backend, request).text, expected);
}

void TestCacheTypes::oddHeadsKeepF16()
{
    RandomModelOptions options;
    options.embedding = 96; // two heads of 48
    const LoadedModel loaded = open(m_models.random("odd", options), CacheType::Q8_0);
    QCOMPARE(loaded.cacheType, CacheType::F16);
    QCOMPARE(loaded.cacheFallback, CacheFallback::HeadSize);
    QVERIFY(runReply(*m_backend, greedyRequest({{Role::User, "abc"}}, 4)).finished());
}

QTEST_GUILESS_MAIN(TestCacheTypes)
#include "test_cache_types.moc"
