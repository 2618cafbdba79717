// `sotto-cli chat`: what goes in, what comes out, and with which model and settings.

#include "tests/support/cli_fixture.h"

#include <QJsonArray>

using namespace sotto;
using namespace sotto::test;
using namespace Qt::StringLiterals;

class TestChat final : public QObject, private CliFixture {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { expectProgramAndModel(); }
    void init() { makeHome(); }

    void oneAnswer()
    {
        const Outcome outcome = run(answer(u"Who are you?"_s));
        QCOMPARE(outcome.code, 0);
        QVERIFY(!outcome.out.trimmed().isEmpty());
        QVERIFY(outcome.out.endsWith('\n'));
        QVERIFY2(outcome.err.contains("tokens") && outcome.err.contains("first token"), outcome.err.constData());
        QVERIFY(!QFile::exists(m_home + u"/data/sotto.db"_s)); // nothing is kept unasked
    }

    void oneAnswerAsJson()
    {
        const Outcome outcome = run(answer(u"Who are you?"_s) + QStringList{u"--json"_s});
        QCOMPARE(outcome.code, 0);
        const auto lines = jsonLines(outcome.out);
        const QStringList events = eventsOf(lines);
        QCOMPARE(events.first(), u"loading"_s);
        QVERIFY(events.indexOf(u"loaded"_s) < events.indexOf(u"started"_s));
        QVERIFY(events.indexOf(u"started"_s) < events.indexOf(u"delta"_s));
        QCOMPARE(events.mid(events.size() - 2), (QStringList{u"finished"_s, u"energy"_s}));
        const QJsonObject usage = eventOf(lines, u"finished"_s).value("usage"_L1).toObject();
        QVERIFY(usage.value("outputTokens"_L1).toInt() > 0 && usage.value("outputTokens"_L1).toInt() <= 24);
        QVERIFY(usage.value("promptTokens"_L1).toInt() > 0);
        QString text;
        for (const QJsonObject &line : lines)
            text += line.value("event"_L1) == "delta"_L1 ? line.value("text"_L1).toString() : QString();
        QCOMPARE(text.trimmed(), QString::fromUtf8(run(answer(u"Who are you?"_s)).out).trimmed());
    }

    void answersHaveTheFormAskedFor()
    {
        QVERIFY(QDir().mkpath(m_home));
        const QString schema = m_home + u"/schema.json"_s;
        write(schema, R"({"enum":["yes","no"]})");
        const Outcome json = run(answer(u"Who are you?"_s) + QStringList{u"--json-schema"_s, schema});
        QCOMPARE(json.code, 0);
        QVERIFY2(json.out == "\"yes\"\n" || json.out == "\"no\"\n", json.out.constData());
        const QString grammar = m_home + u"/form.gbnf"_s;
        write(grammar, "root ::= [a-c]{3} \"!\"");
        const Outcome gbnf = run(answer(u"Who are you?"_s) + QStringList{u"--grammar"_s, grammar});
        QCOMPARE(gbnf.code, 0);
        QVERIFY2(gbnf.out.size() == 5 && gbnf.out.endsWith("!\n"), gbnf.out.constData());

        write(schema, R"({"not":{}})");
        const Outcome refused = run(answer(u"Who are you?"_s) + QStringList{u"--json-schema"_s, schema});
        QCOMPARE(refused.code, 1);
        QVERIFY2(refused.err.contains("“not”"), refused.err.constData());
        const Outcome missing = run(answer(u"Who are you?"_s) + QStringList{u"--grammar"_s, u"nowhere.gbnf"_s});
        QCOMPARE(missing.code, 1);
        QVERIFY2(missing.err.contains("nowhere.gbnf"), missing.err.constData());
    }

    void adaptersAndBiases()
    {
        const Outcome missing = run(answer(u"Hello"_s) + QStringList{u"--lora"_s, u"nowhere.gguf:0.5"_s});
        QCOMPARE(missing.code, 3);
        QVERIFY2(missing.err.contains("nowhere.gguf") && !missing.err.contains(":0.5"), missing.err.constData());
        // Token 2 ends a reply.
        const Outcome ended = run(answer(u"Hello"_s) + QStringList{u"--logit-bias"_s, u"2=1000"_s});
        QCOMPARE(ended.code, 0);
        QVERIFY2(ended.out.trimmed().isEmpty(), ended.out.constData());
        const Outcome unknown = run(answer(u"Hello"_s) + QStringList{u"--logit-bias"_s, u"99999999=1"_s});
        QCOMPARE(unknown.code, 1);
        QVERIFY2(unknown.err.contains("99999999"), unknown.err.constData());
    }

