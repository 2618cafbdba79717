#include "inference/llama/model_loader.h"
#include "inference/llama/token_sampler.h"
#include "inference/sampling_table.h"
#include "tests/support/allocation_count.h"
#include "tests/support/tiny_models.h"

#include <QTest>

#include <cmath>
#include <limits>
#include <map>
#include <random>
#include <set>

using namespace sotto;
using namespace sotto::tests;

namespace {

constexpr int kDrafted = 12;

OpenModel openForTest(const std::filesystem::path &path)
{
    LlamaHost host;
    host.physicalCores = 1;
    LoadOptions options;
    options.gpuLayers = 0;
    auto open = openModel(path, options, host, {}, {});
    if (!open) qFatal("a test model does not open: %s", open.error().detail.c_str());
    return *std::move(open);
}

/// kDrafted tokens in one batch, with logits for each.
void decodeDraft(const OpenModel &open)
{
    llama_memory_clear(llama_get_memory(open.context.get()), true);
    llama_batch batch = llama_batch_init(kDrafted, 0, 1);
    batch.n_tokens = kDrafted;
    for (int i = 0; i < kDrafted; ++i) {
        batch.token[i] = 20 + 7 * i;
        batch.pos[i] = i;
        batch.n_seq_id[i] = 1;
        batch.seq_id[i][0] = 0;
        batch.logits[i] = 1;
    }
    if (llama_decode(open.context.get(), batch) != 0) qFatal("a batch of a few tokens cannot be computed");
    llama_batch_free(batch);
}

int naiveMostLikely(const float *logits, int count)
{
    int best = 0;
    for (int i = 1; i < count; ++i)
        if (logits[i] > logits[best]) best = i;
    return best;
}

} // namespace

/// Picking tokens: the same as llama's own way, without allocating.
class TestLlamaSampler final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void mostLikelyIsTheFirstOfTheLargest();
    void greedyTakesTheMostLikelyOfEachOutput();
    void equalsLlamaAtEachOutput_data();
    void equalsLlamaAtEachOutput();
    void followsTheDistribution();
    void allocatesNothingForAToken_data();
    void allocatesNothingForAToken();
    void modelKeysAreLlamas();
    void biasDecides();
    void refusesWrongBias();

private:
    TokenSampler samplerFor(const SamplingParams &params, std::vector<LogitBias> bias = {},
                            std::vector<llama_token> recent = {}) const
    {
        auto made = TokenSampler::make({.params = params,
                                        .bias = bias,
                                        .vocab = m_open.vocab(),
                                        .contextLength = 512,
                                        .format = {},
                                        .recent = recent});
        if (!made) qFatal("no sampler: %s", made.error().subject.c_str());
        return *std::move(made);
    }
    [[nodiscard]] int vocabularySize() const { return llama_vocab_n_tokens(m_open.vocab()); }
    [[nodiscard]] const float *logits(int output) const { return llama_get_logits_ith(m_open.context.get(), output); }

    TinyModels m_models;
    OpenModel m_open;
};

void TestLlamaSampler::initTestCase()
{
    m_open = openForTest(m_models.random("llama"));
    decodeDraft(m_open);
}

void TestLlamaSampler::mostLikelyIsTheFirstOfTheLargest()
{
    std::mt19937 random(1);
    for (int count = 1; count < 120; ++count) {
        std::vector<float> values(static_cast<std::size_t>(count));
        for (float &value : values)
            value = static_cast<float>(random() % 7) - 20.0F; // many alike, all below 0
        QCOMPARE(mostLikely(values.data(), count), naiveMostLikely(values.data(), count));
        values[random() % values.size()] = -std::numeric_limits<float>::infinity();
        QCOMPARE(mostLikely(values.data(), count), naiveMostLikely(values.data(), count));
        values.back() = std::numeric_limits<float>::infinity();
        QCOMPARE(mostLikely(values.data(), count), count - 1);
    }
    const std::vector<float> nothing(40, std::nanf(""));
    QCOMPARE(mostLikely(nothing.data(), 40), 0);
}

void TestLlamaSampler::greedyTakesTheMostLikelyOfEachOutput()
{
    SamplingParams params;
    params.temperature = 0;
    TokenSampler sampler = samplerFor(params);
    for (int output = 0; output < kDrafted; ++output)
        QCOMPARE(sampler.sample(m_open.context.get(), output), naiveMostLikely(logits(output), vocabularySize()));
    QCOMPARE(sampler.sample(m_open.context.get(), -1), naiveMostLikely(logits(kDrafted - 1), vocabularySize()));
}

void TestLlamaSampler::equalsLlamaAtEachOutput_data()
{
    QTest::addColumn<int>("kind");
    QTest::newRow("defaults") << 0;
    QTest::newRow("penalties, greedy") << 1;
    QTest::newRow("penalties and DRY") << 2;
    QTest::newRow("mirostat") << 3;
    QTest::newRow("no truncation") << 4;
}

