// Killed by signal 9 in each state of a download, a program leaves the whole model or nothing, and the next one
// finishes it. SOTTO_CRASH_ROUNDS: how often each state, 2 unless set.

#include "tests/support/download_fixture.h"

#include <QCoreApplication>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

using namespace sotto;
using namespace sotto::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr int kSize = 400'000;
const QStringList kFiles{u"m-00001-of-00002.gguf"_s, u"m-00002-of-00002.gguf"_s, u"mmproj-m.gguf"_s};

QByteArray bytesOf(int index)
{
    return noise(kSize / (index + 1), static_cast<quint32>(index + 1));
}

DownloadRequest requestFor(const QUrl &hub, const QString &library)
{
    DownloadRequest request{.title = u"Model"_s,
                            .source = u"hf.co/a/b:Q4_0"_s,
                            .license = {},
                            .library = library,
                            .folder = library + u"/a/b"_s,
                            .files = {}};
    for (int i = 0; i < kFiles.size(); ++i) {
        const QByteArray bytes = bytesOf(i);
        const QByteArray digest = QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex();
        request.files.append(hubFile(hub, u"a/b"_s, kFiles.at(i), static_cast<std::uint64_t>(bytes.size()), digest));
    }
    return request;
}

[[noreturn]] void die()
{
    std::raise(SIGKILL);
    std::abort();
}

/// Downloads, and kills itself where it was told to: at a phase, after some bytes, or after some renames.
int child(int &argc, char **argv)
{
    const QCoreApplication app(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    const QString where = arguments.at(4);
    const int number = arguments.at(5).toInt();
    const auto clock = std::make_shared<SystemClock>();
    NetState state(QString(), clock);
    NetRules net;
    net.offline = false;
    net.hub = QUrl(arguments.at(2));
    net.proxy.mode = ProxyMode::None;
    state.setRules(net);
    NetGate gate(state);
    RateLimiter limiter(clock);
    DownloadRules rules = hastyRules();
    int written = 0;
    int renamed = 0;
    rules.disk.writeAt = [&, real = realDisk().writeAt](int file, const char *bytes, std::size_t count,
                                                        std::uint64_t at) -> std::int64_t {
        const std::int64_t done = real(file, bytes, count, at);
        if (where == u"bytes"_s && (written += static_cast<int>(count)) > number) die();
        return done;
    };
    rules.disk.rename = [&](const QString &from, const QString &to) {
        if (where == u"rename"_s && renamed++ == number) die();
        const bool done = QFile::rename(from, to);
        if (where == u"renamed"_s && renamed++ == number) die();
        return done;
    };
    DownloadJob job({gate, limiter, clock}, requestFor(net.hub, arguments.at(3)), rules);
    int code = 1;
    QObject::connect(&job, &DownloadJob::changed, &job, [&] {
        const DownloadPhase phase = job.state().phase;
        if (where == u"phase"_s && static_cast<int>(phase) == number) die();
        if (!isAtWork(phase)) {
            code = phase == DownloadPhase::Done ? 0 : 1;
            QCoreApplication::exit(code);
        }
    });
    QMetaObject::invokeMethod(&job, &DownloadJob::begin, Qt::QueuedConnection);
    return QCoreApplication::exec();
}

} // namespace

class TestDownloadCrash final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void killedInEachState_data()
    {
        QTest::addColumn<QString>("where");
        QTest::addColumn<int>("number");
        const auto phase = [](const char *name, DownloadPhase p) { QTest::newRow(name) << u"phase"_s << int(p); };
        phase("checking", DownloadPhase::Checking);
        phase("transferring", DownloadPhase::Transferring);
        phase("waiting", DownloadPhase::Waiting);
        phase("verifying", DownloadPhase::Verifying);
        phase("committing", DownloadPhase::Committing);
        for (const int bytes : {0, 100'000, 300'000, 500'000})
            QTest::addRow("after %d bytes", bytes) << u"bytes"_s << bytes;
        for (const int file : {0, 1, 2}) {
            QTest::addRow("before rename %d", file) << u"rename"_s << file;
            QTest::addRow("after rename %d", file) << u"renamed"_s << file;
        }
    }
    void killedInEachState()
    {
        QFETCH(QString, where);
        QFETCH(int, number);
        const int rounds = std::max(1, qEnvironmentVariable("SOTTO_CRASH_ROUNDS", u"2"_s).toInt());
        const QTemporaryDir folder;
        HostileHub hub;
        for (int i = 0; i < kFiles.size(); ++i)
            hub.addFile(u"a/b"_s, kFiles.at(i), bytesOf(i));
        for (int round = 0; round < rounds; ++round) {
            // Something to wait for in each run.
            if (where == u"phase"_s && number == int(DownloadPhase::Waiting))
                hub.misbehave(HubPlace::Store, {.trouble = HubTrouble::Disconnect, .after = 2});
            const QString library = folder.filePath(u"models%1"_s.arg(round));
            // Twice: the second one finds what the first one left.
            for (int time = 0; time < 2; ++time) {
                const int code = run(hub, library, where, number);
                QVERIFY2(code == -SIGKILL || (time == 1 && code == 0), qPrintable(QString::number(code)));
                checkWholeOrAbsent(library);
            }
            hub.behave();
            QCOMPARE(run(hub, library, u"nowhere"_s, 0), 0);
            checkWholeOrAbsent(library);
            QCOMPARE(visibleModels(library).size(), kFiles.size());
            QVERIFY(!QDir(downloadsFolder(library)).exists());
        }
    }

private:
    static int run(const HostileHub &hub, const QString &library, const QString &where, int number)
    {
        QProcess process;
        process.setProcessChannelMode(QProcess::ForwardedChannels);
        process.start(QCoreApplication::applicationFilePath(),
                      {u"--child"_s, hub.url().toString(), library, where, QString::number(number)});
        if (!process.waitForFinished(60'000)) {
            process.kill();
            process.waitForFinished();
            return 1000;
        }
        return process.exitStatus() == QProcess::CrashExit ? -SIGKILL : process.exitCode();
    }

    /// Any file that has a name is whole, and the first part has its own only when all have theirs.
    static void checkWholeOrAbsent(const QString &library)
    {
        const QStringList seen = visibleModels(library);
        for (int i = 0; i < kFiles.size(); ++i) {
            const QString path = library + u"/a/b/"_s + kFiles.at(i);
            if (seen.contains(path)) QVERIFY(contents(path) == bytesOf(i));
        }
        if (seen.contains(library + u"/a/b/"_s + kFiles.front())) QCOMPARE(seen.size(), kFiles.size());
    }
};

int main(int argc, char **argv)
{
    if (argc == 6 && QByteArray(argv[1]) == "--child") return child(argc, argv);
    QCoreApplication app(argc, argv);
    TestDownloadCrash test;
    return QTest::qExec(&test, argc, argv);
}
#include "test_download_crash.moc"
