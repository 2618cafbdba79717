// Speed in the meters: the curve of its last minute, and how it reads.

#include "ui/meters/sparkline.h"
#include "ui/meters/speed_text.h"
#include "ui/theme/style.h"

#include <QApplication>
#include <QTest>

using namespace sotto;
using namespace Qt::StringLiterals;

class TestSpeedMeter final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { applyTheme(*qApp, Look{}); }

    void sparklineKeepsAMinute()
    {
        Sparkline line(Sparkline::Tone::Speed);
        line.resize(248, 32);
        QVERIFY(!line.hasSamples());
        for (int i = 0; i < 200; ++i)
            line.add(10'000 + i * 500, i);
        QCOMPARE(line.sample(0), std::optional(199.0));
        QCOMPARE(line.sample(119), std::optional(80.0));
        QVERIFY(!line.sample(120));
        QCOMPARE(line.hoverText({244, 5}), u"199.0, now"_s);
        QVERIFY(line.hoverText({0, 5}).endsWith(u"59 s ago"_s));
    }

    void sparklineLeavesAHoleWhereNothingWasMeasured()
    {
        Sparkline line(Sparkline::Tone::Speed);
        line.add(0, 5);
        line.add(2000, 6); // three samples are missing
        QCOMPARE(line.sample(0), std::optional(6.0));
        QVERIFY(!line.sample(1) && !line.sample(2) && !line.sample(3));
        QCOMPARE(line.sample(4), std::optional(5.0));
        line.add(2100, 7); // too soon: takes the place of the last
        QCOMPARE(line.sample(0), std::optional(7.0));
        QVERIFY(!line.sample(1));
        line.add(9'000'000, 8);
        QCOMPARE(line.sample(0), std::optional(8.0));
        QVERIFY(!line.sample(119));
    }

    void speedReadsHonestly()
    {
        QCOMPARE(speedText({}, 0).rest, u"idle"_s);
        QCOMPARE(speedText({}, 48.3).strong, u"48.3"_s);
        QCOMPARE(speedText({}, 48.3).below, u"Last reply"_s);
        ReplyProgress reply;
        QCOMPARE(speedText(reply, 48.3).strong, QString()); // unknown yet, and not the last one's
        reply.promptTotal = 3000;
        reply.promptDone = 100;
        QCOMPARE(speedText(reply, 0).rest, u"reading"_s);
        reply.outputTokens = 3;
        reply.tokensPerSecond = 6.8;
        QCOMPARE(speedText(reply, 0), SpeedText({u"6.8"_s, u"tok/s"_s, {}}));
        reply.thinking = true;
        reply.thinkingTime = std::chrono::seconds(12);
        QCOMPARE(speedText(reply, 0).below, u"Thinking, 12 s"_s);
        reply.waitingForModel = true;
        QCOMPARE(speedText(reply, 0).rest, u"waiting"_s);
    }
};

QTEST_MAIN(TestSpeedMeter)
#include "test_speed_meter.moc"
