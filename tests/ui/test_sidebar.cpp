#include "ui/components/search_field.h"
#include "ui/sidebar/chat_list_view.h"
#include "ui/sidebar/conversation_list_model.h"
#include "ui/sidebar/sidebar.h"
#include "ui/sidebar/sidebar_button.h"
#include "ui/sidebar/sidebar_parts.h"

#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>
#include <QTimeZone>

using namespace Qt::StringLiterals;

namespace sotto {

namespace {

constexpr qint64 now = 1'795'000'000'000;

Conversation chat(qint64 id, const QString &title, qint64 minutesAgo = 0, bool pinned = false)
{
    Conversation conversation;
    conversation.id = ConversationId(id);
    conversation.title = title;
    conversation.pinned = pinned;
    conversation.updatedMs = now - minutesAgo * 60'000;
    return conversation;
}

struct Bench {
    QWidget window;
    Sidebar sidebar{&window};
    ChatListView *list = sidebar.list();
    QLineEdit *search = sidebar.findChild<SearchField *>();
    QSignalSpy activated{&sidebar, &Sidebar::conversationActivated};
    QSignalSpy renamed{&sidebar, &Sidebar::renameRequested};
    QSignalSpy pinned{&sidebar, &Sidebar::pinRequested};
    QSignalSpy removed{&sidebar, &Sidebar::removeRequested};
    QSignalSpy asked{&sidebar, &Sidebar::removeAsked};

    explicit Bench(const QList<Conversation> &chats = {chat(1, u"Garden"_s, 9, true), chat(2, u"Files"_s, 1),
                                                       chat(3, u"Bread"_s, 2)})
    {
        sidebar.model()->setTimeZone(QTimeZone::UTC);
        sidebar.setConversations(chats, now);
        window.resize(600, 700);
        sidebar.setGeometry(0, 0, sidebar.width(), 700);
        window.show();
        window.activateWindow();
    }

    void choose(qint64 id) { list->setCurrentIndex(sidebar.model()->indexOf(ConversationId(id))); }
    void key(Qt::Key key, Qt::KeyboardModifiers held = {}) { QTest::keyClick(list, key, held); }
    [[nodiscard]] QLineEdit *editor() const { return list->viewport()->findChild<QLineEdit *>(); }
    [[nodiscard]] QString cursor() const { return list->currentIndex().data().toString(); }
    [[nodiscard]] QRect rectOf(qint64 id) const
    {
        return list->visualRect(sidebar.model()->indexOf(ConversationId(id)));
    }
    SidebarButton *button(const QString &name)
    {
        for (auto *one : sidebar.findChildren<SidebarButton *>())
            if (one->text() == name) return one;
        return nullptr;
    }
};

ConversationId idIn(const QSignalSpy &spy)
{
    return spy.isEmpty() ? ConversationId() : spy.last().at(0).value<ConversationId>();
}

} // namespace

class TestSidebar final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aClickOpensAndSoDoesEnter()
    {
        Bench b;
        QTest::mouseClick(b.list->viewport(), Qt::LeftButton, {}, b.rectOf(3).center());
        QCOMPARE(idIn(b.activated), ConversationId(3));
        b.choose(2);
        b.key(Qt::Key_Return);
        QCOMPARE(idIn(b.activated), ConversationId(2));
        QTest::mouseClick(b.list->viewport(), Qt::RightButton, {}, b.rectOf(3).center());
        QCOMPARE(b.activated.size(), 2);
        // A label is not to be opened.
        QTest::mouseClick(b.list->viewport(), Qt::LeftButton, {},
                          b.list->visualRect(b.sidebar.model()->index(0)).center());
        QCOMPARE(b.activated.size(), 2);
    }

    void arrowsSkipLabels()
    {
        Bench b;
        b.choose(1);
        b.key(Qt::Key_Down);
        QCOMPARE(b.cursor(), u"Files"_s);
        b.key(Qt::Key_Down);
        QCOMPARE(b.cursor(), u"Bread"_s);
        b.key(Qt::Key_Up);
        b.key(Qt::Key_Up);
        QCOMPARE(b.cursor(), u"Garden"_s);
        b.key(Qt::Key_Up);
        QTRY_VERIFY(b.search->hasFocus());
        QTest::keyClick(b.search, Qt::Key_Down);
        QVERIFY(b.list->hasFocus());
        QCOMPARE(b.cursor(), u"Garden"_s);
    }

