#include "tests/support/ui_fixture.h"
#include "ui/components/avatar.h"
#include "ui/components/badge.h"
#include "ui/components/buttons.h"
#include "ui/components/dialog.h"
#include "ui/components/label.h"
#include "ui/components/notice.h"
#include "ui/components/popover.h"
#include "ui/components/search_field.h"
#include "ui/components/segment_control.h"
#include "ui/components/slider_field.h"
#include "ui/components/switch.h"
#include "ui/components/toast.h"

#include <QAction>
#include <QDoubleSpinBox>
#include <QLineEdit>
#include <QPointer>
#include <QShortcut>
#include <QSignalSpy>
#include <QTest>
#include <QVBoxLayout>

using namespace sotto;
using namespace Qt::StringLiterals;

class TestComponents final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { test::fixedLook(); }

    void segmentKeys()
    {
        SegmentControl control(u"Theme"_s);
        control.setOptions({u"System"_s, u"Light"_s, u"Dark"_s});
        QCOMPARE(control.currentIndex(), 0);
        const QSignalSpy chosen(&control, &SegmentControl::chosen);
        const QSignalSpy changed(&control, &SegmentControl::currentChanged);
        QTest::keyClick(&control, Qt::Key_Right);
        QCOMPARE(control.currentIndex(), 1);
        QTest::keyClick(&control, Qt::Key_End);
        QTest::keyClick(&control, Qt::Key_Right);
        QCOMPARE(control.currentIndex(), 2);
        QTest::keyClick(&control, Qt::Key_Home);
        QCOMPARE(control.currentIndex(), 0);
        QCOMPARE(chosen.count(), 3);
        control.setCurrentIndex(2);
        QCOMPARE(chosen.count(), 3);
        QCOMPARE(changed.count(), 4);
        control.setCurrentIndex(7);
        QCOMPARE(control.currentIndex(), 2);
    }

    void segmentMouse()
    {
        SegmentControl control(u"Theme"_s);
        control.setOptions({u"System"_s, u"Light"_s, u"Dark"_s});
        control.resize(control.sizeHint());
        QTest::mouseClick(&control, Qt::LeftButton, {}, QPoint(control.width() - 10, control.height() / 2));
        QCOMPARE(control.currentIndex(), 2);
    }

    void switchIsACheckBox()
    {
        Switch control(u"Less motion"_s);
        control.resize(control.sizeHint());
        QCOMPARE(control.accessibleName(), u"Less motion"_s);
        QTest::mouseClick(&control, Qt::LeftButton, {}, QPoint(control.width() - 3, control.height() / 2));
        QVERIFY(control.isChecked());
        QTest::keyClick(&control, Qt::Key_Space);
        QVERIFY(!control.isChecked());
    }

    void sliderAndFieldAreOneValue()
    {
        SliderField both(u"Temperature"_s);
        both.setRange(0, 2, 0.01, 2);
        const QSignalSpy edited(&both, &SliderField::edited);
        both.setValue(0.7);
        QCOMPARE(both.field()->value(), 0.7);
        QCOMPARE(both.slider()->value(), 70);
        QCOMPARE(edited.count(), 0);
        QTest::keyClick(both.slider(), Qt::Key_Right);
        QCOMPARE(both.value(), 0.71);
        QTest::keyClick(both.slider(), Qt::Key_PageUp);
        QCOMPARE(both.value(), 0.81);
        QTest::keyClick(both.slider(), Qt::Key_End);
        QCOMPARE(both.value(), 2.0);
        both.field()->setValue(1.25);
        QCOMPARE(both.slider()->value(), 125);
        QCOMPARE(edited.count(), 4);
        both.setValue(9);
        QCOMPARE(both.value(), 2.0);
    }

    void searchFieldClears()
    {
        SearchField field(u"Search chats"_s);
        QCOMPARE(field.accessibleName(), u"Search chats"_s);
        QTest::keyClicks(&field, u"frob"_s);
        QAction *clear = field.actions().constFirst();
        QVERIFY(clear->isVisible());
        clear->trigger();
        QVERIFY(field.text().isEmpty());
        QVERIFY(!clear->isVisible());
    }

    void iconButtonHasNameAndTip()
    {
        IconButton button(IconName::Gauge, u"Meters"_s);
        button.setName(u"Meters"_s, u"Ctrl+Shift+M"_s);
        QCOMPARE(button.accessibleName(), u"Meters"_s);
        QCOMPARE(button.toolTip(), u"Meters (Ctrl+Shift+M)"_s);
        QVERIFY(button.sizeHint().width() >= 28);
        button.resize(button.sizeHint());
        const QImage off = button.grab().toImage();
        button.setCheckable(true);
        button.setChecked(true);
        QVERIFY(button.grab().toImage() != off);
    }

    void badgesGrowWithText()
    {
        const Theme one = Theme::light();
        Theme two = one;
        two.textPercent = 200;
        const QSizeF small = badgeSize(one, u"Q4_K_M"_s, BadgeKind::Tag);
        const QSizeF large = badgeSize(two, u"Q4_K_M"_s, BadgeKind::Tag);
        QVERIFY(large.width() > 1.8 * small.width());
        QVERIFY(large.height() >= 2 * small.height() - 1);
        QVERIFY(badgeSize(one, u"Ready"_s, BadgeKind::Teal, IconName::Check).width() >
                badgeSize(one, u"Ready"_s, BadgeKind::Teal).width() + 10);
    }

    void labelLinesStandApart()
    {
        Label label(u"one two three four five six seven eight nine ten eleven twelve"_s);
        label.setWordWrap(true);
        const int lines = label.heightForWidth(120) / lineHeightPx(Theme::of(&label), TypeRole::Interface);
        QVERIFY(lines >= 3);
        QCOMPARE(label.heightForWidth(120), lines * lineHeightPx(Theme::of(&label), TypeRole::Interface));
        QVERIFY(label.heightForWidth(1000) < label.heightForWidth(120));
    }

    void noticeButtons()
    {
        Notice notice;
        notice.setNotice(IconName::Warning, u"The model stopped unexpectedly."_s, NoticeTone::Danger);
        QPushButton *again = notice.addButton(u"Try again"_s);
        const QSignalSpy clicked(again, &QPushButton::clicked);
        QTest::mouseClick(again, Qt::LeftButton);
        QCOMPARE(clicked.count(), 1);
        QCOMPARE(notice.accessibleName(), notice.text());
        QPointer<QPushButton> gone(again);
        notice.clearButtons();
        QTRY_VERIFY(gone.isNull());
    }

    void dialogAnswersSafely()
    {
        QWidget window;
        QLineEdit field(&window);
        QVERIFY(test::showActive(window));
        field.setFocus();
        auto *dialog =
            new ConfirmDialog(&window, {u"Delete this chat?"_s, u"It will be gone."_s, u"Keep it"_s, u"Delete"_s, {}});
        QPointer<ConfirmDialog> alive(dialog);
        const QSignalSpy kept(dialog, &ConfirmDialog::rejected);
        const QSignalSpy deleted(dialog, &ConfirmDialog::accepted);
        dialog->open();
        QVERIFY(dialog->safeButton()->hasFocus());
        QTest::keyClick(dialog->safeButton(), Qt::Key_Return);
        QCOMPARE(kept.count(), 1);
        QCOMPARE(deleted.count(), 0);
        QVERIFY(field.hasFocus());
        QTRY_VERIFY(alive.isNull());
    }

    void dialogKeepsFocusAndShortcuts()
    {
        QWidget window;
        QLineEdit field(&window);
        QShortcut shortcut(QKeySequence(u"Ctrl+N"_s), &window);
        const QSignalSpy pressed(&shortcut, &QShortcut::activated);
        QVERIFY(test::showActive(window));
        auto *dialog = new ConfirmDialog(&window, {u"Delete?"_s, u"Gone."_s, u"Keep it"_s, u"Delete"_s, {}});
        const QSignalSpy kept(dialog, &ConfirmDialog::rejected);
        const QSignalSpy deleted(dialog, &ConfirmDialog::accepted);
        dialog->open();
        QTest::keyClick(window.windowHandle(), Qt::Key_N, Qt::ControlModifier);
        QCOMPARE(pressed.count(), 0);
        QTest::keyClick(dialog->safeButton(), Qt::Key_Tab);
        QVERIFY(dialog->actButton()->hasFocus());
        QTest::keyClick(dialog->actButton(), Qt::Key_Tab);
        QVERIFY(dialog->safeButton()->hasFocus());
        field.setFocus();
        QVERIFY(dialog->safeButton()->hasFocus());
        QTest::mouseClick(dialog->actButton(), Qt::LeftButton);
        QCOMPARE(deleted.count(), 1);
        QCOMPARE(kept.count(), 0);
    }

    void toastTakesTurns()
    {
        QWidget window;
        QVERIFY(test::showActive(window));
        Toast toast(&window);
        const QSignalSpy acted(&toast, &Toast::acted);
        const QSignalSpy expired(&toast, &Toast::expired);
        toast.showText(u"Chat deleted"_s, u"Undo"_s);
        QVERIFY(toast.isVisible());
        toast.showText(u"Copied 4 lines"_s);
        QCOMPARE(expired.count(), 1);
        QVERIFY(!toast.actionButton()->isVisible());
        toast.showText(u"Chat deleted"_s, u"Undo"_s);
        QCOMPARE(expired.count(), 2);
        QTest::mouseClick(toast.actionButton(), Qt::LeftButton);
        QCOMPARE(acted.count(), 1);
        QCOMPARE(expired.count(), 2);
        QVERIFY(!toast.isVisible());
        QVERIFY(toast.geometry().bottom() <= window.height() - 24);
    }

    void toastStaysWhileFocused()
    {
        QWidget window;
        QLineEdit field(&window);
        QVERIFY(test::showActive(window));
        Toast toast(&window);
        toast.setStay(20);
        const QSignalSpy expired(&toast, &Toast::expired);
        toast.showText(u"Chat deleted"_s, u"Undo"_s);
        toast.actionButton()->setFocus();
        QTest::qWait(80);
        QVERIFY(toast.isVisible());
        field.setFocus();
        QTRY_COMPARE(expired.count(), 1);
        QVERIFY(!toast.isVisible());
    }

    void popoverClosesAndGivesTheFocusBack()
    {
        QWidget window;
        IconButton owner(IconName::More, u"More"_s, &window);
        owner.setGeometry(100, 20, 28, 28);
        QVERIFY(test::showActive(window));
        owner.setFocus();
        Popover popover(&window, u"Choices"_s);
        auto *field = new QLineEdit;
        popover.body()->addWidget(field);
        const QSignalSpy closed(&popover, &Popover::closed);
        popover.openAt(&owner);
        QVERIFY(popover.isOpen() && field->hasFocus());
        QCOMPARE(popover.mapTo(&window, popover.surfaceRect().topLeft()), QPoint(100, 54));
        QTest::keyClick(field, Qt::Key_Escape);
        QVERIFY(!popover.isOpen());
        QVERIFY(owner.hasFocus());
        QCOMPARE(closed.count(), 1);
    }

    void popoverEscapeBeatsTheWindowsShortcut()
    {
        QWidget window;
        QPushButton owner(&window);
        QShortcut stop(QKeySequence(Qt::Key_Escape), &window);
        const QSignalSpy stopped(&stop, &QShortcut::activated);
        QVERIFY(test::showActive(window));
        Popover popover(&window);
        popover.body()->addWidget(new QLineEdit);
        popover.openAt(&owner);
        QTest::keyClick(window.windowHandle(), Qt::Key_Escape);
        QVERIFY(!popover.isOpen());
        QCOMPARE(stopped.count(), 0);
    }

    void popoverClosesOnAClickElsewhere()
    {
        QWidget window;
        QPushButton owner(&window);
        owner.setGeometry(40, 40, 80, 32);
        QLineEdit other(&window);
        other.setGeometry(700, 600, 200, 32);
        QVERIFY(test::showActive(window));
        Popover popover(&window);
        popover.body()->addWidget(new QLineEdit);
        popover.openAt(&owner);
        QTest::mouseClick(&other, Qt::LeftButton);
        QVERIFY(!popover.isOpen());
        QVERIFY(other.hasFocus());
        // A second click on the owner closes; it does not open again.
        connect(&owner, &QPushButton::clicked, &popover, [&] { popover.openAt(&owner); });
        QTest::mouseClick(&owner, Qt::LeftButton);
        QVERIFY(popover.isOpen());
        QTest::mouseClick(&owner, Qt::LeftButton);
        QVERIFY(!popover.isOpen());
    }

    void popoverStaysInTheWindow()
    {
        QWidget window;
        QPushButton owner(&window);
        owner.setGeometry(1200, 740, 60, 32);
        QVERIFY(test::showActive(window));
        Popover popover(&window);
        popover.setSurfaceWidth(300);
        auto *content = new QWidget;
        content->setMinimumHeight(200);
        popover.body()->addWidget(content);
        popover.openAt(&owner);
        const QRect surface = popover.surfaceRect().translated(popover.pos());
        QVERIFY(window.rect().contains(surface));
        QVERIFY(surface.bottom() < owner.y());
        window.resize(600, 780);
        owner.move(100, 20);
        QTRY_VERIFY(window.rect().contains(popover.surfaceRect().translated(popover.pos())));
    }

    void popoverKeepsTabInside()
    {
        QWidget window;
        QPushButton owner(&window);
        QVERIFY(test::showActive(window));
        Popover popover(&window);
        auto *first = new QLineEdit;
        auto *second = new QLineEdit;
        popover.body()->addWidget(first);
        popover.body()->addWidget(second);
        popover.openAt(&owner);
        QVERIFY(first->hasFocus());
        QTest::keyClick(first, Qt::Key_Tab);
        QVERIFY(second->hasFocus());
        QTest::keyClick(second, Qt::Key_Tab);
        QVERIFY(first->hasFocus());
        QTest::keyClick(first, Qt::Key_Backtab);
        QVERIFY(second->hasFocus());
        QVERIFY(popover.isOpen());
    }

    void popoverFadesIn()
    {
        Look look;
        look.choice = ThemeChoice::Light;
        applyTheme(*qApp, look);
        QWidget window;
        QPushButton owner(&window);
        QVERIFY(test::showActive(window));
        Popover popover(&window);
        popover.body()->addWidget(new QLineEdit);
        const qsizetype before = popover.children().size();
        popover.openAt(&owner);
        QCOMPARE(popover.children().size(), before + 1);
        QTRY_COMPARE(popover.children().size(), before);
    }
};

QTEST_MAIN(TestComponents)
#include "test_components.moc"
