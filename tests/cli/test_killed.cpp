// A program that is killed in the middle of its work on a model, and what the next one makes of it.

#include "core/models/load_journal.h"
#include "core/paths.h"
#include "inference/engine.h"
#include "tests/support/tiny_models.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <cstdio>
#include <unistd.h>

using namespace sotto;
using namespace Qt::StringLiterals;

namespace {

constexpr int kPatience = 60'000;

/// Tells the parent where the engine is, and stays there until the parent kills this process.
[[noreturn]] void stopHere(const char *where)
{
    std::puts(where);
    std::fflush(stdout);
    for (;;)
        pause();
}

/// The real engine on the real backend, held by its own listener: `load` in the middle of loading, `reply` behind the
/// first piece of one that a GPU computes.
int child(int &argc, char **argv)
{
    const QCoreApplication app(argc, argv);
    const QString home = QString::fromLocal8Bit(argv[2]);
    const QString model = QString::fromLocal8Bit(argv[3]);
    const bool inReply = qstrcmp(argv[4], "reply") == 0;
    const auto listener = [inReply](const EngineEvent &event) {
        if (!inReply && std::holds_alternative<LoadProgress>(event.body)) stopHere("loading");
        const auto *loaded = std::get_if<Loaded>(&event.body);
        if (loaded && std::ranges::none_of(loaded->model.memory.devices, [](const DeviceMemory &device) {
                return device.deviceId.starts_with("Vulkan") && device.weights > 0;
            }))
            stopHere("no GPU");
        if (std::holds_alternative<Started>(event.body)) stopHere("replying");
        if (std::holds_alternative<Failed>(event.body)) stopHere("failed");
    };
    Engine engine(tests::makeLlamaBackend(), listener, std::make_shared<SystemClock>(),
                  std::make_shared<LoadJournal>(journalFolder(resolvePaths(home, {}))));
    LoadOptions options;
    options.gpuLayers = inReply ? 99 : 0;
    engine.load(QFile::encodeName(model).toStdString(), options);
    engine.submit(tests::greedyRequest({{Role::User, "abc"}}, 4));
    for (;;)
        pause();
}

struct Outcome {
    int code = -1;
    QByteArray out;
    QByteArray err;
};

} // namespace

class TestKilled final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        m_home = m_dir->filePath(u"home"_s);
        m_model = m_dir->filePath(u"模型.gguf"_s);
        QVERIFY(QFile::copy(QString::fromStdString(m_models.words().string()), m_model));
        // As the window leaves it: this is the model that was in use last.
        QVERIFY(QDir().mkpath(m_home + u"/settings"_s));
        QFile settings(m_home + u"/settings/settings.json"_s);
        QVERIFY(settings.open(QIODevice::WriteOnly));
        settings.write(QJsonDocument(QJsonObject{{"version"_L1, 1}, {"lastModel"_L1, m_model}}).toJson());
    }
    void whileLoading();
    void whileAGpuWrites();
    void namingTheModelAnswersIt();

private:
    /// Runs a child until it says where it is, and kills it there.
    QByteArray killIn(const QString &place,
                      const QProcessEnvironment &environment = QProcessEnvironment::systemEnvironment())
    {
        QProcess process;
        process.setProcessEnvironment(environment);
        process.start(QCoreApplication::applicationFilePath(), {u"--child"_s, m_home, m_model, place});
        QByteArray said;
        while (!said.endsWith('\n') && process.waitForReadyRead(kPatience))
            said += process.readAllStandardOutput();
        process.kill(); // SIGKILL
        if (!process.waitForFinished(kPatience) || process.exitStatus() != QProcess::CrashExit) return "did not die";
        return said.trimmed();
    }
    Outcome chat(const QStringList &more = {}) const
    {
        QProcess cli;
        cli.start(QStringLiteral(SOTTO_BINARY_DIR) + u"/bin/sotto-cli"_s,
                  QStringList{u"--home"_s, m_home, u"chat"_s, u"--prompt"_s, u"Hello"_s, u"--max-tokens"_s, u"2"_s} +
                      more);
        if (!cli.waitForFinished(kPatience)) return {};
        return {cli.exitCode(), cli.readAllStandardOutput(), cli.readAllStandardError()};
    }
    [[nodiscard]] QString journal() const { return journalFolder(resolvePaths(m_home, {})); }

    std::unique_ptr<QTemporaryDir> m_dir;
    tests::TinyModels m_models;
    QString m_home;
    QString m_model;
};

void TestKilled::whileLoading()
{
    QCOMPARE(chat().code, 0); // it is a model like any other
    QCOMPARE(killIn(u"load"_s), QByteArray("loading"));
    for (int i = 0; i < 2; ++i) { // it stays so, until somebody answers
        const Outcome refused = chat();
        QCOMPARE(refused.code, 3);
        QVERIFY(refused.out.isEmpty());
        QVERIFY2(refused.err.contains("stopped while opening " + m_model.toUtf8()), refused.err.constData());
    }
    // So does the window, once.
    QVERIFY(LoadJournal::takeCrash(journal()) == (ModelCrash{RiskyWork::Opening, m_model}));
    QVERIFY(!LoadJournal::takeCrash(journal()));
}

void TestKilled::whileAGpuWrites()
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"GGML_VK_VISIBLE_DEVICES"_s, u"0"_s);
    const QByteArray where = killIn(u"reply"_s, environment);
    if (where == "no GPU") QSKIP("no Vulkan device here, not even a software one");
    QCOMPARE(where, QByteArray("replying"));
    const Outcome refused = chat();
    QCOMPARE(refused.code, 3);
    QVERIFY2(refused.err.contains(m_model.toUtf8() + " was writing on the GPU"), refused.err.constData());
    QVERIFY(LoadJournal::takeCrash(journal()) == (ModelCrash{RiskyWork::Replying, m_model}));
}

void TestKilled::namingTheModelAnswersIt()
{
    QCOMPARE(killIn(u"load"_s), QByteArray("loading"));
    // Another model is none of its business.
    const QString other = m_dir->filePath(u"other.gguf"_s);
    QVERIFY(QFile::copy(m_model, other));
    QCOMPARE(chat({u"--model"_s, other}).code, 0);
    QCOMPARE(chat().code, 3);
    const Outcome named = chat({u"--model"_s, m_model});
    QVERIFY2(named.code == 0 && !named.out.isEmpty(), named.err.constData());
    QCOMPARE(chat().code, 0);
}

int main(int argc, char **argv)
{
    if (argc == 5 && qstrcmp(argv[1], "--child") == 0) return child(argc, argv);
    QCoreApplication app(argc, argv);
    TestKilled test;
    return QTest::qExec(&test, argc, argv);
}

#include "test_killed.moc"