    void renamesInPlace()
    {
        Bench b;
        b.choose(2);
        b.key(Qt::Key_F2);
        QVERIFY(b.editor());
        QCOMPARE(b.editor()->text(), u"Files"_s);
        QTest::keyClicks(b.editor(), u"Ten files"_s);
        // The list may change meanwhile; what is being typed stays.
        b.sidebar.setConversations(
            {chat(1, u"Garden"_s, 9, true), chat(2, u"Named by the model"_s, 0), chat(3, u"Bread"_s, 2)}, now);
        QCOMPARE(b.editor()->text(), u"Ten files"_s);
        QTest::keyClick(b.editor(), Qt::Key_Return);
        QTRY_COMPARE(b.renamed.size(), 1);
        QCOMPARE(b.activated.size(), 0);
        QCOMPARE(idIn(b.renamed), ConversationId(2));
        QCOMPARE(b.renamed.last().at(1).toString(), u"Ten files"_s);
    }

    void escapeLeavesTheName()
    {
        Bench b;
        b.sidebar.renameInPlace(ConversationId(2));
        QVERIFY(b.editor());
        QTest::keyClicks(b.editor(), u"x"_s);
        QTest::keyClick(b.editor(), Qt::Key_Escape);
        QTRY_VERIFY(!b.editor() || !b.editor()->isVisible());
        QCOMPARE(b.renamed.size(), 0);
        QCOMPARE(b.asked.size(), 0);
    }

    void deleteAsksAndBackspaceDoesNothing()
    {
        Bench b;
        b.choose(3);
        b.key(Qt::Key_Backspace);
        QCOMPARE(b.asked.size() + b.removed.size(), 0);
        b.key(Qt::Key_Delete);
        QCOMPARE(idIn(b.asked), ConversationId(3));
        QCOMPARE(b.removed.size(), 0);
        b.key(Qt::Key_Delete, Qt::ShiftModifier);
        QCOMPARE(idIn(b.removed), ConversationId(3));
        QCOMPARE(b.asked.size(), 1);
    }

    void theMenuDoesTheSame_data()
    {
        QTest::addColumn<qint64>("id");
        QTest::addColumn<QString>("pinText");
        QTest::newRow("pinned") << qint64(1) << u"Unpin"_s;
        QTest::newRow("not pinned") << qint64(2) << u"Pin"_s;
    }

    void theMenuDoesTheSame()
    {
        QFETCH(qint64, id);
        QFETCH(QString, pinText);
        Bench b;
        b.choose(id);
        b.key(Qt::Key_F10, Qt::ShiftModifier);
        QMenu *menu = b.list->openMenu();
        QVERIFY(menu);
        const auto *pin = menu->findChild<QAction *>(u"pin"_s);
        QVERIFY(pin);
        QCOMPARE(pin->text(), pinText);
        menu->findChild<QAction *>(u"pin"_s)->trigger();
        QCOMPARE(idIn(b.pinned), ConversationId(id));
        QCOMPARE(b.pinned.last().at(1).toBool(), pinText == u"Pin"_s);
        menu->findChild<QAction *>(u"delete"_s)->trigger();
        QCOMPARE(idIn(b.asked), ConversationId(id));
        menu->findChild<QAction *>(u"rename"_s)->trigger();
        QVERIFY(b.editor());
        menu->close();
    }

    void filtersAsOneTypes()
    {
        Bench b;
        b.sidebar.focusSearch();
        QTest::keyClicks(b.search, u"BRE"_s);
        QCOMPARE(b.sidebar.model()->shownCount(), 1);
        QTest::keyClick(b.search, Qt::Key_Return);
        QCOMPARE(idIn(b.activated), ConversationId(3));
        QTest::keyClick(b.search, Qt::Key_Escape);
        QCOMPARE(b.search->text(), QString());
        QCOMPARE(b.sidebar.model()->shownCount(), 3);
    }

    void saysWhenThereIsNothing()
    {
        Bench b({});
        const auto shows = [&](const QString &part) {
            for (auto *label : b.sidebar.findChildren<QLabel *>())
                if (label->isVisible() && label->text().contains(part)) return true;
            return false;
        };
        QVERIFY(shows(u"No chats yet. Press"_s));
        b.sidebar.setConversations({chat(1, u"a"_s)}, now);
        QVERIFY(!shows(u"No chats yet"_s));
        b.search->setText(u"frob"_s);
        QVERIFY(shows(u"Nothing found for “frob”."_s));
        b.search->setText(u"frobnicate"_s);
        QVERIFY(shows(u"“frobnicate”"_s));
        b.search->clear();
        QVERIFY(!shows(u"Nothing found"_s));
        QVERIFY(b.list->isVisible());
    }

    void noChatIsOpenOnOtherPages()
    {
        Bench b;
        b.sidebar.setCurrent(ConversationId(2));
        const auto isOpen = [&] {
            return b.sidebar.model()->indexOf(ConversationId(2)).data(ConversationListModel::CurrentRole).toBool();
        };
        QVERIFY(isOpen());
        b.sidebar.setPage(Page::Models);
        QVERIFY(!isOpen());
        b.sidebar.setCurrent(ConversationId(2));
        QVERIFY(!isOpen());
        b.sidebar.setPage(Page::Chats);
        QVERIFY(isOpen());
    }

