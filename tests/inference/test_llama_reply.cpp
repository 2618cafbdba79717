#include "base/utf8.h"
#include "tests/support/tiny_models.h"

#include <QFile>
#include <QTest>

#include <chrono>
#include <condition_variable>
#include <set>
#include <thread>

using namespace sotto;
using namespace sotto::tests;
using namespace Qt::StringLiterals;

/// Writing replies: events, figures, ends, cancelling, and what the KV cache gives back.
class TestLlamaReply final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void tellsWholeStory();
    void greedyIsDeterministic();
    void seedDecides();
    void placeholderEndsItsReplies();
    void reusesPrefix_data();
    void reusesPrefix();
    void regeneratingReuses_data();
    void regeneratingReuses();
    void cancelsInPrompt();
    void cancelsWhileWriting();
    void stopStringEndsReply();
    void bytesBecomeCharacters();
    void tokenLimitAndContextFull();
    void dropsOldestTurns();
    void stopsWhereNothingMayBeLeftOut();
    void fullReplyGoesOnWithoutTheOldestTurns();
    void tooLongForAnything();
    void continuesAssistant();
    void oddOrdersDoNotCrash();

private:
    std::unique_ptr<LlamaBackend> openBackend(const std::filesystem::path &path, std::uint32_t context = 0);
    TinyModels m_models;
    std::filesystem::path m_slow;
};

std::unique_ptr<LlamaBackend> TestLlamaReply::openBackend(const std::filesystem::path &path, std::uint32_t context)
{
    auto backend = makeLlamaBackend();
    LoadOptions options;
    options.contextLength = context;
    options.gpuLayers = 0;
    const auto loaded = backend->open(path, options, {}, {});
    if (!loaded) qFatal("a test model does not open: %s", loaded.error().detail.c_str());
    return backend;
}

void TestLlamaReply::initTestCase()
{
    RandomModelOptions options;
    options.layers = 12;
    options.embedding = 512;
    options.feedForward = 2048;
    options.heads = 8;
    options.headsKv = 8;
    options.contextLength = 4096;
    m_slow = m_models.random("slow", options);
}

void TestLlamaReply::tellsWholeStory()
{
    const auto backend = openBackend(m_models.words());
    const ReplyRecord reply = runReply(*backend, greedyRequest({{Role::User, "Where does it go?"}}, std::nullopt));
    QVERIFY(std::holds_alternative<Started>(reply.events.front()));
    QVERIFY(std::holds_alternative<Finished>(reply.events.back()));
    QCOMPARE(std::ranges::count_if(reply.events, [](const auto &e) { return std::holds_alternative<Started>(e); }), 1);
    QVERIFY2(reply.text.starts_with("The small river "), reply.text.c_str());
    QVERIFY(reply.text.contains("\n\nIt "));
    const Finished &end = *reply.finished();
    QCOMPARE(end.reason, FinishReason::EndOfReply);
    QCOMPARE(end.usage.promptTokens, reply.started()->promptTokens);
    QCOMPARE(end.usage.promptTokens, *backend->countTokens({{Role::User, "Where does it go?"}}));
    QCOMPARE(end.usage.cachedTokens, 0);
    QVERIFY(end.usage.outputTokens > 3);
    QVERIFY(end.usage.timeToFirstToken >= end.usage.promptTime);
    QVERIFY(end.usage.promptTime.count() > 0);
    QVERIFY(end.usage.decodeTime.count() > 0);
}

void TestLlamaReply::greedyIsDeterministic()
{
    const auto request = greedyRequest({{Role::User, "abc"}}, 24);
    const auto backend = openBackend(m_models.random("llama"));
    const std::string first = runReply(*backend, request).text;
    QVERIFY(!first.empty());
    QCOMPARE(runReply(*openBackend(m_models.random("llama")), request).text, first);
}

