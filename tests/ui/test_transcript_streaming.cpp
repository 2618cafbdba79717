// A reply as it is written: the view follows it, its cost stays the same, and it ends as if it had come whole.

#include "tests/ui/transcript_fixture.h"

#include <QSignalSpy>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace sotto;
using namespace sotto::test;

class TestTranscriptStreaming final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void followsTheEndOnlyWhileThere();
    void streamingCostsTheSameHoweverLong();
    void streamedEqualsWhole();
    void repaintsAreGathered();
};

void TestTranscriptStreaming::followsTheEndOnlyWhileThere()
{
    QList<MessageItem> items = talk(20);
    items.last().writing = true;
    Window window(items);
    QSignalSpy below(&window.view, &TranscriptView::newTextBelow);
    const int end = window.bar().maximum();
    window.model.appendText(MessageId(20), u"\n\nline"_s.repeated(30));
    window.view.flush();
    QVERIFY(window.bar().maximum() > end);
    QCOMPARE(window.bar().value(), window.bar().maximum());
    QCOMPARE(below.size(), 0);

    window.bar().setValue(40);
    window.paint();
    const int held = window.bar().value();
    window.model.appendText(MessageId(20), u"\n\nmore"_s.repeated(30));
    window.view.flush();
    QCOMPARE(window.bar().value(), held);
    QCOMPARE(below.size(), 1);
    QVERIFY(below.first().first().toBool());
    QTest::keyClick(&window.view, Qt::Key_End);
    QCOMPARE(window.bar().value(), window.bar().maximum());
    QVERIFY(!below.last().first().toBool());
}

void TestTranscriptStreaming::streamingCostsTheSameHoweverLong()
{
    const auto costAfter = [](int paragraphs) {
        MessageItem item = reply(2, u"Some words in a paragraph.\n\n"_s.repeated(paragraphs));
        item.writing = true;
        Window window({user(1, u"?"_s), item});
        const TranscriptStats before = window.view.stats();
        for (int i = 0; i < 50; ++i) {
            window.model.appendText(MessageId(2), i % 10 == 9 ? u"\n\n"_s : u"word "_s);
            window.view.flush();
        }
        const TranscriptStats after = window.view.stats();
        return std::pair(after.blocksLaidOut - before.blocksLaidOut, after.charactersParsed - before.charactersParsed);
    };
    const auto small = costAfter(20);
    const auto large = costAfter(4000);
    QVERIFY(large.first <= small.first + 5);
    QVERIFY2(large.second <= small.second + 200, qPrintable(QString::number(large.second)));
}

void TestTranscriptStreaming::streamedEqualsWhole()
{
    const QString text =
        u"# T\n\nWords **bold** and\nmore.\n\n- a\n- b\n\n```cpp\nint a;\n\nint b;\n```\n\n| a | b |\n|---|---|\n"
        "| 1 | 2 |\n| long cell here | 4 |\n\nend `x`"_s;
    MessageItem item = reply(1, {});
    item.writing = true;
    Window streamed({item}, {760, 900});
    for (qsizetype at = 0; at < text.size(); at += 3) {
        streamed.model.appendText(MessageId(1), text.sliced(at, std::min<qsizetype>(3, text.size() - at)));
        streamed.view.flush();
    }
    item.writing = false;
    streamed.model.updateDetails(item);
    item.text = text;
    Window whole({item}, {760, 900});
    QCOMPARE(streamed.view.rowRect(0).height(), whole.view.rowRect(0).height());
    QCOMPARE(streamed.view.grab().toImage(), whole.view.grab().toImage());
}

void TestTranscriptStreaming::repaintsAreGathered()
{
    MessageItem item = reply(1, u"a"_s);
    item.writing = true;
    Window window({item});
    window.model.appendText(MessageId(1), u"first "_s);
    window.view.flush();
    const qint64 parsed = window.view.stats().charactersParsed;
    for (int i = 0; i < 500; ++i)
        window.model.appendText(MessageId(1), u"word "_s);
    // Nothing is read or painted until the next frame.
    QCOMPARE(window.view.stats().charactersParsed, parsed);
    QTRY_VERIFY(window.view.stats().charactersParsed > parsed);
    QCOMPARE(window.view.stats().charactersParsed - parsed < 6000, true);
}

QTEST_MAIN(TestTranscriptStreaming)
#include "test_transcript_streaming.moc"
