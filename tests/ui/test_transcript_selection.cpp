// What is selected in the transcript, and what of it is copied.

#include "tests/ui/transcript_fixture.h"

#include <QSignalSpy>

using namespace Qt::StringLiterals;
using namespace sotto;
using namespace sotto::test;

class TestTranscriptSelection final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void codeIsCopiedExactly();
    void selectionAcrossBlocksIsMarkdown();
    void mouseSelects();
    void selectAllCopiesEverything();
};

void TestTranscriptSelection::codeIsCopiedExactly()
{
    const QString code = u"\tif (a < b && c)  {\n\n    return \"\\\\(x\\\\)\";   \n\t}"_s;
    Window window({reply(1, u"Text\n\n```cpp\n"_s + code + u"\n```\n"_s)});
    QSignalSpy copied(&window.view, &TranscriptView::copied);
    window.click(window.target(0, TargetKind::CopyCode).rect);
    QCOMPARE(clipboard(), code);
    QCOMPARE(copied.first().first().toInt(), 4);
}

void TestTranscriptSelection::selectionAcrossBlocksIsMarkdown()
{
    const QString text = u"One **bold** $a_1*b$.\n\n```\n x\ty\n```\n\nLast \\(q\\) words"_s;
    Window window({user(1, u"q"_s), reply(2, text)});
    const QPoint from = window.view.characterRect({1, TextPart::Body, 0, 0}).center();
    const QPoint to = window.view.characterRect({1, TextPart::Body, 2, 10}).center();
    QTest::mousePress(window.view.viewport(), Qt::LeftButton, {}, from);
    QTest::mouseMove(window.view.viewport(), to);
    QMouseEvent move(QEvent::MouseMove, to, window.view.viewport()->mapToGlobal(to), Qt::NoButton, Qt::LeftButton, {});
    QCoreApplication::sendEvent(window.view.viewport(), &move);
    QTest::mouseRelease(window.view.viewport(), Qt::LeftButton, {}, to);
    QCOMPARE(window.view.selectedText(), u"One **bold** $a_1*b$.\n\n```\n x\ty\n```\n\nLast \\(q\\)"_s);
    QTest::keyClick(&window.view, Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(clipboard(), window.view.selectedText());
}

void TestTranscriptSelection::mouseSelects()
{
    Window window({reply(1, u"Some `code` words here"_s)});
    const QPoint at = window.view.characterRect({0, TextPart::Body, 0, 14}).center() + QPoint(2, 0);
    QTest::mouseDClick(window.view.viewport(), Qt::LeftButton, {}, at);
    QCOMPARE(window.view.selectedText(), u"words"_s);
    QTest::mousePress(window.view.viewport(), Qt::LeftButton, {}, at);
    QCOMPARE(window.view.selectedText(), u"Some code words here"_s);
    QTest::mouseRelease(window.view.viewport(), Qt::LeftButton, {}, at);
    window.view.clearSelection();
    QVERIFY(window.view.selectedText().isEmpty());
}

void TestTranscriptSelection::selectAllCopiesEverything()
{
    const QList<MessageItem> items = talk(40);
    Window window(items);
    QTest::keyClick(&window.view, Qt::Key_A, Qt::ControlModifier);
    QStringList expected;
    for (const MessageItem &item : items)
        expected += item.text;
    QCOMPARE(window.view.selectedText(), expected.join(u"\n\n"_s));
}

QTEST_MAIN(TestTranscriptSelection)
#include "test_transcript_selection.moc"
