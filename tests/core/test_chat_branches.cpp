#include "tests/support/chat_house.h"

#include <QSignalSpy>
#include <QTest>

using namespace sotto;
using namespace sotto::test;
using namespace Qt::StringLiterals;

/// Replies written anew, questions asked anew, and replies that go on.
class TestChatBranches final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_disk = std::make_unique<FakeRepository>();
        m_house = std::make_unique<House>(*m_disk);
        QVERIFY(m_house->loadModel());
    }
    void cleanup() { m_house.reset(); }

    void regeneratesAndSwitches();
    void editsAndSends();
    void goesOnWithAReply();

private:
    std::unique_ptr<FakeRepository> m_disk;
    std::unique_ptr<House> m_house;
};

void TestChatBranches::regeneratesAndSwitches()
{
    m_house->reply("one");
    QVERIFY(m_house->say(u"Hi"_s));
    const MessageId first = m_house->last().id;
    QSignalSpy opened(&m_house->chat, &ChatService::opened);
    m_house->reply("two");
    m_house->chat.regenerate(first);
    QCOMPARE(m_house->shown(), QStringList{u"Hi"_s}); // the old version has made room at once
    QVERIFY(m_house->quiet());
    QCOMPARE(m_house->shown(), (QStringList{u"Hi"_s, u"two"_s}));
    QCOMPARE(opened.size(), 1);
    QCOMPARE(m_house->seen()[1].messages, m_house->seen()[0].messages);
    const MessageId second = m_house->last().id;
    QCOMPARE(m_house->chat.tree().siblings(second), (QList<MessageId>{first, second}));
    m_house->chat.switchBranch(second, -1);
    QCOMPARE(m_house->last().id, first);
    QTRY_COMPARE(m_disk->chats.first().activeLeaf, first);
    QCOMPARE(m_house->chat.current().activeLeaf, first);
}

void TestChatBranches::editsAndSends()
{
    QVERIFY(m_house->say(u"a"_s));
    const MessageId old = m_house->chat.tree().path().first().id;
    QVERIFY(m_house->say(u"b"_s));
    m_house->reply("other");
    m_house->chat.editAndSend(old, u"A"_s);
    QVERIFY(m_house->quiet());
    QCOMPARE(m_house->shown(), (QStringList{u"A"_s, u"other"_s}));
    QCOMPARE(m_house->chat.tree().siblings(old).size(), 2);
    QCOMPARE(m_house->chat.conversations().size(), 1);
}

void TestChatBranches::goesOnWithAReply()
{
    m_house->reply(kLong.toStdString(), kSlow);
    m_house->chat.send(u"Hi"_s);
    QTRY_VERIFY(m_house->last().text.size() > 10);
    m_house->chat.stop();
    QVERIFY(m_house->quiet());
    const Message stopped = m_house->last();
    m_house->reply("and the end");
    m_house->chat.continueReply(stopped.id);
    QCOMPARE(m_house->last().state, MessageState::Streaming);
    QVERIFY(m_house->quiet());
    QCOMPARE(m_house->last().id, stopped.id);
    QCOMPARE(m_house->last().text, QString(stopped.text + u"and the end"_s));
    QCOMPARE(m_house->last().state, MessageState::Complete);
    QVERIFY(m_house->last().usage->outputTokens > stopped.usage->outputTokens);
    const ChatMessage goingOn = m_house->seen().back().messages.back();
    QCOMPARE(goingOn, (ChatMessage{Role::Assistant, stopped.text.toStdString()}));
    QTRY_COMPARE(m_disk->messages.value(stopped.id), m_house->last());
}

QTEST_GUILESS_MAIN(TestChatBranches)
#include "test_chat_branches.moc"