void TestLlamaReply::seedDecides()
{
    const auto backend = openBackend(m_models.random("llama"));
    GenerationRequest request = greedyRequest({{Role::User, "abc"}}, 16);
    request.sampling.temperature = 1.5F;
    request.sampling.seed = 7;
    const std::string first = runReply(*backend, request).text;
    QCOMPARE(runReply(*backend, request).text, first);
    request.sampling.seed = 8;
    QVERIFY(runReply(*backend, request).text != first);
    request.sampling.seed.reset();
    QVERIFY(runReply(*backend, request).text != runReply(*backend, request).text);
}

void TestLlamaReply::placeholderEndsItsReplies()
{
    const auto path = m_models.file("placeholder.gguf");
    WordModelOptions options;
    QFile corpus(QStringLiteral(SOTTO_SOURCE_DIR "/resources/builtin/corpus.txt"));
    QVERIFY(corpus.open(QIODevice::ReadOnly));
    options.corpus = corpus.readAll().toStdString();
    QVERIFY(writeWordModel(path, options));
    QVERIFY(std::filesystem::file_size(path) < 4'000'000);
    const auto backend = openBackend(path);
    std::set<std::string> replies;
    for (std::uint32_t seed = 1; seed <= 40; ++seed) {
        GenerationRequest request = greedyRequest({{Role::User, "Hello, who are you?"}}, 600);
        request.sampling.temperature = seed == 1 ? 0.0F : 0.8F;
        request.sampling.seed = seed;
        const ReplyRecord reply = runReply(*backend, request);
        QCOMPARE(reply.finished()->reason, FinishReason::EndOfReply);
        QVERIFY2(reply.text.contains("laceholder"), reply.text.c_str());
        QVERIFY2(reply.text.contains("window") || reply.text.contains("page"), reply.text.c_str());
        QCOMPARE(reply.text, sanitizedUtf8(reply.text));
        replies.insert(reply.text);
    }
    QVERIFY(replies.size() > 20);
}

void TestLlamaReply::reusesPrefix_data()
{
    QTest::addColumn<QString>("architecture");
    QTest::newRow("llama") << u"llama"_s;
    QTest::newRow("sliding window") << u"gemma3"_s;
    QTest::newRow("recurrent") << u"mamba"_s;
}

/// A conversation goes on, is rolled back and changed; each reply must begin as a fresh cache has it. (Few tokens:
/// another cut into batches rounds differently, and a model of noise is easily swayed. test_llama_kv compares logits.)
void TestLlamaReply::reusesPrefix()
{
    QFETCH(QString, architecture);
    const auto path = m_models.random(architecture.toStdString());
    const auto kept = openBackend(path);
    std::vector<ChatMessage> messages{{Role::System, "be kind"}, {Role::User, "dabo feri guno kali moru zeta"}};
    const auto check = [&](bool expectReuse) {
        const auto request = greedyRequest(messages, 4);
        const ReplyRecord reply = runReply(*kept, request);
        const ReplyRecord fresh = runReply(*openBackend(path), request);
        QCOMPARE(fresh.finished()->usage.cachedTokens, 0);
        QCOMPARE(reply.text, fresh.text);
        QCOMPARE(reply.finished()->usage.promptTokens, fresh.finished()->usage.promptTokens);
        if (expectReuse) QVERIFY(reply.finished()->usage.cachedTokens > 0);
        messages.push_back({Role::Assistant, reply.text});
    };
    check(false);
    messages.push_back({Role::User, "wori tane pulo"});
    check(false);
    messages.push_back({Role::User, "gabe dice"});
    check(false);
    // Back to the second turn, with other words: behind the window, and behind the state.
    messages.resize(3);
    messages.push_back({Role::User, "sixo rabe tino fulda"});
    check(architecture == u"llama"_s);
    // Another conversation altogether.
    messages = {{Role::User, "x"}};
    check(false);
}

void TestLlamaReply::regeneratingReuses_data()
{
    reusesPrefix_data();
}

