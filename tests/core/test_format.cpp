#include "core/text/format.h"

#include <QDateTime>
#include <QTest>
#include <QTranslator>

#include <limits>

using namespace sotto;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

/// Chinese as the translation has it, for the texts a format is made of.
class ChineseFormats final : public QTranslator {
public:
    QString translate(const char *context, const char *source, const char *, int) const override
    {
        if (qstrcmp(context, "Format") != 0) return {};
        static const QHash<QString, QString> words{
            {u"%Ln tokens"_s, u"%Ln 个词元"_s},
            {u"%1 tok/s"_s, u"%1 词元/秒"_s},
            {u"first token %1"_s, u"首个词元 %1"_s},
            {u"%1 s"_s, u"%1 秒"_s},
            {u"Today"_s, u"今天"_s},
            {u"%1, %2"_s, u"%1 %2"_s},
            {u"d MMMM"_s, u"M月d日"_s},
        };
        return words.value(QString::fromUtf8(source));
    }
    bool isEmpty() const override { return false; }
};

Usage usage(int tokens, Duration decode, Duration first)
{
    Usage u;
    u.outputTokens = tokens;
    u.decodeTime = decode;
    u.timeToFirstToken = first;
    return u;
}

std::int64_t local(int year, int month, int day, int hour, int minute)
{
    return QDateTime(QDate(year, month, day), QTime(hour, minute)).toMSecsSinceEpoch();
}

} // namespace

