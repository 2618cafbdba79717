// The window as a person uses it: type, click, stream, stop, switch, restart. The model is a script.

#include "tests/app/window_fixture.h"

#include "ui/components/toast.h"
#include "ui/header/chat_header.h"
#include "ui/meters/meters_panel.h"
#include "ui/pages/settings_page.h"
#include "ui/palette/command_palette.h"
#include "ui/sidebar/conversation_list_model.h"
#include "ui/sidebar/sidebar.h"

#include <QApplication>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QSignalSpy>

using namespace Qt::StringLiterals;
using namespace sotto;
using namespace std::chrono_literals;

class TestWindow final : public QObject {
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

    void withoutAModelTheMessageIsKeptAndTheReplySaysWhy()
    {
        WindowFixture f(m_home->path());
        QTRY_VERIFY(f.isReady());
        f.app->services().models().unload();
        QTRY_COMPARE(f.app->services().models().status().phase, ModelPhase::None);
        f.type(u"anybody there"_s);
        f.press(Qt::Key_Return);
        QTRY_COMPARE(f.transcript().rowCount(), 2);
        QTRY_COMPARE(f.transcript().item(1).state, MessageState::Failed);
        QVERIFY(!f.transcript().item(1).notice.isEmpty());
        QVERIFY(f.transcript().item(1).actions.testFlag(NoticeAction::ChooseModel));
    }

    void aModelThatCannotBeOpenedLeavesTheProgramRunning()
    {
        const auto script = std::make_shared<ScriptedBackend::Script>();
        script->openFailure = Error(ErrorCode::UnknownArchitecture, "wobble");
        WindowFixture f(m_home->path(), script);
        QTRY_COMPARE(f.app->services().models().status().phase, ModelPhase::Failed);
        // The failure was for once; loading again works.
        f.window().openModel(f.app->services().paths().builtInModel);
        QTRY_VERIFY(f.isReady());
    }

    void keysOfTheWindow()
    {
        WindowFixture f(m_home->path());
        f.window().resize(1280, 800);
        QVERIFY(QTest::qWaitForWindowExposed(&f.window()));
        QTRY_VERIFY(f.isReady());
        QVERIFY(!f.window().sidebar().isRail());
        f.window().activateWindow();
        f.press(Qt::Key_B, Qt::ControlModifier);
        QTRY_VERIFY(f.window().sidebar().isRail());
        f.press(Qt::Key_B, Qt::ControlModifier);
        QTRY_VERIFY(!f.window().sidebar().isRail());
        f.press(Qt::Key_K, Qt::ControlModifier);
        QTRY_VERIFY(f.window().palette().isOpen());
        QTest::keyClick(f.window().palette().field(), Qt::Key_Escape);
        QTRY_VERIFY(!f.window().palette().isOpen());
        f.press(Qt::Key_Comma, Qt::ControlModifier);
        QCOMPARE(f.window().page(), Page::Settings);
        QTest::keyClick(&f.window(), Qt::Key_N, Qt::ControlModifier);
        QCOMPARE(f.window().page(), Page::Chats);
        QCOMPARE(f.transcript().rowCount(), 0);
    }

    void shortcutsAreNotAmbiguous()
    {
        WindowFixture f(m_home->path());
        QStringList seen;
        for (const QAction *action : f.window().actions().all()) {
            QVERIFY(action);
            for (const QKeySequence &key : action->shortcuts()) {
                QVERIFY2(!seen.contains(key.toString()), qPrintable(key.toString()));
                // Bare Backspace or Delete must never delete a chat.
                QVERIFY(key != QKeySequence(Qt::Key_Backspace) && key != QKeySequence(Qt::Key_Delete));
                seen.append(key.toString());
            }
        }
    }

    void theLanguageIsSwitchedWhileRunningAndTheDraftStays()
    {
        WindowFixture f(m_home->path());
        QTRY_VERIFY(f.isReady());
        f.type(u"unsent"_s);
        const QString english = f.window().actions().newChat->text();
        Settings settings = f.app->services().settings().current();
        settings.language = u"zh_CN"_s;
        f.app->services().settings().set(settings);
        QTRY_VERIFY(f.window().actions().newChat->text() != english);
        QCOMPARE(f.editor()->toPlainText(), u"unsent"_s);
        QTRY_VERIFY(f.chat().persona().name != u"Assistant"_s);
        settings.language = u"en"_s;
        f.app->services().settings().set(settings);
        QTRY_COMPARE(f.window().actions().newChat->text(), english);
    }

    void narrowWindowsFold()
    {
        WindowFixture f(m_home->path());
        f.window().resize(1280, 800);
        QVERIFY(!f.window().sidebar().isRail());
        QVERIFY(f.window().chatPage().meters().isVisibleTo(&f.window()));
        f.window().resize(1000, 700);
        QVERIFY(!f.window().chatPage().meters().isVisibleTo(&f.window()));
        f.window().resize(760, 560);
        QTRY_VERIFY(f.window().sidebar().isRail());
        f.window().actions().toggleMeters->trigger();
        QTRY_VERIFY(f.window().chatPage().meters().isVisibleTo(&f.window()));
        QCOMPARE(f.window().width(), 760);
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
        f.chat().open(id);
        QTRY_COMPARE(f.transcript().rowCount(), 2);
    }

private:
    std::unique_ptr<QTemporaryDir> m_home;
};

QTEST_MAIN(TestWindow)
#include "test_window.moc"
