#include "base/bytes.h"
#include "base/cancel_token.h"
#include "base/clock.h"
#include "base/result.h"
#include "base/strong_id.h"
#include "tests/support/fake_clock.h"

#include <QtTest>

#include <limits>
#include <thread>
#include <type_traits>
#include <unordered_set>

using namespace sotto;

/// The small words of base/: cancellation, ids, clocks, checked sums.
class TestWords final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void cancelReachesEveryToken();
    void cancelNeverReachesAnotherSource();
    void defaultTokenIsNeverCancelled() { QVERIFY(!CancelToken().isCancelled()); }
    void cancelCrossesThreads();
    void tokenOutlivesItsSource();
    void checkedSums();
    void idsOfDifferentKindsDoNotMix();
    void resultCarriesTheError();
    void systemClockRuns();
    void fakeClockMovesByHand();
};

void TestWords::cancelReachesEveryToken()
{
    const CancelSource source;
    const CancelToken before = source.token();
    const CancelToken copy = before;
    QVERIFY(!before.isCancelled());
    source.cancel();
    QVERIFY(before.isCancelled());
    QVERIFY(copy.isCancelled());
    QVERIFY(source.token().isCancelled());
}

void TestWords::cancelNeverReachesAnotherSource()
{
    const CancelSource first;
    const CancelSource second;
    first.cancel();
    QVERIFY(!second.token().isCancelled());
}

void TestWords::cancelCrossesThreads()
{
    const CancelSource source;
    std::thread worker([token = source.token()] {
        while (!token.isCancelled()) {
            std::this_thread::yield();
        }
    });
    source.cancel();
    worker.join();
}

void TestWords::tokenOutlivesItsSource()
{
    CancelToken token;
    {
        const CancelSource source;
        token = source.token();
        source.cancel();
    }
    QVERIFY(token.isCancelled());
}

void TestWords::checkedSums()
{
    constexpr std::uint64_t most = std::numeric_limits<std::uint64_t>::max();
    QCOMPARE(checkedAdd(most - 1, 1), std::optional(most));
    QCOMPARE(checkedAdd(most, 1), std::nullopt);
    QCOMPARE(checkedMul(most, 1), std::optional(most));
    QCOMPARE(checkedMul(0, most), std::optional<std::uint64_t>(0));
    QCOMPARE(checkedMul(most, 0), std::optional<std::uint64_t>(0));
    QCOMPARE(checkedMul(1ULL << 32, 1ULL << 32), std::nullopt);
    QCOMPARE(checkedMul((1ULL << 32) - 1, (1ULL << 32) + 1), std::optional(most));
}

void TestWords::idsOfDifferentKindsDoNotMix()
{
    using A = StrongId<struct ATag>;
    using B = StrongId<struct BTag>;
    static_assert(!std::is_convertible_v<A, B>);
    static_assert(!std::is_convertible_v<std::int64_t, A>);
    QVERIFY(!A().isValid());
    QVERIFY(A(1).isValid());
    QVERIFY(A(1) < A(2));
    QCOMPARE((std::unordered_set<A>{A(1), A(2), A(1)}.size()), std::size_t{2});
}

void TestWords::resultCarriesTheError()
{
    const Result<int> failed = fail(ErrorCode::NotGguf, "file", "why");
    QVERIFY(!failed);
    QCOMPARE(failed.error(), Error(ErrorCode::NotGguf, "file", "why"));
    const Status status = fail(failed.error());
    QCOMPARE(status.error().code, ErrorCode::NotGguf);
}

void TestWords::systemClockRuns()
{
    const SystemClock clock;
    const Instant first = clock.now();
    QVERIFY(clock.now() >= first);
    QVERIFY(clock.unixMs() > 1'700'000'000'000);
}

void TestWords::fakeClockMovesByHand()
{
    using namespace std::chrono_literals;
    test::FakeClock clock(1000);
    const Instant first = clock.now();
    QCOMPARE(clock.now(), first);
    clock.advance(1500ms);
    QCOMPARE(clock.now() - first, Duration(1500ms));
    QCOMPARE(clock.unixMs(), 2500);
    clock.setUnixMs(7);
    QCOMPARE(clock.unixMs(), 7);
    QCOMPARE(clock.now() - first, Duration(1500ms));
}

QTEST_GUILESS_MAIN(TestWords)
#include "test_words.moc"
