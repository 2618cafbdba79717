#include "ui/chat/composer.h"
#include "ui/chat/composer_edit.h"
#include "ui/chat/composer_send_button.h"
#include "ui/chat/context_ring.h"
#include "ui/chat/thinking_button.h"

#include <QClipboard>
#include <QElapsedTimer>
#include <QGuiApplication>
#include <QInputMethodEvent>
#include <QMenu>
#include <QMimeData>
#include <QSignalSpy>
#include <QTest>
#include <QUrl>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace sotto {

namespace {

struct Bench {
    QWidget window;
    Composer *composer = new Composer;
    ComposerEdit *edit = composer->findChild<ComposerEdit *>();
    ComposerSendButton *button = composer->findChild<ComposerSendButton *>();
    QSignalSpy sent{composer, &Composer::sendRequested};
    QSignalSpy stopped{composer, &Composer::stopRequested};

    Bench()
    {
        auto *column = new QVBoxLayout(&window);
        column->addStretch(1);
        column->addWidget(composer);
        window.resize(744, 500);
        window.show();
        composer->focusEditor();
    }

    [[nodiscard]] int line() const { return static_cast<int>(QFontMetricsF(edit->font()).height()); }

    void paste(const QString &text)
    {
        QGuiApplication::clipboard()->setText(text);
        edit->paste();
    }
};

void compose(QWidget *edit, const QString &preedit, const QString &commit = {})
{
    QInputMethodEvent event(preedit, {});
    event.setCommitString(commit);
    QCoreApplication::sendEvent(edit, &event);
}

} // namespace

