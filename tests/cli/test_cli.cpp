// Runs the real program, in a home of its own, with the model that comes with it.

#include "inference/llama/tiny_model.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

using namespace sotto;
using namespace Qt::StringLiterals;

namespace {

constexpr int kPatience = 60'000;

struct Outcome {
    int code = -1;
    QByteArray out;
    QByteArray err;
};

QString program()
{
    return QStringLiteral(SOTTO_BINARY_DIR) + u"/bin/sotto-cli"_s;
}

/// Every line as an object; a line that is none fails the test.
QList<QJsonObject> jsonLines(const QByteArray &out)
{
    QList<QJsonObject> objects;
    if (!out.isEmpty() && !out.endsWith('\n')) {
        QTest::qFail("the last JSON line is not whole", __FILE__, __LINE__);
        return objects;
    }
    for (const QByteArray &line : out.split('\n')) {
        if (line.isEmpty()) continue;
        const QJsonDocument document = QJsonDocument::fromJson(line);
        if (!document.isObject()) QTest::qFail("not a JSON object: " + line, __FILE__, __LINE__);
        objects.append(document.object());
    }
    return objects;
}

QStringList eventsOf(const QList<QJsonObject> &objects)
{
    QStringList names;
    for (const QJsonObject &object : objects)
        if (const QString name = object.value("event"_L1).toString(); names.isEmpty() || names.last() != name)
            names << name;
    return names;
}

QJsonObject eventOf(const QList<QJsonObject> &objects, const QString &name)
{
    for (const QJsonObject &object : objects)
        if (object.value("event"_L1).toString() == name) return object;
    return {};
}

} // namespace

