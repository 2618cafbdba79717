#include "core/storage/sqlite_repository.h"
#include "tests/support/chat_house.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace sotto;
using namespace sotto::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// More than one conversation, those removed, and those found after a restart.
class TestChatConversations final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_disk = std::make_unique<FakeRepository>();
        m_house = std::make_unique<House>(*m_disk);
        QVERIFY(m_house->loadModel());
    }
    void cleanup() { m_house.reset(); }

    void repliesGoOnElsewhere();
    void queuesAcrossConversations();
    void removesAndRestores();
    void survivesARestart();

private:
    std::unique_ptr<FakeRepository> m_disk;
    std::unique_ptr<House> m_house;
};

void TestChatConversations::repliesGoOnElsewhere()
{
    m_house->reply("a reply that takes its time", 30ms);
    m_house->chat.send(u"Hi"_s);
    const ConversationId first = m_house->chat.current().id;
    QTRY_COMPARE(m_house->chat.tree().path().size(), 2);
    m_house->chat.newConversation();
    QVERIFY(!m_house->chat.isReplying());
    QVERIFY(m_house->chat.tree().path().isEmpty());
    m_house->chat.open(first);
    QTRY_COMPARE(m_house->chat.current().id, first);
    QVERIFY(m_house->quiet());
    QCOMPARE(m_house->last().text, u"a reply that takes its time"_s);
    QTRY_COMPARE(m_disk->messages.value(m_house->last().id), m_house->last());
}

void TestChatConversations::queuesAcrossConversations()
{
    m_house->reply("first reply", 30ms);
    m_house->reply("second reply");
    m_house->chat.send(u"one"_s);
    m_house->chat.newConversation();
    m_house->chat.send(u"two"_s);
    QVERIFY(m_house->quiet());
    QCOMPARE(m_house->shown(), (QStringList{u"two"_s, u"second reply"_s}));
    QCOMPARE(m_disk->messages.size(), 4);
}

void TestChatConversations::removesAndRestores()
{
    QVERIFY(m_house->say(u"keep"_s));
    const ConversationId kept = m_house->chat.current().id;
    m_house->chat.newConversation();
    QVERIFY(m_house->say(u"drop"_s));
    const ConversationId dropped = m_house->chat.current().id;
    m_house->chat.remove(dropped);
    QVERIFY(m_house->chat.current().id != dropped);
    QVERIFY(m_house->chat.tree().path().isEmpty());
    QCOMPARE(m_house->chat.conversations().size(), 1);
    QCOMPARE(m_house->chat.conversations().first().id, kept);
    m_house->chat.restore(dropped);
    QCOMPARE(m_house->chat.conversations().size(), 2);
    QVERIFY(m_disk->removed.isEmpty());
    m_house->chat.setPinned(kept, true);
    QCOMPARE(m_house->chat.conversations().first().id, kept);
}

void TestChatConversations::survivesARestart()
{
    QTemporaryDir dir;
    const QString file = dir.filePath(u"sotto.db"_s);
    QStringList before;
    ConversationId id;
    {
        SqliteRepository disk(file);
        House house(disk);
        QVERIFY(house.loadModel());
        QVERIFY(house.say(u"Hi"_s));
        house.chat.setPersona(u"wild"_s);
        before = house.shown();
        id = house.chat.current().id;
    }
    SqliteRepository disk(file);
    House house(disk);
    house.chat.start();
    QTRY_COMPARE(house.chat.conversations().size(), 1);
    house.chat.open(id);
    QTRY_COMPARE(house.chat.current().id, id);
    QCOMPARE(house.shown(), before);
    QCOMPARE(house.chat.persona().id, u"wild"_s);
    QSignalSpy failed(&house.chat, &ChatService::failed);
    house.chat.open(ConversationId(3));
    QTRY_COMPARE(failed.size(), 1);
    QCOMPARE(house.shown(), before);
}

QTEST_GUILESS_MAIN(TestChatConversations)
#include "test_chat_conversations.moc"
