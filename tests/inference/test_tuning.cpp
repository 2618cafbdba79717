#include "inference/tuning_plan.h"

#include <QTest>

#include <functional>
#include <random>
#include <set>

using namespace sotto;
using namespace std::chrono_literals;

namespace {

using Times = std::vector<CandidateTimes>;

/// A computer that computes in made-up time.
class Machine final {
public:
    using PerToken = std::function<Duration(const TuningPiece &)>;
    explicit Machine(PerToken perToken) : m_perToken(std::move(perToken)) {}

    /// Measures to the end.
    void measure(TuningPlan &plan)
    {
        while (const auto piece = plan.next()) {
            const Duration token = m_perToken(*piece);
            const Duration took = token * (piece->tokens + (piece->step == 1 ? 1 : 0));
            plan.measured(token, took);
            spent += took;
            longest = std::max(longest, took);
            asked.push_back(*piece);
            if (asked.size() > 500) return; // it does not end
        }
    }

    Duration spent{}, longest{};
    std::vector<TuningPiece> asked;

private:
    PerToken m_perToken;
};

/// Tokens come faster with each core up to `best`, and slower beyond.
Duration valley(int threads, int best, Duration atBest)
{
    const double off = threads < best ? static_cast<double>(best) / threads : 1 + 0.1 * (threads - best);
    return Duration(static_cast<Duration::rep>(static_cast<double>(atBest.count()) * off));
}

TuningPlan::Limits limitsOf(Cores cores)
{
    TuningPlan::Limits limits;
    limits.cores = cores;
    return limits;
}

Tuning perCore(int cores)
{
    return {cores, cores, kBatchTokens};
}

} // namespace

/// What is measured of a model, in which order, and what is concluded.
class TestTuning final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void candidates_data();
    void candidates();
    void chooses_data();
    void chooses();
    void findsTheBest();
    void staysInItsBudget_data();
    void staysInItsBudget();
    void endlessTokensComeToNothing();
    void slowReadingKeepsWhatWas();
    void unsteadyTimesComeToNothing();
    void disturbancesAreSeenThrough();
    void oneCoreMeasuresTheBatch();
    void shortContexts();
    void givesUp();
};

void TestTuning::candidates_data()
{
    QTest::addColumn<std::vector<int>>("cores"); // physical, performance, logical
    QTest::addColumn<bool>("quiet");
    QTest::addColumn<bool>("gpu");
    QTest::addColumn<std::vector<int>>("expected");
    QTest::newRow("one") << std::vector{1, 1, 1} << false << false << std::vector{1};
    QTest::newRow("one, twice") << std::vector{1, 1, 2} << false << false << std::vector{2, 1};
    QTest::newRow("two") << std::vector{2, 2, 2} << false << false << std::vector{2, 1};
    QTest::newRow("eight, twice") << std::vector{8, 8, 16} << false << false << std::vector{16, 8, 6, 4, 2};
    QTest::newRow("eight of 24 are fast")
        << std::vector{24, 8, 32} << false << false << std::vector{32, 24, 18, 12, 8, 6};
    QTest::newRow("quiet") << std::vector{8, 8, 16} << true << false << std::vector{4, 3, 2, 1};
    QTest::newRow("quiet, two") << std::vector{2, 2, 4} << true << false << std::vector{1};
    QTest::newRow("gpu") << std::vector{16, 16, 16} << false << true << std::vector{16, 12, 8, 4, 2, 1};
    QTest::newRow("nonsense") << std::vector{0, 0, 0} << false << true << std::vector{1};
}

void TestTuning::candidates()
{
    QFETCH(std::vector<int>, cores);
    QFETCH(bool, quiet);
    QFETCH(bool, gpu);
    QTEST(threadCandidates({cores[0], cores[1], cores[2]}, quiet, gpu), "expected");
}

