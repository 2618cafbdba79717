#include "core/models/load_store.h"

#include <QDateTime>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace sotto;
using namespace Qt::StringLiterals;

/// What loading has taught, kept in a file that may be anything.
class TestLoadStore final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_dir = std::make_unique<QTemporaryDir>(); }
    void figuresComeBack();
    void aPlanComesBackForAMonth();
    void keysAreApart();
    void nonsenseIsNothing_data();
    void nonsenseIsNothing();
    void thePortIsTheStore();
    void keysNameWhatMatters();

private:
    [[nodiscard]] QString file() const { return m_dir->filePath(u"cache/loads.json"_s); }

    std::unique_ptr<QTemporaryDir> m_dir;
};

void TestLoadStore::figuresComeBack()
{
    const BufferFigures figures{{1, 0, 1ULL << 40}, {{"Vulkan0", 123}, {"CPU", 4}}};
    LoadStore(file()).rememberFigures("a", figures);
    QCOMPARE(LoadStore(file()).recallFigures("a").value_or(BufferFigures{}), figures);
    QVERIFY(!LoadStore(file()).recallFigures("b"));
    QVERIFY(!LoadStore(file()).recallPlan("a", 0));
}

void TestLoadStore::aPlanComesBackForAMonth()
{
    const LoadPlan plan{4096, 12, ExpertPlace::OnCpu};
    const LoadStore store(file());
    store.rememberPlan("a", plan);
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    constexpr qint64 day = 24LL * 3600 * 1000;
    QCOMPARE(store.recallPlan("a", now).value_or(LoadPlan{}), plan);
    QVERIFY(store.recallPlan("a", now + 29 * day));
    QVERIFY(!store.recallPlan("a", now + 31 * day));
}

void TestLoadStore::keysAreApart()
{
    const LoadStore store(file());
    store.rememberPlan("a", {4096, 12});
    store.rememberPlan("b", {2048, 0});
    QCOMPARE(store.recallPlan("a", 0)->gpuLayers, 12);
    QCOMPARE(store.recallPlan("b", 0)->context, 2048U);
}

void TestLoadStore::nonsenseIsNothing_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::newRow("not JSON") << QByteArray("{");
    QTest::newRow("words") << QByteArray(R"({"a":{"context":"x","gpuLayers":"y","compute":[{"id":1,"bytes":"z"}]}})");
    QTest::newRow("below zero") << QByteArray(
        R"({"a":{"context":-1,"gpuLayers":-1,"experts":-1,"layerCache":[-1],"compute":[{"id":"CPU","bytes":-1}]}})");
    QTest::newRow("too large") << QByteArray(
        R"({"a":{"context":1e12,"gpuLayers":1e9,"experts":9,"compute":[{"id":"CPU","bytes":1e300}]}})");
    QTest::newRow("no name") << QByteArray(R"({"a":{"compute":[{"bytes":1}]}})");
}

void TestLoadStore::nonsenseIsNothing()
{
    QFETCH(QByteArray, json);
    const QString path = m_dir->filePath(u"loads.json"_s);
    QFile out(path);
    QVERIFY(out.open(QIODevice::WriteOnly));
    out.write(json);
    out.close();
    QVERIFY(!LoadStore(path).recallFigures("a"));
    QVERIFY(!LoadStore(path).recallPlan("a", 0));
}

void TestLoadStore::thePortIsTheStore()
{
    const LoadMemory port = LoadStore(file()).memory();
    port.rememberPlan("a", {4096, 3});
    port.rememberFigures("f", {{}, {{"CPU", 1}}});
    QCOMPARE(port.recallPlan("a")->gpuLayers, 3);
    QCOMPARE(port.recallFigures("f")->compute.front().second, 1ULL);
}

void TestLoadStore::keysNameWhatMatters()
{
    OffloadPlan plan;
    plan.contextLength = 4096;
    plan.gpuLayers = 3;
    plan.devices = {{.deviceId = "A", .layers = 3}, {.deviceId = "CPU"}};
    const std::filesystem::path model = "/nowhere/model.gguf";
    const std::string figures = figuresKey(model, "1", plan);
    const std::string meant = planKey(model, "1", plan, {4096, 3});
    QCOMPARE(figuresKey(model, "1", plan), figures);
    QVERIFY(figures != meant);
    QVERIFY(figuresKey(model, "2", plan) != figures);
    QVERIFY(figuresKey("/nowhere/other.gguf", "1", plan) != figures);
    QVERIFY(planKey(model, "1", plan, {4096, 2}) != meant);
    OffloadPlan other = plan;
    other.devices[0].layers = 2;
    QVERIFY(figuresKey(model, "1", other) != figures);
    other = plan;
    other.devices[0].deviceId = "B";
    QVERIFY(planKey(model, "1", other, {4096, 3}) != meant);
    other = plan;
    other.quantizedCache = true;
    QVERIFY(figuresKey(model, "1", other) != figures);
}

QTEST_GUILESS_MAIN(TestLoadStore)
#include "test_load_store.moc"