void TestLlamaSampler::equalsLlamaAtEachOutput()
{
    QFETCH(int, kind);
    SamplingParams params;
    params.seed = 11;
    if (kind == 1 || kind == 2) params.penaltyRepeat = 1.5F;
    if (kind == 1) params.temperature = 0;
    if (kind == 2) params.dryMultiplier = 1;
    if (kind == 3) params.mirostat = 2;
    if (kind == 4) {
        params.topK = 0;
        params.topP = 1;
        params.minP = 0;
    }
    const std::vector<llama_token> recent{20, 27, 34, 20, 27};
    TokenSampler sampler = samplerFor(params, {}, recent);
    const SamplerChain chain = makeSamplerChain(params, {}, m_open.vocab(), 512, recent);
    for (int output = 0; output < kDrafted; ++output)
        QCOMPARE(sampler.sample(m_open.context.get(), output),
                 llama_sampler_sample(chain.get(), m_open.context.get(), output));
}

/// Drawn often, the tokens come as often as their logits say: the draws of a sampler are independent.
void TestLlamaSampler::followsTheDistribution()
{
    SamplingParams params;
    params.temperature = 1;
    params.topK = 0;
    params.topP = 1;
    params.minP = 0;
    params.seed = 3;
    const int count = vocabularySize();
    std::vector<double> expected(static_cast<std::size_t>(count));
    double sum = 0;
    for (int i = 0; i < count; ++i)
        sum += expected[i] = std::exp(logits(4)[i]);
    TokenSampler sampler = samplerFor(params);
    std::map<llama_token, int> seen;
    constexpr int kDraws = 20'000;
    for (int draw = 0; draw < kDraws; ++draw)
        ++seen[sampler.sample(m_open.context.get(), 4)];
    double distance = 0; // total variation
    for (int i = 0; i < count; ++i)
        distance += 0.5 * std::abs(expected[i] / sum - static_cast<double>(seen[i]) / kDraws);
    QVERIFY2(distance < 0.08, qPrintable(QString::number(distance)));
}

void TestLlamaSampler::allocatesNothingForAToken_data()
{
    QTest::addColumn<float>("temperature");
    QTest::addColumn<int>("topK");
    QTest::newRow("greedy") << 0.0F << 40;
    QTest::newRow("defaults") << 0.8F << 40;
}

void TestLlamaSampler::allocatesNothingForAToken()
{
    QFETCH(float, temperature);
    QFETCH(int, topK);
    SamplingParams params;
    params.temperature = temperature;
    params.topK = topK;
    TokenSampler sampler = samplerFor(params);
    (void)sampler.sample(m_open.context.get(), 0); // llama's samplers take their buffers at the first token
    const long before = allocationCount();
    QVERIFY(before > 0);
    for (int output = 0; output < kDrafted; ++output)
        (void)sampler.sample(m_open.context.get(), output);
    QCOMPARE(allocationCount() - before, 0L);
}

/// The table has all of llama's keys, and no others.
void TestLlamaSampler::modelKeysAreLlamas()
{
    std::set<std::string> llamas;
    for (int key = LLAMA_MODEL_META_KEY_SAMPLING_SEQUENCE; key <= LLAMA_MODEL_META_KEY_SAMPLING_MIROSTAT_ETA; ++key)
        llamas.insert(llama_model_meta_key_str(static_cast<llama_model_meta_key>(key)));
    std::set<std::string> ours;
    for (const SamplingField &field : samplingFields())
        if (!field.modelKey.empty()) ours.insert("general.sampling." + std::string(field.modelKey));
    QCOMPARE(llamas.size(), 12U);
    QVERIFY(ours == llamas);
}

void TestLlamaSampler::biasDecides()
{
    SamplingParams params;
    params.temperature = 0;
    const llama_token best = naiveMostLikely(logits(0), vocabularySize());
    const llama_token other = best == 50 ? 51 : 50;
    QCOMPARE(samplerFor(params, {{other, 1000.0F}}).sample(m_open.context.get(), 0), other);
    const llama_token second =
        samplerFor(params, {{best, -std::numeric_limits<float>::infinity()}}).sample(m_open.context.get(), 0);
    QVERIFY(second != best);
    for (int i = 0; i < vocabularySize(); ++i)
        QVERIFY(i == best || logits(0)[i] <= logits(0)[second]);
}

void TestLlamaSampler::refusesWrongBias()
{
    const std::vector<LogitBias> wrong{
        {-1, 1.0F}, {vocabularySize(), 1.0F}, {5, std::nanf("")}, {5, std::numeric_limits<float>::infinity()}};
    for (const LogitBias &one : wrong) {
        const std::vector<LogitBias> bias{one};
        const auto made = TokenSampler::make(
            {.params = {}, .bias = bias, .vocab = m_open.vocab(), .contextLength = 512, .format = {}, .recent = {}});
        QVERIFY(!made);
        QCOMPARE(made.error().code, ErrorCode::InvalidRequest);
        QVERIFY(made.error().subject.contains(std::to_string(one.token)));
    }
}

QTEST_GUILESS_MAIN(TestLlamaSampler)
#include "test_llama_sampler.moc"