class TestCli final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY2(QFile::exists(program()), qPrintable(program()));
        QVERIFY(QFile::exists(builtInModel()));
    }

    void init()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        m_home = m_dir->filePath(u"home"_s);
    }

    // --- words ---

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

    void rendersTemplates()
    {
        const auto write = [&](const QString &name, const QByteArray &bytes) {
            QFile file(m_dir->filePath(name));
            if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size()) qFatal("cannot write");
            return file.fileName();
        };
        const QString chat = write(u"chat.json"_s, R"([{"role": "user", "content": "caf\u00e9 <|im_end|>"}])");
        const QString good =
            write(u"good.jinja"_s, "{% for m in messages %}{{ m.role }}: {{ m.content }}{{ x|tojson }}{% endfor %}");
        const auto render = [&](const QString &file, const QStringList &more) {
            return run(QStringList{u"template"_s, u"render"_s, file, u"--messages"_s, chat} + more);
        };
        const Outcome whole = render(good, {u"--var"_s, u"x={\"b\": [1, true], \"a\": null}"_s});
        QCOMPARE(whole.out, QByteArray("user: caf\xC3\xA9 <|im_end|>{\"b\": [1, true], \"a\": null}"));
        QCOMPARE(whole.code, 0);
        QVERIFY(whole.err.isEmpty());

        const QString refusing = write(u"refusing.jinja"_s, "a\n{{ raise_exception('No\nway') }}");
        for (const Outcome &bad : {render(refusing, {}), render(good, {u"--var"_s, u"x={"_s}), render(u"nowhere"_s, {}),
                                   render(write(u"broken.jinja"_s, "\n{% if %}"), {})}) {
            QCOMPARE(bad.code, 1);
            QVERIFY(bad.out.isEmpty());
            QCOMPARE(bad.err.count('\n'), 1);
        }
        QVERIFY(render(refusing, {}).err.contains("No way"));
        QVERIFY(render(write(u"broken.jinja"_s, "\n{% if %}"), {}).err.contains("line 2"));
        QCOMPARE(run({u"template"_s, u"render"_s, good}).code, 2);
        QCOMPARE(render(good, {u"--var"_s, u"x"_s}).code, 2);
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

    // --- models ---

    void modelsList()
    {
        QVERIFY(writeRandomModel(modelPath(u"deep/er/random.gguf"_s), {}));
        write(m_home + u"/models/broken.gguf"_s, "this is no model");
        const Outcome text = run({u"models"_s, u"list"_s});
        QCOMPARE(text.code, 0);
        QVERIFY2(text.out.contains("random.gguf") && text.out.contains("broken.gguf"), text.out.constData());
        QVERIFY2(text.out.startsWith("Sotto"), text.out.constData()); // the built-in one comes first

        const auto models = jsonLines(run({u"models"_s, u"list"_s, u"--json"_s}).out);
        QCOMPARE(models.size(), 3);
        QVERIFY(models.front().value("builtIn"_L1).toBool());
        QCOMPARE(std::ranges::count_if(models,
                                       [](const QJsonObject &m) {
                                           return m.value("problem"_L1).toObject().value("code"_L1) == "not-gguf"_L1;
                                       }),
                 1);
    }

    void modelsListSaysWhichFolderIsMissing()
    {
        write(m_home + u"/settings/settings.json"_s, R"({"modelFolders":["/nowhere/models"]})");
        const Outcome outcome = run({u"models"_s, u"list"_s});
        QCOMPARE(outcome.code, 0);
        QVERIFY2(outcome.err.contains("/nowhere/models"), outcome.err.constData());
    }

    void modelsInfo()
    {
        RandomModelOptions options;
        options.layers = 3;
        QVERIFY(writeRandomModel(modelPath(u"three.gguf"_s), options));
        const auto byPath = jsonLines(run({u"models"_s, u"info"_s, m_home + u"/models/three.gguf"_s, u"--json"_s}).out);
        QCOMPARE(byPath.size(), 1);
        QCOMPARE(byPath.front().value("layers"_L1).toInt(), 3);
        QCOMPARE(byPath.front().value("architecture"_L1).toString(), u"llama"_s);
        const auto byName = jsonLines(run({u"models"_s, u"info"_s, u"THREE"_s, u"--json"_s}).out);
        QVERIFY(byName == byPath);
        QVERIFY(run({u"models"_s, u"info"_s, u"three"_s}).out.contains("llama"));
    }

    void modelsThatAreNotThere()
    {
        QCOMPARE(run({u"models"_s, u"info"_s, u"unheard-of"_s}).code, 4);
        const Outcome path = run({u"models"_s, u"info"_s, u"/nowhere/x.gguf"_s});
        QCOMPARE(path.code, 3);
        QVERIFY2(path.err.contains("x.gguf"), path.err.constData());
        write(m_home + u"/models/text.gguf"_s, "no model");
        const Outcome broken = run({u"models"_s, u"info"_s, u"text"_s, u"--json"_s});
        QCOMPARE(broken.code, 3);
        QCOMPARE(jsonLines(broken.out).front().value("code"_L1).toString(), u"not-gguf"_s);
        QVERIFY(!broken.err.isEmpty());
    }

    void aNameThatFitsSeveralModels()
    {
        QVERIFY(writeRandomModel(modelPath(u"twin-a.gguf"_s), {}));
        QVERIFY(writeRandomModel(modelPath(u"twin-b.gguf"_s), {}));
        const Outcome outcome = run({u"models"_s, u"info"_s, u"twin"_s});
        QCOMPARE(outcome.code, 2);
        QVERIFY2(outcome.err.contains("twin-a") && outcome.err.contains("twin-b"), outcome.err.constData());
        QCOMPARE(run({u"models"_s, u"info"_s, u"twin-a"_s}).code, 0);
    }

    // --- devices ---

    void devices()
    {
        const auto found = jsonLines(run({u"devices"_s, u"--json"_s}).out);
        const auto cpu =
            std::ranges::find_if(found, [](const QJsonObject &d) { return d.value("kind"_L1) == "cpu"_L1; });
        QVERIFY(cpu != found.end());
        QVERIFY(cpu->value("physicalCores"_L1).toInt() >= 1);
        QVERIFY(run({u"devices"_s}).out.contains("CPU"));
    }

    // --- chat ---

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

    // --- history ---

    void anEmptyHistory()
    {
        const Outcome list = run({u"history"_s, u"list"_s});
        QCOMPARE(list.code, 0);
        QVERIFY(list.out.isEmpty());
        QVERIFY(!QFile::exists(m_home + u"/data/sotto.db"_s)); // looking makes nothing
        QCOMPARE(run({u"history"_s, u"show"_s, u"12"_s}).code, 4);
        QCOMPARE(run({u"chat"_s, u"-p"_s, u"Hello"_s, u"--continue"_s, u"12"_s}).code, 4);
    }

    void whatIsKeptCanBeShownAndContinued()
    {
        const auto first = jsonLines(run(answer(u"What is **this**?"_s) + QStringList{u"--save"_s, u"--json"_s}).out);
        const QString id = eventOf(first, u"kept"_s).value("id"_L1).toString();
        QVERIFY(!id.isEmpty());

        const auto list = jsonLines(run({u"history"_s, u"list"_s, u"--json"_s}).out);
        QCOMPARE(list.size(), 1);
        QCOMPARE(list.front().value("id"_L1).toString(), id);
        QCOMPARE(list.front().value("title"_L1).toString(), u"What is **this**?"_s);
        QVERIFY(run({u"history"_s, u"list"_s}).out.contains(id.toUtf8()));

        const Outcome more = run(answer(u"And then?"_s) + QStringList{u"--continue"_s, id, u"--json"_s});
        QCOMPARE(more.code, 0);
        QVERIFY(eventOf(jsonLines(more.out), u"started"_s).value("promptTokens"_L1).toInt() >
                eventOf(first, u"started"_s).value("promptTokens"_L1).toInt());

        const auto shown = jsonLines(run({u"history"_s, u"show"_s, id, u"--json"_s}).out);
        const QJsonArray messages = shown.front().value("messages"_L1).toArray();
        QCOMPARE(messages.size(), 4);
        QStringList roles;
        for (const QJsonValue &message : messages) {
            roles << message["role"_L1].toString();
            QCOMPARE(message["state"_L1].toString(), u"complete"_s);
        }
        QCOMPARE(roles, (QStringList{u"user"_s, u"assistant"_s, u"user"_s, u"assistant"_s}));
        QVERIFY(messages.at(1)["usage"_L1]["outputTokens"_L1].toInt() > 0);

        const Outcome markdown = run({u"history"_s, u"show"_s, id});
        QVERIFY2(markdown.out.startsWith("# What is **this**?\n"), markdown.out.constData());
        QCOMPARE(markdown.out.count("\n## You\n"), 2);
        QVERIFY(markdown.out.contains("And then?"));
    }

    // --- ends that are not planned ---

    void interruptStopsOneAnswer()
    {
        const auto process =
            started({u"chat"_s, u"-p"_s, u"Hello"_s, u"--save"_s, u"--json"_s, u"--model"_s, endless()});
        QVERIFY(readUntil(*process, "\"delta\""));
        ::kill(static_cast<pid_t>(process->processId()), SIGINT);
        QVERIFY(process->waitForFinished(kPatience));
        QCOMPARE(process->exitStatus(), QProcess::NormalExit);
        QCOMPARE(process->exitCode(), 130);
        const auto lines = jsonLines(m_read + process->readAllStandardOutput());
        QCOMPARE(eventOf(lines, u"finished"_s).value("reason"_L1).toString(), u"cancelled"_s);
        const auto shown = jsonLines(
            run({u"history"_s, u"show"_s, eventOf(lines, u"kept"_s).value("id"_L1).toString(), u"--json"_s}).out);
        QCOMPARE(shown.front().value("messages"_L1)[1]["state"_L1].toString(), u"stopped"_s);
        QVERIFY(!shown.front().value("messages"_L1)[1]["text"_L1].toString().isEmpty());
    }

    void interruptStopsAReplyAndTheNextOneEndsTheChat()
    {
        const auto process = started({u"chat"_s, u"--json"_s, u"--model"_s, endless()});
        process->write("First\n");
        QVERIFY(readUntil(*process, "\"delta\""));
        ::kill(static_cast<pid_t>(process->processId()), SIGINT);
        QVERIFY(readUntil(*process, "\"cancelled\""));
        process->write("Second\n"); // the chat goes on
        m_read.clear();
        QVERIFY(readUntil(*process, "\"delta\""));
        ::kill(static_cast<pid_t>(process->processId()), SIGINT);
        QVERIFY(readUntil(*process, "\"cancelled\""));
        ::kill(static_cast<pid_t>(process->processId()), SIGINT);
        QVERIFY(process->waitForFinished(kPatience));
        QCOMPARE(process->exitCode(), 130);
    }

    void aReaderThatLeavesEndsTheProgram()
    {
        QProcess process;
        QProcess head;
        process.setStandardOutputProcess(&head);
        process.start(program(), {u"--home"_s, m_home, u"chat"_s, u"-p"_s, u"Hello"_s, u"--json"_s, u"--threads"_s,
                                  u"1"_s, u"--model"_s, endless()});
        head.start(u"head"_s, {u"-n"_s, u"1"_s});
        QVERIFY(process.waitForFinished(kPatience));
        QCOMPARE(process.exitStatus(), QProcess::NormalExit);
        QCOMPARE(process.exitCode(), 1);
        QVERIFY2(process.readAllStandardError().isEmpty(), "no complaint is due");
        QVERIFY(head.waitForFinished(kPatience));
        QCOMPARE(jsonLines(head.readAllStandardOutput()).size(), 1);
    }

    void aFullDiskIsNamed()
    {
        if (!QFile::exists(u"/dev/full"_s)) QSKIP("this system has no /dev/full");
        QProcess process;
        process.setStandardOutputFile(u"/dev/full"_s);
        process.start(program(), {u"--home"_s, m_home, u"--help"_s});
        QVERIFY(process.waitForFinished(kPatience));
        QCOMPARE(process.exitCode(), 1);
        QVERIFY(process.readAllStandardError().contains("could not be written"));
    }