void TestLlamaReply::regeneratingReuses()
{
    QFETCH(QString, architecture);
    const auto backend = openBackend(m_models.random(architecture.toStdString()));
    const auto request = greedyRequest({{Role::User, "dabo feri guno kali moru zeta wori tane pulo gabe"}}, 80);
    const ReplyRecord first = runReply(*backend, request);
    const ReplyRecord again = runReply(*backend, request);
    QCOMPARE(again.text, first.text);
    QCOMPARE(first.finished()->usage.cachedTokens, 0);
    QCOMPARE(again.finished()->usage.cachedTokens, again.finished()->usage.promptTokens - 1);
}

void TestLlamaReply::cancelsInPrompt()
{
    const auto backend = openBackend(m_slow, 4096);
    const GenerationRequest longOne = greedyRequest({{Role::User, std::string(3000, 'q')}}, 8);
    const CancelSource source;
    std::atomic<std::int64_t> stoppedAt{0};
    std::jthread stopper;
    const ReplyRecord reply = runReply(*backend, longOne, source.token(), [&](const GenerationEvent &event) {
        if (!std::holds_alternative<Started>(event)) return;
        stopper = std::jthread([&] { // lets the prompt's computation begin, so that it is stopped in the middle
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
            stoppedAt = SystemClock().now().time_since_epoch().count();
            source.cancel();
        });
    });
    const auto took = std::chrono::nanoseconds(SystemClock().now().time_since_epoch().count() - stoppedAt);
    QVERIFY(reply.finished());
    QCOMPARE(reply.finished()->reason, FinishReason::Cancelled);
    QCOMPARE(reply.finished()->usage.outputTokens, 0);
    QVERIFY2(took < std::chrono::milliseconds(500), qPrintable(QString::number(took.count() / 1000000)));
    qInfo("stopped in the prompt after %lld ms", static_cast<long long>(took.count() / 1000000));
    const auto shortOne = greedyRequest({{Role::User, "dabo feri"}}, 8);
    const ReplyRecord after = runReply(*backend, shortOne);
    QCOMPARE(after.text, runReply(*openBackend(m_slow, 4096), shortOne).text);
}

void TestLlamaReply::cancelsWhileWriting()
{
    const auto backend = openBackend(m_slow, 4096);
    const auto request = greedyRequest({{Role::User, "dabo feri"}}, std::nullopt);
    const CancelSource source;
    std::jthread stopper;
    Instant stopped{};
    const ReplyRecord reply = runReply(*backend, request, source.token(), [&](const GenerationEvent &event) {
        const auto *delta = std::get_if<TextDelta>(&event);
        if (!delta || stopped != Instant{}) return;
        stopped = SystemClock().now();
        stopper = std::jthread([&] { source.cancel(); });
    });
    const Duration took = SystemClock().now() - stopped;
    QCOMPARE(reply.finished()->reason, FinishReason::Cancelled);
    QVERIFY(reply.finished()->usage.outputTokens > 0);
    QVERIFY(took < std::chrono::milliseconds(500));
    qInfo("stopped while writing after %lld ms", static_cast<long long>(took.count() / 1000000));
    const auto again = greedyRequest({{Role::User, "dabo feri"}}, 8);
    const ReplyRecord after = runReply(*backend, again);
    QVERIFY(after.finished()->usage.cachedTokens > 0);
    QCOMPARE(after.text, runReply(*openBackend(m_slow, 4096), again).text);
}

void TestLlamaReply::stopStringEndsReply()
{
    const auto backend = openBackend(m_models.words());
    GenerationRequest request = greedyRequest({{Role::User, "Tell me."}}, std::nullopt);
    const std::string whole = runReply(*backend, request).text;
    request.stop = {" river"};
    const ReplyRecord reply = runReply(*backend, request);
    QCOMPARE(reply.finished()->reason, FinishReason::StopString);
    QCOMPARE(reply.text, whole.substr(0, whole.find(" river")));
}

