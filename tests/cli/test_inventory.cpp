// What the program tells of the models and devices that are there.

#include "tests/support/cli_fixture.h"

#include <algorithm>

using namespace sotto;
using namespace sotto::test;
using namespace Qt::StringLiterals;

class TestInventory final : public QObject, private CliFixture {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { expectProgramAndModel(); }
    void init() { makeHome(); }

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

    void devices()
    {
        const auto found = jsonLines(run({u"devices"_s, u"--json"_s}).out);
        const auto cpu =
            std::ranges::find_if(found, [](const QJsonObject &d) { return d.value("kind"_L1) == "cpu"_L1; });
        QVERIFY(cpu != found.end());
        QVERIFY(cpu->value("physicalCores"_L1).toInt() >= 1);
        QVERIFY(run({u"devices"_s}).out.contains("CPU"));
    }
};

QTEST_GUILESS_MAIN(TestInventory)
#include "test_inventory.moc"
