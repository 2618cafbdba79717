// A chat as a person has it in the window: type, stream, stop, switch, edit, restart. The model is a script.

#include "tests/app/window_fixture.h"

#include "ui/components/dialog.h"
#include "ui/components/toast.h"
#include "ui/sidebar/sidebar.h"

#include <QPushButton>
#include <QSignalSpy>

using namespace Qt::StringLiterals;
using namespace sotto;
using namespace std::chrono_literals;

class TestChatWindow final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_home = std::make_unique<QTemporaryDir>();
        QVERIFY(m_home->isValid());
    }

    void aReplyStreamsIntoTheTranscript()
    {
        WindowFixture f(m_home->path());
        QTRY_VERIFY(f.isReady());
        f.queue(scriptedText("Hello **there**, person."));
        f.type(u"hi"_s);
        f.press(Qt::Key_Return);
        QTRY_COMPARE(f.transcript().rowCount(), 2);
        QCOMPARE(f.transcript().item(0).text, u"hi"_s);
        QTRY_COMPARE(f.lastText(), u"Hello **there**, person."_s);
        QTRY_COMPARE(f.transcript().item(1).state, MessageState::Complete);
        QVERIFY(!f.transcript().item(1).footnote.isEmpty());
        QVERIFY(f.editor()->toPlainText().isEmpty());
    }

    void shiftEnterAddsALineAndBlankIsNotSent()
    {
        WindowFixture f(m_home->path());
        QTRY_VERIFY(f.isReady());
        f.press(Qt::Key_Return);
        f.type(u"   "_s);
        f.press(Qt::Key_Return);
        QCOMPARE(f.transcript().rowCount(), 0);
        f.editor()->clear();
        f.type(u"one"_s);
        f.press(Qt::Key_Return, Qt::ShiftModifier);
        f.type(u"two"_s);
        f.press(Qt::Key_Return);
        QTRY_VERIFY(f.transcript().rowCount() >= 1);
        QCOMPARE(f.transcript().item(0).text, u"one\ntwo"_s);
    }

    void escapeStopsAndTheTextStays()
    {
        WindowFixture f(m_home->path());
        QTRY_VERIFY(f.isReady());
        std::string text;
        for (int i = 0; i < 2000; ++i)
            text += "word ";
        f.queue(scriptedText(text, 2ms));
        f.type(u"go on"_s);
        f.press(Qt::Key_Return);
        QTRY_VERIFY(f.lastText().size() > 40);
        // A draft can be written meanwhile, and stopping does not send it.
        f.type(u"next"_s);
        f.press(Qt::Key_Escape);
        QTRY_COMPARE(f.transcript().item(1).state, MessageState::Stopped);
        QVERIFY(f.lastText().size() < 2000 * 5);
        QVERIFY(f.lastText().startsWith(u"word word"_s));
        QCOMPARE(f.editor()->toPlainText(), u"next"_s);
        QVERIFY(!f.chat().isReplying());
        f.press(Qt::Key_Return);
        QTRY_COMPARE(f.transcript().rowCount(), 4);
    }

    void everythingIsFoundAgainAfterARestart()
    {
        {
            WindowFixture f(m_home->path());
            QTRY_VERIFY(f.isReady());
            f.queue(scriptedText("First answer."));
            f.type(u"a question to keep"_s);
            f.press(Qt::Key_Return);
            QTRY_COMPARE(f.transcript().rowCount(), 2);
            QTRY_COMPARE(f.transcript().item(1).state, MessageState::Complete);
        }
        WindowFixture again(m_home->path());
        QTRY_COMPARE(again.transcript().rowCount(), 2);
        QCOMPARE(again.transcript().item(0).text, u"a question to keep"_s);
        QCOMPARE(again.transcript().item(1).text, u"First answer."_s);
        QVERIFY(!again.transcript().item(1).footnote.isEmpty());
        QCOMPARE(again.chat().conversations().size(), 1);
    }

    void switchingChatsWhileOneIsWrittenLosesNothing()
    {
        WindowFixture f(m_home->path());
        QTRY_VERIFY(f.isReady());
        std::string text;
        for (int i = 0; i < 150; ++i)
            text += "long ";
        f.queue(scriptedText(text, 2ms));
        f.type(u"first chat"_s);
        f.press(Qt::Key_Return);
        QTRY_VERIFY(f.lastText().size() > 10);
        const ConversationId first = f.chat().current().id;
        f.window().actions().newChat->trigger();
        QCOMPARE(f.transcript().rowCount(), 0);
        QVERIFY(!f.chat().isReplying());
        f.window().sidebar().conversationActivated(first);
        QTRY_COMPARE(f.chat().current().id, first);
        QTRY_COMPARE(f.transcript().rowCount(), 2);
        QTRY_COMPARE(f.transcript().item(1).state, MessageState::Complete);
        QCOMPARE(f.lastText().trimmed(), QString::fromStdString(text).trimmed());
    }

    void personaAndTemperatureHoldFromTheNextReplyWithoutLoading()
    {
        WindowFixture f(m_home->path());
        QTRY_VERIFY(f.isReady());
        QSignalSpy loads(&f.app->services().models(), &ModelService::changed);
        f.chat().setPersona(u"builtin.coder"_s);
        SamplingOverrides mine;
        mine.temperature = 0.35F;
        f.chat().setSampling(mine);
        f.type(u"x"_s);
        f.press(Qt::Key_Return);
        QTRY_VERIFY(!f.seen().empty());
        const GenerationRequest request = f.seen().front();
        QCOMPARE(request.sampling.temperature, 0.35F);
        QCOMPARE(request.messages.front().role, Role::System);
        QCOMPARE(QString::fromStdString(request.messages.front().content), f.chat().persona().instructions);
        QCOMPARE(loads.count(), 0);
    }

    void versionsOfAReplyCanBeSwitched()
    {
        WindowFixture f(m_home->path());
        QTRY_VERIFY(f.isReady());
        f.queue(scriptedText("one"));
        f.queue(scriptedText("two"));
        f.app->services().chat().setNameChats(false);
        f.type(u"again"_s);
        f.press(Qt::Key_Return);
        QTRY_COMPARE(f.lastText(), u"one"_s);
        QTRY_VERIFY(!f.chat().isReplying());
        f.window().actions().regenerate->trigger();
        QTRY_COMPARE(f.lastText(), u"two"_s);
        QTRY_VERIFY(!f.chat().isReplying());
        QCOMPARE(f.transcript().rowCount(), 2);
        QCOMPARE(f.transcript().item(1).versions, 2);
        f.window().chatPage().transcript().branchRequested(f.transcript().item(1).id, -1);
        QTRY_COMPARE(f.lastText(), u"one"_s);
        QCOMPARE(f.transcript().item(1).version, 1);
    }

    void editingKeepsTheDraft()
    {
        WindowFixture f(m_home->path());
        QTRY_VERIFY(f.isReady());
        f.app->services().chat().setNameChats(false);
        f.type(u"a question"_s);
        f.press(Qt::Key_Return);
        QTRY_COMPARE(f.transcript().rowCount(), 2);
        QTRY_VERIFY(!f.chat().isReplying());
        const MessageId asked = f.transcript().item(0).id;
        f.type(u"half a thought"_s);
        TranscriptView &view = f.window().chatPage().transcript();
        Q_EMIT view.editRequested(asked);
        QCOMPARE(f.editor()->toPlainText(), u"a question"_s);
        f.press(Qt::Key_Escape);
        QCOMPARE(f.editor()->toPlainText(), u"half a thought"_s);
        // Another chat is no place for the text of a message of this one.
        Q_EMIT view.editRequested(asked);
        f.window().actions().newChat->trigger();
        QCOMPARE(f.editor()->toPlainText(), u"half a thought"_s);
        f.chat().open(f.chat().conversations().constFirst().id);
        QTRY_COMPARE(f.transcript().rowCount(), 2);
        f.editor()->clear();
        f.press(Qt::Key_Up);
        QCOMPARE(f.editor()->toPlainText(), u"a question"_s);
        f.type(u", put better"_s);
        f.press(Qt::Key_Return);
        QTRY_COMPARE(f.transcript().item(0).text, u"a question, put better"_s);
        QCOMPARE(f.transcript().item(0).versions, 2);
        QVERIFY(f.editor()->toPlainText().isEmpty());
    }

    void whileAReplyIsWrittenEditingAndWritingAgainAreRefusedWithASentence()
    {
        WindowFixture f(m_home->path());
        QTRY_VERIFY(f.isReady());
        std::string text;
        for (int i = 0; i < 3000; ++i)
            text += "word ";
        f.queue(scriptedText(text, 2ms));
        f.type(u"go on"_s);
        f.press(Qt::Key_Return);
        QTRY_VERIFY(f.lastText().size() > 40);
        QSignalSpy said(&f.window().chatPage(), &ChatPage::said);
        f.press(Qt::Key_Up);
        QVERIFY(f.editor()->toPlainText().isEmpty());
        QCOMPARE(said.count(), 1);
        f.window().actions().regenerate->trigger();
        QCOMPARE(said.count(), 2);
        QCOMPARE(f.transcript().item(1).versions, 1);
        QVERIFY(f.chat().isReplying());
        f.press(Qt::Key_Escape);
        QTRY_VERIFY(!f.chat().isReplying());
    }

    void aDeletedChatComesBackByUndo()
    {
        WindowFixture f(m_home->path());
        QTRY_VERIFY(f.isReady());
        f.type(u"keep me"_s);
        f.press(Qt::Key_Return);
        QTRY_COMPARE(f.chat().conversations().size(), 1);
        QTRY_VERIFY(!f.chat().isReplying());
        const ConversationId id = f.chat().current().id;
        Q_EMIT f.window().sidebar().removeRequested(id);
        QTRY_COMPARE(f.chat().conversations().size(), 0);
        Toast *toast = f.window().findChild<Toast *>();
        QVERIFY(toast && toast->actionButton()->isVisibleTo(&f.window()));
        toast->actionButton()->click();
        QTRY_COMPARE(f.chat().conversations().size(), 1);
        // It was open, so it is open again.
        QTRY_COMPARE(f.chat().current().id, id);
        QTRY_COMPARE(f.transcript().rowCount(), 2);
    }

    void aLinkIsShownWholeBeforeItIsOpened()
    {
        WindowFixture f(m_home->path());
        Q_EMIT f.window().chatPage().transcript().linkActivated(QUrl(u"https://example.org/a?b=c"_s));
        ConfirmDialog *dialog = f.window().findChild<ConfirmDialog *>();
        QVERIFY(dialog);
        const QPlainTextEdit *address = dialog->findChild<QPlainTextEdit *>();
        QVERIFY(address);
        QCOMPARE(address->toPlainText(), u"https://example.org/a?b=c"_s);
        dialog->safeButton()->click();
    }

private:
    std::unique_ptr<QTemporaryDir> m_home;
};

QTEST_MAIN(TestChatWindow)
#include "test_chat_window.moc"
