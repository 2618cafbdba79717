#include "tests/support/tuning_fixture.h"

#include <QTest>

#include <set>

using namespace sotto;
using namespace sotto::tests;
using namespace std::chrono_literals;

/// How a model runs best is measured once and remembered.
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
    void measuresAgain();
    void failingDecodesChangeNothing();
    void busyComputersAreTriedAgain();

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

QTEST_GUILESS_MAIN(TestLlamaTuning)
#include "test_llama_tuning.moc"
