#include "tests/support/tiny_models.h"

#include <QTest>

#include <cmath>

using namespace sotto;
using namespace sotto::tests;
using namespace Qt::StringLiterals;

namespace {

using Vector = std::vector<float>;

double dot(const Vector &a, const Vector &b)
{
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        sum += static_cast<double>(a[i]) * b[i];
    return sum;
}

float distance(const Vector &a, const Vector &b)
{
    float most = a.size() == b.size() ? 0.0F : 1e9F;
    for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i)
        most = std::max(most, std::abs(a[i] - b[i]));
    return most;
}

std::unique_ptr<LlamaBackend> openBackend(const std::filesystem::path &path)
{
    auto backend = makeLlamaBackend();
    LoadOptions options;
    options.gpuLayers = 0;
    if (!backend->open(path, options, {}, {})) qFatal("a test model does not open");
    return backend;
}

} // namespace

/// Vectors of texts, by models that also chat.
class TestLlamaEmbed final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void batchGivesWhatSinglesGive_data();
    void batchGivesWhatSinglesGive();
    void alikeTextsLieClose();
    void manyTextsTakeSeveralBatches();
    void chatGoesOnAsBefore();
    void refuses();
    void cancelsBeforeIt();

private:
    TinyModels m_models;
};

void TestLlamaEmbed::batchGivesWhatSinglesGive_data()
{
    QTest::addColumn<QString>("architecture");
    QTest::newRow("llama") << u"llama"_s;
    QTest::newRow("sliding window") << u"gemma3"_s;
    QTest::newRow("recurrent") << u"mamba"_s;
}

void TestLlamaEmbed::batchGivesWhatSinglesGive()
{
    QFETCH(QString, architecture);
    const auto backend = openBackend(m_models.random(architecture.toStdString()));
    const std::vector<std::string> texts{"dabo feri", "guno kali moru zeta wori tane pulo gabe dice sixo", "x",
                                         "dabo feri guno", "é中 <|im_end|> not special"};
    const auto together = backend->embed(texts, {});
    QVERIFY2(together, together ? "" : together.error().detail.c_str());
    QCOMPARE(together->size(), texts.size());
    for (std::size_t i = 0; i < texts.size(); ++i) {
        const auto alone = backend->embed({texts[i]}, {});
        QVERIFY(alone);
        QCOMPARE(alone->front().size(), 64U);
        QVERIFY2(distance(alone->front(), (*together)[i]) < 1e-5F, texts[i].c_str());
        QVERIFY(std::abs(dot((*together)[i], (*together)[i]) - 1.0) < 1e-5);
        for (std::size_t other = 0; other < i; ++other)
            QVERIFY(distance((*together)[other], (*together)[i]) > 1e-3F);
    }
}

void TestLlamaEmbed::alikeTextsLieClose()
{
    const auto backend = openBackend(m_models.random("llama"));
    const auto vectors =
        backend->embed({"dabo feri guno kali moru zeta", "dabo feri guno kali moru wori", "12345 67890"}, {});
    QVERIFY(vectors);
    QVERIFY(dot((*vectors)[0], (*vectors)[1]) > dot((*vectors)[0], (*vectors)[2]));
}

void TestLlamaEmbed::manyTextsTakeSeveralBatches()
{
    const auto backend = openBackend(m_models.random("llama")); // 1024 tokens at once
    std::vector<std::string> texts;
    for (int i = 0; i < 150; ++i)
        texts.push_back("dabo " + std::to_string(i) + std::string(static_cast<std::size_t>(i), 'q'));
    const auto vectors = backend->embed(texts, {});
    QVERIFY(vectors);
    QCOMPARE(vectors->size(), texts.size());
    for (const std::size_t i : {std::size_t{0}, std::size_t{77}, std::size_t{149}})
        QVERIFY(distance(backend->embed({texts[i]}, {})->front(), (*vectors)[i]) < 1e-5F);
    QVERIFY(backend->embed({}, {})->empty());
}

void TestLlamaEmbed::chatGoesOnAsBefore()
{
    const auto backend = openBackend(m_models.random("llama"));
    const auto request = greedyRequest({{Role::User, "dabo feri guno kali"}}, 6);
    const ReplyRecord first = runReply(*backend, request);
    QVERIFY(backend->embed({"wori tane", "pulo"}, {}));
    const ReplyRecord again = runReply(*backend, request);
    QCOMPARE(again.text, first.text);
    QCOMPARE(again.finished()->usage.cachedTokens, again.finished()->usage.promptTokens - 1);
}

void TestLlamaEmbed::refuses()
{
    QCOMPARE(makeLlamaBackend()->embed({"x"}, {}).error().code, ErrorCode::NoModel);
    const auto backend = openBackend(m_models.random("llama"));
    QCOMPARE(backend->embed({"a", ""}, {}).error().code, ErrorCode::InvalidRequest);
    const auto tooLong = backend->embed({std::string(5000, 'q')}, {});
    QVERIFY(!tooLong);
    QCOMPARE(tooLong.error().code, ErrorCode::PromptTooLong);
    QCOMPARE(tooLong.error().available, 1024U);
    QVERIFY(tooLong.error().needed > 1024U);
}

void TestLlamaEmbed::cancelsBeforeIt()
{
    const auto backend = openBackend(m_models.random("llama"));
    const CancelSource source;
    source.cancel();
    QCOMPARE(backend->embed({"dabo"}, source.token()).error().code, ErrorCode::Cancelled);
    QVERIFY(backend->embed({"dabo"}, {}));
}

QTEST_GUILESS_MAIN(TestLlamaEmbed)
#include "test_llama_embed.moc"
