#include "tests/support/keyed_replies.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include <set>

using namespace sotto;
using namespace sotto::tests;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// What was read is not read again: within a conversation, between conversations, between programs.
class TestLlamaStates final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void actsComputeOnlyWhatIsNew_data();
    void actsComputeOnlyWhatIsNew();
    void goingBackComputesOnlyTheNew_data();
    void goingBackComputesOnlyTheNew();
    void titlesDisturbNothing_data();
    void titlesDisturbNothing();
    void branchesComeBack();
    void reopenedModelRemembers();
    void nextProgramRemembers_data();
    void nextProgramRemembers();
    void anotherModelIsNotFooled();
    void forgottenIsGone();
    void forgottenWhileWriting();
    void writesWhenNobodyWaits();

private:
    void checkAgainstFresh(const ReplyRecord &reply, const std::filesystem::path &path, const Messages &messages);
    TinyModels m_models;
};

void TestLlamaStates::checkAgainstFresh(const ReplyRecord &reply, const std::filesystem::path &path,
                                        const Messages &messages)
{
    ReplyRecord fresh = runReply(*openOnCpu(path), ask({}, messages, 3));
    while (fresh.text.ends_with("\xEF\xBF\xBD")) // cut within a character
        fresh.text.resize(fresh.text.size() - 3);
    QVERIFY2(reply.text.starts_with(fresh.text), qPrintable(QString::fromStdString(reply.text + " | " + fresh.text)));
}

void TestLlamaStates::actsComputeOnlyWhatIsNew_data()
{
    addArchitectures();
}

/// Regenerating, editing the last message and the next turn, on every kind of memory.
void TestLlamaStates::actsComputeOnlyWhatIsNew()
{
    QFETCH(QString, architecture);
    const auto path = m_models.random(architecture.toStdString());
    const auto backend = openOnCpu(path);
    Messages messages{{Role::System, kLong}, {Role::User, kLong}};
    const ReplyRecord first = runReply(*backend, ask("a", messages));
    QCOMPARE(computed(first), usageOf(first).promptTokens);

    const ReplyRecord again = runReply(*backend, ask("a", messages));
    QCOMPARE(again.text, first.text);
    QCOMPARE(computed(again), 1); // there has to be something to sample from

    messages.push_back({Role::Assistant, again.text});
    messages.push_back({Role::User, "moru zeta"});
    const int before = usageOf(again).promptTokens;
    const ReplyRecord next = runReply(*backend, ask("a", messages));
    checkAgainstFresh(next, path, messages);
    // Sampled tokens may be cut otherwise when their text is read back; at worst the reply is read, never the rest.
    QVERIFY2(usageOf(next).cachedTokens >= before - 1, qPrintable(QString::number(usageOf(next).cachedTokens)));

    Messages edited = messages;
    edited.back().content = "wori tane pulo";
    const int shared = *backend->countTokens(Messages(edited.begin(), edited.end() - 1));
    const ReplyRecord other = runReply(*backend, ask("a", edited));
    checkAgainstFresh(other, path, edited);
    QVERIFY2(usageOf(other).cachedTokens >= shared - 12, // the mark that opens a reply stands only at the end
             qPrintable(u"%1 of %2"_s.arg(usageOf(other).cachedTokens).arg(shared)));

    edited = Messages(messages.begin(), messages.begin() + 2);
    edited.back().content = "gabe dice";
    const ReplyRecord earlier = runReply(*backend, ask("a", edited));
    checkAgainstFresh(earlier, path, edited);
    QVERIFY(computed(earlier) < usageOf(earlier).promptTokens / 2); // the system prompt stands
}

void TestLlamaStates::goingBackComputesOnlyTheNew_data()
{
    addArchitectures();
}

void TestLlamaStates::goingBackComputesOnlyTheNew()
{
    QFETCH(QString, architecture);
    const auto path = m_models.random(architecture.toStdString());
    const auto backend = openOnCpu(path);
    Messages a{{Role::User, kLong + " a " + kLong}};
    const ReplyRecord first = runReply(*backend, ask("a", a));
    const Messages b{{Role::User, "x " + kLong + kLong}};
    QVERIFY(computed(runReply(*backend, ask("b", b))) > 50);
    QCOMPARE(backend->states()->kept().inMemory, 1);
    const ReplyRecord again = runReply(*backend, ask("a", a));
    QCOMPARE(again.text, first.text);
    QCOMPARE(computed(again), 1);
    QCOMPARE(computed(runReply(*backend, ask("b", b))), 1);
    a.push_back({Role::Assistant, first.text});
    a.push_back({Role::User, "moru"});
    const ReplyRecord next = runReply(*backend, ask("a", a));
    checkAgainstFresh(next, path, a);
    QVERIFY(usageOf(next).cachedTokens >= usageOf(first).promptTokens - 1);
    QCOMPARE(backend->states()->kept().inMemory, 2);
}

void TestLlamaStates::titlesDisturbNothing_data()
{
    addArchitectures();
}