    void pagesAreAskedForAndShown()
    {
        Bench b;
        QSignalSpy pages(&b.sidebar, &Sidebar::pageRequested);
        SidebarButton *models = b.button(u"Models"_s);
        SidebarButton *chats = b.button(u"Chats"_s);
        QVERIFY(models && chats);
        QTest::mouseClick(models, Qt::LeftButton);
        QCOMPARE(pages.last().at(0).value<Page>(), Page::Models);
        QVERIFY(!models->isChecked());
        b.sidebar.setPage(Page::Models);
        QVERIFY(models->isChecked());
        QVERIFY(!chats->isChecked());
        b.sidebar.setCounts(7, 6);
        QCOMPARE(models->accessibleName(), u"Models, 7"_s);
        models->setFocus();
        QTest::keyClick(models, Qt::Key_Up);
        QTRY_VERIFY(chats->hasFocus());
        QTest::keyClick(chats, Qt::Key_Return);
        QCOMPARE(pages.last().at(0).value<Page>(), Page::Chats);
    }

    void foldsToARail()
    {
        Bench b;
        QCOMPARE(b.sidebar.width(), 248);
        QSignalSpy focus(&b.sidebar, &Sidebar::searchFocus);
        QSignalSpy fresh(&b.sidebar, &Sidebar::newChatRequested);
        QSignalSpy collapse(&b.sidebar, &Sidebar::collapseRequested);
        b.sidebar.setRail(true);
        QCOMPARE(b.sidebar.width(), 56);
        QVERIFY(!b.list->isVisible());
        QVERIFY(!b.search->isVisible());
        QTest::mouseClick(b.button(u"Search chats"_s), Qt::LeftButton);
        QTest::mouseClick(b.button(u"New chat"_s), Qt::LeftButton);
        QTest::mouseClick(b.sidebar.findChild<BrandMark *>(), Qt::LeftButton);
        QCOMPARE(focus.size(), 1);
        QCOMPARE(fresh.size(), 1);
        QCOMPARE(collapse.size(), 1);
        for (auto *button : b.sidebar.findChildren<SidebarButton *>())
            QVERIFY2(button->toolTip().startsWith(button->text()), qPrintable(button->text()));
        b.sidebar.setRail(false);
        QCOMPARE(b.sidebar.width(), 248);
        QVERIFY(b.list->isVisible());
    }

    void theEdgeIsDraggedWithinBounds()
    {
        Bench b;
        QSignalSpy widths(&b.sidebar, &Sidebar::widthChanged);
        auto *edge = b.sidebar.findChild<SidebarEdge *>();
        QTest::mousePress(edge, Qt::LeftButton, {}, {3, 100});
        QTest::mouseMove(edge, {43, 100});
        QTest::mouseRelease(edge, Qt::LeftButton, {}, {43, 100});
        QTRY_COMPARE(b.sidebar.fullWidth(), 288);
        QCOMPARE(widths.last().at(0).toInt(), 288);
        b.sidebar.setFullWidth(9000);
        QCOMPARE(b.sidebar.width(), 340);
        b.sidebar.setFullWidth(0);
        QCOMPARE(b.sidebar.width(), 208);
    }

    void whatIsInSightStaysWhenRowsComeAbove()
    {
        QList<Conversation> chats;
        for (int i = 1; i <= 200; ++i)
            chats.append(chat(i, u"chat %1"_s.arg(i), i));
        Bench b(chats);
        QScrollBar *bar = b.list->verticalScrollBar();
        QTRY_VERIFY(bar->maximum() > 0);
        bar->setValue(b.list->visualRect(b.sidebar.model()->index(1)).height() * 50 + 7);
        const int before = b.rectOf(60).top();
        chats.append(chat(500, u"new"_s, 0));
        chats[150].updatedMs = now;
        b.sidebar.setConversations(chats, now);
        QTRY_COMPARE(b.rectOf(60).top(), before);
        bar->setValue(0);
        chats.append(chat(501, u"newer"_s, 0));
        b.sidebar.setConversations(chats, now);
        QCOMPARE(bar->value(), 0);
    }

    void everythingHasAName()
    {
        Bench b;
        for (const QWidget *widget : b.sidebar.findChildren<QWidget *>()) {
            if (widget->focusPolicy() == Qt::NoFocus || !widget->isVisible() || widget->parent() == b.search) continue;
            if (qobject_cast<const QScrollBar *>(widget)) continue;
            QVERIFY2(!widget->accessibleName().isEmpty(), widget->metaObject()->className());
        }
    }
};

} // namespace sotto

QTEST_MAIN(sotto::TestSidebar)
#include "test_sidebar.moc"
