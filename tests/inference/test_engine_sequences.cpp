#include "inference/engine.h"
#include "tests/support/event_recorder.h"
#include "tests/support/tiny_models.h"

#include <QtTest>

#include <random>
#include <set>
#include <thread>

using namespace sotto;
using namespace sotto::test;
using namespace sotto::tests;

namespace {

const std::set<ErrorCode> kExpected{ErrorCode::Cancelled, ErrorCode::NoModel, ErrorCode::FileNotFound,
                                    ErrorCode::PromptTooLong};

/// What a person, and several parts of the program at once, may ask of the engine, in any order.
class Player final {
public:
    Player(Engine &engine, std::vector<std::filesystem::path> models, std::uint64_t seed)
        : m_engine(engine), m_models(std::move(models)), m_random(seed)
    {
    }

    void play(int steps)
    {
        for (int i = 0; i < steps; ++i)
            step();
    }
    [[nodiscard]] const std::vector<RequestId> &asked() const { return m_asked; }

private:
    [[nodiscard]] std::size_t below(std::size_t bound) { return m_random() % bound; }

    void step()
    {
        switch (below(10)) {
        case 0:
        case 1:
            m_asked.push_back(m_engine.load(m_models[below(m_models.size())],
                                            {.contextLength = 256, .threads = below(2) == 0 ? 1 : 0}));
            break;
        case 2: m_asked.push_back(m_engine.unload()); break;
        case 3:
        case 4: m_asked.push_back(m_engine.submit(request())); break;
        case 5: m_asked.push_back(m_engine.countTokens({{Role::User, text()}})); break;
        case 6: m_asked.push_back(m_engine.listDevices()); break;
        case 7:
            if (!m_asked.empty()) m_engine.cancel(m_asked[below(m_asked.size())]);
            break;
        case 8: m_engine.measureAgain(); break;
        default:
            if (!m_asked.empty()) m_engine.cancel(m_asked.back());
            std::this_thread::yield();
            break;
        }
    }

    [[nodiscard]] std::string text()
    {
        std::string words;
        for (std::size_t n = below(120); n > 0; --n)
            words += below(7) == 0 ? "river 河 " : "the mill ";
        return words;
    }

    [[nodiscard]] GenerationRequest request()
    {
        GenerationRequest made = greedyRequest({{Role::User, text()}}, static_cast<int>(below(24)));
        if (below(3) == 0) made.sampling.temperature = 0.9F;
        if (below(4) == 0) made.messages.insert(made.messages.begin(), ChatMessage{Role::System, "Be brief."});
        return made;
    }

    Engine &m_engine;
    std::vector<std::filesystem::path> m_models;
    std::mt19937_64 m_random;
    std::vector<RequestId> m_asked;
};

} // namespace

/// Random sequences of load, switch, unload, reply, count and cancel over real models, some of them from two threads at
/// once. Run under sanitizers these are what shows a lifetime or a race that no single test would. SOTTO_SEQUENCES sets
/// how many (200 unless set).
class TestEngineSequences final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void everyRequestEndsOnce();

private:
    [[nodiscard]] std::vector<RequestId> play(int round, EventRecorder &recorder);

    TinyModels m_models;
    std::vector<std::filesystem::path> m_paths;
};

void TestEngineSequences::initTestCase()
{
    RandomModelOptions state;
    state.architecture = "mamba";
    state.layers = 1;
    RandomModelOptions window;
    window.architecture = "gemma3";
    m_paths = {m_models.words(), m_models.random("state", state), m_models.random("window", window),
               m_models.file("absent.gguf")};
}

/// Measures whenever nothing is asked of it, and forgets what it found.
std::unique_ptr<LlamaBackend> makeMeasuringBackend()
{
    LlamaHost host;
    host.physicalCores = 1;
    host.tunings.remember = [](const std::string &, const Tuning &) {};
    host.tuningPause = {};
    return std::make_unique<LlamaBackend>(std::move(host), std::make_shared<SystemClock>());
}

/// One sequence from the making of an engine to its end. Every third is cut off by that end, the others come to their
/// own.
std::vector<RequestId> TestEngineSequences::play(int round, EventRecorder &recorder)
{
    Engine engine(makeMeasuringBackend(), recorder.listener(), std::make_shared<SystemClock>());
    Player first(engine, m_paths, static_cast<std::uint64_t>(round));
    Player second(engine, m_paths, static_cast<std::uint64_t>(round) + 1'000'000);
    if (round % 2 == 0) {
        std::thread other([&] { second.play(6); });
        first.play(8);
        other.join();
    } else {
        first.play(14);
    }
    bool ended = true;
    if (round % 3 != 0) {
        for (const RequestId id : first.asked())
            ended = recorder.waitForLast(id) && ended;
    }
    std::vector<RequestId> asked = first.asked();
    asked.insert(asked.end(), second.asked().begin(), second.asked().end());
    return ended ? asked : std::vector<RequestId>{};
}

void TestEngineSequences::everyRequestEndsOnce()
{
    const int wanted = qEnvironmentVariableIntValue("SOTTO_SEQUENCES");
    const int rounds = wanted > 0 ? wanted : 200;
    int finished = 0;
    int failed = 0;
    for (int round = 0; round < rounds; ++round) {
        EventRecorder recorder;
        const std::vector<RequestId> asked = play(round, recorder);
        QVERIFY2(!asked.empty(), qPrintable(QString::number(round)));
        for (const RequestId id : asked) {
            QVERIFY2(recorder.lastCount(id) == 1, qPrintable(QString::number(round)));
            const EngineEventBody last = recorder.last(id);
            if (std::holds_alternative<Finished>(last)) ++finished;
            const auto *failure = std::get_if<Failed>(&last);
            if (!failure) continue;
            ++failed;
            QVERIFY2(kExpected.contains(failure->error.code), failure->error.detail.c_str());
        }
    }
    // The sequences reach what they are for.
    QVERIFY(finished > rounds / 4);
    QVERIFY(failed > rounds / 4);
}

QTEST_GUILESS_MAIN(TestEngineSequences)
#include "test_engine_sequences.moc"