/// A title goes on from the conversation, keeps nothing, and the next turn finds all in place.
void TestLlamaStates::titlesDisturbNothing()
{
    QFETCH(QString, architecture);
    const auto path = m_models.random(architecture.toStdString());
    const auto backend = openOnCpu(path);
    Messages messages{{Role::User, kLong + kLong}};
    const ReplyRecord first = runReply(*backend, ask("a", messages));
    messages.push_back({Role::Assistant, first.text});
    Messages title = messages;
    title.push_back({Role::User, "name this chat"});
    const ReplyRecord named = runReply(*backend, ask({}, title));
    QVERIFY(usageOf(named).cachedTokens >= usageOf(first).promptTokens - 1);
    QCOMPARE(backend->states()->kept().inMemory, 0);
    messages.push_back({Role::User, "moru"});
    const ReplyRecord next = runReply(*backend, ask("a", messages));
    checkAgainstFresh(next, path, messages);
    // Also the reply's own words, as the title's prompt had them.
    QVERIFY(usageOf(next).cachedTokens >= usageOf(first).promptTokens + usageOf(first).outputTokens);
    // And what is kept when the conversation is left right after a title is the conversation.
    Messages after = messages;
    after.push_back({Role::Assistant, next.text});
    after.push_back({Role::User, "name this chat"});
    static_cast<void>(runReply(*backend, ask({}, after)));
    static_cast<void>(runReply(*backend, ask("b", {{Role::User, "x " + kLong}})));
    QCOMPARE(backend->states()->kept().inMemory, 1);
    const ReplyRecord back = runReply(*backend, ask("a", messages));
    QCOMPARE(back.text, next.text);
    QCOMPARE(computed(back), 1);
}

/// What is long enough is kept when a branch takes its place.
void TestLlamaStates::branchesComeBack()
{
    RandomModelOptions shape;
    shape.contextLength = 4096;
    const auto backend = openOnCpu(m_models.random("long llama", shape));
    std::string words;
    while (words.size() < 4000)
        words += kLong + " ";
    const Messages one{{Role::User, "a " + words}};
    const Messages two{{Role::User, "b " + words}};
    QVERIFY(computed(runReply(*backend, ask("a", one))) > 1100);
    QVERIFY(computed(runReply(*backend, ask("a", two))) > 1100);
    QCOMPARE(computed(runReply(*backend, ask("a", one))), 1);
    QCOMPARE(computed(runReply(*backend, ask("a", two))), 1);
}

void TestLlamaStates::reopenedModelRemembers()
{
    const auto path = m_models.random("llama");
    const auto backend = openOnCpu(path);
    const Messages messages{{Role::User, kLong + kLong}};
    const ReplyRecord first = runReply(*backend, ask("a", messages));
    LoadOptions shorter;
    shorter.gpuLayers = 0;
    shorter.contextLength = 512; // what was computed with another context stands
    QVERIFY(backend->open(m_models.random("mamba"), shorter, {}, {}));
    QCOMPARE(computed(runReply(*backend, ask("a", messages))), usageOf(first).promptTokens);
    QVERIFY(backend->open(path, shorter, {}, {}));
    const ReplyRecord again = runReply(*backend, ask("a", messages));
    QCOMPARE(again.text, first.text);
    QCOMPARE(computed(again), 1);
    shorter.contextLength = 256; // too small for it: refused by the session, read again
    QVERIFY(backend->open(path, shorter, {}, {}));
    QVERIFY(runReply(*backend, ask("a", {{Role::User, kLong}})).finished());
}

void TestLlamaStates::nextProgramRemembers_data()
{
    addArchitectures();
}

void TestLlamaStates::nextProgramRemembers()
{
    QFETCH(QString, architecture);
    const auto path = m_models.random(architecture.toStdString());
    const QTemporaryDir folder;
    const StateLimits limits{.memoryBytes = 1 << 30, .diskBytes = 1 << 30, .folder = folder.path().toStdString()};
    const Messages messages{{Role::User, kLong + kLong}};
    ReplyRecord first;
    {
        const auto backend = openOnCpu(path);
        backend->states()->setLimits(limits);
        first = runReply(*backend, ask("a", messages));
        QCOMPARE(backend->states()->idle(10s, {}), std::optional<Duration>(0s)); // the next turn's beginning
        QVERIFY(backend->states()->idle(0s, {}));                                // asks to be called later
        QCOMPARE(backend->states()->kept().onDisk, 0);
        QCOMPARE(backend->states()->idle(10s, {}), std::optional<Duration>(0s)); // copied; to be written now
        QVERIFY(!backend->states()->idle(10s, {}));
        QCOMPARE(backend->states()->kept().onDisk, 1);
    }
    const auto next = openOnCpu(path);
    next->states()->setLimits(limits);
    const ReplyRecord again = runReply(*next, ask("a", messages));
    QCOMPARE(again.text, first.text);
    QCOMPARE(computed(again), 1);
}

