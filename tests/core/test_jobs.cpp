#include "core/jobs/io_pool.h"

#include <QCoreApplication>
#include <QTest>
#include <QThread>

#include <atomic>
#include <semaphore>

using namespace sotto;

class TestJobs final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void resultsArriveOnThisThread()
    {
        IoPool pool(AtEnd::Cancel);
        const QThread *workedOn = nullptr;
        const QThread *arrivedOn = nullptr;
        int result = 0;
        pool.run(
            this,
            [&](const CancelToken &) {
                workedOn = QThread::currentThread();
                return 42;
            },
            [&](int value) {
                arrivedOn = QThread::currentThread();
                result = value;
            });
        QTRY_COMPARE(result, 42);
        QVERIFY(workedOn != QThread::currentThread());
        QCOMPARE(arrivedOn, QThread::currentThread());
    }

    void oneThreadKeepsTheOrder()
    {
        IoPool pool(AtEnd::Cancel);
        QList<int> seen;
        for (int i = 0; i < 100; ++i)
            pool.run(this, [i](const CancelToken &) { return i; }, [&](int value) { seen.append(value); });
        QTRY_COMPARE(seen.size(), 100);
        QVERIFY(std::ranges::is_sorted(seen));
    }

    void aReceiverThatIsGoneGetsNothing()
    {
        IoPool pool(AtEnd::Cancel);
        std::binary_semaphore go(0);
        bool arrived = false;
        bool later = false;
        auto receiver = std::make_unique<QObject>();
        pool.run(
            receiver.get(),
            [&](const CancelToken &) {
                go.acquire();
                return 1;
            },
            [&](int) { arrived = true; });
        pool.run(this, [](const CancelToken &) { return 1; }, [&](int) { later = true; });
        receiver.reset();
        go.release();
        QTRY_VERIFY(later);
        QVERIFY(!arrived);
    }

    void endingCancelsWhatRunsAndDropsWhatWaits()
    {
        std::binary_semaphore running(0);
        std::atomic<bool> sawCancel = false;
        std::atomic<bool> secondRan = false;
        bool arrived = false;
        {
            IoPool pool(AtEnd::Cancel);
            pool.run(
                this,
                [&](const CancelToken &token) {
                    running.release();
                    while (!token.isCancelled())
                        QThread::yieldCurrentThread();
                    sawCancel = true;
                    return 0;
                },
                [&](int) { arrived = true; });
            pool.run(
                this,
                [&](const CancelToken &) {
                    secondRan = true;
                    return 0;
                },
                [&](int) { arrived = true; });
            running.acquire();
        }
        QVERIFY(sawCancel);
        QVERIFY(!secondRan);
        QCoreApplication::sendPostedEvents();
        QVERIFY(!arrived);
    }

    void drainingDoesWhatWaits()
    {
        std::atomic<int> done = 0;
        {
            IoPool pool(AtEnd::Drain);
            for (int i = 0; i < 20; ++i)
                pool.run(
                    this,
                    [&](const CancelToken &token) {
                        done += token.isCancelled() ? 0 : 1;
                        return 0;
                    },
                    [](int) {});
        }
        QCOMPARE(done.load(), 20);
    }

    void oneJobIsCancelledAlone()
    {
        IoPool pool(AtEnd::Cancel, 2);
        std::binary_semaphore go(0);
        QList<bool> cancelled;
        const auto work = [&](const CancelToken &token) {
            go.acquire();
            go.release();
            return token.isCancelled();
        };
        const CancelSource first = pool.run(this, work, [&](bool was) { cancelled.append(was); });
        pool.run(this, work, [&](bool was) { cancelled.append(was); });
        first.cancel();
        go.release();
        QTRY_COMPARE(cancelled.size(), 2);
        QCOMPARE(cancelled.count(true), 1);
    }
};

QTEST_GUILESS_MAIN(TestJobs)
#include "test_jobs.moc"
