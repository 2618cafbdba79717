#include "core/status/system_sampler.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>

#include <atomic>
#include <memory>

using namespace sotto;
using namespace Qt::StringLiterals;

namespace {

struct Probe {
    std::atomic<int> reads = 0;
    std::atomic<QThread *> thread = nullptr;
};

SystemSampler::Reader counting(const std::shared_ptr<Probe> &probe)
{
    return [probe] {
        probe->thread = QThread::currentThread();
        SystemSnapshot snapshot;
        snapshot.memory.total = 1000;
        snapshot.atMs = ++probe->reads;
        return snapshot;
    };
}

} // namespace

class TestSystemSampler final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void samplesRepeatedlyOffTheOwnersThread()
    {
        const auto probe = std::make_shared<Probe>();
        SystemSampler sampler(counting(probe), 5);
        QSignalSpy spy(&sampler, &SystemSampler::sampled);
        QThread *deliveredOn = nullptr;
        connect(&sampler, &SystemSampler::sampled, this, [&] { deliveredOn = QThread::currentThread(); });
        sampler.start();
        QTRY_VERIFY(spy.size() >= 3);
        QVERIFY(probe->thread.load() != QThread::currentThread());
        QCOMPARE(deliveredOn, QThread::currentThread());
        QCOMPARE(spy.at(0).at(0).value<SystemSnapshot>().memory.total, 1000U);
        QVERIFY(spy.at(1).at(0).value<SystemSnapshot>().atMs > spy.at(0).at(0).value<SystemSnapshot>().atMs);
    }

    void theFirstSampleDoesNotWaitForTheInterval()
    {
        SystemSampler sampler(counting(std::make_shared<Probe>()), 1'000'000);
        QSignalSpy spy(&sampler, &SystemSampler::sampled);
        sampler.start();
        QTRY_COMPARE(spy.size(), 1);
    }

    void nothingComesBeforeStartOrAfterStop()
    {
        const auto probe = std::make_shared<Probe>();
        SystemSampler sampler(counting(probe), 1);
        QSignalSpy spy(&sampler, &SystemSampler::sampled);
        QVERIFY(!sampler.isRunning());
        sampler.start();
        QTRY_VERIFY(spy.size() >= 1);
        // Let samples pile up in this thread's queue, then stop: those too must not come out.
        const int before = probe->reads;
        while (probe->reads < before + 3)
            QThread::yieldCurrentThread();
        sampler.stop();
        const qsizetype seen = spy.size();
        QCoreApplication::sendPostedEvents();
        QCOMPARE(spy.size(), seen);
        // A restart makes the thread go round its loop once more, so an unstopped timer would show.
        sampler.start();
        QTRY_VERIFY(spy.size() > seen);
    }

    void stopEndsTheReads()
    {
        const auto probe = std::make_shared<Probe>();
        const auto other = std::make_shared<Probe>();
        SystemSampler sampler(counting(probe), 1);
        SystemSampler clock(counting(other), 5);
        sampler.start();
        QTRY_VERIFY(probe->reads >= 1);
        sampler.stop();
        int last = -1;
        QTRY_VERIFY(std::exchange(last, probe->reads.load()) == probe->reads.load());
        clock.start();
        QTRY_VERIFY(other->reads >= 10); // 50 ms of the other clock
        QVERIFY2(probe->reads <= last + 1, "the timer went on after stop()");
    }

    void destroyedWhileRunning()
    {
        const auto probe = std::make_shared<Probe>();
        auto sampler = std::make_unique<SystemSampler>(counting(probe), 1);
        sampler->start();
        QTRY_VERIFY(probe->reads >= 2);
        sampler.reset();
        QCOMPARE(probe.use_count(), 1L); // the reader is gone, so no thread can call it
    }

    void privateMemory_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<qint64>("bytes");
        QTest::newRow("usual") << QByteArray("1000 300 100 1 0 200 0") << qint64(200 * 4096);
        QTest::newRow("none") << QByteArray("1000 100 100") << qint64(0);
        QTest::newRow("less than shared") << QByteArray("1000 10 100") << qint64(-1);
        QTest::newRow("short") << QByteArray("1000 10") << qint64(-1);
        QTest::newRow("words") << QByteArray("a b c") << qint64(-1);
        QTest::newRow("empty") << QByteArray() << qint64(-1);
    }

    void privateMemory()
    {
        QFETCH(QByteArray, text);
        QFETCH(qint64, bytes);
        const auto read = privateBytes({text.constData(), static_cast<std::size_t>(text.size())}, 4096);
        QCOMPARE(read.has_value(), bytes >= 0);
        if (read) QCOMPARE(static_cast<qint64>(*read), bytes);
    }

    void aMissingTreeIsUnknown()
    {
        const QTemporaryDir empty;
        const auto snapshot = readSystemSnapshot(empty.path().toStdString());
        QVERIFY(!snapshot.processPrivate);
        QCOMPARE(snapshot.memory.total, 0U);
    }

    void thisComputerHasMemory()
    {
        const auto snapshot = readSystemSnapshot();
        QVERIFY(snapshot.memory.total > 0);
        QVERIFY(snapshot.memory.available <= snapshot.memory.total);
        QVERIFY(snapshot.processPrivate.value_or(0) > 0);
    }
};

QTEST_GUILESS_MAIN(TestSystemSampler)
#include "test_system_sampler.moc"
