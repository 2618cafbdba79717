// A download against a hub in every bad state: what lies in the library is the whole model or nothing, and the token
// never leaves its origin.

#include "tests/support/download_fixture.h"
#include "tests/support/fake_resolver.h"

#include <QTemporaryDir>
#include <QTest>

#include <cerrno>
#include <sys/resource.h>

using namespace sotto;
using namespace sotto::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr qsizetype kSize = 700'000;
const QByteArray kToken = "hf_very_secret";

struct Row {
    const char *name;
    HubPlace place;
    HubMisbehaviour how;
    std::optional<ErrorCode> error; ///< Nothing: it comes through all the same.
};

// One for each state of the recipe.
const Row kRows[] = {
    {"200 for Range", HubPlace::Store, {.trouble = HubTrouble::IgnoreRange}, {}},
    {"200 for Range in the middle", HubPlace::Store, {.trouble = HubTrouble::IgnoreRange, .after = 5}, {}},
    {"another range", HubPlace::Store, {.trouble = HubTrouble::WrongRange, .times = 2}, {}},
    {"another range always", HubPlace::Store, {.trouble = HubTrouble::WrongRange}, ErrorCode::HostFailed},
    {"206 without Content-Range", HubPlace::Store, {.trouble = HubTrouble::NoRangeHeader}, ErrorCode::HostFailed},
    {"wrong ETag", HubPlace::Resolve, {.trouble = HubTrouble::WrongTag}, ErrorCode::SourceChanged},
    {"absent ETag", HubPlace::Resolve, {.trouble = HubTrouble::NoTag}, {}},
    {"wrong size", HubPlace::Resolve, {.trouble = HubTrouble::WrongSize}, ErrorCode::SourceChanged},
    {"wrong commit", HubPlace::Resolve, {.trouble = HubTrouble::WrongCommit}, ErrorCode::SourceChanged},
    {"truncated", HubPlace::Store, {.trouble = HubTrouble::Truncate, .number = 1000, .times = 3}, {}},
    {"truncated to nothing always", HubPlace::Store, {.trouble = HubTrouble::Truncate}, ErrorCode::HostUnreachable},
    {"too long", HubPlace::Store, {.trouble = HubTrouble::TooLong, .times = 2}, {}},
    {"bad bytes once", HubPlace::Store, {.trouble = HubTrouble::BadBytes, .times = 1}, {}},
    {"bad bytes always", HubPlace::Store, {.trouble = HubTrouble::BadBytes}, ErrorCode::DigestMismatch},
    {"redirect to a stranger",
     HubPlace::Resolve,
     {.trouble = HubTrouble::Redirect, .text = "http://evil.test/x"},
     ErrorCode::NetworkRefused},
    {"the store redirects to a stranger",
     HubPlace::Store,
     {.trouble = HubTrouble::Redirect, .text = "http://evil.test/x"},
     ErrorCode::NetworkRefused},
    {"redirect loop", HubPlace::Resolve, {.trouble = HubTrouble::RedirectLoop}, ErrorCode::NetworkRefused},
    {"loop at the store", HubPlace::Store, {.trouble = HubTrouble::RedirectLoop}, ErrorCode::NetworkRefused},
    {"401", HubPlace::Resolve, {.trouble = HubTrouble::Status, .number = 401}, ErrorCode::AccessNeeded},
    {"403 gated",
     HubPlace::Resolve,
     {.trouble = HubTrouble::Status, .number = 403, .text = "X-Error-Code: GatedRepo"},
     ErrorCode::AccessNeeded},
    {"404", HubPlace::Resolve, {.trouble = HubTrouble::Status, .number = 404}, ErrorCode::NotOnHub},
    {"416", HubPlace::Store, {.trouble = HubTrouble::Status, .number = 416}, ErrorCode::SourceChanged},
    {"429 once", HubPlace::Store, {.trouble = HubTrouble::Status, .number = 429, .times = 1}, {}},
    {"429 always", HubPlace::Resolve, {.trouble = HubTrouble::Status, .number = 429}, ErrorCode::HostBusy},
    {"500 twice", HubPlace::Store, {.trouble = HubTrouble::Status, .number = 500, .times = 2}, {}},
    {"503 always", HubPlace::Resolve, {.trouble = HubTrouble::Status, .number = 503}, ErrorCode::HostFailed},
    {"403 of the store for a while", HubPlace::Store, {.trouble = HubTrouble::Status, .number = 403, .times = 2}, {}},
    {"slow drip", HubPlace::Store, {.trouble = HubTrouble::Drip, .times = 2}, {}},
    {"silent before the first byte", HubPlace::Store, {.trouble = HubTrouble::Silent, .times = 2}, {}},
    {"silent at the source", HubPlace::Resolve, {.trouble = HubTrouble::Silent, .times = 1}, {}},
    {"silent always", HubPlace::Store, {.trouble = HubTrouble::Silent}, ErrorCode::HostUnreachable},
    {"stalls in the middle", HubPlace::Store, {.trouble = HubTrouble::StallAfter, .number = 5000, .times = 2}, {}},
    {"disconnects", HubPlace::Store, {.trouble = HubTrouble::Disconnect, .times = 2, .after = 1}, {}},
    {"compressed", HubPlace::Store, {.trouble = HubTrouble::Compressed}, ErrorCode::HostFailed},
    {"no HEAD", HubPlace::Resolve, {.trouble = HubTrouble::Status, .number = 405, .times = 1}, {}},
};

} // namespace

