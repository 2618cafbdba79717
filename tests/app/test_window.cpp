// The window as a person uses it: type, click, stream, stop, switch, restart. The model is a script.

#include "tests/app/window_fixture.h"

#include "ui/chat/empty_chat.h"
#include "ui/chat/model_notice.h"
#include "ui/components/dialog.h"
#include "ui/components/popover.h"
#include "ui/components/toast.h"
#include "ui/header/chat_header.h"
#include "ui/meters/meters_panel.h"
#include "ui/pages/settings_page.h"
#include "ui/palette/command_palette.h"
#include "ui/sidebar/conversation_list_model.h"
#include "ui/sidebar/sidebar.h"

#include <QApplication>
#include <QDir>
#include <QDropEvent>
#include <QFile>
#include <QFileInfo>
#include <QLineEdit>
#include <QListView>
#include <QMimeData>
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

    void aLastModelThatIsDamagedGivesWayToTheBuiltInOne()
    {
        const QString path = m_home->filePath(u"cut.gguf"_s);
        {
            WindowFixture f(m_home->path());
            QTRY_VERIFY(f.isReady());
            Settings settings = f.app->services().settings().current();
            settings.lastModel = path;
            f.app->services().settings().set(settings);
        }
        QFile cut(path);
        QVERIFY(cut.open(QIODevice::WriteOnly));
        cut.write("GGUF\3");
        cut.close();
        WindowFixture again(m_home->path());
        QCOMPARE(again.app->services().settings().current().lastModel, path);
        QTRY_VERIFY(again.isReady());
        QVERIFY(again.app->services().models().status().file.builtIn);
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

    void theSidebarOpensOverANarrowPage()
    {
        WindowFixture f(m_home->path());
        f.window().resize(760, 560);
        f.window().activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&f.window()));
        QTRY_VERIFY(f.isReady());
        f.app->services().chat().setNameChats(false);
        f.type(u"one"_s);
        f.press(Qt::Key_Return);
        QTRY_COMPARE(f.chat().conversations().size(), 1);
        QTRY_VERIFY(!f.chat().isReplying());
        Sidebar &sidebar = f.window().sidebar();
        const ChatPage &page = f.window().chatPage();
        const QRect before(page.mapTo(&f.window(), QPoint()), page.size());
        const auto pageStays = [&] { return QRect(page.mapTo(&f.window(), QPoint()), page.size()) == before; };
        QTRY_COMPARE(before.left(), sidebar.railWidth());

        // By Esc; the keyboard goes to the sidebar and comes back.
        f.press(Qt::Key_B, Qt::ControlModifier);
        QVERIFY(!sidebar.isRail());
        QCoreApplication::sendPostedEvents(nullptr, QEvent::LayoutRequest);
        QVERIFY(pageStays());
        QVERIFY(sidebar.width() >= Sidebar::minimumFullWidth);
        QCOMPARE(sidebar.height(), f.window().height());
        QVERIFY(sidebar.isAncestorOf(f.window().focusWidget()));
        QTest::keyClick(f.window().focusWidget(), Qt::Key_Escape);
        QVERIFY(sidebar.isRail());
        QCOMPARE(f.window().focusWidget(), f.editor());

        // By a click outside, which does nothing else.
        f.window().actions().toggleSidebar->trigger();
        QVERIFY(!sidebar.isRail());
        const QPoint outside(f.window().width() - 20, 20);
        QTest::mouseClick(f.window().childAt(outside), Qt::LeftButton);
        QVERIFY(sidebar.isRail());
        QCOMPARE(f.window().page(), Page::Chats);

        // By choosing a chat.
        f.window().actions().toggleSidebar->trigger();
        QVERIFY(!sidebar.isRail());
        Q_EMIT sidebar.conversationActivated(f.chat().conversations().constFirst().id);
        QVERIFY(sidebar.isRail());
        QCoreApplication::sendPostedEvents(nullptr, QEvent::LayoutRequest);
        QVERIFY(pageStays());

        // By going on in the page.
        f.window().actions().toggleSidebar->trigger();
        QVERIFY(!sidebar.isRail());
        QTest::keyClick(f.window().focusWidget(), Qt::Key_F6);
        QTRY_VERIFY(sidebar.isRail());
    }

    void theMetersDrawerClosesWithEscAndItsButton()
    {
        WindowFixture f(m_home->path());
        f.window().resize(1000, 700);
        QTRY_VERIFY(f.isReady());
        MetersPanel &meters = f.window().chatPage().meters();
        f.window().actions().toggleMeters->trigger();
        QTRY_VERIFY(meters.isVisibleTo(&f.window()));
        f.press(Qt::Key_Escape);
        QTRY_VERIFY(!meters.isVisibleTo(&f.window()));
        f.window().actions().toggleMeters->trigger();
        QTRY_VERIFY(meters.isVisibleTo(&f.window()));
        Q_EMIT meters.closeRequested();
        QTRY_VERIFY(!meters.isVisibleTo(&f.window()));
        // A panel beside the chat covers nothing and stays.
        f.window().resize(1280, 800);
        QTRY_VERIFY(meters.isVisibleTo(&f.window()));
        f.press(Qt::Key_Escape);
        QVERIFY(meters.isVisibleTo(&f.window()));
    }

    void aCommandClosesThePaletteAndPopovers()
    {
        WindowFixture f(m_home->path());
        f.window().activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&f.window()));
        QTRY_VERIFY(f.isReady());
        f.press(Qt::Key_M, Qt::ControlModifier);
        const auto popovers = f.window().findChildren<Popover *>();
        const auto open = [&] { return std::ranges::any_of(popovers, &Popover::isOpen); };
        QVERIFY(open());
        QTest::keyClick(f.window().focusWidget(), Qt::Key_K, Qt::ControlModifier);
        QTRY_VERIFY(f.window().palette().isOpen());
        QVERIFY(!open());
        QTest::keyClick(f.window().palette().field(), Qt::Key_Escape);
        QTRY_VERIFY(!f.window().palette().isOpen());
        QVERIFY(f.window().focusWidget()->isVisible());
        QTest::keyClick(f.window().focusWidget(), Qt::Key_K, Qt::ControlModifier);
        QTRY_VERIFY(f.window().palette().isOpen());
        QTest::keyClick(f.window().palette().field(), Qt::Key_2, Qt::ControlModifier);
        QCOMPARE(f.window().page(), Page::Models);
        QVERIFY(!f.window().palette().isOpen());
        QVERIFY(f.window().focusWidget()->isVisible());
    }

    void tabGoesThroughTheWindowInOrder()
    {
        WindowFixture f(m_home->path());
        QTRY_VERIFY(f.isReady());
        const ChatPage &page = f.window().chatPage();
        const QList<const QWidget *> regions{&f.window().sidebar(), &f.window().chatPage().header(),
                                             f.window().findChild<EmptyChat *>(), &f.window().chatPage().composer(),
                                             &f.window().chatPage().meters()};
        QList<int> met;
        for (const QWidget *at = &page; met.isEmpty() || at != &page; at = at->nextInFocusChain()) {
            if (met.isEmpty()) met.append(-1);
            if (!(at->focusPolicy() & Qt::TabFocus) || !at->isVisible()) continue;
            for (int i = 0; i < regions.size(); ++i)
                if (regions[i]->isAncestorOf(at) && met.constLast() != i) met.append(i);
        }
        // The page lies between sidebar and header.
        QCOMPARE(met, (QList<int>{-1, 1, 2, 3, 4, 0}));
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

    void largeTextFoldsTheWindowAsANarrowOne()
    {
        WindowFixture f(m_home->path());
        f.window().resize(1280, 800);
        QVERIFY(!f.window().sidebar().isRail());
        Settings settings = f.app->services().settings().current();
        settings.textPercent = 200;
        f.app->services().settings().set(settings);
        QTRY_VERIFY(f.window().sidebar().isRail());
        QVERIFY(!f.window().chatPage().meters().isVisibleTo(&f.window()));
        settings.textPercent = 100;
        f.app->services().settings().set(settings);
        QTRY_VERIFY(!f.window().sidebar().isRail());
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

    void aModelUnloadedToSaveMemoryIsBackWithTheNextMessage()
    {
        WindowFixture f(m_home->path());
        QTRY_VERIFY(f.isReady());
        QPushButton *now = f.window().chatPage().meters().findChild<QPushButton *>(u"unloadNow"_s);
        QVERIFY(now && now->isEnabled());
        now->click();
        QCOMPARE(f.app->services().models().status().phase, ModelPhase::Unloaded);
        QVERIFY(now->isHidden());
        f.queue(scriptedText("Here again."));
        f.type(u"are you there"_s);
        f.press(Qt::Key_Return);
        QTRY_COMPARE(f.lastText(), u"Here again."_s);
        QVERIFY(f.isReady());
        f.window().actions().unloadModel->trigger();
        QCOMPARE(f.app->services().models().status().phase, ModelPhase::Unloaded);
    }

    void aModelThatCrashedTheLastRunWaitsForAWord()
    {
        const QString path = m_home->filePath(u"models/wild.gguf"_s);
        QVERIFY(QDir().mkpath(QFileInfo(path).path()));
        QVERIFY(QFile::copy(builtInModel(), path));
        {
            WindowFixture f(m_home->path());
            QTRY_VERIFY(f.isReady());
            f.window().openModel(path);
            QTRY_COMPARE(f.app->services().models().status().file.path, path);
            QTRY_VERIFY(f.isReady());
        }
        QVERIFY(QDir().mkpath(m_home->filePath(u"data/at-work"_s)));
        QFile record(m_home->filePath(u"data/at-work/1.json"_s));
        QVERIFY(record.open(QIODevice::WriteOnly));
        record.write(R"({"work":"opening","pid":0,"path":")" + path.toUtf8() + R"("})");
        record.close();
        {
            WindowFixture f(m_home->path());
            QTRY_VERIFY(f.isReady());
            QVERIFY(f.app->services().models().status().file.builtIn);
            const auto *news = f.window().findChild<ModelNotice *>();
            QVERIFY(news && news->isVisibleTo(&f.window()));
            QVERIFY2(news->notice().text().contains(u"wild.gguf"_s), qPrintable(news->notice().text()));
            const QList<QPushButton *> buttons = news->notice().findChildren<QPushButton *>();
            QCOMPARE(buttons.size(), 2);
            buttons[0]->click();
            QTRY_COMPARE(f.app->services().models().status().file.path, path);
            QTRY_VERIFY(f.isReady());
            QVERIFY(!news->isVisibleTo(&f.window()));
        }
        WindowFixture again(m_home->path());
        QTRY_VERIFY(again.isReady());
        QCOMPARE(again.app->services().models().status().file.path, path); // it opened, so it is the last one again
    }

    void whatALoadGaveUpIsSaid()
    {
        const auto script = std::make_shared<ScriptedBackend::Script>();
        script->model.steppedDown = StepDown{8192, 4096, 24, 20};
        WindowFixture f(m_home->path(), script);
        QTRY_VERIFY(f.isReady());
        const auto *news = f.window().findChild<ModelNotice *>();
        QVERIFY(news->isVisibleTo(&f.window()));
        QVERIFY2(news->notice().text().contains(u"20 of 5"_s), qPrintable(news->notice().text()));
        QVERIFY2(news->notice().text().contains(u"4k"_s), qPrintable(news->notice().text()));
        {
            const std::lock_guard lock(script->mutex);
            script->model.steppedDown.reset();
        }
        news->findChildren<QPushButton *>().constFirst()->click(); // try again
        QTRY_VERIFY(f.isReady() && !news->isVisibleTo(&f.window()));
    }

    void aDroppedModelIsOpened()
    {
        WindowFixture f(m_home->path());
        QTRY_VERIFY(f.isReady());
        f.app->services().models().unload();
        QTRY_COMPARE(f.app->services().models().status().phase, ModelPhase::None);
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile(f.app->services().paths().builtInModel)});
        QDragEnterEvent enter({10, 10}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(&f.window(), &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent drop({10, 10}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(&f.window(), &drop);
        QVERIFY(drop.isAccepted());
        QTRY_VERIFY(f.isReady());
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
    [[nodiscard]] QString builtInModel() const
    {
        return resolvePaths(m_home->path(), QStringLiteral(SOTTO_BINARY_DIR) + u"/bin"_s).builtInModel;
    }
    std::unique_ptr<QTemporaryDir> m_home;
};

QTEST_MAIN(TestWindow)
#include "test_window.moc"