/// The same conversation, kept by everything that is alike but for one thing.
void TestLlamaStates::anotherModelIsNotFooled()
{
    const QTemporaryDir folder;
    const StateLimits limits{.memoryBytes = 1 << 30, .diskBytes = 1 << 30, .folder = folder.path().toStdString()};
    RandomModelOptions shape;
    shape.layers = 3;
    shape.contextLength = 1024;
    const auto one = m_models.random("one", shape);
    shape.seed = 2;
    const auto two = m_models.random("two", shape); // every size is the same
    QCOMPARE(std::filesystem::file_size(one), std::filesystem::file_size(two));
    std::filesystem::last_write_time(two, std::filesystem::last_write_time(one));
    const Messages messages{{Role::User, kLong + kLong}};
    const auto backend = openOnCpu(one);
    backend->states()->setLimits(limits);
    static_cast<void>(runReply(*backend, ask("a", messages)));
    while (backend->states()->idle(10s, {})) {}
    QCOMPARE(backend->states()->kept().onDisk, 1);
    const auto other = openOnCpu(two);
    other->states()->setLimits(limits);
    const ReplyRecord reply = runReply(*other, ask("a", messages));
    QCOMPARE(computed(reply), usageOf(reply).promptTokens);
    checkAgainstFresh(reply, two, messages);
}

void TestLlamaStates::forgottenIsGone()
{
    const QTemporaryDir folder;
    const auto path = m_models.random("llama");
    const auto backend = openOnCpu(path);
    backend->states()->setLimits({.memoryBytes = 1 << 30, .diskBytes = 1 << 30, .folder = folder.path().toStdString()});
    const Messages a{{Role::User, kLong + kLong}};
    const Messages b{{Role::User, "x " + kLong + kLong}};
    static_cast<void>(runReply(*backend, ask("a", a)));
    static_cast<void>(runReply(*backend, ask("b", b)));
    while (backend->states()->idle(10s, {})) {}
    QCOMPARE(backend->states()->kept().onDisk, 2);
    backend->states()->forget("a");
    QCOMPARE(backend->states()->kept().onDisk, 1);
    QCOMPARE(QDir(folder.path()).entryList(QDir::Files).size(), 1);
    const ReplyRecord again = runReply(*backend, ask("a", a));
    QVERIFY(computed(again) > usageOf(again).promptTokens / 2);
    backend->states()->retain({"b"}); // also what the model holds just now
    const ReplyRecord third = runReply(*backend, ask("a", a));
    QVERIFY(computed(third) > usageOf(third).promptTokens / 2);
    QCOMPARE(computed(runReply(*backend, ask("b", b))), 1);
}

void TestLlamaStates::forgottenWhileWriting()
{
    const auto backend = openOnCpu(m_models.random("llama"));
    const Messages a{{Role::User, kLong + kLong}};
    const ReplyRecord first = runReply(*backend, ask("a", a), {}, [&](const GenerationEvent &event) {
        if (std::holds_alternative<TextDelta>(event)) backend->states()->forget("a");
    });
    QVERIFY(first.finished());
    static_cast<void>(runReply(*backend, ask("b", {{Role::User, "x"}})));
    QCOMPARE(backend->states()->kept(), KeptStates{});
    const ReplyRecord again = runReply(*backend, ask("a", a));
    QVERIFY(computed(again) > usageOf(again).promptTokens / 2);
}

/// A person who comes back while a state is written waits for none of it.
void TestLlamaStates::writesWhenNobodyWaits()
{
    const QTemporaryDir folder;
    const auto backend = openOnCpu(m_models.random("llama"));
    backend->states()->setLimits({.memoryBytes = 1 << 30, .diskBytes = 1 << 30, .folder = folder.path().toStdString()});
    const Messages a{{Role::User, kLong + kLong}};
    static_cast<void>(runReply(*backend, ask("a", a)));
    static_cast<void>(runReply(*backend, ask("b", {{Role::User, "x " + kLong}})));
    QCOMPARE(backend->states()->kept().onDisk, 0);                           // not on the way of a reply
    QCOMPARE(backend->states()->idle(10s, {}), std::optional<Duration>(0s)); // the next turn's beginning
    QVERIFY(!backend->states()->wantsToCompute());
    QCOMPARE(backend->states()->kept().onDisk, 0);
    QCOMPARE(backend->states()->idle(0s, [] { return true; }), std::optional<Duration>(0s));
    QVERIFY(QDir(folder.path()).entryList(QDir::Files).isEmpty());
    QCOMPARE(computed(runReply(*backend, ask("a", a))), 1);
    QCOMPARE(backend->states()->idle(10s, {}), std::optional<Duration>(0s)); // the next turn's beginning
    static_cast<void>(backend->states()->idle(0s, {}));
    QCOMPARE(backend->states()->kept().onDisk, 1);
}

QTEST_GUILESS_MAIN(TestLlamaStates)
#include "test_llama_states.moc"
