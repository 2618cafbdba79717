// Runs the real program against a hub on this computer.

#include "tests/support/download_fixture.h"
#include "tests/support/gguf_builder.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

using namespace sotto;
using namespace sotto::test;
using namespace Qt::StringLiterals;

namespace {

struct Outcome {
    int code = -1;
    QByteArray out;
    QByteArray err;
};

QList<QJsonObject> jsonLines(const QByteArray &out)
{
    QList<QJsonObject> objects;
    for (const QByteArray &line : out.split('\n'))
        if (!line.isEmpty()) objects.append(QJsonDocument::fromJson(line).object());
    return objects;
}

} // namespace

class TestDownload final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_hub = std::make_unique<HostileHub>();
        m_model = QByteArray::fromStdString(smallLlama().file());
        m_hub->addFile(u"user/repo"_s, u"m-Q4_K_M.gguf"_s, m_model);
        m_hub->addFile(u"user/repo"_s, u"mmproj-F16.gguf"_s, "projector");
        m_path = m_folder->filePath(u"home/models/user/repo/m-Q4_K_M.gguf"_s);
    }

    void offlineUntilAllowed()
    {
        const Outcome outcome = run({u"models"_s, u"pull"_s, u"user/repo"_s});
        QCOMPARE(outcome.code, 1);
        QVERIFY2(outcome.err.contains("--online"), outcome.err.constData());
        QVERIFY(m_hub->requests().isEmpty());
    }

    void searchesPullsVerifiesAndRemoves()
    {
        const Outcome found = run({u"models"_s, u"search"_s, u"repo"_s, u"--online"_s, u"--json"_s});
        QCOMPARE(found.code, 0);
        QCOMPARE(jsonLines(found.out).first().value("id"_L1).toString(), u"user/repo"_s);
        QCOMPARE(run({u"models"_s, u"search"_s, u"nothing of it"_s, u"--online"_s}).code, 4);

        const Outcome pulled = run({u"models"_s, u"pull"_s, u"hf.co/user/repo"_s, u"--online"_s, u"--json"_s});
        QVERIFY2(pulled.code == 0, pulled.err.constData());
        QCOMPARE(jsonLines(pulled.out).last().value("phase"_L1).toString(), u"done"_s);
        QVERIFY(contents(m_path) == m_model);
        QVERIFY(QFile::exists(m_folder->filePath(u"home/models/user/repo/mmproj-F16.gguf"_s)));
        QVERIFY(run({u"models"_s, u"list"_s}).out.contains("m-Q4_K_M.gguf"));
        const QByteArray ledger = contents(m_folder->filePath(u"home/data/network.json"_s));
        QVERIFY2(ledger.contains("\"download\"") && !ledger.contains("repo"), ledger.constData());

        const Outcome good = run({u"models"_s, u"verify"_s, m_path, u"--json"_s});
        QCOMPARE(good.code, 0);
        QCOMPARE(jsonLines(good.out).first().value("verdict"_L1).toString(), u"good"_s);
        QFile file(m_path);
        QVERIFY(file.open(QIODevice::ReadWrite) && file.seek(file.size() - 1) && file.putChar('!'));
        file.close();
        const Outcome changed = run({u"models"_s, u"verify"_s, m_path, u"--json"_s});
        QCOMPARE(changed.code, 1);
        QCOMPARE(jsonLines(changed.out).first().value("verdict"_L1).toString(), u"changed"_s);

        const Outcome removed = run({u"models"_s, u"rm"_s, m_path});
        QVERIFY2(removed.code == 0, removed.err.constData());
        QVERIFY(visibleModels(m_folder->filePath(u"home/models"_s)).isEmpty());
        QCOMPARE(visibleModels(m_folder->filePath(u"xdg"_s)).size(), 2); // in the trash
    }

    void whatIsNotOursIsLeftAlone()
    {
        const QString elsewhere = m_folder->filePath(u"mine.gguf"_s);
        QFile file(elsewhere);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(m_model);
        file.close();
        QCOMPARE(run({u"models"_s, u"rm"_s, elsewhere}).code, 2);
        QVERIFY(QFile::exists(elsewhere));
        const Outcome unknown = run({u"models"_s, u"verify"_s, elsewhere, u"--json"_s});
        QCOMPARE(unknown.code, 0);
        QCOMPARE(jsonLines(unknown.out).first().value("verdict"_L1).toString(), u"unknown"_s);
    }

    void failuresAreSaidAndCoded()
    {
        QCOMPARE(run({u"models"_s, u"pull"_s, u"no/body"_s, u"--online"_s}).code, 4);
        QCOMPARE(run({u"models"_s, u"pull"_s, u"../x"_s, u"--online"_s}).code, 2);
        m_hub->gate(u"user/repo"_s, "hf_token");
        const Outcome gated = run({u"models"_s, u"pull"_s, u"user/repo"_s, u"--online"_s, u"--json"_s});
        QCOMPARE(gated.code, 1);
        QCOMPARE(jsonLines(gated.out).last().value("code"_L1).toString(), u"access-needed"_s);
        m_token = u"hf_token"_s;
        QCOMPARE(run({u"models"_s, u"pull"_s, u"user/repo"_s, u"--online"_s}).code, 0);
        QVERIFY(!m_hub->storeSaw("hf_token"));
        m_token.clear();
    }

    void controlCKeepsWhatIsThere()
    {
        const QByteArray bytes = noise(600'000, 4);
        m_hub->addFile(u"user/big"_s, u"m-Q8_0.gguf"_s, bytes);
        m_hub->misbehave(HubPlace::Store, {.trouble = HubTrouble::StallAfter, .number = 300'000});
        const QStringList command{u"models"_s, u"pull"_s, u"user/big"_s, u"--online"_s, u"--json"_s};
        QProcess process;
        begin(process, command);
        QByteArray out;
        const bool some = QTest::qWaitFor(
            [&] {
                out += process.readAllStandardOutput();
                return out.contains("\"bytesHere\":300000");
            },
            30'000);
        QVERIFY2(some, out.constData());
        QCOMPARE(::kill(static_cast<pid_t>(process.processId()), SIGINT), 0);
        QVERIFY(process.waitForFinished(30'000));
        QCOMPARE(process.exitCode(), 130);
        QVERIFY(visibleModels(m_folder->filePath(u"home/models"_s)).isEmpty());
        m_hub->behave();
        const Outcome again = run(command);
        QVERIFY2(again.code == 0, again.err.constData());
        QVERIFY(contents(m_folder->filePath(u"home/models/user/big/m-Q8_0.gguf"_s)) == bytes);
        QCOMPARE(m_hub->requests().last().headers.value("range"), QByteArray("bytes=300000-599999"));
    }

private:
    void begin(QProcess &process, const QStringList &command)
    {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        for (const QString &name : {u"http_proxy"_s, u"https_proxy"_s, u"HTTP_PROXY"_s, u"HTTPS_PROXY"_s,
                                    u"all_proxy"_s, u"ALL_PROXY"_s, u"HF_TOKEN"_s})
            environment.remove(name);
        environment.insert(u"HF_ENDPOINT"_s, m_hub->url().toString());
        environment.insert(u"OLLAMA_REGISTRY"_s, m_hub->url().toString());
        environment.insert(u"HOME"_s, m_folder->path()); // the trash is where the home is
        environment.insert(u"XDG_DATA_HOME"_s, m_folder->filePath(u"xdg"_s));
        if (!m_token.isEmpty()) environment.insert(u"HF_TOKEN"_s, m_token);
        process.setProcessEnvironment(environment);
        process.start(QStringLiteral(SOTTO_BINARY_DIR) + u"/bin/sotto-cli"_s,
                      QStringList{u"--home"_s, m_folder->filePath(u"home"_s), u"--lang"_s, u"en"_s} + command);
    }
    Outcome run(const QStringList &command)
    {
        QProcess process;
        begin(process, command);
        if (!process.waitForFinished(60'000)) process.kill();
        return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<HostileHub> m_hub;
    QByteArray m_model;
    QString m_path;
    QString m_token;
};

QTEST_GUILESS_MAIN(TestDownload)
#include "test_download.moc"
