// What the program says of its commands, and to wrong ones.

#include "tests/support/cli_fixture.h"

using namespace sotto;
using namespace sotto::test;
using namespace Qt::StringLiterals;

class TestUsage final : public QObject, private CliFixture {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { expectProgramAndModel(); }
    void init() { makeHome(); }

    void helpAndVersion()
    {
        const Outcome help = run({u"--help"_s});
        QCOMPARE(help.code, 0);
        for (const char *word : {"chat", "models list", "models info", "devices", "history list", "history show",
                                 "energy report", "template render", "130"})
            QVERIFY2(help.out.contains(word), word);
        QVERIFY(help.err.isEmpty());
        QVERIFY(run({u"--version"_s}).out.startsWith("sotto-cli "));
    }

    void everyCommandHasHelp_data()
    {
        QTest::addColumn<QStringList>("command");
        QTest::addColumn<QByteArray>("word");
        QTest::newRow("chat") << QStringList{u"chat"_s} << QByteArray("--max-tokens");
        QTest::newRow("models list") << QStringList{u"models"_s, u"list"_s} << QByteArray("--json");
        QTest::newRow("models info") << QStringList{u"models"_s, u"info"_s} << QByteArray("PATH|NAME");
        QTest::newRow("devices") << QStringList{u"devices"_s} << QByteArray("--json");
        QTest::newRow("history list") << QStringList{u"history"_s, u"list"_s} << QByteArray("--json");
        QTest::newRow("history show") << QStringList{u"history"_s, u"show"_s} << QByteArray("ID");
        QTest::newRow("energy report") << QStringList{u"energy"_s, u"report"_s} << QByteArray("--csv");
        QTest::newRow("template render") << QStringList{u"template"_s, u"render"_s} << QByteArray("NAME=JSON");
    }
    void everyCommandHasHelp()
    {
        QFETCH(QStringList, command);
        QFETCH(QByteArray, word);
        const Outcome outcome = run(command + QStringList{u"--help"_s});
        QCOMPARE(outcome.code, 0);
        QVERIFY2(outcome.out.contains(word), outcome.out.constData());
        QVERIFY2(outcome.out.contains("sotto-cli " + command.join(u' ').toUtf8()), outcome.out.constData());
    }

    void wrongUsage_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QByteArray>("names"); ///< What the sentence must name.
        const auto row = [](const char *name, const QStringList &arguments, const char *names) {
            QTest::newRow(name) << arguments << QByteArray(names);
        };
        row("nothing", {}, "command");
        row("no such command", {u"dance"_s}, "dance");
        row("half a command", {u"models"_s}, "models");
        row("no such action", {u"history"_s, u"burn"_s}, "history burn");
        row("no such option", {u"chat"_s, u"--loud"_s}, "loud");
        row("value missing", {u"chat"_s, u"--seed"_s}, "seed");
        row("one too many", {u"devices"_s, u"gpu"_s}, "gpu");
        row("name missing", {u"models"_s, u"info"_s}, "PATH|NAME");
        row("id is no number", {u"history"_s, u"show"_s, u"abc"_s}, "abc");
        row("id is negative", {u"history"_s, u"show"_s, u"0"_s}, "0");
        row("temperature is no number", {u"chat"_s, u"--temperature"_s, u"hot"_s}, "--temperature");
        row("temperature is not finite", {u"chat"_s, u"--temperature"_s, u"nan"_s}, "--temperature");
        row("thinking is no word", {u"chat"_s, u"--think"_s, u"maybe"_s}, "auto, on, off");
        row("temperature too high", {u"chat"_s, u"--temperature"_s, u"5.1"_s}, "5.1");
        row("top-k below", {u"chat"_s, u"--top-k"_s, u"-1"_s}, "--top-k");
        row("top-p above", {u"chat"_s, u"--top-p"_s, u"1.01"_s}, "--top-p");
        row("min-p below", {u"chat"_s, u"--min-p"_s, u"-0.1"_s}, "--min-p");
        row("seed above 32 bits", {u"chat"_s, u"--seed"_s, u"4294967296"_s}, "--seed");
        row("no tokens", {u"chat"_s, u"--max-tokens"_s, u"0"_s}, "--max-tokens");
        row("no context", {u"chat"_s, u"--ctx"_s, u"1"_s}, "--ctx");
        row("threads", {u"chat"_s, u"--threads"_s, u"0"_s}, "--threads");
        row("layers", {u"chat"_s, u"--gpu-layers"_s, u"1e3"_s}, "--gpu-layers");
        row("sampler value above", {u"chat"_s, u"--xtc-probability"_s, u"2"_s}, "--xtc-probability");
        row("bias without value", {u"chat"_s, u"--logit-bias"_s, u"42"_s}, "--logit-bias");
        row("bias without token", {u"chat"_s, u"--logit-bias"_s, u"=1"_s}, "--logit-bias");
        row("bias too large", {u"chat"_s, u"--logit-bias"_s, u"42=1e9"_s}, "42=1e9");
        row("adapter without file", {u"chat"_s, u"--lora"_s, u":0.5"_s}, "--lora");
        row("two forms", {u"chat"_s, u"--json-schema"_s, u"a"_s, u"--grammar"_s, u"b"_s}, "--grammar");
        row("blank prompt", {u"chat"_s, u"-p"_s, u"  "_s}, "-p");
        row("language", {u"--lang"_s, u"tlh"_s, u"devices"_s}, "tlh");
    }
    void wrongUsage()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QByteArray, names);
        const Outcome outcome = run(arguments);
        QCOMPARE(outcome.code, 2);
        QVERIFY2(outcome.out.isEmpty(), outcome.out.constData());
        QVERIFY2(outcome.err.contains(names), outcome.err.constData());
        QVERIFY2(outcome.err.contains("--help"), outcome.err.constData());
        QVERIFY(!QDir(m_home).exists()); // nothing was made on the way
    }
};

QTEST_GUILESS_MAIN(TestUsage)
#include "test_usage.moc"
