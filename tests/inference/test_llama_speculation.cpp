#include "tests/support/tiny_models.h"

#include <QTest>

#include <fstream>

using namespace sotto;
using namespace sotto::tests;
using namespace Qt::StringLiterals;

namespace {

/// A millisecond passes whenever somebody looks, so that every batch seems to take the same time, whatever its
/// size: then all guessing pays, and as much is guessed as can be.
class TickingClock final : public Clock {
public:
    [[nodiscard]] Instant now() const override { return m_now += std::chrono::milliseconds(1); }
    [[nodiscard]] std::int64_t unixMs() const override { return 0; }

private:
    mutable Instant m_now{};
};

std::unique_ptr<LlamaBackend> openBackend(const std::filesystem::path &path, bool lookUp,
                                          const std::filesystem::path &draft = {}, DraftUse *use = nullptr,
                                          std::uint32_t context = 0)
{
    LlamaHost host;
    host.physicalCores = 1;
    auto backend = std::make_unique<LlamaBackend>(std::move(host), std::make_shared<TickingClock>());
    LoadOptions options;
    options.gpuLayers = 0;
    options.lookUp = lookUp;
    options.draftModel = draft;
    options.contextLength = context;
    const auto loaded = backend->open(path, options, {}, {});
    if (!loaded) qFatal("a test model does not open: %s", loaded.error().detail.c_str());
    if (use) *use = loaded->draftUse;
    return backend;
}

/// Prompts with something to copy from, each another.
std::string promptNumber(int number)
{
    static constexpr const char *words[] = {"dabo", "feri", "guno", "kali", "moru", "zeta", "wori", "tane"};
    std::string text;
    for (int i = 0; i < 6 + number % 5; ++i)
        text += std::string(words[(i * (number + 3) + number / 3) % 8]) + " ";
    return text + text + std::to_string(number);
}

struct Counts {
    int drafted = 0;
    int accepted = 0;

    void add(const ReplyRecord &reply)
    {
        drafted += reply.finished()->usage.draftedTokens;
        accepted += reply.finished()->usage.acceptedTokens;
    }
};

} // namespace

/// Guessing ahead must never change a word.
class TestLlamaSpeculation final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void sameWordsByLookUp_data();
    void sameWordsByLookUp();
    void sameWordsWhereSamplersRemember();
    void sameWordsWithDraftModel();
    void poorDraftModelChangesNothing();
    void refusesAnUnfitDraftModel();
    void endsExactly();
    void conversationGoesOn_data();
    void conversationGoesOn();
    void recurrentModelsDoNotGuess();

private:
    std::filesystem::path other(const char *name, std::uint32_t seed, int words = 64)
    {
        RandomModelOptions options;
        options.contextLength = 1024;
        options.seed = seed;
        options.vocabularyWords = words;
        return m_models.random(name, options);
    }

    TinyModels m_models;
};

void TestLlamaSpeculation::sameWordsByLookUp_data()
{
    QTest::addColumn<QString>("model");
    QTest::newRow("llama") << u"llama"_s;
    QTest::newRow("sliding window") << u"gemma3"_s;
    QTest::newRow("words") << u"words"_s;
}

void TestLlamaSpeculation::sameWordsByLookUp()
{
    QFETCH(QString, model);
    const auto path = model == u"words"_s ? m_models.words() : m_models.random(model.toStdString());
    const auto plain = openBackend(path, false);
    const auto guessing = openBackend(path, true);
    Counts counts;
    for (int i = 0; i < 30; ++i) {
        const auto request = greedyRequest({{Role::User, promptNumber(i)}}, 80);
        const ReplyRecord expected = runReply(*plain, request);
        const ReplyRecord got = runReply(*guessing, request);
        QCOMPARE(got.text, expected.text);
        QCOMPARE(got.finished()->reason, expected.finished()->reason);
        QCOMPARE(got.finished()->usage.outputTokens, expected.finished()->usage.outputTokens);
        QCOMPARE(expected.finished()->usage.draftedTokens, 0);
        counts.add(got);
    }
    qInfo("%d guessed, %d right", counts.drafted, counts.accepted);
    if (model == u"words"_s) return; // its replies do not repeat themselves
    QVERIFY(counts.accepted > 0);
    QVERIFY(counts.drafted > counts.accepted);
}

/// Penalties and the dice depend on every token before; a guess that is not accepted must leave no trace in them.
void TestLlamaSpeculation::sameWordsWhereSamplersRemember()
{
    const auto path = m_models.random("llama");
    const auto plain = openBackend(path, false);
    const auto guessing = openBackend(path, true);
    Counts counts;
    for (int i = 0; i < 12; ++i) {
        auto request = greedyRequest({{Role::User, promptNumber(i)}}, 60);
        if (i % 2 == 0) request.sampling.temperature = 0.3F;
        request.sampling.seed = 5 + static_cast<std::uint32_t>(i);
        request.sampling.penaltyRepeat = 1.02F;
        request.sampling.penaltyFrequency = 0.02F;
        const ReplyRecord got = runReply(*guessing, request);
        QCOMPARE(got.text, runReply(*plain, request).text);
        counts.add(got);
    }
    QVERIFY(counts.drafted > 0);
}

