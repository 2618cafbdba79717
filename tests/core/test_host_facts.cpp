#include "core/status/host_facts.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace sotto;

class TestHostFacts final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aFolderThatDoesNotExistYetIsLookedUpByItsParent()
    {
        QTemporaryDir dir;
        const auto here = diskSpace(dir.path());
        QVERIFY(here);
        QVERIFY(here->total > 0);
        QVERIFY(here->free <= here->total);
        const auto later = diskSpace(dir.filePath(u"not/made/yet"_s));
        QVERIFY(later);
        QCOMPARE(later->total, here->total);
    }

    void factsArriveBySignalAndNotBefore()
    {
        QTemporaryDir dir;
        HostFacts facts;
        QSignalSpy spy(&facts, &HostFacts::changed);
        QVERIFY(!facts.cpu());
        QVERIFY(!facts.disk(dir.path()));
        facts.readCpu();
        facts.readDisk(dir.path());
        QVERIFY(!facts.cpu());
        QTRY_COMPARE(spy.count(), 2);
        QVERIFY(facts.cpu());
        QVERIFY(facts.cpu()->physicalCores >= 1);
        QVERIFY(facts.cpu()->logicalCpus >= facts.cpu()->physicalCores);
        QVERIFY(facts.disk(dir.path()));
        QVERIFY(!facts.disk(u"/another"_s));
    }
};

QTEST_GUILESS_MAIN(TestHostFacts)
#include "test_host_facts.moc"