void TestLlamaReply::bytesBecomeCharacters()
{
    const auto backend = openBackend(m_models.random("llama"));
    GenerationRequest request =
        greedyRequest({{Role::User, "\xE4\xBD\xA0\xE5\xA5\xBD \xF0\x9F\x98\x80 \xFF broken"}}, 200);
    request.sampling.temperature = 2.0F;
    request.sampling.seed = 3;
    request.sampling.topK = 0;
    const ReplyRecord reply = runReply(*backend, request, {}, [](const GenerationEvent &event) {
        if (const auto *delta = std::get_if<TextDelta>(&event)) QCOMPARE(delta->text, sanitizedUtf8(delta->text));
    });
    QVERIFY(reply.finished());
    QVERIFY(reply.text.contains("\xEF\xBF\xBD")); // random bytes are mostly no characters
}

void TestLlamaReply::tokenLimitAndContextFull()
{
    const auto backend = openBackend(m_models.random("llama"), 256);
    const auto messages = std::vector<ChatMessage>{{Role::User, "abc"}};
    const ReplyRecord limited = runReply(*backend, greedyRequest(messages, 5));
    QCOMPARE(limited.finished()->reason, FinishReason::TokenLimit);
    QCOMPARE(limited.finished()->usage.outputTokens, 5);
    QCOMPARE(runReply(*backend, greedyRequest(messages, 0)).finished()->usage.outputTokens, 0);
    const ReplyRecord full = runReply(*backend, greedyRequest(messages, std::nullopt));
    QCOMPARE(full.finished()->reason, FinishReason::ContextFull);
    QCOMPARE(full.finished()->usage.promptTokens + full.finished()->usage.outputTokens, 256 + 1);
}

void TestLlamaReply::dropsOldestTurns()
{
    const auto backend = openBackend(m_models.random("llama"), 512);
    std::vector<ChatMessage> messages{{Role::System, "stay"}};
    for (int turn = 0; turn < 12; ++turn) {
        messages.push_back({Role::User, "dabo feri guno kali " + std::to_string(turn)});
        messages.push_back({Role::Assistant, "moru zeta wori tane"});
    }
    messages.push_back({Role::User, "last"});
    QVERIFY(*backend->countTokens(messages) > 512);
    const ReplyRecord reply = runReply(*backend, greedyRequest(messages, 4));
    const Started &started = *reply.started();
    QVERIFY(started.droppedMessages > 0);
    QCOMPARE(started.droppedMessages % 2, 0);
    std::vector<ChatMessage> kept = messages;
    kept.erase(kept.begin() + 1, kept.begin() + 1 + started.droppedMessages);
    QCOMPARE(started.promptTokens, *backend->countTokens(kept));
    QVERIFY(started.promptTokens <= 512 - 4);
    QVERIFY(started.promptTokens > 512 / 2);
    // A little later the same turns are left out, so the cache still fits.
    messages.push_back({Role::Assistant, reply.text});
    messages.push_back({Role::User, "x"});
    const ReplyRecord next = runReply(*backend, greedyRequest(messages, 4));
    QVERIFY(next.finished()->usage.cachedTokens > 0);
}

void TestLlamaReply::stopsWhereNothingMayBeLeftOut()
{
    const auto backend = openBackend(m_models.random("llama"), 512);
    std::vector<ChatMessage> messages;
    for (int turn = 0; turn < 20; ++turn) {
        messages.push_back({Role::User, "dabo feri guno kali " + std::to_string(turn)});
        messages.push_back({Role::Assistant, "moru zeta wori tane"});
    }
    messages.push_back({Role::User, "last"});
    QVERIFY(backend->countDropped(messages) > 0);
    GenerationRequest request = greedyRequest(messages, 4);
    request.whenFull = WhenContextFull::Stop;
    const ReplyRecord reply = runReply(*backend, request);
    QVERIFY(reply.failed());
    QCOMPARE(reply.failed()->error.code, ErrorCode::ContextFull);
    QCOMPARE(reply.failed()->error.needed, std::uint64_t(*backend->countTokens(messages)));
    QCOMPARE(reply.failed()->error.available, std::uint64_t(512 - 4));
    QVERIFY(!reply.started()); // before anything was computed
    request.messages.resize(3);
    QVERIFY(runReply(*backend, request).finished());
}