private:
    static QString builtInModel() { return QStringLiteral(SOTTO_BINARY_DIR) + u"/bin/models/sotto-placeholder.gguf"_s; }

    static QStringList answer(const QString &prompt)
    {
        return {u"chat"_s, u"-p"_s, prompt, u"--temperature"_s, u"0"_s, u"--max-tokens"_s, u"24"_s};
    }

    std::unique_ptr<QProcess> started(const QStringList &arguments)
    {
        auto process = std::make_unique<QProcess>();
        m_read.clear();
        QStringList all = QStringList{u"--home"_s, m_home} + arguments;
        // One thread: tests run beside one another, and ggml's threads wait for each other by spinning.
        if (arguments.value(0) == u"chat"_s) all.insert(3, u"--threads=1"_s);
        process->start(program(), all);
        return process;
    }

    Outcome run(const QStringList &arguments, const QByteArray &input = {})
    {
        const auto process = started(arguments);
        if (!process->waitForStarted(kPatience)) return {};
        process->write(input);
        process->closeWriteChannel();
        if (!process->waitForFinished(kPatience) || process->exitStatus() != QProcess::NormalExit) return {};
        return {process->exitCode(), process->readAllStandardOutput(), process->readAllStandardError()};
    }

    bool readUntil(QProcess &process, const QByteArray &word)
    {
        while (!m_read.contains(word)) {
            if (process.bytesAvailable() == 0 && !process.waitForReadyRead(kPatience)) return false;
            m_read += process.readAllStandardOutput();
        }
        return true;
    }

    void write(const QString &path, const QByteArray &bytes)
    {
        QVERIFY(QDir().mkpath(QFileInfo(path).absolutePath()));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(bytes), bytes.size());
    }

    std::string modelPath(const QString &name)
    {
        const QString path = m_home + u"/models/"_s + name;
        QDir().mkpath(QFileInfo(path).absolutePath());
        return path.toStdString();
    }

    /// A model that writes until its context is full: enough time to stop it.
    QString endless()
    {
        RandomModelOptions options;
        options.layers = 4;
        options.embedding = 256;
        options.feedForward = 512;
        options.heads = 4;
        options.headsKv = 4;
        options.contextLength = 32'768;
        options.vocabularyWords = 2000;
        const std::string path = m_dir->filePath(u"endless.gguf"_s).toStdString();
        if (!writeRandomModel(path, options)) QTest::qFail("the model could not be made", __FILE__, __LINE__);
        return QString::fromStdString(path);
    }

    std::unique_ptr<QTemporaryDir> m_dir;
    QString m_home;
    QByteArray m_read;
};

QTEST_GUILESS_MAIN(TestCli)
#include "test_cli.moc"
