#include "tests/support/keyed_replies.h"

#include <QTest>

using namespace sotto;
using namespace sotto::tests;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// As the engine does while nothing else is to be done.
void beIdle(LlamaBackend &backend)
{
    for (int call = 0; call < 100 && backend.states()->wantsToCompute(); ++call)
        static_cast<void>(backend.states()->idle(1s, [] { return false; }));
}

Messages nextTurn(Messages messages, const ReplyRecord &reply, const std::string &words)
{
    messages.push_back({Role::Assistant, reply.text});
    messages.push_back({Role::User, words});
    return messages;
}

} // namespace

/// What the next turn begins with is read while nobody waits.
class TestLlamaAhead final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void nextTurnReadsOnlyItsWords_data();
    void nextTurnReadsOnlyItsWords();
    void saysWhatItWouldHaveSaid_data();
    void saysWhatItWouldHaveSaid();
    void writingAnewStillComputesOneToken_data();
    void writingAnewStillComputesOneToken();
    void answerIsReadWithoutItsThought_data();
    void answerIsReadWithoutItsThought();
    void titlesComeBetween();
    void givesWayAndGoesOn();
    void waitsUntilAllIsStill();
    void leavesOtherRepliesAlone_data();
    void leavesOtherRepliesAlone();
    void forgottenWhileDue();
    void readsOnlySoMuch();

private:
    TinyModels m_models;
};

void TestLlamaAhead::nextTurnReadsOnlyItsWords_data()
{
    addArchitectures();
}

void TestLlamaAhead::nextTurnReadsOnlyItsWords()
{
    QFETCH(QString, architecture);
    const auto backend = openOnCpu(m_models.random(architecture.toStdString()));
    const Messages messages{{Role::System, kLong}, {Role::User, kLong}};
    const ReplyRecord first = runReply(*backend, ask("a", messages, 12));
    const Messages next = nextTurn(messages, first, "moru");
    beIdle(*backend);
    const ReplyRecord sooner = runReply(*backend, ask("a", next));

    const auto other = openOnCpu(m_models.random(architecture.toStdString()));
    QCOMPARE(runReply(*other, ask("a", messages, 12)).text, first.text);
    const ReplyRecord later = runReply(*other, ask("a", next));
    // The end of the reply's turn and the beginning of the person's have been read.
    QVERIFY2(computed(sooner) <= computed(later) - 12,
             qPrintable(u"%1 against %2"_s.arg(computed(sooner)).arg(computed(later))));
    const int words = *backend->countTokens(nextTurn(messages, first, "moru moru")) - usageOf(sooner).promptTokens;
    QVERIFY2(computed(sooner) <= words + 40, qPrintable(QString::number(computed(sooner)))); // and the mark of a reply
}

void TestLlamaAhead::saysWhatItWouldHaveSaid_data()
{
    addArchitectures();
}

void TestLlamaAhead::saysWhatItWouldHaveSaid()
{
    QFETCH(QString, architecture);
    const auto backend = openOnCpu(m_models.random(architecture.toStdString()));
    Messages messages{{Role::User, kLong}};
    for (const char *words : {"moru zeta", "wori", "tane pulo"}) {
        const ReplyRecord reply = runReply(*backend, ask("a", messages, 12));
        beIdle(*backend);
        messages = nextTurn(messages, reply, words);
    }
    const ReplyRecord reply = runReply(*backend, ask("a", messages, 3));
    const ReplyRecord fresh = runReply(*openOnCpu(m_models.random(architecture.toStdString())), ask({}, messages, 3));
    QCOMPARE(reply.text, fresh.text);
}

void TestLlamaAhead::writingAnewStillComputesOneToken_data()
{
    addArchitectures();
}

void TestLlamaAhead::writingAnewStillComputesOneToken()
{
    QFETCH(QString, architecture);
    const auto backend = openOnCpu(m_models.random(architecture.toStdString()));
    const Messages messages{{Role::User, kLong}};
    const ReplyRecord first = runReply(*backend, ask("a", messages, 12));
    beIdle(*backend);
    const ReplyRecord again = runReply(*backend, ask("a", messages, 12));
    QCOMPARE(again.text, first.text);
    QCOMPARE(computed(again), 1);
}

void TestLlamaAhead::answerIsReadWithoutItsThought_data()
{
    QTest::addColumn<bool>("returned");
    QTest::newRow("left out") << false;
    QTest::newRow("sent back") << true;
}

/// Where thoughts stay out, the answer moves to where the thought stood, so all of it has to be read.
void TestLlamaAhead::answerIsReadWithoutItsThought()
{
    QFETCH(bool, returned);
    WordModelOptions options;
    options.corpus = "<think> we shall see how the wind blows over the wide hills </think> The small river runs past "
                     "the old mill and reaches the sea by evening where boats sleep in winter.\n";
    const auto path = m_models.file("thinker.gguf");
    QVERIFY(writeWordModel(path, options));
    auto backend = makeLlamaBackend();
    LoadOptions onCpu;
    onCpu.gpuLayers = 0;
    QVERIFY(backend->open(path, onCpu, {}, {}));
    const Messages messages{{Role::User, "Which river?"}};
    GenerationRequest request = ask("a", messages, 60);
    request.returnsThought = returned;
    const ReplyRecord first = runReply(*backend, request);
    QVERIFY(!first.reasoning.empty());
    QVERIFY(first.text.find("boats") != std::string::npos);
    const auto *end = first.finished();
    QVERIFY(end && end->usage.outputTokens > 15);
    beIdle(*backend);
    Messages next = nextTurn(messages, first, "And then?");
    if (returned) next[1].reasoning = first.reasoning;
    const ReplyRecord reply = runReply(*backend, ask("a", next));
    const int words = *backend->countTokens(next) - *backend->countTokens(nextTurn(messages, first, ""));
    QVERIFY2(computed(reply) <= words + 24, qPrintable(u"%1 of %2"_s.arg(computed(reply)).arg(words)));

    auto busy = makeLlamaBackend();
    QVERIFY(busy->open(path, onCpu, {}, {}));
    QCOMPARE(runReply(*busy, request).text, first.text);
    const ReplyRecord later = runReply(*busy, ask("a", next));
    QVERIFY2(computed(later) >= computed(reply) + 8,
             qPrintable(u"%1 against %2"_s.arg(computed(later)).arg(computed(reply))));
    QCOMPARE(reply.text, later.text);
}