void TestTuning::chooses_data()
{
    QTest::addColumn<Times>("times");
    QTest::addColumn<int>("expected"); // 0: nothing
    QTest::newRow("none") << Times{} << 0;
    QTest::newRow("a clear winner") << Times{{8, {10ms, 10ms}}, {4, {15ms, 15ms}}, {2, {30ms, 30ms}}} << 8;
    QTest::newRow("flat: the smallest") << Times{{8, {10ms, 10ms}}, {4, {10ms, 10ms}}, {2, {10ms, 10ms}}} << 2;
    QTest::newRow("within 2 %") << Times{{8, {1000us, 1000us}}, {6, {1019us, 1019us}}, {4, {1100us, 1100us}}} << 6;
    QTest::newRow("just outside") << Times{{8, {1000us, 1000us}}, {6, {1021us, 1021us}}} << 8;
    QTest::newRow("too many get in each other's way") << Times{{16, {14ms, 14ms}}, {8, {10ms, 10ms}}} << 8;
    QTest::newRow("more than cores pays") << Times{{16, {8ms, 8ms}}, {8, {10ms, 10ms}}} << 16;
    QTest::newRow("one disturbance each") << Times{{8, {10ms, 25ms, 10ms}}, {4, {40ms, 15ms, 15ms}}} << 8;
    QTest::newRow("the best is unsteady") << Times{{8, {10ms, 14ms, 13ms}}, {4, {15ms, 15ms}}} << 0;
    QTest::newRow("the chosen one is unsteady") << Times{{8, {10ms, 10ms}}, {4, {10ms, 13ms}}} << 0;
    QTest::newRow("another is unsteady") << Times{{8, {10ms, 10ms}}, {4, {15ms, 40ms}}} << 8;
    QTest::newRow("one round says nothing") << Times{{8, {10ms}}, {4, {15ms}}} << 0;
    QTest::newRow("no time at all") << Times{{8, {0ms, 0ms}}, {4, {0ms, 0ms}}} << 4;
}

void TestTuning::chooses()
{
    QFETCH(Times, times);
    QTEST(chooseCandidate(times).value_or(0), "expected");
}

void TestTuning::findsTheBest()
{
    Machine machine([](const TuningPiece &piece) {
        if (piece.step == 1) return valley(piece.threads, 6, 20ms);
        // Read on all cores, and in batches of 256.
        return valley(piece.threads, 8, 400us) * (piece.step == 128 && piece.tokens > 128 ? 3 : 2) / 2;
    });
    TuningPlan plan(limitsOf({8, 8, 16}), perCore(8));
    QCOMPARE(plan.mostThreads(), 16);
    machine.measure(plan);
    QVERIFY(plan.result());
    QCOMPARE(*plan.result(), (Tuning{6, 8, 256}));
    // What was far behind is measured once.
    QCOMPARE(std::ranges::count_if(machine.asked, [](const auto &p) { return p.step == 1 && p.threads == 2; }), 1);
}

