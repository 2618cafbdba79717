// The gauge of power: its figure, its arc, its easing, and what assistive technology is told.

#include "ui/meters/memory_bar.h"
#include "ui/meters/power_gauge.h"
#include "ui/theme/style.h"

#include <QAccessible>
#include <QApplication>
#include <QTest>

using namespace sotto;
using namespace Qt::StringLiterals;

class TestPowerGauge final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { applyTheme(*qApp, Look{}); }

    void gauge()
    {
        QCOMPARE(gaugeSweep(200, 200), 150.0); // the scale is 1.2 × the limit
        QCOMPARE(gaugeSweep(900, 200), 180.0);
        QCOMPARE(gaugeSweep(100, 0), 0.0);
        PowerGauge gauge;
        QCOMPARE(gauge.valueText(), u"–"_s);
        QCOMPARE(gauge.captionText(), u"no sensor"_s);
        gauge.setReading({GaugeState::Measured, 174, 200, false, false});
        QCOMPARE(gauge.valueText(), u"174"_s);
        QCOMPARE(gauge.captionText(), u"limit 200 W"_s);
        gauge.setReading({GaugeState::Estimated, 49, 0, false, false});
        QCOMPARE(gauge.valueText(), u"≈49"_s);
        gauge.setReading({GaugeState::Measured, 15, 200, true, false});
        QCOMPARE(gauge.captionText(), u"idle"_s);
    }

    void gaugePaintsItsArc()
    {
        PowerGauge gauge;
        gauge.resize(gauge.sizeHint());
        const auto amber = [&] {
            const QImage image = gauge.grab().toImage();
            int count = 0;
            for (int y = 0; y < image.height(); ++y)
                for (int x = 0; x < image.width(); ++x)
                    count += image.pixelColor(x, y) == Theme::of(&gauge).pow ? 1 : 0;
            return count;
        };
        QCOMPARE(amber(), 0);
        gauge.setReading({GaugeState::Measured, 50, 200, false, false});
        const int quarter = amber();
        QVERIFY(quarter > 200);
        gauge.setReading({GaugeState::Measured, 200, 200, false, false});
        QVERIFY(amber() > 3 * quarter);
    }

    void gaugeIsAProgressBarToAssistiveTechnology()
    {
        PowerGauge gauge;
        QAccessibleInterface *access = QAccessible::queryAccessibleInterface(&gauge);
        QVERIFY(access && access->valueInterface());
        QCOMPARE(access->role(), QAccessible::ProgressBar);
        QVERIFY(!access->valueInterface()->currentValue().isValid()); // unknown is no zero
        gauge.setReading({GaugeState::Measured, 174, 200, false, false});
        QCOMPARE(access->valueInterface()->currentValue().toDouble(), 174.0);
        QCOMPARE(access->valueInterface()->maximumValue().toDouble(), 200.0);
        QCOMPARE(access->text(QAccessible::Name), u"Power 174 watts of 200"_s);
        MemoryBar bar;
        QCOMPARE(QAccessible::queryAccessibleInterface(&bar)->role(), QAccessible::Graphic);
        QVERIFY(bar.accessibleDescription().contains(u"KV cache"_s));
    }

    void hiddenMetersHaveNoTimer()
    {
        PowerGauge gauge;
        Easing easing(&gauge);
        easing.to(100);
        QVERIFY(!easing.isMoving()); // not visible: at once
        QCOMPARE(easing.value(), 100.0);
        gauge.show();
        if (!easing.moves()) QSKIP("this style moves nothing");
        easing.to(200);
        QVERIFY(easing.isMoving());
        gauge.hide();
        QVERIFY(!easing.isMoving());
        QCOMPARE(easing.value(), 200.0);
    }
};

QTEST_MAIN(TestPowerGauge)
#include "test_power_gauge.moc"
