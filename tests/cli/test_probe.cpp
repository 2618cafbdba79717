#include "core/models/load_journal.h"
#include "core/models/model_service.h"
#include "core/models/process_probe.h"
#include "inference/scripted_backend.h"
#include "tests/support/tiny_models.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace sotto;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto kBlocks = "llama.block_count";
constexpr quint32 kBlocksOfWords = 4; ///< What TinyModels::words() has.

/// The number behind a key of a GGUF file, found by the key's text: what a damaged disk or a hostile hand can do.
void overwriteNumber(const QString &path, const QByteArray &key, quint32 value)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadWrite));
    const qsizetype at = file.readAll().indexOf(key);
    QVERIFY(at > 0);
    QVERIFY(file.seek(at + key.size() + 4)); // behind the type
    QCOMPARE(file.write(reinterpret_cast<const char *>(&value), sizeof(value)), qint64(sizeof(value)));
}

} // namespace

/// Files are tried by a child, the real program, before the program opens them.
class TestProbe final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { qunsetenv("SOTTO_PROBE_SKIP_CHECK"); }
    void aGoodFilePassesAndIsRemembered();
    void aChangedFileIsTriedAgain();
    void aFileThatAbortsLlamaIsRefused();
    void aFileThatCrashedIsTriedAgainWhenAsked();
    void whatTheChildRefusesIsSaidAsItIs();
    void aChildThatNeverEndsIsEnded();
    void aCancelledChildIsEnded();
    void withoutAChildTheFilePasses();
    void aDamagedMemoryIsNoHarm();
    void theServiceSaysSoAndLives();
    void cancellingTheLoadCancelsTheProbe();
    void theChildStaysWithinItsLimits();

private:
    [[nodiscard]] std::unique_ptr<ProcessProbe> probeBy(const QString &program,
                                                        std::chrono::milliseconds patience = 60s) const
    {
        return std::make_unique<ProcessProbe>(
            ProcessProbe::Options{program, m_home->filePath(u"cache/tried-models.json"_s), u"1"_s, patience});
    }
    [[nodiscard]] static QString cli() { return QStringLiteral(SOTTO_BINARY_DIR) + u"/bin/sotto-cli"_s; }
    /// A program that is only this line of shell.
    [[nodiscard]] QString script(const QByteArray &line) const
    {
        QFile file(m_home->filePath(u"child.sh"_s));
        if (!file.open(QIODevice::WriteOnly)) return {};
        file.write("#!/bin/sh\n" + line + '\n');
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        return file.fileName();
    }
    [[nodiscard]] std::optional<Status> outcome(ProcessProbe &probe,
                                                ModelProbe::Memory memory = ModelProbe::Memory::All)
    {
        std::optional<Status> result;
        probe.start({m_model}, memory, [&](const Status &status) { result = status; });
        (void)QTest::qWaitFor([&] { return result.has_value(); }, 60'000);
        return result;
    }
    void makeHostile()
    {
        overwriteNumber(m_model, kBlocks, 0); // llama asserts that there is one
        qputenv("SOTTO_PROBE_SKIP_CHECK", "1");
    }

    std::unique_ptr<QTemporaryDir> m_home;
    tests::TinyModels m_models;
    QString m_model;
};

void TestProbe::init()
{
    m_home = std::make_unique<QTemporaryDir>();
    m_model = m_home->filePath(u"模型.gguf"_s);
    QVERIFY(QFile::copy(QString::fromStdString(m_models.words().string()), m_model));
}

void TestProbe::aGoodFilePassesAndIsRemembered()
{
    const auto first = outcome(*probeBy(cli()));
    QVERIFY(first);
    QVERIFY2(*first, *first ? "" : first->error().detail.c_str());
    QTRY_VERIFY(QFile::exists(m_home->filePath(u"cache/tried-models.json"_s)));
    const auto second = outcome(*probeBy(u"/bin/false"_s)); // would refuse it
    QVERIFY(second && *second);
}

void TestProbe::aChangedFileIsTriedAgain()
{
    {
        const auto probe = probeBy(cli());
        QVERIFY(outcome(*probe).value_or(fail(ErrorCode::Internal)));
    }
    QFile file(m_model);
    QVERIFY(file.open(QIODevice::Append));
    file.write("x");
    file.close();
    const auto again = outcome(*probeBy(u"/bin/false"_s));
    QVERIFY(again && !*again);
    QCOMPARE(again->error().code, ErrorCode::ModelStopsLoader);
}

void TestProbe::aFileThatAbortsLlamaIsRefused()
{
    makeHostile();
    const auto verdict = outcome(*probeBy(cli()));
    QVERIFY(verdict && !*verdict);
    QCOMPARE(verdict->error().code, ErrorCode::ModelStopsLoader);
    QVERIFY2(verdict->error().detail.starts_with("ended by signal 6"), verdict->error().detail.c_str());
    QCOMPARE(QString::fromStdString(verdict->error().subject), u"模型.gguf"_s);
}

void TestProbe::aFileThatCrashedIsTriedAgainWhenAsked()
{
    makeHostile();
    {
        const auto probe = probeBy(cli());
        QVERIFY(!outcome(*probe).value_or(Status()));
    }
    const auto good = script("echo '{\"ok\":true}'");
    const auto remembered = outcome(*probeBy(good));
    QVERIFY(remembered && !*remembered);
    QVERIFY(outcome(*probeBy(good), ModelProbe::Memory::GoodOnly).value_or(fail(ErrorCode::Internal)));
}

