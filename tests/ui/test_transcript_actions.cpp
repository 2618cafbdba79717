// What can be done with a message, by mouse, by key and by its menu.

#include "tests/ui/transcript_fixture.h"

#include <QMenu>
#include <QSignalSpy>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace sotto;
using namespace sotto::test;

class TestTranscriptActions final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void thoughtOpensByMouseAndKey();
    void keysActOnTheFocusedMessage();
    void branchesAndNotices();
    void linksAskAndNothingElseDoes();
    void onlyOnesOwnMessageOffersEditing();
};

void TestTranscriptActions::thoughtOpensByMouseAndKey()
{
    MessageItem item = reply(1, u"Answer"_s);
    item.reasoning = u"First this.\n\nThen that."_s;
    item.reasoningTime = std::chrono::seconds(4);
    Window window({item});
    QCOMPARE(thoughtText(item, item.reasoningTime), u"Thought for 4 s"_s);
    const int closed = window.view.rowRect(0).height();
    window.click(window.target(0, TargetKind::Thought).rect);
    QVERIFY(window.view.isThoughtOpen(MessageId(1)));
    QVERIFY(window.view.rowRect(0).height() > closed + 30);
    window.view.focusMessage(MessageId(1));
    QTest::keyClick(&window.view, Qt::Key_Return);
    QVERIFY(!window.view.isThoughtOpen(MessageId(1)));
    QCOMPARE(window.view.rowRect(0).height(), closed);
}

void TestTranscriptActions::keysActOnTheFocusedMessage()
{
    Window window(talk(6));
    window.view.setFocus();
    QTest::keyClick(&window.view, Qt::Key_K);
    QCOMPARE(window.view.focusedMessage(), MessageId(6));
    QTest::keyClick(&window.view, Qt::Key_Up);
    QTest::keyClick(&window.view, Qt::Key_K);
    QCOMPARE(window.view.focusedMessage(), MessageId(4));
    QTest::keyClick(&window.view, Qt::Key_C);
    QCOMPARE(clipboard(), window.model.item(3).text);
    QSignalSpy regenerate(&window.view, &TranscriptView::regenerateRequested);
    QSignalSpy edit(&window.view, &TranscriptView::editRequested);
    QTest::keyClick(&window.view, Qt::Key_R);
    QTest::keyClick(&window.view, Qt::Key_J);
    QTest::keyClick(&window.view, Qt::Key_R); // A user message is not regenerated.
    QTest::keyClick(&window.view, Qt::Key_E);
    QCOMPARE(regenerate.size(), 1);
    QCOMPARE(regenerate.first().first().value<MessageId>(), MessageId(4));
    QCOMPARE(edit.size(), 1);
    QCOMPARE(edit.first().first().value<MessageId>(), MessageId(5));
    // Right goes to the first thing in the message, Enter does it.
    window.view.focusMessage(MessageId(6));
    QTest::keyClick(&window.view, Qt::Key_Right);
    QTest::keyClick(&window.view, Qt::Key_Right);
    QTest::keyClick(&window.view, Qt::Key_Return);
    QCOMPARE(regenerate.size(), 2);
}

void TestTranscriptActions::branchesAndNotices()
{
    MessageItem item = reply(2, u"Text"_s);
    item.version = 2;
    item.versions = 3;
    item.state = MessageState::Interrupted;
    item.notice = u"Sotto closed while this was being written."_s;
    item.actions = NoticeAction::Continue | NoticeAction::StartOver;
    Window window({user(1, u"q"_s), item});
    QSignalSpy branch(&window.view, &TranscriptView::branchRequested);
    QSignalSpy again(&window.view, &TranscriptView::continueRequested);
    QSignalSpy over(&window.view, &TranscriptView::startOverRequested);
    window.click(window.target(1, TargetKind::PreviousVersion).rect);
    window.click(window.target(1, TargetKind::NextVersion).rect);
    QTest::keyClick(&window.view, Qt::Key_Left, Qt::AltModifier);
    QCOMPARE(branch.size(), 3);
    QCOMPARE(branch.at(0).at(1).toInt(), -1);
    QCOMPARE(branch.at(1).at(1).toInt(), 1);
    QCOMPARE(branch.at(2).at(1).toInt(), -1);
    window.click(window.target(1, TargetKind::Notice, NoticeAction::Continue).rect);
    window.click(window.target(1, TargetKind::Notice, NoticeAction::StartOver).rect);
    QCOMPARE(again.size(), 1);
    QCOMPARE(over.size(), 1);
    item.version = 3;
    window.model.updateItem(item);
    window.click(window.target(1, TargetKind::NextVersion).rect);
    QCOMPARE(branch.size(), 3);
}

void TestTranscriptActions::linksAskAndNothingElseDoes()
{
    Window window({reply(1, u"[good](https://example.org/a) [bad](javascript:alert(1)) [file](file:///etc/passwd)"_s)});
    QSignalSpy activated(&window.view, &TranscriptView::linkActivated);
    for (int position = 0; position < 80; ++position) {
        const QPoint at = window.view.characterRect({0, TextPart::Body, 0, position}).center() + QPoint(2, 0);
        const QString link = window.view.linkAt(at);
        QVERIFY(link.isEmpty() || link == u"https://example.org/a"_s);
        QTest::mouseClick(window.view.viewport(), Qt::LeftButton, {}, at);
    }
    QVERIFY(activated.size() >= 3);
    for (const auto &call : activated)
        QCOMPARE(call.first().toUrl(), QUrl(u"https://example.org/a"_s));
}

void TestTranscriptActions::onlyOnesOwnMessageOffersEditing()
{
    Window window({user(1, u"Question"_s), reply(2, u"Answer"_s)});
    int edits = 0;
    connect(&window.view, &TranscriptView::menuRequested, &window.view, [&edits](MessageId, QMenu *menu) {
        edits = static_cast<int>(std::ranges::count(menu->actions(), u"Edit"_s, &QAction::text));
    });
    for (const int row : {0, 1}) {
        const QPoint at = window.view.rowRect(row).center();
        QContextMenuEvent event(QContextMenuEvent::Mouse, at, window.view.viewport()->mapToGlobal(at));
        QCoreApplication::sendEvent(window.view.viewport(), &event);
        QCOMPARE(edits, row == 0 ? 1 : 0);
    }
}

QTEST_MAIN(TestTranscriptActions)
#include "test_transcript_actions.moc"
