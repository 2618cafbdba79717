// The pure parts of downloads: which bytes, when again, how fast, what is called how.

#include "core/downloads/download_journal.h"
#include "core/downloads/rate_limiter.h"
#include "core/downloads/retry_policy.h"
#include "core/downloads/transfer_plan.h"
#include "tests/support/fake_clock.h"

#include <QTest>

using namespace sotto;
using namespace sotto::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestDownloadPlan final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void rangesAgreeWithASetOfBytes()
    {
        std::mt19937 random(7);
        for (int round = 0; round < 300; ++round) {
            ByteRanges ranges;
            std::set<std::uint64_t> bytes;
            for (int i = 0; i < 12; ++i) {
                const std::uint64_t first = random() % 60;
                const std::uint64_t last = first + random() % 9;
                ranges.add({first, last});
                for (std::uint64_t b = first; b <= last; ++b)
                    bytes.insert(b);
            }
            QCOMPARE(ranges.total(), bytes.size());
            std::uint64_t frontier = 0;
            while (bytes.contains(frontier))
                ++frontier;
            QCOMPARE(ranges.frontier(), frontier);
            const auto gap = ranges.gap(0, 80, 5);
            QVERIFY(gap);
            QCOMPARE(gap->first, frontier);
            for (std::uint64_t b = gap->first; b <= gap->last; ++b)
                QVERIFY(!bytes.contains(b));
            QVERIFY(gap->size() == 5 || bytes.contains(gap->last + 1) || gap->last == 79);
            ranges.cutAt(30);
            std::erase_if(bytes, [](std::uint64_t b) { return b >= 30; });
            QCOMPARE(ranges.total(), bytes.size());
        }
    }

    void everyByteIsAskedForOnceUnlessItFailed()
    {
        std::mt19937 random(11);
        for (int round = 0; round < 200; ++round) {
            const std::uint64_t size = 1 + random() % 500;
            TransferPlan plan(size, {}, 1 + random() % 40, 1 + static_cast<int>(random() % 4));
            std::vector<ByteRange> underWay;
            for (int step = 0; !plan.complete(); ++step) {
                QVERIFY(step < 10'000);
                while (const auto piece = plan.next()) {
                    for (const ByteRange &other : underWay)
                        QVERIFY(piece->last < other.first || piece->first > other.last);
                    underWay.push_back(*piece);
                }
                QVERIFY(!underWay.empty());
                const std::size_t which = random() % underWay.size();
                const ByteRange piece = underWay[which];
                underWay.erase(underWay.begin() + static_cast<std::ptrdiff_t>(which));
                // All of it, or a beginning of it.
                const std::uint64_t came = random() % 3 == 0 ? random() % piece.size() : piece.size();
                if (came > 0) plan.received({piece.first, piece.first + came - 1});
                plan.released(piece);
            }
            QCOMPARE(plan.done().total(), size);
        }
    }

    void pausesDoubleAndEnd()
    {
        RetryPolicy policy({.first = 1s, .most = 10s, .attempts = 5}, 1);
        const Error failed(ErrorCode::HostFailed);
        Duration expected = 1s;
        for (int i = 0; i < 5; ++i) {
            const auto pause = policy.afterFailure(failed);
            QVERIFY(pause);
            QVERIFY(*pause >= expected * 3 / 4 && *pause <= expected * 5 / 4);
            expected = std::min<Duration>(10s, expected * 2);
        }
        QVERIFY(!policy.afterFailure(failed));
    }

    void progressCountsAnewButCrumbsDoNot()
    {
        RetryPolicy policy({.attempts = 2, .progressBytes = 1000}, 1);
        const Error failed(ErrorCode::HostFailed);
        for (int i = 0; i < 10; ++i) {
            QVERIFY(policy.afterFailure(failed));
            policy.received(1000);
        }
        QVERIFY(policy.afterFailure(failed));
        policy.received(10);
        QVERIFY(policy.afterFailure(failed));
        policy.received(10);
        QVERIFY(!policy.afterFailure(failed));
    }

    void aServersPauseIsKeptAndLastingErrorsAreNotTriedAgain()
    {
        RetryPolicy policy({}, 1);
        Error busy(ErrorCode::HostBusy);
        busy.needed = 90;
        QVERIFY(policy.afterFailure(busy) >= 90s);
        for (const ErrorCode code : {ErrorCode::AccessNeeded, ErrorCode::NotOnHub, ErrorCode::SourceChanged,
                                     ErrorCode::DiskFull, ErrorCode::NetworkOff, ErrorCode::NetworkRefused})
            QVERIFY(!policy.afterFailure(Error(code)));
    }

    void theLimitHolds()
    {
        const auto clock = std::make_shared<FakeClock>();
        RateLimiter limiter(clock);
        QVERIFY(limiter.allowance() > 1'000'000'000);
        limiter.setLimit(1000);
        std::uint64_t took = 0;
        for (int i = 0; i < 1000; ++i) {
            clock->advance(10ms);
            const std::uint64_t now = limiter.allowance();
            limiter.took(now);
            took += now;
        }
        QVERIFY2(took >= 9'900 && took <= 10'000, qPrintable(QString::number(took)));
        clock->advance(1h);
        QVERIFY(limiter.allowance() <= 250);
    }

    void speedIsUnknownUntilThereIsASecondOfIt()
    {
        const auto clock = std::make_shared<FakeClock>();
        SpeedMeter meter(clock);
        QVERIFY(!meter.bytesPerSecond());
        for (int i = 0; i < 80; ++i) {
            meter.received(100);
            clock->advance(100ms);
            if (i == 5) QVERIFY(!meter.bytesPerSecond());
        }
        const auto speed = meter.bytesPerSecond();
        QVERIFY(speed && *speed > 900 && *speed < 1100);
        clock->advance(10s);
        QCOMPARE(meter.bytesPerSecond().value_or(-1), 0.0);
    }

    void phasesFollowOnlyWhereTheyMay()
    {
        using enum DownloadPhase;
        QCOMPARE(nextPhase(Queued, DownloadEvent::Begin), Checking);
        QCOMPARE(nextPhase(Verifying, DownloadEvent::Verified), Committing);
        QCOMPARE(nextPhase(Committing, DownloadEvent::Committed), Done);
        QVERIFY(!nextPhase(Committing, DownloadEvent::Pause));
        QVERIFY(!nextPhase(Transferring, DownloadEvent::Verified));
        QVERIFY(!nextPhase(Transferring, DownloadEvent::Committed));
        for (int event = 0; event <= int(DownloadEvent::Resume); ++event) {
            QVERIFY(!nextPhase(Done, DownloadEvent(event)));
            // Only the digest leads to a name.
            for (int phase = 0; phase <= int(Failed); ++phase)
                if (nextPhase(DownloadPhase(phase), DownloadEvent(event)) == Committing)
                    QCOMPARE(DownloadEvent(event), DownloadEvent::Verified);
        }
    }

    void namesOfStrangersBecomeHarmless_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("safe");
        QTest::newRow("plain") << u"Model-Q4_K_M.gguf"_s << u"Model-Q4_K_M.gguf"_s;
        QTest::newRow("folder") << u"a/b/Model.gguf"_s << u"Model.gguf"_s;
        QTest::newRow("up") << u"../../etc/x.gguf"_s << u"x.gguf"_s;
        QTest::newRow("windows up") << u"..\\..\\x.gguf"_s << u"x.gguf"_s;
        QTest::newRow("hidden") << u".x.gguf"_s << u"x.gguf"_s;
        QTest::newRow("nothing left") << u"...gguf"_s << QString();
        QTest::newRow("device") << u"NUL.gguf"_s << QString();
        QTest::newRow("no model") << u"x.exe"_s << QString();
        QTest::newRow("control") << u"a\nb\u202E.gguf"_s << u"ab.gguf"_s;
        QTest::newRow("upper ending") << u"A.GGUF"_s << u"A.gguf"_s;
        QTest::newRow("Chinese") << u"模型.gguf"_s << u"模型.gguf"_s;
    }
    void namesOfStrangersBecomeHarmless()
    {
        QFETCH(QString, name);
        QFETCH(QString, safe);
        QCOMPARE(safeFileName(name).value_or(QString()), safe);
    }

    void fuzzedNamesStayInTheirFolder()
    {
        std::mt19937 random(3);
        const QString alphabet = u"./\\:*ab\u0000\u001f\u202e \u7f16COMNUL1"_s + QChar(0xd800);
        int kept = 0;
        for (int round = 0; round < 100'000; ++round) {
            QString name;
            for (std::size_t i = random() % 12; i > 0; --i)
                name += alphabet.at(static_cast<qsizetype>(random() % static_cast<std::size_t>(alphabet.size())));
            const auto safe = safeFileName(name + u".gguf"_s);
            if (!safe) continue;
            ++kept;
            QVERIFY(safe->endsWith(u".gguf"_s) && safe->size() > 5);
            QVERIFY(!safe->startsWith(u'.') && !safe->contains(u'/') && !safe->contains(u'\\'));
            QCOMPARE(safeFileName(*safe), safe); // it is its own safe name, as the journal asks
        }
        QVERIFY(kept > 10'000);
    }

    void theJournalComesBackAsItWas()
    {
        const DownloadJournal journal = sample();
        QVERIFY(journalFromJson(toJson(journal), u"/models"_s) == journal);
    }

    void aJournalThatLeadsElsewhereIsRefused()
    {
        DownloadJournal journal = sample();
        journal.request.folder = u"/models/../etc"_s;
        QVERIFY(!journalFromJson(toJson(journal), u"/models"_s));
        journal = sample();
        journal.request.files[0].name = u"../x.gguf"_s;
        QVERIFY(!journalFromJson(toJson(journal), u"/models"_s));
        QVERIFY(!journalFromJson("{}", u"/models"_s));
        QVERIFY(!journalFromJson("\xff\x00", u"/models"_s));
    }

    void fuzzedJournalsNeverLeadOut()
    {
        std::mt19937 random(5);
        const QByteArray good = toJson(sample());
        int accepted = 0;
        for (int round = 0; round < 20'000; ++round) {
            QByteArray bytes = good;
            for (std::size_t n = 1 + random() % 3; n > 0; --n)
                bytes[static_cast<qsizetype>(random() % static_cast<std::size_t>(bytes.size()))] =
                    "0129[]{}\",:./a-"[random() % 15];
            const auto journal = journalFromJson(bytes, u"/models"_s);
            if (!journal) continue;
            ++accepted;
            QVERIFY(QDir::cleanPath(journal->request.folder + u"/x"_s).startsWith(u"/models/"_s));
            for (std::size_t i = 0; i < journal->here.size(); ++i) {
                const RemoteFile &file = journal->request.files.at(static_cast<qsizetype>(i));
                QVERIFY(journal->here[i].total() <= file.size);
                QCOMPARE(safeFileName(file.name), file.name);
            }
        }
        QVERIFY(accepted > 500);
    }

private:
    static DownloadJournal sample()
    {
        DownloadJournal journal;
        journal.request = {.title = u"Model"_s,
                           .source = u"hf.co/a/b:Q4_0"_s,
                           .license = u"mit"_s,
                           .library = u"/models"_s,
                           .folder = u"/models/a/b"_s,
                           .files = {{.url = QUrl(u"https://huggingface.co/a/b/resolve/c/m.gguf"_s),
                                      .name = u"m.gguf"_s,
                                      .size = 1000,
                                      .digest = Digest::parse(std::string(64, 'e')),
                                      .commit = u"c"_s}}};
        journal.here.resize(1);
        journal.here[0].add({0, 99});
        journal.here[0].add({200, 299});
        return journal;
    }
};

QTEST_GUILESS_MAIN(TestDownloadPlan)
#include "test_download_plan.moc"
