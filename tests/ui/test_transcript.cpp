// How the transcript keeps its messages, lays them out however many, long, narrow or hostile they are, and tells them.

#include "tests/ui/transcript_fixture.h"

#include "ui/transcript/height_index.h"

#include <QAbstractItemModelTester>
#include <QAccessible>
#include <QRandomGenerator>
#include <QSignalSpy>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace sotto;
using namespace sotto::test;

class TestTranscript final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void heightIndexAgreesWithSums();
    void modelKeepsItsPromises();
    void onlyWhatIsSeenIsLaidOut();
    void readingPlaceIsHeldWhileHeightsAreCorrected();
    void hostilePicturesAreWords();
    void memoryLineMakesRoom();
    void finishedReplyIsListItem();
    void narrowAndLargeTextFit();
    void aFootnoteTooLongForItsLineWraps();
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

QTEST_MAIN(TestTranscript)
#include "test_transcript.moc"
