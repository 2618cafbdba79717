#include "core/models/tuning_store.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace sotto;
using namespace Qt::StringLiterals;

/// What was measured of models is there the next time, whatever became of the file.
class TestTuningStore final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void remembers();
    void damagedFilesAreEmpty_data();
    void damagedFilesAreEmpty();
    void keepsTheNewest();
    void foldersThatCannotBe();

private:
    QTemporaryDir m_folder;
};

void TestTuningStore::remembers()
{
    const QString path = m_folder.filePath(u"not/there/yet/measured.json"_s);
    TuningStore(path).remember("a", {4, 6, 256});
    TuningStore(path).remember("b", {1, 2, 512});
    const TuningStore store(path);
    QCOMPARE(store.recall("a"), (Tuning{4, 6, 256}));
    QCOMPARE(store.recall("b"), (Tuning{1, 2, 512}));
    QVERIFY(!store.recall("c"));
    store.remember("a", {2, 2, 128});
    QCOMPARE(store.recall("a"), (Tuning{2, 2, 128}));
    QCOMPARE(store.recall("b"), (Tuning{1, 2, 512}));
}

void TestTuningStore::damagedFilesAreEmpty_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("no JSON") << QByteArray("\x00\xff{", 3);
    QTest::newRow("cut off") << QByteArray(R"({"a":{"threads":4,"batchThr)");
    QTest::newRow("a list") << QByteArray("[1,2]");
    QTest::newRow("no object") << QByteArray(R"({"a":7})");
    QTest::newRow("a part is missing") << QByteArray(R"({"a":{"threads":4,"batchThreads":6}})");
    QTest::newRow("words") << QByteArray(R"({"a":{"threads":"4","batchThreads":6,"batchTokens":512}})");
    QTest::newRow("nothing") << QByteArray(R"({"a":{"threads":0,"batchThreads":6,"batchTokens":512}})");
    QTest::newRow("less than nothing") << QByteArray(R"({"a":{"threads":4,"batchThreads":-6,"batchTokens":512}})");
    QTest::newRow("huge") << (R"({"a":{"threads":4,"batchThreads":6,"batchTokens":512},"b":")" +
                              QByteArray(5 << 20, 'x') + "\"}");
}

void TestTuningStore::damagedFilesAreEmpty()
{
    QFETCH(QByteArray, text);
    const QString path = m_folder.filePath(u"damaged.json"_s);
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(text) == text.size());
    file.close();
    const TuningStore store(path);
    QVERIFY(!store.recall("a"));
    store.remember("a", {3, 3, 512});
    QCOMPARE(store.recall("a"), (Tuning{3, 3, 512}));
}

void TestTuningStore::keepsTheNewest()
{
    const QString path = m_folder.filePath(u"many.json"_s);
    QByteArray text = "{";
    for (int i = 0; i < 500; ++i)
        text += QStringLiteral(R"("k%1":{"threads":1,"batchThreads":1,"batchTokens":512,"at":%2},)")
                    .arg(i)
                    .arg(i == 77 ? 1 : 1000 + i)
                    .toUtf8();
    text.back() = '}';
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(text) == text.size());
    file.close();
    const TuningStore store(path);
    QVERIFY(store.recall("k77"));
    store.remember("new", {2, 2, 256});
    QVERIFY(!store.recall("k77"));
    QVERIFY(store.recall("k0"));
    QVERIFY(store.recall("new"));
}

void TestTuningStore::foldersThatCannotBe()
{
    QFile file(m_folder.filePath(u"file"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    const TuningStore store(m_folder.filePath(u"file/measured.json"_s));
    store.remember("a", {3, 3, 512});
    QVERIFY(!store.recall("a"));
}

QTEST_GUILESS_MAIN(TestTuningStore)
#include "test_tuning_store.moc"
