#include "tests/support/tuning_fixture.h"

#include <QTest>

#include <atomic>

using namespace sotto;
using namespace sotto::tests;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// Measuring how a model runs best disturbs neither replies nor conversations.
class TestLlamaTuningReplies final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void waitsForAPause();
    void repliesAreTheSame_data();
    void repliesAreTheSame();
    void conversationIsNotReadAgain_data();
    void conversationIsNotReadAgain();
    void whatCannotBeKeptIsNotGivenUp();
    void givesWayAtOnce();
    void batchesAreCutAsMeasured();

private:
    TinyModels m_models;
};

void TestLlamaTuningReplies::waitsForAPause()
{
    Memory memory;
    const auto backend = makeBackend(memory);
    openIn(*backend, m_models.words());
    const auto never = [] { return false; };
    QCOMPARE(backend->tuning()->measure(0s, never), std::optional<Duration>(500ms));
    QCOMPARE(backend->tuning()->measure(499ms, never), std::optional<Duration>(1ms));
    QCOMPARE(backend->tuning()->measure(500ms, never), std::optional<Duration>(0s));
    // With a conversation in the context: not before it has been copied, which is when all is quiet for longer.
    static_cast<void>(runReply(*backend, ask("a", {{Role::User, kLong + kLong}})));
    QCOMPARE(backend->tuning()->measure(1s, never), std::optional<Duration>(4s));
    QCOMPARE(backend->states()->kept().inMemory, 0);
    QCOMPARE(backend->tuning()->measure(5s, never), std::optional<Duration>(0s));
    QCOMPARE(backend->states()->kept().inMemory, 1);
}

void TestLlamaTuningReplies::repliesAreTheSame_data()
{
    QTest::addColumn<QString>("architecture");
    for (const char *architecture : {"llama", "gemma3", "mamba", "jamba"})
        QTest::newRow(architecture) << QString::fromLatin1(architecture);
}

void TestLlamaTuningReplies::repliesAreTheSame()
{
    QFETCH(QString, architecture);
    const auto path = m_models.random(architecture.toStdString());
    Memory memory;
    const auto backend = makeBackend(memory, architecture == u"llama"_s ? 2 : 1);
    openIn(*backend, path, onCpu(512));
    const Messages messages{{Role::System, kLong}, {Role::User, kLong}};
    const ReplyRecord before = runReply(*backend, ask({}, messages, 12));
    QVERIFY(measureAll(*backend) > 3);
    const ReplyRecord after = runReply(*backend, ask({}, messages, 12));
    QVERIFY(!before.text.empty() || before.finished()->usage.outputTokens > 0);
    QCOMPARE(after.text, before.text);
    QCOMPARE(computed(after), after.finished()->usage.promptTokens); // nobody's, so nothing was kept
}

void TestLlamaTuningReplies::conversationIsNotReadAgain_data()
{
    repliesAreTheSame_data();
}

/// A piece may come between any two turns.
void TestLlamaTuningReplies::conversationIsNotReadAgain()
{
    QFETCH(QString, architecture);
    const auto path = m_models.random(architecture.toStdString());
    Memory memory;
    const auto measured = makeBackend(memory);
    const auto plain = makeLlamaBackend();
    openIn(*measured, path, onCpu(1024));
    openIn(*plain, path, onCpu(1024));
    Messages messages{{Role::System, kLong}, {Role::User, kLong}};
    for (const char *next : {"feri", "guno", "kali"}) {
        const ReplyRecord here = runReply(*measured, ask("a", messages));
        const ReplyRecord there = runReply(*plain, ask("a", messages));
        QCOMPARE(here.text, there.text);
        // Of a sliding window a little less comes back: it is kept without what lies before it.
        QVERIFY2(computed(here) <= computed(there) + 4, qPrintable(QString::number(computed(here))));
        messages.push_back({Role::Assistant, here.text});
        messages.push_back({Role::User, next});
        QCOMPARE(measured->tuning()->measure(10s, [] { return false; }), std::optional<Duration>(0s));
    }
    measureAll(*measured);
    const ReplyRecord here = runReply(*measured, ask("a", messages));
    QVERIFY(computed(here) <= computed(runReply(*plain, ask("a", messages))) + 4);
    QCOMPARE(computed(runReply(*measured, ask("a", messages))), 1); // the reply written anew
}

/// No room in the memory for states: the conversation stays, and the measuring waits for another occasion.
void TestLlamaTuningReplies::whatCannotBeKeptIsNotGivenUp()
{
    Memory memory;
    const auto backend = makeBackend(memory);
    backend->states()->setLimits({.memoryBytes = 1});
    openIn(*backend, m_models.random("llama"), onCpu(512));
    const Messages messages{{Role::User, kLong + kLong}};
    static_cast<void>(runReply(*backend, ask("a", messages)));
    QCOMPARE(measureAll(*backend), 0);
    QVERIFY(backend->tuning()->isDue());
    const auto told = backend->tuning()->takeResult(); // so that nobody waits for it
    QVERIFY(told);
    QCOMPARE(told->origin, TuningOrigin::PerCore);
    QCOMPARE(computed(runReply(*backend, ask("a", messages))), 1);
}

/// Told to stop at any look: nothing is measured, and what the model says is what it says.
void TestLlamaTuningReplies::givesWayAtOnce()
{
    Memory memory;
    const auto backend = makeBackend(memory);
    openIn(*backend, m_models.random("mamba"));
    const Messages messages{{Role::User, kLong}};
    const ReplyRecord before = runReply(*backend, ask({}, messages));
    for (int looks : {0, 1, 2, 3, 5, 10, 40}) {
        std::atomic<int> left = looks; // llama's threads ask
        const auto interrupted = [&left] { return left-- <= 0; };
        QCOMPARE(backend->tuning()->measure(10s, interrupted), std::optional<Duration>(0s));
        QCOMPARE(runReply(*backend, ask({}, messages)).text, before.text);
    }
    QVERIFY(backend->tuning()->isDue());
    QVERIFY(!backend->tuning()->takeResult());
    std::atomic<int> looks = 0;
    static_cast<void>(backend->tuning()->measure(10s, [&looks] { return ++looks < 0; }));
    QVERIFY(looks > 20); // one decode: it is asked within it, too
}

void TestLlamaTuningReplies::batchesAreCutAsMeasured()
{
    Memory memory;
    LlamaHost host = hostWith(memory);
    std::vector<int> progress;
    const auto reply = [&](std::optional<Tuning> tuning) {
        host.tunings.recall = [tuning](const std::string &) { return tuning; };
        LlamaBackend backend(host, std::make_shared<SteppingClock>());
        openIn(backend, m_models.random("llama"), onCpu(1024));
        std::string words;
        while (words.size() < 700)
            words += kLong;
        progress.clear();
        return runReply(backend, ask({}, {{Role::User, words}}), {}, [&](const GenerationEvent &event) {
            if (const auto *told = std::get_if<PromptProgress>(&event)) progress.push_back(told->done);
        });
    };
    const ReplyRecord large = reply(std::nullopt);
    QCOMPARE(progress.front(), 512);
    const ReplyRecord small = reply(Tuning{1, 1, 128});
    QCOMPARE(progress.front(), 128);
    QCOMPARE(progress[1], 256);
    QCOMPARE(small.text, large.text);
}

QTEST_GUILESS_MAIN(TestLlamaTuningReplies)
#include "test_llama_tuning_replies.moc"
