#include "tests/support/ui_fixture.h"
#include "ui/components/buttons.h"
#include "ui/components/label.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFocusFrame>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>

using namespace sotto;
using namespace Qt::StringLiterals;

namespace {

const QFocusFrame *ring(const QWidget &window)
{
    for (const QFocusFrame *frame : window.findChildren<QFocusFrame *>())
        if (frame->isVisible()) return frame;
    return nullptr;
}

} // namespace

class TestStyle final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { test::fixedLook(); }

    void heightsOfTheDesign()
    {
        QLineEdit field;
        QDoubleSpinBox number;
        QComboBox choice;
        std::unique_ptr<QPushButton> button(makeButton(u"Save"_s));
        std::unique_ptr<QPushButton> small(makeButton(u"Unload"_s, ButtonKind::Default, nullptr, ControlSize::Small));
        number.setButtonSymbols(QAbstractSpinBox::NoButtons);
        for (QWidget *widget : std::initializer_list<QWidget *>{&field, &number, &choice, button.get(), small.get()})
            widget->ensurePolished();
        const Theme &theme = Theme::of(nullptr);
        QCOMPARE(button->sizeHint().height(), theme.grown(32));
        QCOMPARE(small->sizeHint().height(), theme.grown(28));
        QCOMPARE(field.sizeHint().height(), theme.grown(32));
        QCOMPARE(number.sizeHint().height(), theme.grown(26));
        QCOMPARE(choice.sizeHint().height(), theme.grown(32));
    }

    void textFitsAtEverySize_data()
    {
        QTest::addColumn<int>("percent");
        for (const int percent : {80, 100, 150, 200})
            QTest::addRow("%d", percent) << percent;
    }

    void textFitsAtEverySize()
    {
        QFETCH(int, percent);
        test::fixedLook(ThemeChoice::Light, percent);
        std::unique_ptr<QPushButton> button(makeButton(u"Keep it 保留"_s));
        button->ensurePolished();
        const QFontMetrics metrics = button->fontMetrics();
        QVERIFY(button->sizeHint().height() >= metrics.height());
        QVERIFY(button->sizeHint().width() >= metrics.horizontalAdvance(button->text()) + 16);
        QDoubleSpinBox number;
        number.setRange(0, 2);
        number.ensurePolished();
        QVERIFY(number.sizeHint().width() >= number.fontMetrics().horizontalAdvance(u"0.00"_s) + 16);
        QVERIFY(number.sizeHint().height() >= number.fontMetrics().height());
    }

    void switchingReachesEverything()
    {
        QWidget window;
        Label label(u"words"_s, TypeRole::Interface, Ink::Secondary, QFont::Normal, &window);
        QVERIFY(test::showActive(window));
        QCOMPARE(label.palette().color(QPalette::WindowText), Theme::light().t2);
        SottoStyle *style = SottoStyle::current();
        QVERIFY(style != nullptr);
        const QSignalSpy changed(style, &SottoStyle::themeChanged);
        const int before = label.sizeHint().height();
        test::fixedLook(ThemeChoice::Dark, 200);
        QCOMPARE(changed.count(), 1);
        QCOMPARE(SottoStyle::current(), style);
        QVERIFY(Theme::of(&label).dark);
        QCOMPARE(label.palette().color(QPalette::WindowText), Theme::darkScheme().t2);
        QCOMPARE(QApplication::palette().color(QPalette::Window), Theme::darkScheme().bg);
        QVERIFY(label.sizeHint().height() >= 2 * before - 4);
    }

    void ringIsForTheKeyboard()
    {
        QWidget window;
        auto *row = new QHBoxLayout(&window);
        QPushButton *first = makeButton(u"First"_s);
        QPushButton *second = makeButton(u"Second"_s);
        auto *field = new QLineEdit;
        row->addWidget(first);
        row->addWidget(second);
        row->addWidget(field);
        QVERIFY(test::showActive(window, {600, 100}));

        QTest::mouseClick(second, Qt::LeftButton);
        QVERIFY(second->hasFocus());
        QVERIFY(ring(window) == nullptr);
        QTest::keyClick(second, Qt::Key_Backtab);
        QVERIFY(first->hasFocus() && showsFocus(first));
        QVERIFY(ring(window) != nullptr);
        QCOMPARE(ring(window)->geometry(), first->geometry().adjusted(-3, -3, 3, 3));
        QTest::mouseClick(second, Qt::LeftButton);
        QVERIFY(ring(window) == nullptr);
        QTest::mouseClick(field, Qt::LeftButton);
        QVERIFY(ring(window) != nullptr);
    }

    void scrollBarHasNoButtonsAndAThumb()
    {
        QScrollBar bar(Qt::Vertical);
        bar.setRange(0, 1000);
        bar.setPageStep(100);
        bar.resize(10, 300);
        QStyleOptionSlider option;
        option.initFrom(&bar);
        option.orientation = Qt::Vertical;
        option.maximum = 1000;
        option.pageStep = 100;
        option.sliderPosition = 1000;
        const QStyle *style = bar.style();
        const QRect thumb = style->subControlRect(QStyle::CC_ScrollBar, &option, QStyle::SC_ScrollBarSlider, &bar);
        QCOMPARE(thumb.bottom(), 299);
        QVERIFY(thumb.height() >= 32);
        QVERIFY(style->subControlRect(QStyle::CC_ScrollBar, &option, QStyle::SC_ScrollBarAddLine, &bar).isEmpty());
    }

    void kindsLookDifferent()
    {
        const Theme &theme = Theme::of(nullptr);
        std::unique_ptr<QPushButton> primary(makeButton(u"Save"_s, ButtonKind::Primary));
        std::unique_ptr<QPushButton> danger(makeButton(u"Delete"_s, ButtonKind::Danger));
        std::unique_ptr<QPushButton> plain(makeButton(u"Export"_s));
        const auto fill = [](QPushButton &button) {
            button.resize(button.sizeHint());
            return button.grab().toImage().pixelColor(6, button.height() / 2);
        };
        QCOMPARE(fill(*primary), theme.acc);
        QCOMPARE(fill(*danger), theme.dng);
        QCOMPARE(fill(*plain), theme.surface);
        primary->setEnabled(false);
        QVERIFY(fill(*primary) != theme.acc);
    }
};

QTEST_MAIN(TestStyle)
#include "test_style.moc"
