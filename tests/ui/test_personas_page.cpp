#include "ui/pages/personas_page.h"
#include "ui/theme/style.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QSignalSpy>
#include <QTest>

using namespace sotto;
using namespace Qt::StringLiterals;

class TestPersonasPage final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { applyTheme(*qApp, Look{}); }

    void modelKeepsItsPromises()
    {
        PersonasModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setPersonas(builtInPersonas());
        QCOMPARE(model.rowCount(), 5);
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        model.setCurrent(model.persona(1).id);
        model.setCurrent(model.persona(2).id);
        QCOMPARE(changed.size(), 3); // the first choice has no card before it
        model.setPersonas({model.persona(0)});
        QCOMPARE(model.rowCount(), 1);
        model.setPersonas({});
    }

    void badgesSayWhatItIs()
    {
        PersonasModel model;
        QList<Persona> personas = builtInPersonas();
        personas[1].modelPath = u"/m/Qwen2.5 14B.gguf"_s;
        personas[1].presetName = u"Precise"_s;
        model.setPersonas(personas);
        QCOMPARE(model.badges(1), QStringList({u"Qwen2.5 14B"_s, u"Precise"_s}));
        model.setCurrent(personas[1].id);
        QCOMPARE(model.badges(1).first(), u"In use"_s); // not by colour alone
        QVERIFY(model.index(1).data(Qt::AccessibleTextRole).toString().contains(u"In use"_s));
        model.setModelNames([](const QString &) { return u"Qwen"_s; });
        QVERIFY(model.badges(1).contains(u"Qwen"_s));
    }

    void gridHasEqualColumns()
    {
        const Theme theme = Theme::light();
        QCOMPARE(CardGrid::columnsFor(240, theme), 1);
        QCOMPARE(CardGrid::columnsFor(510, theme), 2);
        QCOMPARE(CardGrid::columnsFor(960, theme), 3);
        PersonasPage page;
        page.resize(1032, 800);
        page.setPersonas(builtInPersonas());
        page.show();
        const auto rect = [&](int row) { return page.grid()->visualRect(page.model()->index(row)); };
        QTRY_COMPARE(rect(2).top(), rect(0).top()); // three in the first row
        QVERIFY(rect(3).top() > rect(0).top());
        QCOMPARE(rect(0).size(), rect(2).size());
    }

    void enterAndArrowsChoose()
    {
        PersonasPage page;
        page.resize(1032, 800);
        page.setPersonas(builtInPersonas());
        page.show();
        QVERIFY(QTest::qWaitForWindowActive(&page));
        QSignalSpy chosen(&page, &PersonasPage::personaChosen);
        page.grid()->setFocus();
        QCOMPARE(page.grid()->currentIndex().row(), 0);
        QTest::keyClick(page.grid(), Qt::Key_Right);
        QTest::keyClick(page.grid(), Qt::Key_Return);
        QCOMPARE(chosen.size(), 1);
        QCOMPARE(chosen.at(0).at(0).toString(), page.model()->persona(1).id);
        QTest::keyClick(page.grid(), Qt::Key_Down);
        QTest::keyClick(page.grid(), Qt::Key_Space);
        QCOMPARE(chosen.at(1).at(0).toString(), page.model()->persona(4).id);
    }

    void aClickChoosesOnce()
    {
        PersonasPage page;
        page.resize(1032, 800);
        page.setPersonas(builtInPersonas());
        page.show();
        QSignalSpy chosen(&page, &PersonasPage::personaChosen);
        QTRY_VERIFY(!page.grid()->visualRect(page.model()->index(3)).isEmpty());
        QTest::mouseClick(page.grid()->viewport(), Qt::LeftButton, {},
                          page.grid()->visualRect(page.model()->index(3)).center());
        QCOMPARE(chosen.size(), 1);
        QCOMPARE(chosen.at(0).at(0).toString(), page.model()->persona(3).id);
    }
};

QTEST_MAIN(TestPersonasPage)
#include "test_personas_page.moc"