    /// A model that thinks and asks for a function: both come out as events, and no mark with them.
    void thoughtsAndCalls()
    {
        WordModelOptions options;
        options.corpus = "[THINK] Let me see. [/THINK] I ask. [TOOL_CALLS] get_time [ARGS] {\"zone\":\"UTC\"}";
        options.controls = {"[THINK]", "[/THINK]", "[TOOL_CALLS]", "[ARGS]"};
        const QString model = m_dir->filePath(u"reciter.gguf"_s);
        QVERIFY(writeWordModel(QFile::encodeName(model).toStdString(), options));
        const QString tools = m_dir->filePath(u"tools.json"_s);
        write(tools, R"([{"type":"function","function":{"name":"get_time","parameters":{}}}])");
        const QStringList ask{u"chat"_s, u"-p"_s,      u"When?"_s, u"--model"_s,      model,  u"--threads"_s,
                              u"1"_s,    u"--think"_s, u"on"_s,    u"--max-tokens"_s, u"40"_s};
        const Outcome outcome = run(ask + QStringList{u"--tools"_s, tools, u"--json"_s});
        QCOMPARE(outcome.code, 0);
        const auto lines = jsonLines(outcome.out);
        const auto joined = [&](const QString &event) {
            QString all;
            for (const QJsonObject &line : lines)
                if (line.value("event"_L1) == event) all += line.value("text"_L1).toString();
            return all;
        };
        QCOMPARE(joined(u"reasoning"_s), u"Let me see."_s);
        QCOMPARE(joined(u"delta"_s), u"I ask."_s);
        const QJsonObject call = eventOf(lines, u"toolCall"_s);
        QCOMPARE(call.value("name"_L1).toString(), u"get_time"_s);
        QCOMPARE(call.value("arguments"_L1).toString(), u"{\"zone\":\"UTC\"}"_s);
        QCOMPARE(call.value("id"_L1).toString().size(), 9);
        const Outcome text = run(ask + QStringList{u"--tools"_s, tools});
        QCOMPARE(text.out.trimmed(), QByteArray("I ask."));
        QVERIFY(text.err.contains("get_time"));
        QCOMPARE(run(ask + QStringList{u"--tools"_s, model}).code, 1);
    }

    void theLimitOfTokensHolds()
    {
        const auto lines = jsonLines(run({u"chat"_s, u"-p"_s, u"Tell me everything."_s, u"--temperature"_s, u"0"_s,
                                          u"--max-tokens"_s, u"3"_s, u"--json"_s})
                                         .out);
        const QJsonObject finished = eventOf(lines, u"finished"_s);
        QCOMPARE(finished.value("usage"_L1).toObject().value("outputTokens"_L1).toInt(), 3);
        QCOMPARE(finished.value("reason"_L1).toString(), u"token-limit"_s);
    }

    void thePromptFromStandardInput()
    {
        const Outcome outcome =
            run({u"chat"_s, u"-p"_s, u"-"_s, u"--max-tokens"_s, u"4"_s, u"--json"_s}, "Who\nare you?\n");
        QCOMPARE(outcome.code, 0);
        QCOMPARE(eventsOf(jsonLines(outcome.out)).count(u"finished"_s), 1);
        QCOMPARE(run({u"chat"_s, u"-p"_s, u"-"_s}, " \n").code, 2);
    }