void TestLlamaSpeculation::sameWordsWithDraftModel()
{
    const auto path = m_models.random("llama");
    DraftUse use{};
    const auto plain = openBackend(path, false);
    const auto guessing = openBackend(path, false, path, &use); // it guesses its own words
    QCOMPARE(use, DraftUse::Guesses);
    Counts counts;
    for (int i = 0; i < 10; ++i) {
        const auto request = greedyRequest({{Role::User, promptNumber(i)}}, 60);
        const ReplyRecord got = runReply(*guessing, request);
        QCOMPARE(got.text, runReply(*plain, request).text);
        counts.add(got);
    }
    QVERIFY2(counts.accepted > counts.drafted * 8 / 10, qPrintable(QString::number(counts.accepted)));
    QVERIFY(counts.accepted > 300);
}

void TestLlamaSpeculation::poorDraftModelChangesNothing()
{
    const auto path = m_models.random("llama");
    DraftUse use{};
    const auto plain = openBackend(path, false);
    const auto guessing = openBackend(path, true, other("stranger", 77), &use);
    QCOMPARE(use, DraftUse::Guesses);
    for (int i = 0; i < 10; ++i) {
        const auto request = greedyRequest({{Role::User, promptNumber(i)}}, 60);
        QCOMPARE(runReply(*guessing, request).text, runReply(*plain, request).text);
    }
}

void TestLlamaSpeculation::refusesAnUnfitDraftModel()
{
    const auto path = m_models.random("llama");
    const auto broken = m_models.file("broken.gguf");
    std::ofstream(broken) << "GGUF but no more";
    const auto request = greedyRequest({{Role::User, "abc"}}, 8);
    for (const auto &draft : {m_models.file("nowhere.gguf"), broken, other("more words", 3, 300), m_models.words(),
                              m_models.random("mamba")}) {
        DraftUse use{};
        const auto backend = openBackend(path, false, draft, &use);
        QCOMPARE(use, DraftUse::Refused);
        QCOMPARE(runReply(*backend, request).finished()->usage.outputTokens, 8);
    }
}

void TestLlamaSpeculation::endsExactly()
{
    const auto path = m_models.random("llama");
    for (const auto &draft : {std::filesystem::path(), path}) {
        const auto plain = openBackend(path, false, {}, nullptr, 256);
        const auto guessing = openBackend(path, true, draft, nullptr, 256);
        for (const std::optional<int> limit :
             {std::optional(1), std::optional(2), std::optional(37), std::optional<int>()}) {
            auto request = greedyRequest({{Role::User, promptNumber(4)}}, limit);
            const ReplyRecord expected = runReply(*plain, request);
            const ReplyRecord got = runReply(*guessing, request);
            QCOMPARE(got.text, expected.text);
            QCOMPARE(got.finished()->reason, expected.finished()->reason);
            QCOMPARE(got.finished()->usage.outputTokens, expected.finished()->usage.outputTokens);
            if (!limit) QCOMPARE(got.finished()->reason, FinishReason::ContextFull);
            if (limit != 37) continue;
            const auto middle = expected.text.find_first_of("abcdefghijklmnopqrstuvwxyz", expected.text.size() / 2);
            QVERIFY(middle != std::string::npos);
            request.stop = {expected.text.substr(middle, 1)};
            const ReplyRecord stopped = runReply(*guessing, request);
            QCOMPARE(stopped.finished()->reason, FinishReason::StopString);
            QCOMPARE(stopped.text, runReply(*plain, request).text);
        }
    }
}

void TestLlamaSpeculation::conversationGoesOn_data()
{
    QTest::addColumn<QString>("model");
    QTest::newRow("llama") << u"llama"_s;
    QTest::newRow("sliding window") << u"gemma3"_s;
}

/// What a reply leaves in the cache, wrong guesses included, must serve the next turn rightly, and a cancelled one too.
void TestLlamaSpeculation::conversationGoesOn()
{
    QFETCH(QString, model);
    const auto path = m_models.random(model.toStdString());
    const auto guessing = openBackend(path, true);
    std::vector<ChatMessage> messages;
    for (int turn = 0; turn < 6; ++turn) {
        messages.push_back({Role::User, promptNumber(turn)});
        if (turn == 2) {
            const CancelSource source;
            int seen = 0;
            const ReplyRecord cut =
                runReply(*guessing, greedyRequest(messages, 60), source.token(), [&](const auto &event) {
                    if (std::holds_alternative<TextDelta>(event) && ++seen == 9) source.cancel();
                });
            QCOMPARE(cut.finished()->reason, FinishReason::Cancelled);
        }
        const auto request = greedyRequest(messages, 24);
        const ReplyRecord got = runReply(*guessing, request);
        QCOMPARE(got.text, runReply(*openBackend(path, false), request).text);
        if (turn > 0) QVERIFY(got.finished()->usage.cachedTokens > 0);
        messages.push_back({Role::Assistant, got.text});
    }
}

void TestLlamaSpeculation::recurrentModelsDoNotGuess()
{
    const auto path = m_models.random("mamba");
    const auto backend = openBackend(path, true);
    const auto request = greedyRequest({{Role::User, promptNumber(1)}}, 60);
    const ReplyRecord got = runReply(*backend, request);
    QCOMPARE(got.finished()->usage.draftedTokens, 0);
    QCOMPARE(got.text, runReply(*openBackend(path, false), request).text);
}

QTEST_GUILESS_MAIN(TestLlamaSpeculation)
#include "test_llama_speculation.moc"
