#include "core/models/load_journal.h"
#include "core/models/model_service.h"
#include "core/models/process_probe.h"
#include "inference/llama/gguf_builder.h"
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

/// An adapter for the random model "llama". `aborts`: alpha is no float, over which gguf_get_val_f32() ends the
/// process.
void writeAdapter(const QString &path, bool aborts)
{
    constexpr int rank = 4;
    constexpr int width = 64;
    GgufBuilder gguf;
    gguf.set("general.type", "adapter");
    gguf.set("general.architecture", "llama");
    gguf.set("adapter.type", "lora");
    if (aborts)
        gguf.set("adapter.lora.alpha", std::uint32_t{8});
    else
        gguf.set("adapter.lora.alpha", 8.0F);
    const std::vector<float> zeros(static_cast<std::size_t>(rank * width));
    gguf.addTensor("blk.0.attn_q.weight.lora_a", {width, rank}, zeros, GGML_TYPE_F32);
    gguf.addTensor("blk.0.attn_q.weight.lora_b", {rank, width}, zeros, GGML_TYPE_F32);
    QVERIFY(gguf.write(QFile::encodeName(path).toStdString()));
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
    void whatIsToBeTried();
    void adaptersAreTriedOnTheirModel();
    void whatIsMerelyRefusedBesideAModelDoesNotCount();
    void theServiceTriesAllThatItOpens();

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
        return outcome(probe, {{.model = {m_model}}}, memory);
    }
    [[nodiscard]] static std::optional<Status> outcome(ProcessProbe &probe, const QList<ProbeTask> &tasks,
                                                       ModelProbe::Memory memory = ModelProbe::Memory::All)
    {
        std::optional<Status> result;
        probe.start(tasks, memory, [&](const Status &status) { result = status; });
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
    probe->start({{.model = {m_model}}}, ModelProbe::Memory::All, [&](const Status &) { called = true; });
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

void TestProbe::whatIsToBeTried()
{
    ModelFile model;
    model.path = u"/m/a-1.gguf"_s;
    model.spec.parts = {"/m/a-1.gguf", "/m/a-2.gguf"};
    const QStringList parts{u"/m/a-1.gguf"_s, u"/m/a-2.gguf"_s};
    LoadOptions options;
    QCOMPARE(probeTasks(model, options), QList<ProbeTask>{{.model = parts}});
    options.adapters = {{"/m/é.gguf", 0.5F}, {"/m/y.gguf", 1}};
    options.draftModel = "/m/d.gguf";
    const QList<ProbeTask> beside{{.model = parts, .adapter = u"/m/é.gguf"_s, .isBeside = true},
                                  {.model = parts, .adapter = u"/m/y.gguf"_s, .isBeside = true},
                                  {.model = {u"/m/d.gguf"_s}, .isBeside = true}};
    QCOMPARE(probeTasks(model, options), QList<ProbeTask>{{.model = parts}} + beside);
    model.builtIn = true;
    QCOMPARE(probeTasks(model, options), beside);
    QVERIFY(probeTasks(model, {}).isEmpty());
}

void TestProbe::adaptersAreTriedOnTheirModel()
{
    const QString model = QString::fromStdString(m_models.random("llama").string());
    const QString good = m_home->filePath(u"good.gguf"_s);
    const QString bad = m_home->filePath(u"schlüssel.gguf"_s);
    writeAdapter(good, false);
    writeAdapter(bad, true);
    const ProbeTask main{.model = {model}};
    const ProbeTask goodOne{.model = {model}, .adapter = good, .isBeside = true};
    const ProbeTask badOne{.model = {model}, .adapter = bad, .isBeside = true};
    {
        const auto probe = probeBy(cli());
        const auto verdict = outcome(*probe, {main, goodOne});
        QVERIFY(verdict);
        QVERIFY2(*verdict, *verdict ? "" : verdict->error().detail.c_str());
        // Looked at first, the bad one is refused, which is the engine's to say.
        QVERIFY(outcome(*probe, {main, badOne}).value_or(fail(ErrorCode::Internal)));
        qputenv("SOTTO_PROBE_SKIP_CHECK", "1");
        const auto stopped = outcome(*probe, {main, goodOne, badOne});
        QVERIFY(stopped && !*stopped);
        QCOMPARE(stopped->error().code, ErrorCode::ModelStopsLoader);
        QCOMPARE(QString::fromStdString(stopped->error().subject), u"schlüssel.gguf"_s);
        QVERIFY2(stopped->error().detail.starts_with("ended by signal 6"), stopped->error().detail.c_str());
    }
    // All of it is remembered.
    const auto probe = probeBy(u"/bin/false"_s);
    QVERIFY(outcome(*probe, {main, goodOne}).value_or(fail(ErrorCode::Internal)));
    const auto remembered = outcome(*probeBy(script("echo '{\"ok\":true}'")), {main, badOne});
    QVERIFY(remembered && !*remembered);
    QCOMPARE(QString::fromStdString(remembered->error().subject), u"schlüssel.gguf"_s);
    // On another model it has not been tried.
    const QString other = m_home->filePath(u"other.gguf"_s);
    QVERIFY(QFile::copy(model, other));
    const auto elsewhere = outcome(*probe, {{.model = {other}, .adapter = good, .isBeside = true}});
    QVERIFY(elsewhere && !*elsewhere);
}

void TestProbe::whatIsMerelyRefusedBesideAModelDoesNotCount()
{
    const auto refuses = script("echo '{\"ok\":false,\"code\":1,\"subject\":\"x\",\"detail\":\"\"}'");
    QVERIFY(!outcome(*probeBy(refuses)).value_or(Status()));
    QVERIFY(outcome(*probeBy(refuses), {{.model = {m_model}, .isBeside = true}}).value_or(fail(ErrorCode::Internal)));
    // Nor is it taken for good afterwards.
    const auto again = outcome(*probeBy(u"/bin/false"_s), {{.model = {m_model}, .isBeside = true}});
    QVERIFY(again && !*again);
}

void TestProbe::theServiceTriesAllThatItOpens()
{
    EngineBridge bridge;
    Engine engine(std::make_unique<ScriptedBackend>(std::make_shared<ScriptedBackend::Script>()), bridge.listener(),
                  std::make_shared<SystemClock>());
    ModelService service(engine, bridge);
    const auto probe = probeBy(script("case \"$2\" in *draft*) kill -ABRT $$;; *) echo '{\"ok\":true}';; esac"));
    service.setProbe(probe.get());
    LoadOptions options;
    service.setOptions([&](const ModelFile &) { return options; });
    ModelFile file;
    file.path = m_model;
    service.load(file);
    QTRY_COMPARE(service.status().phase, ModelPhase::Ready);
    const QString draft = m_home->filePath(u"draft.gguf"_s);
    QVERIFY(QFile::copy(m_model, draft));
    options.draftModel = QFile::encodeName(draft).toStdString();
    service.load(file);
    QTRY_COMPARE(service.status().phase, ModelPhase::Failed);
    QCOMPARE(service.status().error->code, ErrorCode::ModelStopsLoader);
    QCOMPARE(service.status().error->subject, std::string("draft.gguf"));
    file.builtIn = true; // is trusted; what stands beside it is not
    service.load(file);
    QTRY_COMPARE(service.status().phase, ModelPhase::Failed);
    options.draftModel.clear();
    service.load(file);
    QTRY_COMPARE(service.status().phase, ModelPhase::Ready);
}

QTEST_GUILESS_MAIN(TestProbe)
#include "test_probe.moc"
