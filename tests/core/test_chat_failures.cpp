#include "tests/support/chat_house.h"

#include <QSignalSpy>
#include <QTest>

using namespace sotto;
using namespace sotto::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// Replies that fail and disks that are full: nothing that was said is lost.
class TestChatFailures final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_disk = std::make_unique<FakeRepository>();
        m_house = std::make_unique<House>(*m_disk);
        QVERIFY(m_house->loadModel());
    }
    void cleanup() { m_house.reset(); }

    void failedCommitIsNeverSent();
    void saysWhyTheModelFailed();
    void failsWithoutAModel();
    void keepsTextOfAFailure();
    void savesAgainWhenTheDiskHasRoom();

private:
    std::unique_ptr<FakeRepository> m_disk;
    std::unique_ptr<House> m_house;
};

void TestChatFailures::failedCommitIsNeverSent()
{
    QSignalSpy failed(&m_house->chat, &ChatService::failed);
    m_disk->failWith(Error(ErrorCode::DiskFull));
    QVERIFY(m_house->say(u"Hi"_s));
    QVERIFY(m_house->seen().empty());
    QVERIFY(!failed.isEmpty());
    QCOMPARE(failed[0][0].value<Error>().code, ErrorCode::DiskFull);
    QCOMPARE(m_house->shown().first(), u"Hi"_s); // still on the screen
    QCOMPARE(m_house->last().failure->error.code, ErrorCode::DiskFull);
    // Once there is room, trying again writes all of it first.
    m_disk->failWith({});
    m_house->reply("Hello");
    m_house->chat.regenerate(m_house->last().id);
    QVERIFY(m_house->quiet());
    QCOMPARE(m_house->shown(), (QStringList{u"Hi"_s, u"Hello"_s}));
    QTRY_COMPARE(m_disk->messages.size(), 3);
}

void TestChatFailures::saysWhyTheModelFailed()
{
    m_house->script->openDelay = 50ms;
    m_house->script->openFailure = Error(ErrorCode::NotEnoughMemory, "big.gguf");
    m_house->models.load(model(u"big"_s));
    QVERIFY(m_house->say(u"Hi"_s));
    QCOMPARE(m_house->last().state, MessageState::Failed);
    QCOMPARE(m_house->last().failure->error.code, ErrorCode::NotEnoughMemory);
}

void TestChatFailures::failsWithoutAModel()
{
    m_house->models.unload();
    QVERIFY(m_house->say(u"Hi"_s));
    QCOMPARE(m_house->last().failure->error.code, ErrorCode::NoModel);
    QTRY_COMPARE(m_disk->messages.size(), 2);
}

void TestChatFailures::keepsTextOfAFailure()
{
    ScriptedBackend::Reply broken = scriptedText("so far so");
    broken.failure = Error(ErrorCode::DecodeFailed, {}, "device lost");
    m_house->reply(broken);
    QVERIFY(m_house->say(u"Hi"_s));
    QCOMPARE(m_house->last().state, MessageState::Failed);
    QCOMPARE(m_house->last().text, u"so far so"_s);
    QTRY_COMPARE(m_disk->messages.value(m_house->last().id), m_house->last());
}

void TestChatFailures::savesAgainWhenTheDiskHasRoom()
{
    QSignalSpy failed(&m_house->chat, &ChatService::failed);
    m_house->reply("a reply of several words", 30ms);
    m_house->chat.send(u"Hi"_s);
    QTRY_COMPARE(m_house->chat.tree().path().size(), 2);
    m_disk->failWith(Error(ErrorCode::DiskFull));
    QVERIFY(m_house->quiet());
    const Message reply = m_house->last();
    QTRY_VERIFY(!failed.isEmpty());
    QCOMPARE(reply.text, u"a reply of several words"_s);
    QVERIFY(m_disk->messages.value(reply.id) != reply);
    m_disk->failWith({});
    QVERIFY(m_house->say(u"next"_s)); // writes what was left over first
    QCOMPARE(m_disk->messages.value(reply.id), reply);
}

QTEST_GUILESS_MAIN(TestChatFailures)
#include "test_chat_failures.moc"