/// A title's question is asked before all is still; it neither stops nor spoils what is due.
void TestLlamaAhead::titlesComeBetween()
{
    const auto backend = openOnCpu(m_models.random("llama"));
    const Messages messages{{Role::User, kLong}};
    const ReplyRecord first = runReply(*backend, ask("a", messages, 12));
    static_cast<void>(runReply(*backend, ask({}, nextTurn(messages, first, "name this chat"))));
    QVERIFY(backend->states()->wantsToCompute());
    beIdle(*backend);
    const ReplyRecord next = runReply(*backend, ask("a", nextTurn(messages, first, "moru")));
    const ReplyRecord fresh =
        runReply(*openOnCpu(m_models.random("llama")), ask({}, nextTurn(messages, first, "moru")));
    QCOMPARE(next.text, fresh.text);
    QVERIFY(computed(next) < 48);
}

void TestLlamaAhead::givesWayAndGoesOn()
{
    const auto backend = openOnCpu(m_models.random("llama"));
    const Messages messages{{Role::User, kLong}};
    const ReplyRecord first = runReply(*backend, ask("a", messages, 12));
    int asked = 0;
    for (int call = 0; call < 3; ++call) {
        QCOMPARE(backend->states()->idle(1s, [&] { return ++asked > call * 3; }), std::optional<Duration>(0s));
    }
    QVERIFY(asked > 3); // it was asked from within a decode
    beIdle(*backend);
    const Messages next = nextTurn(messages, first, "moru");
    const ReplyRecord reply = runReply(*backend, ask("a", next));
    QVERIFY(computed(reply) < 48);
    QCOMPARE(reply.text, runReply(*openOnCpu(m_models.random("llama")), ask({}, next)).text);
}

void TestLlamaAhead::waitsUntilAllIsStill()
{
    const auto backend = openOnCpu(m_models.random("llama"));
    static_cast<void>(runReply(*backend, ask("a", {{Role::User, kLong}})));
    const auto again = backend->states()->idle(10ms, [] { return false; });
    QVERIFY(again && *again > 0s);
    QVERIFY(backend->states()->wantsToCompute());
}

void TestLlamaAhead::leavesOtherRepliesAlone_data()
{
    QTest::addColumn<QString>("how");
    for (const char *how : {"without a key", "stopped", "went on from an answer"})
        QTest::newRow(how) << QString::fromLatin1(how);
}

void TestLlamaAhead::leavesOtherRepliesAlone()
{
    QFETCH(QString, how);
    const auto backend = openOnCpu(m_models.random("llama"));
    CancelSource stop;
    Messages messages{{Role::User, kLong}};
    if (how == u"went on from an answer") messages.push_back({Role::Assistant, "moru"});
    const auto onEvent = [&](const GenerationEvent &event) {
        if (how == u"stopped" && std::holds_alternative<TextDelta>(event)) stop.cancel();
    };
    const auto request = ask(how == u"without a key" ? "" : "a", messages);
    const ReplyRecord reply = runReply(*backend, request, stop.token(), onEvent);
    QVERIFY(reply.finished());
    QVERIFY(!backend->states()->wantsToCompute());
}

void TestLlamaAhead::forgottenWhileDue()
{
    const auto backend = openOnCpu(m_models.random("llama"));
    const Messages messages{{Role::User, kLong}};
    const ReplyRecord first = runReply(*backend, ask("a", messages, 12));
    backend->states()->forget("a");
    beIdle(*backend);
    QVERIFY(!backend->states()->wantsToCompute());
    const ReplyRecord again = runReply(*backend, ask("b", messages));
    QCOMPARE(computed(again), usageOf(again).promptTokens); // nothing of it came back
}

/// Of a turn that has to be read anew as a whole only the beginning is.
void TestLlamaAhead::readsOnlySoMuch()
{
    RandomModelOptions shape;
    shape.contextLength = 4096;
    auto backend = makeLlamaBackend();
    LoadOptions onCpu;
    onCpu.gpuLayers = 0;
    QVERIFY(backend->open(m_models.random("long", shape), onCpu, {}, {}));
    const Messages messages{{Role::User, kLong}};
    const ReplyRecord first = runReply(*backend, ask("a", messages, 1400));
    const int written = usageOf(first).outputTokens;
    beIdle(*backend);
    const ReplyRecord next = runReply(*backend, ask("a", nextTurn(messages, first, "moru"), 1));
    QVERIFY(usageOf(next).cachedTokens > usageOf(first).promptTokens);
    QVERIFY(usageOf(next).cachedTokens <= usageOf(first).promptTokens + written + 512);
}

QTEST_GUILESS_MAIN(TestLlamaAhead)
#include "test_llama_ahead.moc"
