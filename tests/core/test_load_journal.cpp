#include "core/models/load_journal.h"

#include "inference/engine.h"
#include "inference/scripted_backend.h"
#include "tests/support/event_recorder.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace sotto;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// What a crashed run leaves: a record whose process is gone.
void writeRecord(const QString &file, const QByteArray &json)
{
    QFile out(file);
    QVERIFY(out.open(QIODevice::WriteOnly));
    out.write(json);
}

QByteArray record(const char *path, qint64 pid, const QString &started, const QString &boot)
{
    return R"({"work":"replying","path":"%1","pid":%2,"started":"%3","boot":"%4"})"_L1.arg(QString::fromUtf8(path))
        .arg(pid)
        .arg(started, boot)
        .toUtf8();
}

} // namespace

class TestLoadJournal final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_home = std::make_unique<QTemporaryDir>();
        m_folder = m_home->filePath(u"at-work"_s);
    }
    void nothingWasWrong();
    void workThatEndsLeavesNothing();
    void aLivingProcessIsNoCrash();
    void aDeadProcessIs();
    void aReusedProcessNumberIsStillACrash();
    void rubbishIsSweptAway();
    void theEngineNotesLoadsAndRepliesOnAGpu();
    void aFolderThatCannotBeMadeStopsNobody();

private:
    [[nodiscard]] QStringList records() const { return QDir(m_folder).entryList(QDir::Files); }
    std::unique_ptr<QTemporaryDir> m_home;
    QString m_folder;
};

void TestLoadJournal::nothingWasWrong()
{
    QVERIFY(!LoadJournal::takeCrash(m_folder));
}

void TestLoadJournal::workThatEndsLeavesNothing()
{
    LoadJournal journal(m_folder);
    journal.begin(RiskyWork::Opening, "/models/a.gguf");
    QCOMPARE(records().size(), 1);
    journal.end();
    QVERIFY(records().isEmpty());
    QVERIFY(!LoadJournal::takeCrash(m_folder));
}

void TestLoadJournal::aLivingProcessIsNoCrash()
{
    LoadJournal journal(m_folder);
    journal.begin(RiskyWork::Opening, "/models/a.gguf");
    QVERIFY(!LoadJournal::takeCrash(m_folder)); // it is this very process
    QCOMPARE(records().size(), 1);
}

void TestLoadJournal::aDeadProcessIs()
{
    QDir().mkpath(m_folder);
    QProcess child;
    child.start(u"cat"_s); // waits for its input
    QVERIFY(child.waitForStarted());
    const auto name = processName(child.processId());
    QVERIFY(name && !name->started.isEmpty() && !name->boot.isEmpty());
    writeRecord(m_folder + u"/1.json"_s, record("/models/模型.gguf", name->pid, name->started, name->boot));
    QVERIFY(!LoadJournal::takeCrash(m_folder));
    child.kill();
    QVERIFY(child.waitForFinished());
    const auto crash = LoadJournal::takeCrash(m_folder);
    QVERIFY(crash == (ModelCrash{RiskyWork::Replying, u"/models/模型.gguf"_s}));
    QVERIFY(!LoadJournal::takeCrash(m_folder)); // told once
}

void TestLoadJournal::aReusedProcessNumberIsStillACrash()
{
    QDir().mkpath(m_folder);
    const auto me = processName(QCoreApplication::applicationPid());
    QVERIFY(me);
    writeRecord(m_folder + u"/1.json"_s, record("/a", me->pid, me->started + u'1', me->boot));
    QVERIFY(LoadJournal::takeCrash(m_folder));
    writeRecord(m_folder + u"/1.json"_s, record("/a", me->pid, me->started, u"another boot"_s));
    QVERIFY(LoadJournal::takeCrash(m_folder));
}

void TestLoadJournal::rubbishIsSweptAway()
{
    QDir().mkpath(m_folder);
    int number = 0;
    for (const QByteArray &bytes : {QByteArray(), QByteArray("{"), QByteArray("[1]"), QByteArray("{\"path\":7}"),
                                    QByteArray(1 << 20, '['), QByteArray("\xff\xfe")})
        writeRecord(m_folder + u"/%1.json"_s.arg(++number), bytes);
    QVERIFY(!LoadJournal::takeCrash(m_folder));
    QVERIFY(records().isEmpty());
}

void TestLoadJournal::theEngineNotesLoadsAndRepliesOnAGpu()
{
    const auto script = std::make_shared<ScriptedBackend::Script>();
    DeviceMemory gpu;
    gpu.deviceId = "Vulkan0";
    gpu.kind = DeviceKind::Gpu;
    script->model.memory.devices = {gpu};
    script->openDelay = 10s;
    test::EventRecorder recorder;
    Engine engine(std::make_unique<ScriptedBackend>(script), recorder.listener(), std::make_shared<SystemClock>(),
                  std::make_shared<LoadJournal>(m_folder));
    const RequestId loading = engine.load("/models/a.gguf");
    QVERIFY(recorder.waitFor<LoadProgress>(loading));
    QCOMPARE(records().size(), 1);
    engine.cancel(loading);
    QVERIFY(recorder.waitForLast(loading));
    QVERIFY(records().isEmpty());
    {
        const std::lock_guard lock(script->mutex);
        script->openDelay = 0s;
        script->replies = {scriptedText("one two three four five", 10s)};
    }
    QVERIFY(recorder.waitForLast(engine.load("/models/a.gguf")));
    const RequestId reply = engine.submit({});
    QVERIFY(recorder.waitFor<Started>(reply));
    QCOMPARE(records().size(), 1);
    engine.cancel(reply);
    QVERIFY(recorder.waitForLast(reply));
    QVERIFY(recorder.waitForLast(engine.listDevices())); // the reply's end is noted behind its last event
    QVERIFY(records().isEmpty());
}

void TestLoadJournal::aFolderThatCannotBeMadeStopsNobody()
{
    LoadJournal journal(u"/proc/nowhere"_s);
    journal.begin(RiskyWork::Opening, "/models/a.gguf");
    journal.end();
}

QTEST_GUILESS_MAIN(TestLoadJournal)
#include "test_load_journal.moc"