void TestTuning::staysInItsBudget_data()
{
    QTest::addColumn<int>("tokenUs");
    for (const int us : {1, 50, 1'000, 20'000, 120'000, 250'000, 600'000})
        QTest::addRow("%d", us) << us;
}

/// However fast the model: five seconds, and what a piece of the last round adds.
void TestTuning::staysInItsBudget()
{
    QFETCH(int, tokenUs);
    Machine machine([tokenUs](const TuningPiece &piece) {
        const Duration token = valley(piece.threads, 8, std::chrono::microseconds(tokenUs));
        return piece.step == 1 ? token : token / 8;
    });
    TuningPlan plan(limitsOf({8, 8, 16}), perCore(8));
    machine.measure(plan);
    QVERIFY(machine.asked.size() < 200);
    QVERIFY2(machine.spent < 8s, qPrintable(QString::number(static_cast<double>(machine.spent.count()) / 1e9)));
    if (tokenUs <= 20'000) QVERIFY(plan.result());
}

void TestTuning::endlessTokensComeToNothing()
{
    Machine machine([](const TuningPiece &) { return Duration(4s); });
    TuningPlan plan(limitsOf({8, 8, 8}), perCore(8));
    machine.measure(plan);
    QVERIFY(!plan.result());
    QVERIFY(!plan.wasUnsteady());
    QCOMPARE(machine.asked.size(), std::size_t{1}); // the probe
}

/// A large model without a GPU: its tokens can be timed, its prompts take too long.
void TestTuning::slowReadingKeepsWhatWas()
{
    Machine machine([](const TuningPiece &piece) { return valley(piece.threads, 4, piece.step == 1 ? 60ms : 55ms); });
    TuningPlan plan(limitsOf({8, 8, 8}), perCore(8));
    machine.measure(plan);
    QVERIFY(plan.result());
    QCOMPARE(*plan.result(), (Tuning{4, 8, kBatchTokens}));
}

void TestTuning::unsteadyTimesComeToNothing()
{
    Machine machine([time = 10ms](const TuningPiece &) mutable {
        time = time * 13 / 11; // somebody else computes more and more
        return Duration(time);
    });
    TuningPlan plan(limitsOf({2, 2, 2}), perCore(2));
    machine.measure(plan);
    QVERIFY(!plan.result());
    QVERIFY(plan.wasUnsteady());
}

/// One piece in eight is held up; the shortest times tell all the same, or nothing is said.
void TestTuning::disturbancesAreSeenThrough()
{
    int results = 0;
    for (unsigned seed = 0; seed < 40; ++seed) {
        std::mt19937 random(seed);
        Machine machine([&](const TuningPiece &piece) {
            const Duration token = valley(piece.threads, 8, piece.step == 1 ? 10ms : 500us);
            return random() % 8 == 0 ? token * 2 : token;
        });
        TuningPlan plan(limitsOf({8, 8, 16}), perCore(8));
        machine.measure(plan);
        if (!plan.result()) continue;
        ++results;
        QCOMPARE(plan.result()->threads, 8);
        QCOMPARE(plan.result()->batchThreads, 8);
    }
    QVERIFY2(results > 20, qPrintable(QString::number(results)));
}

void TestTuning::oneCoreMeasuresTheBatch()
{
    Machine machine([](const TuningPiece &piece) { return piece.step < 512 ? Duration(200us) : Duration(100us); });
    TuningPlan plan(limitsOf({1, 1, 1}), perCore(1));
    machine.measure(plan);
    QCOMPARE(plan.result(), (Tuning{1, 1, 512}));
    std::set<int> steps;
    for (const TuningPiece &piece : machine.asked)
        steps.insert(piece.step);
    QCOMPARE(steps, (std::set{32, 128, 256, 512})); // the probe's among them
}

void TestTuning::shortContexts()
{
    for (const int tokens : {16, 100, 128, 300, 511}) {
        TuningPlan::Limits limits = limitsOf({4, 4, 4});
        limits.mostBatchTokens = tokens;
        TuningPlan plan(limits, perCore(4));
        Machine machine([](const TuningPiece &) { return Duration(100us); });
        machine.measure(plan);
        QVERIFY(plan.result());
        QCOMPARE(plan.result()->threads, 1);
        for (const TuningPiece &piece : machine.asked)
            QVERIFY(piece.step <= tokens && (piece.step == 1 || piece.tokens <= tokens));
    }
}

void TestTuning::givesUp()
{
    TuningPlan plan(limitsOf({4, 4, 4}), perCore(4));
    plan.measured(1ms, 2ms);
    QVERIFY(plan.next());
    plan.giveUp();
    QVERIFY(!plan.next());
    QVERIFY(!plan.result());
    plan.measured(1ms, 2ms); // of no effect
    QVERIFY(!plan.next());
}

QTEST_GUILESS_MAIN(TestTuning)
#include "test_tuning.moc"
