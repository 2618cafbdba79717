// The window itself: its keys, what they open and close, the order of Tab, its language.

#include "tests/app/window_fixture.h"

#include "ui/chat/empty_chat.h"
#include "ui/components/popover.h"
#include "ui/header/chat_header.h"
#include "ui/meters/meters_panel.h"
#include "ui/palette/command_palette.h"
#include "ui/sidebar/sidebar.h"

#include <QLineEdit>

using namespace Qt::StringLiterals;
using namespace sotto;

class TestWindow final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_home = std::make_unique<QTemporaryDir>();
        QVERIFY(m_home->isValid());
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

private:
    std::unique_ptr<QTemporaryDir> m_home;
};

QTEST_MAIN(TestWindow)
#include "test_window.moc"