class TestFormat final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }

    void memory_data()
    {
        QTest::addColumn<quint64>("bytes");
        QTest::addColumn<QString>("text");
        QTest::newRow("none") << quint64(0) << u"0 KiB"_s;
        QTest::newRow("a byte is not nothing") << quint64(1) << u"1 KiB"_s;
        QTest::newRow("MiB") << quint64(11) * 1024 * 1024 << u"11 MiB"_s;
        QTest::newRow("just below a GiB") << quint64(1023) * 1024 * 1024 << u"1,023 MiB"_s;
        QTest::newRow("rounds up to a GiB") << quint64(1024) * 1024 * 1024 - 1 << u"1.0 GiB"_s;
        QTest::newRow("GiB") << quint64(8704) * 1024 * 1024 << u"8.5 GiB"_s;
        QTest::newRow("many") << quint64(139) * 1024 * 1024 * 1024 << u"139 GiB"_s;
    }
    void memory()
    {
        QFETCH(quint64, bytes);
        QTEST(formatMemory(bytes), "text");
    }

    void fileSize_data()
    {
        QTest::addColumn<quint64>("bytes");
        QTest::addColumn<QString>("text");
        QTest::newRow("none") << quint64(0) << u"0 kB"_s;
        QTest::newRow("kB") << quint64(400'100) << u"401 kB"_s;
        QTest::newRow("MB") << quint64(8'000'000) << u"8 MB"_s;
        QTest::newRow("MB with a tenth") << quint64(1'540'000) << u"1.5 MB"_s;
        QTest::newRow("hundreds of MB") << quint64(811'300'000) << u"811 MB"_s;
        QTest::newRow("rounds up to a GB") << quint64(999'900'000) << u"1.00 GB"_s;
        QTest::newRow("GB") << quint64(4'700'000'000) << u"4.70 GB"_s;
        QTest::newRow("tens of GB") << quint64(47'040'000'000) << u"47.0 GB"_s;
        QTest::newRow("hundreds of GB") << quint64(470'400'000'000) << u"470 GB"_s;
        QTest::newRow("TB") << quint64(1'500'000'000'000) << u"1.50 TB"_s;
    }
    void fileSize()
    {
        QFETCH(quint64, bytes);
        QTEST(formatFileSize(bytes), "text");
    }

    void rate()
    {
        QCOMPARE(formatRate(48.34), u"48.3"_s);
        QCOMPARE(formatRate(99.97), u"100"_s);
        QCOMPARE(formatRate(1910.4), u"1,910"_s);
        QCOMPARE(formatRate(0), u"–"_s);
        QCOMPARE(formatRate(-1), u"–"_s);
        QCOMPARE(formatRate(std::numeric_limits<double>::quiet_NaN()), u"–"_s);
        QCOMPARE(formatRate(std::numeric_limits<double>::infinity()), u"–"_s);
    }

    void tokens_data()
    {
        QTest::addColumn<int>("tokens");
        QTest::addColumn<QString>("text");
        QTest::newRow("none") << 0 << u"0"_s;
        QTest::newRow("few") << 296 << u"296"_s;
        QTest::newRow("thousands") << 3140 << u"3.1k"_s;
        QTest::newRow("even thousands") << 2000 << u"2k"_s;
        QTest::newRow("tens of thousands") << 12'345 << u"12k"_s;
        QTest::newRow("a context") << 8192 << u"8k"_s;
        QTest::newRow("a context that is no power of two") << 40'960 << u"40k"_s;
        QTest::newRow("a long context") << 131'072 << u"128k"_s;
        QTest::newRow("rounds up to a million") << 999'999 << u"1M"_s;
        QTest::newRow("a million") << 1'048'576 << u"1M"_s;
        QTest::newRow("unknown") << -1 << u"–"_s;
    }
    void tokens()
    {
        QFETCH(int, tokens);
        QTEST(formatTokens(tokens), "text");
    }

    void seconds_data()
    {
        QTest::addColumn<qint64>("milliseconds");
        QTest::addColumn<QString>("text");
        QTest::newRow("unknown") << qint64(0) << u"–"_s;
        QTest::newRow("negative") << qint64(-5) << u"–"_s;
        QTest::newRow("tiny") << qint64(1) << u"<0.01 s"_s;
        QTest::newRow("hundredths") << qint64(20) << u"0.02 s"_s;
        QTest::newRow("nearly a tenth") << qint64(96) << u"0.1 s"_s;
        QTest::newRow("tenths") << qint64(320) << u"0.3 s"_s;
        QTest::newRow("nearly ten") << qint64(9960) << u"10 s"_s;
        QTest::newRow("whole") << qint64(12'400) << u"12 s"_s;
        QTest::newRow("rounds up to a minute") << qint64(59'600) << u"1 min 0 s"_s;
        QTest::newRow("minutes") << qint64(125'000) << u"2 min 5 s"_s;
        QTest::newRow("hours") << qint64(3'725'000) << u"1 h 2 min"_s;
    }
    void seconds()
    {
        QFETCH(qint64, milliseconds);
        QTEST(formatSeconds(std::chrono::milliseconds(milliseconds)), "text");
    }

    void footnote()
    {
        QCOMPARE(formatFootnote(usage(212, 4368ms, 300ms)), u"212 tokens · 48.3 tok/s · first token 0.3 s"_s);
        QCOMPARE(formatFootnote(usage(212, 0ms, 300ms)), u"212 tokens · first token 0.3 s"_s);
        QCOMPARE(formatFootnote(usage(1212, 0ms, 0ms)), u"1,212 tokens"_s);
        QCOMPARE(formatFootnote({}), QString());
    }

    void footnoteInChinese()
    {
        ChineseFormats chinese;
        QVERIFY(QCoreApplication::installTranslator(&chinese));
        QCOMPARE(formatFootnote(usage(168, 3472ms, 300ms)), u"168 个词元 · 48.1 词元/秒 · 首个词元 0.3 秒"_s);
        const auto now = local(2026, 11, 14, 15, 0);
        QCOMPARE(formatMoment(local(2026, 11, 14, 14, 2), now), u"今天 14:02"_s);
        QCOMPARE(formatMoment(local(2026, 11, 3, 8, 5), now), u"11月3日 08:05"_s);
        QCoreApplication::removeTranslator(&chinese);
    }

    void numbersFollowTheLocale()
    {
        QLocale::setDefault(QLocale(QLocale::German, QLocale::Germany));
        QCOMPARE(formatRate(48.34), u"48,3"_s);
        QCOMPARE(formatRate(1910), u"1.910"_s);
        QCOMPARE(formatFileSize(4'700'000'000), u"4,70 GB"_s);
    }

    void context()
    {
        QCOMPARE(formatContext(131'072), u"128k context"_s);
        QCOMPARE(formatContext(512), u"512 context"_s);
        QCOMPARE(formatContext(0), u"–"_s);
    }

    void parameters()
    {
        QCOMPARE(formatParameters(7'615'616'512), u"7.6 B"_s);
        QCOMPARE(formatParameters(70'553'706'496), u"71 B"_s);
        QCOMPARE(formatParameters(361'821'120), u"362 M"_s);
        QCOMPARE(formatParameters(98'304), u"98 K"_s);
        QCOMPARE(formatParameters(1'000'000'000'000), u"1 T"_s);
        QCOMPARE(formatParameters(0), u"–"_s);
    }

    void moment()
    {
        const auto now = local(2026, 11, 14, 0, 30);
        QCOMPARE(formatMoment(local(2026, 11, 14, 0, 5), now), u"Today, 00:05"_s);
        QCOMPARE(formatMoment(local(2026, 11, 13, 23, 59), now), u"Yesterday, 23:59"_s);
        QCOMPARE(formatMoment(local(2026, 11, 12, 14, 2), now), u"12 November, 14:02"_s);
        QCOMPARE(formatMoment(local(2025, 5, 3, 8, 0), now), u"3 May 2025, 08:00"_s);
    }
};

QTEST_GUILESS_MAIN(TestFormat)
#include "test_format.moc"
