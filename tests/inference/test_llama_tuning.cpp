#include "inference/engine.h"
#include "tests/support/event_recorder.h"
#include "tests/support/tiny_models.h"

#include <QTest>

#include <atomic>
#include <map>
#include <set>
#include <thread>

using namespace sotto;
using namespace sotto::test;
using namespace sotto::tests;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

using Messages = std::vector<ChatMessage>;

/// Says at each look that a while has passed, always the same, so that every candidate is as good as every other.
class SteppingClock final : public Clock {
public:
    [[nodiscard]] Instant now() const override { return Instant(Duration(m_now += 100'000)); }
    [[nodiscard]] std::int64_t unixMs() const override { return 0; }

private:
    mutable std::atomic<Duration::rep> m_now = 0;
};

/// What a TuningMemory would write to disk.
struct Memory {
    std::map<std::string, Tuning> kept;
    int asked = 0;
    std::string lastKey;

    [[nodiscard]] TuningMemory port()
    {
        return {[this](const std::string &key) -> std::optional<Tuning> {
                    ++asked;
                    lastKey = key;
                    const auto found = kept.find(key);
                    return found == kept.end() ? std::nullopt : std::optional(found->second);
                },
                [this](const std::string &key, const Tuning &tuning) { kept[key] = tuning; }};
    }
};

/// One core unless the test is about threads: those that wait for one another crawl on a busy machine.
LlamaHost hostWith(Memory &memory, int cores = 1)
{
    LlamaHost host;
    host.physicalCores = cores;
    host.machine = "a test's computer";
    host.tunings = memory.port();
    return host;
}

std::unique_ptr<LlamaBackend> makeBackend(Memory &memory, int cores = 1)
{
    return std::make_unique<LlamaBackend>(hostWith(memory, cores), std::make_shared<SteppingClock>());
}

/// A short context is measured in less time.
LoadOptions onCpu(std::uint32_t contextLength = 256)
{
    LoadOptions options;
    options.gpuLayers = 0;
    options.contextLength = contextLength;
    return options;
}

LoadedModel openIn(LlamaBackend &backend, const std::filesystem::path &path, const LoadOptions &options = onCpu())
{
    const auto loaded = backend.open(path, options, {}, {});
    if (!loaded) qFatal("a test model does not open: %s", loaded.error().detail.c_str());
    return *loaded;
}

/// Measures as long as there is something to measure; returns the number of pieces.
int measureAll(LlamaBackend &backend)
{
    int pieces = 0;
    const auto never = [] { return false; };
    while (backend.tuning()->measure(1h, never) == std::optional<Duration>(0s))
        if (++pieces > 500) qFatal("the measuring does not end");
    return pieces;
}

GenerationRequest ask(const std::string &key, Messages messages, int maxTokens = 6)
{
    GenerationRequest request = greedyRequest(std::move(messages), maxTokens);
    request.stateKey = key;
    return request;
}

int computed(const ReplyRecord &reply)
{
    if (!reply.finished()) qFatal("a reply did not finish");
    return reply.finished()->usage.promptTokens - reply.finished()->usage.cachedTokens;
}

const std::string kLong = "dabo feri guno kali moru zeta wori tane pulo gabe dice sixo rabe tino fulda";

} // namespace

/// How a model runs best is measured once, remembered, and disturbs nothing.
class TestLlamaTuning final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void measuresAndRemembers();
    void recalls();
    void nonsenseIsNotRecalled_data();
    void nonsenseIsNotRecalled();
    void personsChoiceStands();
    void nothingIsMeasuredForNobody();
    void keyTellsThingsApart();
    void waitsForAPause();
    void measuresAgain();
    void repliesAreTheSame_data();
    void repliesAreTheSame();
    void conversationIsNotReadAgain_data();
    void conversationIsNotReadAgain();
    void whatCannotBeKeptIsNotGivenUp();
    void givesWayAtOnce();
    void batchesAreCutAsMeasured();
    void failingDecodesChangeNothing();
    void busyComputersAreTriedAgain();
    void theEngineTells();
    void theEngineGivesWay();

private:
    TinyModels m_models;
};

void TestLlamaTuning::measuresAndRemembers()
{
    Memory memory;
    const auto backend = makeBackend(memory, 2);
    const LoadedModel loaded = openIn(*backend, m_models.words());
    QCOMPARE(loaded.tuning, (Tuning{2, 2, kBatchTokens}));
    QCOMPARE(loaded.tuningOrigin, TuningOrigin::PerCore);
    QVERIFY(backend->tuning()->isDue());
    QVERIFY(!backend->tuning()->takeResult());
    QVERIFY(measureAll(*backend) > 6);
    QVERIFY(!backend->tuning()->isDue());
    // All are as good: the least of everything.
    const Tuning least{1, 1, 128};
    QCOMPARE(backend->tuning()->takeResult(), (Tuned{least, TuningOrigin::Measured}));
    QVERIFY(!backend->tuning()->takeResult());
    QCOMPARE(memory.kept.size(), std::size_t(1));
    QCOMPARE(memory.kept.begin()->second, least);
}

void TestLlamaTuning::recalls()
{
    Memory memory;
    openIn(*makeBackend(memory, 2), m_models.words());
    memory.kept[memory.lastKey] = {1, 2, 256};
    const auto backend = makeBackend(memory, 2);
    const LoadedModel loaded = openIn(*backend, m_models.words());
    QCOMPARE(loaded.tuning, (Tuning{1, 2, 256}));
    QCOMPARE(loaded.tuningOrigin, TuningOrigin::Measured);
    QVERIFY(!backend->tuning()->isDue());
    QCOMPARE(measureAll(*backend), 0);
    QVERIFY(runReply(*backend, ask("a", {{Role::User, "Hello"}})).finished());
}

void TestLlamaTuning::nonsenseIsNotRecalled_data()
{
    QTest::addColumn<int>("threads");
    QTest::addColumn<int>("batchThreads");
    QTest::addColumn<int>("batchTokens");
    QTest::newRow("no thread") << 0 << 1 << 512;
    QTest::newRow("too many threads") << 3 << 1 << 512;
    QTest::newRow("too many to read") << 1 << 100'000 << 512;
    QTest::newRow("no tokens") << 1 << 1 << 0;
    QTest::newRow("more tokens than a context takes at once") << 1 << 1 << 1024; // llama would end the process
}

void TestLlamaTuning::nonsenseIsNotRecalled()
{
    QFETCH(int, threads);
    QFETCH(int, batchThreads);
    QFETCH(int, batchTokens);
    Memory memory;
    LlamaHost host = hostWith(memory, 2);
    host.tunings.recall = [&](const std::string &) { return Tuning{threads, batchThreads, batchTokens}; };
    LlamaBackend backend(host, std::make_shared<SteppingClock>());
    QCOMPARE(openIn(backend, m_models.words()).tuningOrigin, TuningOrigin::PerCore);
    QVERIFY(backend.tuning()->isDue());
}

void TestLlamaTuning::personsChoiceStands()
{
    Memory memory;
    const auto backend = makeBackend(memory, 2);
    LoadOptions options = onCpu();
    options.threads = 2;
    const LoadedModel loaded = openIn(*backend, m_models.words(), options);
    QCOMPARE(loaded.tuning, (Tuning{2, 2, kBatchTokens}));
    QCOMPARE(loaded.tuningOrigin, TuningOrigin::Chosen);
    backend->tuning()->measureAgain();
    QVERIFY(!backend->tuning()->isDue());
    QCOMPARE(measureAll(*backend), 0);
    QCOMPARE(memory.asked, 0);
}

/// No model, or nowhere to remember it.
void TestLlamaTuning::nothingIsMeasuredForNobody()
{
    Memory memory;
    const auto empty = makeBackend(memory);
    empty->tuning()->measureAgain();
    QCOMPARE(measureAll(*empty), 0);
    QVERIFY(!empty->tuning()->takeResult());
    const auto forgetful = makeLlamaBackend();
    openIn(*forgetful, m_models.words());
    forgetful->tuning()->measureAgain();
    QVERIFY(!forgetful->tuning()->isDue());
}

/// Another model, computer, cache type or quietness is measured on its own; another template is not.
void TestLlamaTuning::keyTellsThingsApart()
{
    Memory memory;
    std::set<std::string> keys;
    const auto keyOf = [&](const LlamaHost &base, const std::filesystem::path &path, const LoadOptions &options) {
        std::string asked;
        LlamaHost host = base;
        host.tunings.recall = [&](const std::string &key) -> std::optional<Tuning> {
            asked = key;
            return std::nullopt;
        };
        LlamaBackend backend(host, std::make_shared<SteppingClock>());
        openIn(backend, path, options);
        return asked;
    };
    const LlamaHost host = hostWith(memory);
    const std::string first = keyOf(host, m_models.words(), onCpu());
    QCOMPARE(first.size(), std::size_t(32));
    LoadOptions same = onCpu();
    same.chatTemplate = "{{ messages[0].content }}";
    QCOMPARE(keyOf(host, m_models.words(), same), first);
    keys.insert(first);
    LoadOptions quiet = onCpu();
    quiet.quiet = true;
    keys.insert(keyOf(host, m_models.words(), quiet));
    LoadOptions packed = onCpu();
    packed.cacheType = CacheType::Q8_0;
    keys.insert(keyOf(host, m_models.words(), packed));
    keys.insert(keyOf(host, m_models.random("llama"), onCpu()));
    LlamaHost other = host;
    other.machine = "another computer";
    keys.insert(keyOf(other, m_models.words(), onCpu()));
    keys.insert(keyOf(hostWith(memory, 2), m_models.words(), onCpu()));
    QCOMPARE(keys.size(), std::size_t(6));
}

void TestLlamaTuning::waitsForAPause()
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

void TestLlamaTuning::measuresAgain()
{
    Memory memory;
    const auto backend = makeBackend(memory);
    openIn(*backend, m_models.words());
    measureAll(*backend);
    static_cast<void>(backend->tuning()->takeResult());
    memory.kept.clear();
    backend->tuning()->measureAgain();
    QVERIFY(backend->tuning()->isDue());
    QVERIFY(measureAll(*backend) > 3);
    QVERIFY(backend->tuning()->takeResult());
    QCOMPARE(memory.kept.size(), std::size_t(1));
}

void TestLlamaTuning::repliesAreTheSame_data()
{
    QTest::addColumn<QString>("architecture");
    for (const char *architecture : {"llama", "gemma3", "mamba", "jamba"})
        QTest::newRow(architecture) << QString::fromLatin1(architecture);
}

void TestLlamaTuning::repliesAreTheSame()
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

void TestLlamaTuning::conversationIsNotReadAgain_data()
{
    repliesAreTheSame_data();
}

/// A piece may come between any two turns.
void TestLlamaTuning::conversationIsNotReadAgain()
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
void TestLlamaTuning::whatCannotBeKeptIsNotGivenUp()
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
void TestLlamaTuning::givesWayAtOnce()
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

void TestLlamaTuning::batchesAreCutAsMeasured()
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

/// A context too short for what is measured: llama refuses, all stays as it was, and replies come.
void TestLlamaTuning::failingDecodesChangeNothing()
{
    Memory memory;
    const auto backend = makeBackend(memory);
    LoadOptions options = onCpu();
    options.contextLength = 64;
    const LoadedModel loaded = openIn(*backend, m_models.words(), options);
    measureAll(*backend);
    const auto result = backend->tuning()->takeResult();
    QVERIFY(result);
    QVERIFY(result->tuning.batchTokens == loaded.tuning.batchTokens);
    QVERIFY(runReply(*backend, ask("a", {{Role::User, "Hello"}})).finished());
}

/// Every look at this clock is further from the last one: other programs take more and more of the computer.
void TestLlamaTuning::busyComputersAreTriedAgain()
{
    class Busy final : public Clock {
    public:
        [[nodiscard]] Instant now() const override
        {
            if (!steady) m_step = m_step * 5 / 4 + 1;
            return Instant(Duration(m_now += m_step));
        }
        [[nodiscard]] std::int64_t unixMs() const override { return 0; }
        void pass(Duration time) { m_now += time.count(); }
        void calm()
        {
            steady = true;
            m_step = 1000;
        }
        bool steady = false;

    private:
        mutable Duration::rep m_step = 1000, m_now = 1;
    };
    const auto never = [] { return false; };
    for (const bool calms : {true, false}) {
        Memory memory;
        const auto clock = std::make_shared<Busy>();
        LlamaBackend backend(hostWith(memory), clock);
        const LoadedModel loaded = openIn(backend, m_models.words());
        for (int attempt = 0; attempt < (calms ? 1 : 2); ++attempt) {
            measureAll(backend);
            QVERIFY(backend.tuning()->isDue());
            QVERIFY(!backend.tuning()->takeResult());
            const auto rest = backend.tuning()->measure(1h, never);
            QVERIFY(rest > std::optional<Duration>(0s) && rest <= std::optional<Duration>(60s));
            clock->calm(); // or the next step would be longer than the rest
            clock->pass(2min);
            clock->steady = calms;
        }
        measureAll(backend);
        QVERIFY(!backend.tuning()->isDue());
        const auto result = backend.tuning()->takeResult();
        QVERIFY(result);
        QCOMPARE(result->origin, calms ? TuningOrigin::Measured : TuningOrigin::PerCore);
        QCOMPARE(result->tuning.threads, loaded.tuning.threads);
        QCOMPARE(memory.kept.size(), std::size_t(calms ? 1 : 0));
    }
}

namespace {

const Tuned *toldOf(const std::vector<EngineEvent> &events)
{
    for (const EngineEvent &event : events)
        if (const auto *tuned = std::get_if<Tuned>(&event.body)) return tuned;
    return nullptr;
}

} // namespace

void TestLlamaTuning::theEngineTells()
{
    Memory memory;
    EventRecorder recorder;
    Engine engine(makeBackend(memory), recorder.listener(), std::make_shared<SystemClock>());
    QVERIFY(recorder.waitForLast(engine.load(m_models.words(), onCpu())));
    QVERIFY(recorder.waitUntil([](const auto &events) { return toldOf(events) != nullptr; }));
    QCOMPARE(*toldOf(recorder.events()), (Tuned{{1, 1, 128}, TuningOrigin::Measured}));
    const std::size_t before = recorder.events().size();
    engine.measureAgain();
    QVERIFY(recorder.waitUntil([&](const auto &events) { return events.size() == before + 1; }));
    for (const EngineEvent &event : recorder.events())
        if (std::holds_alternative<Tuned>(event.body)) QVERIFY(!event.request.isValid());
}

/// Requests that come at any moment of a measuring are served, and it goes on afterwards.
void TestLlamaTuning::theEngineGivesWay()
{
    Memory memory;
    LlamaHost host = hostWith(memory);
    host.tuningPause = {};
    EventRecorder recorder;
    Engine engine(std::make_unique<LlamaBackend>(host, std::make_shared<SteppingClock>()), recorder.listener(),
                  std::make_shared<SystemClock>());
    QVERIFY(recorder.waitForLast(engine.load(m_models.random("llama"), onCpu())));
    std::string said;
    for (int i = 0; i < 20; ++i) {
        const RequestId reply = engine.submit(ask({}, {{Role::User, kLong}}));
        QVERIFY(recorder.waitForLast(reply));
        QVERIFY(std::holds_alternative<Finished>(recorder.last(reply)));
        if (i == 0) said = recorder.text(reply);
        QCOMPARE(recorder.text(reply), said);
    }
    QVERIFY(recorder.waitUntil([](const auto &events) { return toldOf(events) != nullptr; }));
}

QTEST_GUILESS_MAIN(TestLlamaTuning)
#include "test_llama_tuning.moc"
