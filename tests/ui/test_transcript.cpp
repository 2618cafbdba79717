#include "ui/transcript/height_index.h"
#include "ui/transcript/transcript_view.h"

#include <QAbstractItemModelTester>
#include <QAccessible>
#include <QClipboard>
#include <QGuiApplication>
#include <QMenu>
#include <QRandomGenerator>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace sotto;

namespace {

MessageItem user(int id, const QString &text)
{
    MessageItem item;
    item.id = MessageId(id);
    item.author = u"You"_s;
    item.text = text;
    item.time = u"14:01"_s;
    return item;
}

MessageItem reply(int id, const QString &text)
{
    MessageItem item = user(id, text);
    item.role = Role::Assistant;
    item.author = u"Clear Explainer"_s;
    item.avatar = u"C"_s;
    item.time = u"14:02"_s;
    item.footnote = u"212 tokens · 48.3 tok/s"_s;
    return item;
}

QList<MessageItem> talk(int messages)
{
    QList<MessageItem> items;
    for (int i = 0; i < messages; ++i)
        items += i % 2 == 0 ? user(i + 1, u"Question %1"_s.arg(i)) : reply(i + 1, u"Answer %1.\n\nMore."_s.arg(i));
    return items;
}

struct Window {
    TranscriptModel model;
    TranscriptView view;

    explicit Window(QList<MessageItem> items = {}, QSize size = {760, 600})
    {
        view.resize(size);
        view.setModel(&model);
        view.show();
        model.setItems(std::move(items));
        static_cast<void>(view.grab());
    }
    void paint() { static_cast<void>(view.grab()); }
    QScrollBar &bar() { return *view.verticalScrollBar(); }
    Target target(int row, TargetKind kind, NoticeAction action = NoticeAction::None)
    {
        for (const Target &target : view.targetsOf(row)) {
            if (target.kind == kind && target.action == action) return target;
        }
        return {TargetKind::More, QRect(), {}};
    }
    void click(const QRect &rect) { QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, rect.center()); }
};

QString clipboard()
{
    return QGuiApplication::clipboard()->text();
}

} // namespace

class TestTranscript final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void heightIndexAgreesWithSums();
    void modelKeepsItsPromises();
    void onlyWhatIsSeenIsLaidOut();
    void followsTheEndOnlyWhileThere();
    void readingPlaceIsHeldWhileHeightsAreCorrected();
    void streamingCostsTheSameHoweverLong();
    void streamedEqualsWhole();
    void repaintsAreGathered();
    void codeIsCopiedExactly();
    void selectionAcrossBlocksIsMarkdown();
    void mouseSelects();
    void selectAllCopiesEverything();
    void thoughtOpensByMouseAndKey();
    void keysActOnTheFocusedMessage();
    void branchesAndNotices();
    void linksAskAndNothingElseDoes();
    void hostilePicturesAreWords();
    void memoryLineMakesRoom();
    void finishedReplyIsListItem();
    void narrowAndLargeTextFit();
    void aFootnoteTooLongForItsLineWraps();
    void onlyOnesOwnMessageOffersEditing();
};

void TestTranscript::heightIndexAgreesWithSums()
{
    QRandomGenerator random(3);
    HeightIndex index;
    std::vector<int> plain;
    for (int i = 0; i < 2000; ++i) {
        const int what = random.bounded(10);
        if (what < 6 || plain.empty()) {
            plain.push_back(1 + random.bounded(50));
            index.append(plain.back());
        } else if (what < 9) {
            const auto k = static_cast<std::size_t>(random.bounded(static_cast<int>(plain.size())));
            plain[k] = 1 + random.bounded(50);
            index.set(static_cast<int>(k), plain[k]);
        } else {
            plain.resize(plain.size() - std::min<std::size_t>(plain.size(), 3));
            index.truncate(static_cast<int>(plain.size()));
        }
        int y = 0;
        for (std::size_t k = 0; k < plain.size(); ++k) {
            if (k % 17 == 0 || k + 1 == plain.size()) {
                QCOMPARE(index.top(static_cast<int>(k)), y);
                QCOMPARE(index.at(y), static_cast<int>(k));
                QCOMPARE(index.at(y + plain[k] - 1), static_cast<int>(k));
            }
            y += plain[k];
        }
        QCOMPARE(index.total(), y);
    }
}

