// What folds where the window is narrow or its text large, and how that opens over the page.

#include "tests/app/window_fixture.h"

#include "ui/meters/meters_panel.h"
#include "ui/sidebar/sidebar.h"

using namespace Qt::StringLiterals;
using namespace sotto;

class TestNarrowWindow final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_home = std::make_unique<QTemporaryDir>();
        QVERIFY(m_home->isValid());
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

private:
    std::unique_ptr<QTemporaryDir> m_home;
};

QTEST_MAIN(TestNarrowWindow)
#include "test_narrow_window.moc"