class TestComposer final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void thinkingIsChosenWhereTheModelKnowsASwitch()
    {
        Bench b;
        auto *button = b.composer->findChild<ThinkingButton *>();
        QSignalSpy chosen(b.composer, &Composer::thinkingChosen);
        QVERIFY(!button->isVisible());
        b.composer->setThinking(Thinking::AsTemplate);
        QVERIFY(button->isVisible());
        QVERIFY(!button->text().isEmpty() && !button->toolTip().isEmpty());
        QVERIFY(button->menu()->actions().at(0)->isChecked());
        QVERIFY(button->focusPolicy() & Qt::TabFocus);
        button->setFocus(Qt::TabFocusReason);
        const QString before = button->text();
        button->menu()->actions().at(2)->trigger();
        QCOMPARE(chosen.size(), 1);
        QCOMPARE(chosen.at(0).at(0).value<Thinking>(), Thinking::Off);
        QVERIFY(b.window.focusWidget() == b.edit);
        QCOMPARE(button->text(), before); // the service decides what it says
        b.composer->setThinking(Thinking::Off);
        QVERIFY(button->text() != before);
        QVERIFY(button->menu()->actions().at(2)->isChecked());
        b.composer->setThinking(std::nullopt);
        QVERIFY(!button->isVisible());
    }

    void enterSendsWhatWasTyped()
    {
        Bench b;
        QTest::keyClicks(b.edit, u"hello there "_s);
        QTest::keyClick(b.edit, Qt::Key_Return);
        QCOMPARE(b.sent.size(), 1);
        QCOMPARE(b.sent.at(0).at(0).toString(), u"hello there"_s);
        // The draft outlives a failure to send: only clear() takes it away.
        QCOMPARE(b.composer->text(), u"hello there "_s);
        b.composer->clear();
        QCOMPARE(b.composer->text(), QString());
    }

    void shiftEnterAddsALine()
    {
        Bench b;
        QTest::keyClicks(b.edit, u"a"_s);
        QTest::keyClick(b.edit, Qt::Key_Return, Qt::ShiftModifier);
        QTest::keyClicks(b.edit, u"b"_s);
        QCOMPARE(b.composer->text(), u"a\nb"_s);
        QVERIFY(b.sent.isEmpty());
    }

    void sendKeyCanBeSwapped()
    {
        Bench b;
        b.composer->setSendKey(SendKey::CtrlEnter);
        QTest::keyClicks(b.edit, u"a"_s);
        QTest::keyClick(b.edit, Qt::Key_Return);
        QVERIFY(b.sent.isEmpty());
        QCOMPARE(b.composer->text(), u"a\n"_s);
        QTest::keyClick(b.edit, Qt::Key_Enter, Qt::ControlModifier | Qt::KeypadModifier);
        QCOMPARE(b.sent.size(), 1);
        b.composer->setSendKey(SendKey::Enter);
        QTest::keyClick(b.edit, Qt::Key_Enter, Qt::KeypadModifier);
        QCOMPARE(b.sent.size(), 2);
    }

    void enterBelongsToTheInputMethodWhileItComposes()
    {
        Bench b;
        compose(b.edit, u"nihao"_s);
        QVERIFY(b.edit->isComposing());
        QTest::keyClick(b.edit, Qt::Key_Return);
        QVERIFY(b.sent.isEmpty());
        QCOMPARE(b.composer->text(), QString());
        compose(b.edit, {}, u"你好"_s);
        QVERIFY(!b.edit->isComposing());
        QTest::keyClick(b.edit, Qt::Key_Return);
        QCOMPARE(b.sent.size(), 1);
        QCOMPARE(b.sent.at(0).at(0).toString(), u"你好"_s);
    }

    void nothingToSendSendsNothing()
    {
        Bench b;
        QVERIFY(!b.button->isEnabled());
        QTest::keyClicks(b.edit, u"  "_s);
        QTest::keyClick(b.edit, Qt::Key_Return);
        QVERIFY(!b.button->isEnabled());
        b.composer->setText(u"x"_s);
        QVERIFY(b.button->isEnabled());
        b.composer->setEnabledToSend(false);
        QVERIFY(!b.button->isEnabled());
        QTest::keyClick(b.edit, Qt::Key_Return);
        QVERIFY(b.sent.isEmpty());
        QCOMPARE(b.composer->text(), u"x"_s);
        b.composer->setEnabledToSend(true);
        QTest::mouseClick(b.button, Qt::LeftButton);
        QCOMPARE(b.sent.size(), 1);
    }

    void escapeAndTheButtonStopAReply()
    {
        Bench b;
        QTest::keyClick(b.edit, Qt::Key_Escape);
        QVERIFY(b.stopped.isEmpty());
        b.composer->setReplying(true);
        QCOMPARE(b.button->act(), ComposerSendButton::Act::Stop);
        QVERIFY(b.button->isEnabled());
        QTest::keyClicks(b.edit, u"next"_s);
        QTest::keyClick(b.edit, Qt::Key_Return);
        QVERIFY(b.sent.isEmpty());
        QCOMPARE(b.composer->text(), u"next"_s);
        QTest::keyClick(b.edit, Qt::Key_Escape);
        QCOMPARE(b.stopped.size(), 1);
        QTest::mouseClick(b.button, Qt::LeftButton);
        QCOMPARE(b.stopped.size(), 2);
        b.composer->setReplying(false);
        QCOMPARE(b.button->act(), ComposerSendButton::Act::Send);
        QTest::keyClick(b.edit, Qt::Key_Return);
        QCOMPARE(b.sent.size(), 1);
    }

    void upInAnEmptyComposerEditsTheLastMessage()
    {
        Bench b;
        QSignalSpy edit(b.composer, &Composer::editLastRequested);
        QTest::keyClick(b.edit, Qt::Key_Up);
        QCOMPARE(edit.size(), 1);
        QTest::keyClicks(b.edit, u"a"_s);
        QTest::keyClick(b.edit, Qt::Key_Up);
        QCOMPARE(edit.size(), 1);
    }

    void growsFromOneLineToEight()
    {
        Bench b;
        const int one = b.composer->sizeHint().height();
        const int step = b.line();
        b.composer->setText(u"1\n2\n3"_s);
        QTRY_VERIFY(b.composer->sizeHint().height() >= one + step);
        b.composer->setText(u"1\n2\n3\n4\n5\n6\n7\n8"_s);
        QTRY_VERIFY(b.edit->height() >= 8 * step);
        const int eight = b.composer->sizeHint().height();
        b.composer->setText(QString(40, u'\n'));
        QCOMPARE(b.composer->sizeHint().height(), eight);
        b.composer->clear();
        QTRY_COMPARE(b.composer->sizeHint().height(), one);
    }

    void wrappedLinesCount()
    {
        Bench b;
        const int one = b.composer->sizeHint().height();
        b.composer->setText(u"words that go on and on "_s.repeated(20));
        QTRY_VERIFY(b.composer->sizeHint().height() > one + b.line());
    }

    void pasteIsPlain()
    {
        Bench b;
        auto *rich = new QMimeData;
        rich->setHtml(u"<b>bold</b>"_s);
        rich->setText(u"bold\r\nnext"_s);
        QGuiApplication::clipboard()->setMimeData(rich);
        b.edit->paste();
        QCOMPARE(b.composer->text(), u"bold\nnext"_s);
    }

    void aDroppedModelGoesUpward()
    {
        Bench b;
        QSignalSpy dropped(b.composer, &Composer::fileDropped);
        auto *files = new QMimeData;
        files->setUrls({QUrl::fromLocalFile(u"/models/notes.txt"_s), QUrl::fromLocalFile(u"/models/a b.GGUF"_s)});
        QGuiApplication::clipboard()->setMimeData(files);
        b.edit->paste();
        QCOMPARE(dropped.size(), 1);
        QCOMPARE(dropped.at(0).at(0).toString(), u"/models/a b.GGUF"_s);
        QCOMPARE(b.composer->text(), QString());
    }

    void tellsEveryChangeOfTheDraft()
    {
        Bench b;
        QSignalSpy drafts(b.composer, &Composer::draftChanged);
        QTest::keyClicks(b.edit, u"ab"_s);
        QCOMPARE(drafts.size(), 2);
        QCOMPARE(drafts.last().at(0).toString(), u"ab"_s);
    }

    /// A megabyte in one line would be laid out anew at every key. It stands beside the draft instead.
    void aVeryLongPasteStaysQuick()
    {
        Bench b;
        QTest::keyClicks(b.edit, u"Sum up: "_s);
        const QString large = u"lorem ipsum "_s.repeated(90'000);
        QElapsedTimer timer;
        timer.start();
        b.paste(large);
        const qint64 pasteMs = timer.restart();
        QTest::keyClicks(b.edit, u"briefly, in ten words"_s);
        const qint64 typeMs = timer.elapsed();
        qInfo() << "paste ms" << pasteMs << "21 keys ms" << typeMs;
        QVERIFY2(pasteMs + typeMs < 5000, "Pasting and 21 keys are to take a small part of this.");
        QCOMPARE(b.composer->text(), u"Sum up: briefly, in ten words\n\n"_s + large);
        QTest::keyClick(b.edit, Qt::Key_Return);
        QCOMPARE(b.sent.at(0).at(0).toString(), (u"Sum up: briefly, in ten words\n\n"_s + large).trimmed());
        // A draft that comes back from the store is as quick.
        b.composer->setText(b.composer->text());
        QVERIFY(b.edit->document()->characterCount() < ComposerEdit::maxPaste);
        b.composer->clear();
        QCOMPARE(b.composer->text(), QString());
        QVERIFY(!b.composer->canSend());
    }

    void aPastedTextCanBeRemoved()
    {
        Bench b;
        b.paste(QString(200'000, u'x'));
        QVERIFY(b.composer->canSend());
        QAbstractButton *remove = nullptr;
        for (auto *button : b.composer->findChildren<QAbstractButton *>())
            if (button->accessibleName().startsWith("Remove"_L1)) remove = button;
        QVERIFY(remove);
        remove->click();
        QCOMPARE(b.composer->text(), QString());
        QVERIFY(!b.composer->canSend());
    }

    void longCodeOfShortLinesStaysInTheEditor()
    {
        Bench b;
        const QString code = u"int value = compute(1, 2, 3);\n"_s.repeated(3000);
        b.paste(code);
        QCOMPARE(b.edit->toPlainText(), code);
    }

    void contextFills_data()
    {
        QTest::addColumn<int>("tokens");
        QTest::addColumn<int>("length");
        QTest::addColumn<bool>("leftOut");
        QTest::addColumn<int>("fill");
        const auto row = [](const char *name, int tokens, int length, bool leftOut, ContextFill fill) {
            QTest::newRow(name) << tokens << length << leftOut << static_cast<int>(fill);
        };
        row("unknown", -1, 100, false, ContextFill::Unknown);
        row("no context", 10, 0, false, ContextFill::Unknown);
        row("empty", 0, 100, false, ContextFill::Room);
        row("at 80", 80, 100, false, ContextFill::Room);
        row("past 80", 81, 100, false, ContextFill::Nearly);
        row("at 99", 99, 100, false, ContextFill::Nearly);
        row("full", 100, 100, false, ContextFill::Full);
        row("left out", 50, 100, true, ContextFill::Full);
    }

    void contextFills()
    {
        QFETCH(int, tokens);
        QFETCH(int, length);
        QFETCH(bool, leftOut);
        QFETCH(int, fill);
        QCOMPARE(static_cast<int>(contextFill(tokens, length, leftOut)), fill);
    }

    void contextIsShownOnlyWhenKnown()
    {
        Bench b;
        auto *ring = b.composer->findChild<ContextRing *>();
        QVERIFY(!ring->isVisible());
        b.composer->setContext(3100, 8192, false);
        QVERIFY(ring->isVisible());
        QVERIFY2(ring->accessibleName().contains("3.1k"_L1), qPrintable(ring->accessibleName()));
        b.composer->setContext(-1, 8192, false);
        QCOMPARE(ring->fill(), ContextFill::Unknown);
        b.composer->setContext(0, 0, false);
        QVERIFY(!ring->isVisible());
    }

    void namesFollowThePersona()
    {
        Bench b;
        b.composer->setPersonaName(u"Coder"_s);
        QCOMPARE(b.edit->accessibleName(), u"Message Coder"_s);
        QCOMPARE(b.edit->placeholderText(), u"Message Coder"_s);
        b.composer->setPlaceholder(u"Ask about Sotto"_s);
        QCOMPARE(b.edit->placeholderText(), u"Ask about Sotto"_s);
    }

    void tabLeavesTheEditor()
    {
        Bench b;
        b.window.activateWindow();
        QTRY_VERIFY(b.edit->hasFocus());
        b.composer->setText(u"x"_s);
        QTest::keyClick(b.edit, Qt::Key_Tab);
        QCOMPARE(b.composer->text(), u"x"_s);
        QVERIFY(b.button->hasFocus());
    }
};

} // namespace sotto

QTEST_MAIN(sotto::TestComposer)
#include "test_composer.moc"