    void aConversation()
    {
        const Outcome outcome = run({u"chat"_s, u"--max-tokens"_s, u"4"_s, u"--json"_s}, "First\n\nSecond\nThird");
        QCOMPARE(outcome.code, 0);
        const auto lines = jsonLines(outcome.out);
        QList<QJsonObject> started;
        for (const QJsonObject &line : lines)
            if (line.value("event"_L1) == "started"_L1) started.append(line);
        QCOMPARE(started.size(), 3);
        // The later ones carry the earlier.
        QVERIFY(started[0].value("promptTokens"_L1).toInt() < started[1].value("promptTokens"_L1).toInt());
        QVERIFY(started[1].value("promptTokens"_L1).toInt() < started[2].value("promptTokens"_L1).toInt());
        QVERIFY2(!outcome.err.contains("> "), outcome.err.constData()); // nobody sits there
    }

    void whatIsSetForOneModelHolds()
    {
        const auto context = [&](const QStringList &extra) {
            const Outcome outcome = run(answer(u"Hello"_s) + QStringList{u"--json"_s} + extra);
            return eventOf(jsonLines(outcome.out), u"loaded"_s).value("contextLength"_L1).toInt();
        };
        write(m_home + u"/settings/settings.json"_s, R"({"contextLength":1024})");
        QCOMPARE(context({}), 1024);
        const QString path = QFileInfo(builtInModel()).canonicalFilePath();
        const QJsonObject model{{"path"_L1, path}, {"contextLength"_L1, 512}};
        write(m_home + u"/settings/models.json"_s,
              QJsonDocument(QJsonObject{{"models"_L1, QJsonArray{model}}}).toJson());
        QCOMPARE(context({}), 512);
        QCOMPARE(context({u"--ctx"_s, u"256"_s}), 256);
    }

    void brokenModelSettingsAreSetAside()
    {
        write(m_home + u"/settings/models.json"_s, "{ not json");
        const Outcome outcome = run(answer(u"Hello"_s));
        QCOMPARE(outcome.code, 0);
        QVERIFY2(outcome.err.contains("models.json was set aside"), outcome.err.constData());
        QVERIFY(QFile::exists(m_home + u"/settings/models.json.broken"_s));
    }

    void modelsThatCannotBeOpened()
    {
        write(m_home + u"/models/text.gguf"_s, "no model");
        const Outcome text = run({u"chat"_s, u"-p"_s, u"Hello"_s, u"--model"_s, m_home + u"/models/text.gguf"_s});
        QCOMPARE(text.code, 3);
        QVERIFY2(text.err.contains("text.gguf") && text.err.contains("GGUF"), text.err.constData());
        QVERIFY(text.out.isEmpty());
        QCOMPARE(run({u"chat"_s, u"-p"_s, u"Hello"_s, u"--model"_s, u"/nowhere/x.gguf"_s}).code, 3);
        QCOMPARE(run({u"chat"_s, u"-p"_s, u"Hello"_s, u"--model"_s, u"unheard-of"_s}).code, 4);
        RandomModelOptions strange;
        strange.architecture = "strangenet";
        QVERIFY(writeRandomModel(modelPath(u"strange.gguf"_s), strange));
        const Outcome unknown = run({u"chat"_s, u"-p"_s, u"Hello"_s, u"--model"_s, u"strange"_s, u"--json"_s});
        QCOMPARE(unknown.code, 3);
        const auto lines = jsonLines(unknown.out);
        QCOMPARE(lines.last().value("event"_L1).toString(), u"failed"_s);
        QCOMPARE(lines.last().value("code"_L1).toString(), u"unknown-architecture"_s);
    }

    void personas()
    {
        const Outcome unknown = run({u"chat"_s, u"-p"_s, u"Hello"_s, u"--persona"_s, u"Nobody"_s});
        QCOMPARE(unknown.code, 4);
        QVERIFY2(unknown.err.contains("Translator"), unknown.err.constData());
        const auto tokens = [&](const QStringList &extra) {
            const QStringList base{u"chat"_s, u"-p"_s, u"Hello"_s, u"--max-tokens"_s, u"1"_s, u"--json"_s};
            return eventOf(jsonLines(run(base + extra).out), u"started"_s).value("promptTokens"_L1).toInt();
        };
        const int short_ = tokens({u"--system"_s, u"x"_s});
        const int coder = tokens({u"--persona"_s, u"coder"_s});
        QVERIFY(short_ > 0);
        QVERIFY2(coder > short_ + 50, "the persona's instructions are not in the prompt");
    }
};

QTEST_GUILESS_MAIN(TestChat)
#include "test_chat.moc"
