#include "inference/speculation/draft_controller.h"

#include <QTest>

#include <random>

using namespace sotto;
using namespace std::chrono_literals;

namespace {

constexpr Duration kToken = 10ms;

Duration times(double factor)
{
    return std::chrono::duration_cast<Duration>(kToken * factor);
}

/// A model whose batches of n take 1 + slope · (n − 1) tokens' time and whose guesses are right with chance p.
struct Machine {
    double slope = 0.2;
    double chance = 0.95;
    Duration guessing{};
    GuessKind kind = GuessKind::Match16;
    std::mt19937 random{1};

    /// Writes `tokens` tokens; returns the time as a multiple of plain decoding's.
    double write(DraftController &controller, int tokens)
    {
        Duration all{};
        int written = 0;
        controller.beginReply();
        std::uniform_real_distribution<double> dice(0, 1);
        while (written < tokens) {
            const int length = controller.length(kind, DraftController::kMostGuessed, guessing);
            int right = 0;
            while (right < length && dice(random) < chance)
                ++right;
            const Duration took = times(1 + slope * length);
            if (length == 0)
                controller.computedPlainly(took);
            else
                controller.computedGuess(kind, length, right, took, guessing * length);
            all += took + guessing * length;
            written += right + 1;
        }
        return static_cast<double>(all.count()) / (static_cast<double>(kToken.count()) * written);
    }
};

} // namespace

/// How far ahead to guess, on machines and texts that are made up here.
class TestDraftController final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void tellsKindsApart();
    void waitsForAFirstToken();
    void neverMoreThanAsked();
    void copiesFast();
    void losesLittleWhereGuessesAreWrong_data();
    void losesLittleWhereGuessesAreWrong();
    void losesLittleAfterAGoodReply();
    void leavesOffWhereBatchesCostAsMuchAsTokens();
    void countsTheGuessing();
    void ratioGoesBetweenWhatIsKnown();
    void survivesAnInterruption();
};

void TestDraftController::tellsKindsApart()
{
    QCOMPARE(guessKindOfMatch(2), GuessKind::Match2);
    QCOMPARE(guessKindOfMatch(3), GuessKind::Match3);
    QCOMPARE(guessKindOfMatch(7), GuessKind::Match4);
    QCOMPARE(guessKindOfMatch(8), GuessKind::Match8);
    QCOMPARE(guessKindOfMatch(32), GuessKind::Match16);
}

void TestDraftController::waitsForAFirstToken()
{
    DraftController controller;
    QCOMPARE(controller.length(GuessKind::Match16, 31), 0);
    controller.computedPlainly(kToken);
    QVERIFY(controller.length(GuessKind::Match16, 31) > 0);
}

void TestDraftController::neverMoreThanAsked()
{
    DraftController controller;
    controller.computedPlainly(kToken);
    QCOMPARE(controller.length(GuessKind::Match16, 1), 1);
    QCOMPARE(controller.length(GuessKind::Match16, 0), 0);
    Machine().write(controller, 400);
    QVERIFY(controller.length(GuessKind::Match16, 31) > 8);
    QCOMPARE(controller.length(GuessKind::Match16, 5), 5);
    QVERIFY(controller.length(GuessKind::Match16, 1000) <= DraftController::kMostGuessed);
}

void TestDraftController::copiesFast()
{
    DraftController controller;
    QVERIFY(Machine().write(controller, 200) < 1 / 1.8);
}

void TestDraftController::losesLittleWhereGuessesAreWrong_data()
{
    QTest::addColumn<double>("slope");
    QTest::addColumn<double>("chance");
    QTest::addColumn<GuessKind>("kind");
    for (const double slope : {0.05, 0.3, 1.0})
        for (const double chance : {0.0, 0.1, 0.4})
            for (const auto kind : {GuessKind::Match2, GuessKind::Match16, GuessKind::DraftModel})
                QTest::addRow("slope %.2f chance %.1f kind %d", slope, chance, int(kind)) << slope << chance << kind;
}

void TestDraftController::losesLittleWhereGuessesAreWrong()
{
    QFETCH(double, slope);
    QFETCH(double, chance);
    QFETCH(GuessKind, kind);
    DraftController controller;
    Machine machine{.slope = slope, .chance = chance, .kind = kind};
    for (int reply = 0; reply < 4; ++reply) {
        const double took = machine.write(controller, 128);
        QVERIFY2(took < 1 / 0.97, qPrintable(QString::number(took)));
    }
}

void TestDraftController::losesLittleAfterAGoodReply()
{
    DraftController controller;
    Machine machine;
    machine.write(controller, 1000);
    machine.chance = 0.0;
    QVERIFY(machine.write(controller, 128) < 1 / 0.97);
}

void TestDraftController::leavesOffWhereBatchesCostAsMuchAsTokens()
{
    DraftController controller;
    Machine machine{.slope = 1.0, .chance = 0.99};
    machine.write(controller, 300);
    QCOMPARE(controller.length(GuessKind::Match16, 31), 0);
}

void TestDraftController::countsTheGuessing()
{
    DraftController controller;
    controller.computedPlainly(kToken);
    for (int tokens = 2; tokens <= 32; tokens *= 2)
        controller.learnRatio(tokens, 1.0 + 0.02 * tokens);
    const int free = controller.length(GuessKind::DraftModel, 31);
    const int costly = controller.length(GuessKind::DraftModel, 31, kToken / 5);
    QVERIFY2(free > costly, qPrintable(QString::number(free)));
    QCOMPARE(controller.length(GuessKind::DraftModel, 31, kToken), 0);
    QVERIFY(controller.gain(GuessKind::DraftModel, 4) > controller.gain(GuessKind::DraftModel, 4, kToken / 5));
}

void TestDraftController::ratioGoesBetweenWhatIsKnown()
{
    DraftController controller;
    QCOMPARE(controller.ratio(1), 1.0);
    QVERIFY(controller.ratio(8) > 2.0);
    controller.learnRatio(5, 2.0);
    QCOMPARE(controller.ratio(3), 1.5);
    QCOMPARE(controller.ratio(9), 3.0); // goes on as it began
    controller.learnRatio(9, 2.4);
    QVERIFY(std::abs(controller.ratio(7) - 2.2) < 1e-9);
    controller.learnRatio(4, 0.5); // a batch cannot be cheaper than a token
    QCOMPARE(controller.ratio(4), 1.0);
    controller.learnRatio(100, 2.0);
    controller.learnRatio(1, 2.0);
    QCOMPARE(controller.ratio(1), 1.0);
}

void TestDraftController::survivesAnInterruption()
{
    DraftController controller;
    Machine machine;
    machine.write(controller, 300);
    const int before = controller.length(GuessKind::Match16, 31);
    controller.computedPlainly(kToken * 1000); // the computer slept
    machine.write(controller, 100);
    QVERIFY(controller.length(GuessKind::Match16, 31) > before / 2);
}

QTEST_GUILESS_MAIN(TestDraftController)
#include "test_draft_controller.moc"