/// What the window's "Continue" asks for after a reply that filled the context.
void TestLlamaReply::fullReplyGoesOnWithoutTheOldestTurns()
{
    const auto backend = openBackend(m_models.random("llama"), 256);
    std::vector<ChatMessage> messages{{Role::User, "dabo feri guno kali moru zeta wori tane"},
                                      {Role::Assistant, "pulo gabe dice sixo rabe tino fulda"},
                                      {Role::User, "abc"}};
    GenerationRequest request = greedyRequest(messages, std::nullopt);
    request.sampling.temperature = 1.2F;
    request.sampling.seed = 5;
    const ReplyRecord full = runReply(*backend, request);
    QCOMPARE(full.finished()->reason, FinishReason::ContextFull);
    QCOMPARE(full.started()->droppedMessages, 0);
    request.messages.push_back({Role::Assistant, full.text.substr(0, full.text.size() / 2)});
    request.maxTokens = 8;
    while (*backend->countTokens(request.messages) < 256)
        request.messages.back().content += " dabo";
    const ReplyRecord more = runReply(*backend, request);
    QVERIFY(more.finished());
    QCOMPARE(more.started()->droppedMessages, 2);
    QCOMPARE(more.finished()->usage.outputTokens, 8);
}

void TestLlamaReply::tooLongForAnything()
{
    const auto backend = openBackend(m_models.random("llama"), 256);
    const ReplyRecord reply = runReply(
        *backend,
        greedyRequest({{Role::User, "old"}, {Role::Assistant, "older"}, {Role::User, std::string(2000, 'Q')}}, 4));
    QVERIFY(reply.failed());
    QCOMPARE(reply.failed()->error.code, ErrorCode::PromptTooLong);
    QCOMPARE(reply.failed()->error.available, std::uint64_t(256));
    QVERIFY(reply.failed()->error.needed >= 2000);
    QVERIFY(!reply.started());
}

void TestLlamaReply::continuesAssistant()
{
    const auto backend = openBackend(m_models.random("llama"));
    const std::vector<ChatMessage> asked{{Role::User, "abc"}};
    const std::vector<ChatMessage> begun{{Role::User, "abc"}, {Role::Assistant, "dabo"}};
    const int added = *backend->countTokens(begun) - *backend->countTokens(asked);
    QVERIFY(added >= 1 && added <= 3); // the words alone: no new turn, no end mark
    QVERIFY(runReply(*backend, greedyRequest(begun, 4)).finished());
}

void TestLlamaReply::oddOrdersDoNotCrash()
{
    const auto backend = openBackend(m_models.words());
    const std::vector<std::vector<ChatMessage>> odd{
        {{Role::System, ""}},
        {{Role::Assistant, "a"}, {Role::User, "b"}},
        {{Role::User, "a"}, {Role::User, "b"}, {Role::System, "late"}},
        {{Role::User, ""}},
        {{Role::User, std::string("nul\0inside", 10)}},
        {{Role::User, "a"}, {Role::Assistant, ""}, {Role::Assistant, "b"}},
    };
    for (const auto &messages : odd)
        QVERIFY(runReply(*backend, greedyRequest(messages, 3)).finished());
    for (const auto &messages : {std::vector<ChatMessage>{}, {{Role::Assistant, "alone"}}})
        QCOMPARE(runReply(*backend, greedyRequest(messages, 3)).failed()->error.code, ErrorCode::InvalidRequest);
}

QTEST_GUILESS_MAIN(TestLlamaReply)
#include "test_llama_reply.moc"