void TestProbe::whatTheChildRefusesIsSaidAsItIs()
{
    makeHostile();
    qunsetenv("SOTTO_PROBE_SKIP_CHECK");
    const auto verdict = outcome(*probeBy(cli()));
    QVERIFY(verdict && !*verdict);
    QCOMPARE(verdict->error().code, ErrorCode::GgufMalformed);
}

void TestProbe::aChildThatNeverEndsIsEnded()
{
    const auto verdict = outcome(*probeBy(script("exec sleep 1000"), 200ms));
    QVERIFY(verdict && !*verdict);
    QCOMPARE(verdict->error().code, ErrorCode::ModelStopsLoader);
    QVERIFY2(verdict->error().detail.contains("in time"), verdict->error().detail.c_str());
}

void TestProbe::aCancelledChildIsEnded()
{
    const QString pidFile = m_home->filePath(u"pid"_s);
    const auto probe = probeBy(script("echo $$ > " + QFile::encodeName(pidFile) + "; exec sleep 1000"));
    bool called = false;
    probe->start({m_model}, ModelProbe::Memory::All, [&](const Status &) { called = true; });
    qint64 pid = 0;
    QTRY_VERIFY([&] {
        QFile file(pidFile);
        if (file.open(QIODevice::ReadOnly)) pid = file.readAll().trimmed().toLongLong();
        return pid > 0;
    }());
    QVERIFY(processName(pid));
    probe->cancel();
    QTRY_VERIFY(!processName(pid));
    QVERIFY(!called);
}

void TestProbe::withoutAChildTheFilePasses()
{
    QVERIFY(outcome(*probeBy(u"/nowhere/sotto"_s)).value_or(fail(ErrorCode::Internal)));
}

void TestProbe::aDamagedMemoryIsNoHarm()
{
    QVERIFY(QDir(m_home->path()).mkpath(u"cache"_s));
    QFile file(m_home->filePath(u"cache/tried-models.json"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("{\"\": [[[");
    file.close();
    QVERIFY(outcome(*probeBy(cli())).value_or(fail(ErrorCode::Internal)));
}

void TestProbe::theServiceSaysSoAndLives()
{
    makeHostile();
    const auto script = std::make_shared<ScriptedBackend::Script>();
    EngineBridge bridge;
    Engine engine(std::make_unique<ScriptedBackend>(script), bridge.listener(), std::make_shared<SystemClock>());
    ModelService service(engine, bridge);
    const auto probe = probeBy(cli());
    service.setProbe(probe.get());
    ModelFile file;
    file.path = m_model;
    file.name = u"模型"_s;
    service.load(file);
    QCOMPARE(service.status().phase, ModelPhase::Loading);
    QTRY_COMPARE_WITH_TIMEOUT(service.status().phase, ModelPhase::Failed, 60'000);
    QCOMPARE(service.status().error->code, ErrorCode::ModelStopsLoader);
    // Asked again it is tried again, and mended meanwhile it opens.
    overwriteNumber(m_model, kBlocks, kBlocksOfWords);
    service.load(file);
    QTRY_COMPARE_WITH_TIMEOUT(service.status().phase, ModelPhase::Ready, 60'000);
    file.builtIn = true; // is trusted
    const auto refuses = probeBy(u"/bin/false"_s);
    service.setProbe(refuses.get());
    service.load(file);
    QTRY_COMPARE(service.status().phase, ModelPhase::Ready);
}

void TestProbe::cancellingTheLoadCancelsTheProbe()
{
    EngineBridge bridge;
    Engine engine(std::make_unique<ScriptedBackend>(std::make_shared<ScriptedBackend::Script>()), bridge.listener(),
                  std::make_shared<SystemClock>());
    ModelService service(engine, bridge);
    const auto probe = probeBy(script("exec sleep 1000"));
    service.setProbe(probe.get());
    ModelFile file;
    file.path = m_model;
    service.load(file);
    service.cancelLoad();
    QCOMPARE(service.status().phase, ModelPhase::None);
    // Another model in the middle of it takes its place.
    service.load(file);
    ModelFile builtIn;
    builtIn.path = u"/models/built-in.gguf"_s;
    builtIn.builtIn = true;
    service.load(builtIn);
    QTRY_COMPARE(service.status().phase, ModelPhase::Ready);
    QCOMPARE(service.status().file.path, builtIn.path);
}

void TestProbe::theChildStaysWithinItsLimits()
{
    QProcess child;
    child.start(cli(), {u"--probe-model"_s, u"/dev/zero"_s});
    QVERIFY(child.waitForFinished(60'000));
    QCOMPARE(child.exitStatus(), QProcess::NormalExit);
    const QByteArray line = child.readAllStandardOutput();
    QVERIFY2(line.startsWith("{\"code\":"), line.constData());
    QCOMPARE(line.count('\n'), 1);
    // Unlooked at, an endless file does not take the computer with it either.
    qputenv("SOTTO_PROBE_SKIP_CHECK", "1");
    child.start(cli(), {u"--probe-model"_s, u"/dev/zero"_s});
    QVERIFY(child.waitForFinished(60'000));
}

QTEST_GUILESS_MAIN(TestProbe)
#include "test_probe.moc"