void TestTranscript::modelKeepsItsPromises()
{
    TranscriptModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setItems(talk(6));
    model.appendItem(reply(50, {}));
    QSignalSpy appended(&model, &TranscriptModel::textAppended);
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    model.appendText(MessageId(50), u"one "_s);
    model.appendText(MessageId(50), u"two"_s, u"thought"_s);
    model.appendText(MessageId(999), u"nobody"_s);
    QCOMPARE(appended.size(), 2);
    QCOMPARE(model.item(6).text, u"one two"_s);
    QCOMPARE(model.item(6).reasoning, u"thought"_s);
    QTRY_COMPARE(changed.size(), 1);
    MessageItem done = model.item(6);
    done.text = u"ignored"_s;
    done.footnote = u"9 tokens"_s;
    model.updateDetails(done);
    QCOMPARE(model.item(6).text, u"one two"_s);
    QCOMPARE(model.item(6).footnote, u"9 tokens"_s);
    model.removeItem(MessageId(2));
    QCOMPARE(model.rowOf(MessageId(50)), 5);
    QCOMPARE(model.rowOf(MessageId(2)), -1);
    QCOMPARE(model.index(5, 0).data(Qt::AccessibleTextRole).toString(), u"Clear Explainer, 14:02"_s);
}

void TestTranscript::onlyWhatIsSeenIsLaidOut()
{
    Window window(talk(10'000));
    QVERIFY(window.view.isAtEnd());
    QVERIFY2(window.view.stats().messagesLaidOut < 30,
             qPrintable(QString::number(window.view.stats().messagesLaidOut)));
    QVERIFY(window.view.stats().blocksLaidOut < 60);
    const qint64 before = window.view.stats().messagesLaidOut;
    window.bar().setValue(window.bar().maximum() / 2);
    window.paint();
    QVERIFY(window.view.stats().messagesLaidOut - before < 30);

    // One long reply: only the blocks in view.
    Window one({reply(1, u"Some words.\n\n"_s.repeated(5000))});
    QVERIFY2(one.view.stats().blocksLaidOut < 60, qPrintable(QString::number(one.view.stats().blocksLaidOut)));
}

void TestTranscript::followsTheEndOnlyWhileThere()
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

void TestTranscript::readingPlaceIsHeldWhileHeightsAreCorrected()
{
    QList<MessageItem> items;
    for (int i = 0; i < 60; ++i)
        items += reply(i + 1, u"| a | b |\n|---|---|\n| 1 | 2 |\n\n# H\n\n- x\n- y\n\nLast words %1"_s.arg(i));
    Window window(items);
    window.view.focusMessage(MessageId(30));
    window.paint();
    // Scrolling up in small steps meets guessed heights above; what is in view moves by the step and no more.
    for (int step = 0; step < 60; ++step) {
        const int row = window.view.positionAt(QPoint(300, 300)).row;
        const int before = window.view.rowRect(row).bottom();
        window.bar().setValue(window.bar().value() - 37);
        window.paint();
        QVERIFY2(std::abs(window.view.rowRect(row).bottom() - before - 37) <= 1,
                 qPrintable(QString::number(window.view.rowRect(row).bottom() - before)));
    }
}

void TestTranscript::streamingCostsTheSameHoweverLong()
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

void TestTranscript::streamedEqualsWhole()
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

void TestTranscript::repaintsAreGathered()
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

void TestTranscript::codeIsCopiedExactly()
{
    const QString code = u"\tif (a < b && c)  {\n\n    return \"\\\\(x\\\\)\";   \n\t}"_s;
    Window window({reply(1, u"Text\n\n```cpp\n"_s + code + u"\n```\n"_s)});
    QSignalSpy copied(&window.view, &TranscriptView::copied);
    window.click(window.target(0, TargetKind::CopyCode).rect);
    QCOMPARE(clipboard(), code);
    QCOMPARE(copied.first().first().toInt(), 4);
}

void TestTranscript::selectionAcrossBlocksIsMarkdown()
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

void TestTranscript::mouseSelects()
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

void TestTranscript::selectAllCopiesEverything()
{
    const QList<MessageItem> items = talk(40);
    Window window(items);
    QTest::keyClick(&window.view, Qt::Key_A, Qt::ControlModifier);
    QStringList expected;
    for (const MessageItem &item : items)
        expected += item.text;
    QCOMPARE(window.view.selectedText(), expected.join(u"\n\n"_s));
}

void TestTranscript::thoughtOpensByMouseAndKey()
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

void TestTranscript::keysActOnTheFocusedMessage()
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

void TestTranscript::branchesAndNotices()
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

void TestTranscript::linksAskAndNothingElseDoes()
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

void TestTranscript::hostilePicturesAreWords()
{
    Window window(
        {reply(1, u"![](file:///dev/zero) ![a](http://e.example/p.png) <img src=\"http://e.example/q.png\">"_s)});
    window.view.selectAll();
    const QPoint at = window.view.characterRect({0, TextPart::Body, 0, 3}).center();
    QTest::mouseDClick(window.view.viewport(), Qt::LeftButton, {}, at);
    QTest::mousePress(window.view.viewport(), Qt::LeftButton, {}, at);
    QCOMPARE(window.view.selectedText(),
             u"file:///dev/zero a http://e.example/p.png <img src=\"http://e.example/q.png\">"_s);
    Window deep({reply(1, u"["_s.repeated(200'000)), reply(2, u"> "_s.repeated(3000) + u"x"_s)});
    QVERIFY(deep.view.stats().blocksLaidOut < 40);
}

void TestTranscript::memoryLineMakesRoom()
{
    Window window(talk(4));
    const int before = window.view.rowRect(2).height();
    window.model.setMemoryLine(MessageId(3), 2);
    QVERIFY(window.view.rowRect(2).height() > before);
    window.model.setMemoryLine({}, 0);
    QCOMPARE(window.view.rowRect(2).height(), before);
}

void TestTranscript::finishedReplyIsListItem()
{
    Window window(talk(4));
    QAccessibleInterface *list = QAccessible::queryAccessibleInterface(&window.view);
    QVERIFY(list);
    QCOMPARE(list->role(), QAccessible::List);
    QCOMPARE(list->childCount(), 4);
    QAccessibleInterface *message = list->child(1);
    QCOMPARE(message->role(), QAccessible::ListItem);
    QCOMPARE(message->text(QAccessible::Name), u"Clear Explainer, 14:02"_s);
    QCOMPARE(message->text(QAccessible::Description), window.model.item(1).text);
    QVERIFY(message->actionInterface()->actionNames().contains(u"Regenerate"_s));
    window.model.setItems(talk(1));
    QVERIFY(!message->isValid());
}

void TestTranscript::narrowAndLargeTextFit()
{
    MessageItem item =
        reply(2, u"A word_that_is_very_long_and_has_no_place_to_break_at_all_in_a_narrow_window and `code`"_s);
    item.notice = u"Sotto closed while this was being written. These 96 tokens were kept."_s;
    item.actions = NoticeAction::Continue | NoticeAction::StartOver;
    item.versions = 3;
    Window window({user(1, u"Question of some words"_s), item}, {420, 700});
    for (int row = 0; row < 2; ++row) {
        for (const Target &target : window.view.targetsOf(row)) {
            QVERIFY(target.rect.left() >= 0 && target.rect.right() <= window.view.viewport()->width());
            QVERIFY(target.rect.height() >= 24 && target.rect.width() >= 24);
        }
    }
}

void TestTranscript::aFootnoteTooLongForItsLineWraps()
{
    MessageItem item = reply(1, u"Answer"_s);
    item.footnote = u"212 tokens · 48.3 tok/s · first word after 0.31 s · 1,204 tokens read · F16"_s;
    const auto footnoteAt = [&item](int width) {
        MessageLayout layout(Role::Assistant);
        TranscriptStats stats;
        const TranscriptMetrics metrics = TranscriptMetrics::from(Theme::of(nullptr), 96);
        Highlighter highlighter;
        layout.update(item, {}, {metrics, highlighter, width}, stats);
        return layout;
    };
    const MessageLayout wide = footnoteAt(1200);
    const MessageLayout narrow = footnoteAt(300);
    QVERIFY(narrow.footnoteRect.height() > wide.footnoteRect.height());
    QVERIFY(narrow.height() >= narrow.footnoteRect.bottom());
    // Nothing is lost, and no figure is parted from its unit.
    QCOMPARE(QString(narrow.footnoteText).replace(QChar::Nbsp, u' '), item.footnote);
    QCOMPARE(narrow.footnoteText.count(u' '), 4);
    QVERIFY(narrow.footnoteText.contains(u"48.3\u00a0tok/s"_s));
}

void TestTranscript::onlyOnesOwnMessageOffersEditing()
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

QTEST_MAIN(TestTranscript)
#include "test_transcript.moc"