class TestDownloadJob final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_library = m_folder->filePath(u"models"_s);
        m_hub = std::make_unique<HostileHub>();
        m_resolver = std::make_shared<FakeResolver>();
        for (const QString &name : {u"hub.test"_s, u"cdn.hub.test"_s, u"evil.test"_s})
            m_resolver->names[name] = {QHostAddress(QHostAddress::LocalHost)};
        m_hub->setStoreHost("cdn.hub.test");
        m_state = std::make_unique<NetState>(QString(), m_clock);
        NetRules rules;
        rules.offline = false;
        rules.hub = m_hub->url(u"hub.test"_s);
        rules.proxy.mode = ProxyMode::None;
        m_state->setRules(rules);
        m_state->setToken(NetService::Hub, kToken);
        m_gate = std::make_unique<NetGate>(*m_state, m_resolver);
        m_gate->setPatience(200ms);
        m_rules = hastyRules();
        m_bytes = noise(kSize, 1);
        m_request = requestOf({{u"m.gguf"_s, m_bytes}});
    }

    void everyState_data()
    {
        QTest::addColumn<int>("index");
        for (int i = 0; i < static_cast<int>(std::size(kRows)); ++i)
            QTest::newRow(kRows[i].name) << i;
    }
    void everyState()
    {
        QFETCH(int, index);
        const Row *row = &kRows[index];
        m_hub->misbehave(row->place, row->how);
        const DownloadState ended = run();
        if (row->error) {
            QCOMPARE(ended.phase, DownloadPhase::Failed);
            QCOMPARE(ended.error->code, *row->error);
            QVERIFY(visibleModels(m_library).isEmpty());
        } else {
            QVERIFY2(ended.phase == DownloadPhase::Done, ended.error ? ended.error->detail.c_str() : "");
            checkWhole();
        }
        QVERIFY(!m_hub->storeSaw(kToken));
        // Whatever it was: once the hub behaves, the same request comes through.
        m_hub->behave();
        QCOMPARE(run().phase, DownloadPhase::Done);
        checkWhole();
        QVERIFY(!m_hub->storeSaw(kToken));
    }

    void linksThatExpireAreAskedForAgain()
    {
        m_hub->misbehave(HubPlace::Store, {.trouble = HubTrouble::StallAfter, .number = 100, .after = 2});
        auto job = make();
        job->begin();
        QTRY_VERIFY(m_hub->count(HubPlace::Store) >= 3);
        m_hub->expireLinks();
        m_hub->behave();
        QTRY_COMPARE_WITH_TIMEOUT(job->state().phase, DownloadPhase::Done, 20'000);
        checkWhole();
    }

    void pausedItGoesOnWhereItWas()
    {
        m_hub->misbehave(HubPlace::Store, {.trouble = HubTrouble::Silent, .after = 6});
        auto job = make();
        job->begin();
        QTRY_VERIFY(job->state().bytesHere >= 300'000);
        job->pause();
        QCOMPARE(job->state().phase, DownloadPhase::Paused);
        const std::uint64_t here = job->state().bytesHere;
        job.reset();
        m_hub->behave();
        const int before = m_hub->count(HubPlace::Store);
        QCOMPARE(run().phase, DownloadPhase::Done);
        checkWhole();
        const auto left = static_cast<int>((kSize - here) / m_rules.transfer.pieceBytes);
        QVERIFY2(m_hub->count(HubPlace::Store) - before <= left + 2, "what was here was fetched again");
    }

    void aSecondProgramKeepsOff()
    {
        m_hub->misbehave(HubPlace::Store, {.trouble = HubTrouble::Silent});
        auto first = make();
        first->begin();
        const DownloadState second = run();
        QCOMPARE(second.phase, DownloadPhase::Failed);
        QCOMPARE(second.error->code, ErrorCode::AlreadyDownloading);
        m_hub->behave();
        QTRY_COMPARE_WITH_TIMEOUT(first->state().phase, DownloadPhase::Done, 20'000);
    }

    void noRoomIsSaidBeforeAnythingIsFetched()
    {
        m_rules.disk.freeBytes = [](const QString &) { return 1000; };
        const DownloadState ended = run();
        QCOMPARE(ended.error->code, ErrorCode::DiskFull);
        QCOMPARE(ended.error->available, 1000U);
        QVERIFY(ended.error->needed >= kSize);
        QCOMPARE(m_hub->count(HubPlace::Store), 0);
        QVERIFY(!QDir(downloadsFolder(m_library)).exists());
    }

    void aDiskThatFillsUpKeepsWhatIsThere()
    {
        std::atomic<std::uint64_t> written = 0;
        m_rules.disk.writeAt = [&, real = realDisk().writeAt](int file, const char *bytes, std::size_t count,
                                                              std::uint64_t at) -> std::int64_t {
            if (written + count > 300'000) {
                errno = ENOSPC;
                return -1;
            }
            written += count;
            return real(file, bytes, count, at);
        };
        QCOMPARE(run().error->code, ErrorCode::DiskFull);
        QVERIFY(visibleModels(m_library).isEmpty());
        m_rules.disk = realDisk();
        QCOMPARE(run().phase, DownloadPhase::Done);
        checkWhole();
    }

    void aReadOnlyFolderIsSaid()
    {
        QDir().mkpath(m_library);
        QFile file(m_library + u"/.downloads"_s); // a file where the folder should be: root may write anywhere else
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(run().error->code, ErrorCode::WriteFailed);
        QCOMPARE(m_hub->count(HubPlace::Store), 0);
    }

    void anotherFileOfThatNameIsLeftAlone()
    {
        QDir().mkpath(m_request.folder);
        QFile mine(m_request.folder + u"/m.gguf"_s);
        QVERIFY(mine.open(QIODevice::WriteOnly));
        mine.write("mine");
        mine.close();
        QCOMPARE(run().error->code, ErrorCode::FileExists);
        QCOMPARE(contents(mine.fileName()), "mine");
        QCOMPARE(m_hub->count(HubPlace::Store), 0);
    }

    void whatIsThereIsNotFetchedAgain()
    {
        QCOMPARE(run().phase, DownloadPhase::Done);
        const int before = m_hub->count(HubPlace::Store);
        const DownloadState again = run();
        QCOMPARE(again.phase, DownloadPhase::Done);
        QCOMPARE(again.bytesHere, again.bytesTotal);
        QCOMPARE(m_hub->count(HubPlace::Store), before);
    }

    void partsAndProjectorBecomeOneModelTheFirstPartLast()
    {
        const QByteArray second = noise(100'000, 2);
        const QByteArray projector = noise(50'000, 3);
        m_request = requestOf({{u"m-00001-of-00002.gguf"_s, m_bytes},
                               {u"m-00002-of-00002.gguf"_s, second},
                               {u"mmproj-m.gguf"_s, projector}});
        QStringList order;
        m_rules.disk.rename = [&](const QString &from, const QString &to) {
            order.append(QFileInfo(to).fileName());
            return QFile::rename(from, to);
        };
        // The second file fails at first: none of the first may show meanwhile.
        m_hub->misbehave(HubPlace::Resolve, {.trouble = HubTrouble::Status, .number = 404, .after = 1});
        QCOMPARE(run().phase, DownloadPhase::Failed);
        QVERIFY(visibleModels(m_library).isEmpty());
        m_hub->behave();
        QCOMPARE(run().phase, DownloadPhase::Done);
        QCOMPARE(order, (QStringList{u"mmproj-m.gguf"_s, u"m-00002-of-00002.gguf"_s, u"m-00001-of-00002.gguf"_s}));
        QCOMPARE(contents(m_request.folder + u"/m-00002-of-00002.gguf"_s), second);
        QCOMPARE(contents(m_request.folder + u"/mmproj-m.gguf"_s), projector);
        const auto origin = OriginStore(m_library).of(m_request.folder + u"/mmproj-m.gguf"_s);
        QVERIFY(origin && origin->verified);
        // Another model with the same projector takes the one that is there.
        const DownloadRequest first = m_request;
        m_request = requestOf({{u"other.gguf"_s, second}});
        m_request.files.append(first.files.last());
        QCOMPARE(run().phase, DownloadPhase::Done);
        QCOMPARE(order.last(), u"other.gguf"_s);
    }

    void theLimitIsKept()
    {
        m_limiter.setLimit(1'000'000);
        QElapsedTimer timer;
        timer.start();
        QCOMPARE(run().phase, DownloadPhase::Done);
        QVERIFY2(timer.elapsed() >= 600, qPrintable(QString::number(timer.elapsed())));
        checkWhole();
    }

    void nothingSecretIsWrittenDown()
    {
        m_hub->misbehave(HubPlace::Store, {.trouble = HubTrouble::Silent, .after = 3});
        auto job = make();
        job->begin();
        QTRY_VERIFY(job->state().bytesHere > 0);
        job->pause();
        const QByteArray journal = contents(journalFile(stagingFolder(m_request)));
        QVERIFY(journal.contains("sha256"));
        QVERIFY(!journal.contains(kToken));
        QVERIFY(!journal.contains("epoch=")); // a signed link's signature
    }

    void threeGibibytesDoNotGrowMemory()
    {
        if (qEnvironmentVariableIntValue("SOTTO_LONG_DOWNLOADS") == 0) QSKIP("SOTTO_LONG_DOWNLOADS=1 runs it");
        constexpr std::uint64_t size = 3ULL << 30U;
        QCryptographicHash hash(QCryptographicHash::Sha256);
        const QByteArray zeros(1 << 20, '\0');
        for (std::uint64_t done = 0; done < size; done += 1U << 20U)
            hash.addData(zeros);
        const QByteArray digest = hash.result().toHex();
        m_hub->addZeros(u"a/b"_s, u"big.gguf"_s, size, digest);
        m_request.files = {hubFile(m_state->rules().hub, u"a/b"_s, u"big.gguf"_s, size, digest)};
        m_rules.transfer.pieceBytes = DownloadRules().transfer.pieceBytes;
        rusage before{};
        getrusage(RUSAGE_SELF, &before);
        QCOMPARE(run(600'000).phase, DownloadPhase::Done);
        rusage after{};
        getrusage(RUSAGE_SELF, &after);
        const long grown = (after.ru_maxrss - before.ru_maxrss) / 1024;
        qInfo("%ld MiB more at most", grown);
        QVERIFY(grown <= 64);
    }

private:
    struct Named {
        QString name;
        QByteArray bytes;
    };
    DownloadRequest requestOf(const QList<Named> &files)
    {
        DownloadRequest request{.title = u"Model"_s,
                                .source = u"hf.co/a/b:Q4_0"_s,
                                .license = {},
                                .library = m_library,
                                .folder = m_library + u"/a/b"_s,
                                .files = {}};
        for (const Named &file : files) {
            const QByteArray digest = m_hub->addFile(u"a/b"_s, file.name, file.bytes);
            request.files.append(hubFile(m_state->rules().hub, u"a/b"_s, file.name,
                                         static_cast<std::uint64_t>(file.bytes.size()), digest));
        }
        return request;
    }
    std::unique_ptr<DownloadJob> make()
    {
        return std::make_unique<DownloadJob>(FileTransfer::Tools{*m_gate, m_limiter, m_clock}, m_request, m_rules);
    }
    DownloadState run(int patience = 20'000)
    {
        const auto job = make();
        job->begin();
        if (!QTest::qWaitFor([&] { return !isAtWork(job->state().phase); }, patience)) qWarning("it does not end");
        return job->state();
    }
    void checkWhole()
    {
        QCOMPARE(visibleModels(m_library), QStringList{m_request.folder + u"/m.gguf"_s});
        QVERIFY(contents(m_request.folder + u"/m.gguf"_s) == m_bytes);
        QVERIFY(!QDir(downloadsFolder(m_library)).exists());
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_library;
    std::shared_ptr<const Clock> m_clock = std::make_shared<SystemClock>();
    RateLimiter m_limiter{m_clock};
    std::unique_ptr<HostileHub> m_hub;
    std::shared_ptr<FakeResolver> m_resolver;
    std::unique_ptr<NetState> m_state;
    std::unique_ptr<NetGate> m_gate;
    DownloadRules m_rules;
    QByteArray m_bytes;
    DownloadRequest m_request;
};

QTEST_GUILESS_MAIN(TestDownloadJob)
#include "test_download_job.moc"
