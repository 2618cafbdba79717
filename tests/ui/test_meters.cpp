// The panel of the meters: it shows what it is given, fits its height, and closes.

#include "tests/ui/meters_fixture.h"

#include "ui/components/buttons.h"
#include "ui/components/label.h"
#include "ui/meters/memory_bar.h"
#include "ui/meters/meters_panel.h"
#include "ui/meters/section_head.h"
#include "ui/meters/sparkline.h"
#include "ui/theme/style.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QPainter>
#include <QSignalSpy>
#include <QTest>

using namespace sotto;
using namespace sotto::test;
using namespace Qt::StringLiterals;

namespace {

QString textOf(const MetersPanel &panel, const QString &title)
{
    for (const SectionHead *head : panel.findChildren<SectionHead *>())
        if (head->title() == title) return head->value();
    return u"no such section"_s;
}

} // namespace

class TestMeters final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { applyTheme(*qApp, Look{}); }

    void panelShowsWhatItIsGiven()
    {
        MetersPanel panel;
        panel.resize(288, 800);
        panel.setHost({"x", 2, 2}, false);
        QCOMPARE(textOf(panel, u"Layers"_s), u"no model"_s);
        QCOMPARE(textOf(panel, u"Speed"_s), u"idle"_s);
        QCOMPARE(textOf(panel, u"Memory"_s), u"–"_s);
        panel.setModel(ready(0, 7));
        panel.setSystem(system(8 * GiB, 5 * GiB, 100 * MiB));
        QCOMPARE(textOf(panel, u"Layers"_s), u"7 of 7 on CPU"_s);
        QCOMPARE(textOf(panel, u"Memory"_s), u"3.0 / 8.0 GiB"_s);
        panel.setModel(ready(24, 33));
        QCOMPARE(textOf(panel, u"GPU memory"_s), QString());
        QCOMPARE(panel.findChildren<MemoryBar *>().size(), 2);
        ModelStatus loading;
        loading.phase = ModelPhase::Loading;
        loading.progress = 0.62F;
        panel.setModel(loading);
        QCOMPARE(textOf(panel, u"Layers"_s), u"Loading, 62%"_s);
        panel.setLastSpeed(48.3);
        QCOMPARE(textOf(panel, u"Speed"_s), u"48.3 tok/s"_s);
    }

    void panelSaysWhatIsKeptOfChats()
    {
        MetersPanel panel;
        panel.resize(288, 800);
        panel.show();
        auto *row = panel.findChild<Label *>(u"keptChats"_s);
        QVERIFY(row && !row->isVisibleTo(&panel)); // nothing is kept
        panel.setKept({.inMemory = 3, .memoryBytes = 420 * MiB, .onDisk = 9, .diskBytes = GiB});
        QVERIFY(row->isVisibleTo(&panel));
        QVERIFY2(row->text().contains(u"3, 420 MiB"_s), qPrintable(row->text()));
        panel.setKept({});
        QVERIFY(!row->isVisibleTo(&panel));
    }

    void panelDropsTheCurveWhereItIsLow()
    {
        MetersPanel panel;
        panel.resize(288, 800);
        panel.show();
        auto *line = panel.findChild<Sparkline *>(u"speedLine"_s);
        QVERIFY(line->isVisibleTo(&panel));
        panel.resize(288, 520);
        QVERIFY(!line->isVisibleTo(&panel));
    }

    void panelClosesByKeyboard()
    {
        MetersPanel panel;
        panel.show();
        QSignalSpy closed(&panel, &MetersPanel::closeRequested);
        auto *button = panel.findChild<IconButton *>(u"closeMeters"_s);
        QVERIFY(button && !button->accessibleName().isEmpty());
        button->setFocus();
        QTest::keyClick(button, Qt::Key_Space);
        QCOMPARE(closed.size(), 1);
    }

    /// Printed, not asserted: the budget is 1 ms in a release build.
    void timeOfAPanelRepaint()
    {
        MetersPanel panel;
        panel.resize(288, 800);
        panel.setModel(ready(24, 33));
        for (int i = 0; i < 120; ++i)
            panel.setSystem(system(8 * GiB, 5 * GiB, static_cast<std::uint64_t>(i)));
        QImage image(288, 800, QImage::Format_ARGB32_Premultiplied);
        panel.render(&image); // fills the caches
        QElapsedTimer timer;
        timer.start();
        constexpr int kTimes = 50;
        for (int i = 0; i < kTimes; ++i)
            panel.render(&image);
        qInfo("whole panel: %.3f ms", static_cast<double>(timer.nsecsElapsed()) / 1e6 / kTimes);
    }
};

QTEST_MAIN(TestMeters)
#include "test_meters.moc"
