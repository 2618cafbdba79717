#include "tests/support/chat_house.h"

#include <QSignalSpy>
#include <QTest>

using namespace sotto;
using namespace sotto::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// A reply from what was said to its end, or to where it was stopped.
class TestChatReplies final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_disk = std::make_unique<FakeRepository>();
        m_house = std::make_unique<House>(*m_disk);
        QVERIFY(m_house->loadModel());
    }
    void cleanup() { m_house.reset(); }

    void answers();
    void ignoresBlankAndSecondSends();
    void stopsAtEveryStage_data();
    void stopsAtEveryStage();
    void waitsForALoadingModel();
    void measuresTheRateByItsClock();

private:
    std::unique_ptr<FakeRepository> m_disk;
    std::unique_ptr<House> m_house;
};

void TestChatReplies::answers()
{
    QSignalSpy added(&m_house->chat, &ChatService::messageAdded);
    QSignalSpy changed(&m_house->chat, &ChatService::messageChanged);
    m_house->reply("Hello to you", 30ms);
    m_house->chat.send(u"Hi"_s);
    QVERIFY(m_house->chat.isReplying());
    QTRY_COMPARE(added.size(), 2);
    QCOMPARE(added[1][0].value<Message>().state, MessageState::Streaming);
    QVERIFY(m_house->quiet());
    const Message reply = m_house->last();
    QCOMPARE(m_house->shown(), (QStringList{u"Hi"_s, u"Hello to you"_s}));
    QCOMPARE(reply.state, MessageState::Complete);
    QCOMPARE(reply.finishReason, FinishReason::EndOfReply);
    QCOMPARE(reply.personaName, u"CALM"_s);
    QCOMPARE(reply.modelName, u"tiny"_s);
    QVERIFY(reply.usage && reply.usage->outputTokens > 0);
    QCOMPARE(changed.last()[0].value<Message>(), reply);
    QCOMPARE(m_disk->messages.value(reply.id), reply);
    QCOMPARE(m_house->chat.conversations().first().title, u"Hi"_s);
    QCOMPARE(m_house->seen().size(), 1U);
    QCOMPARE(m_house->seen()[0].messages, (std::vector<ChatMessage>{{Role::System, "Be calm."}, {Role::User, "Hi"}}));
}

void TestChatReplies::ignoresBlankAndSecondSends()
{
    m_house->chat.send(u" \n"_s);
    QVERIFY(!m_house->chat.isReplying());
    m_house->reply(kLong.toStdString(), kSlow);
    m_house->chat.send(u"one"_s);
    m_house->chat.send(u"two"_s);
    QCOMPARE(m_house->shown(), QStringList{u"one"_s});
    m_house->chat.stop();
    QVERIFY(m_house->quiet());
}

void TestChatReplies::stopsAtEveryStage_data()
{
    QTest::addColumn<QString>("stage");
    for (const char *stage : {"commit", "load", "queue", "prefill", "decode"})
        QTest::newRow(stage) << QString::fromLatin1(stage);
}

void TestChatReplies::stopsAtEveryStage()
{
    QFETCH(const QString, stage);
    ChatService &chat = m_house->chat;
    if (stage == "load"_L1) {
        m_house->script->openDelay = 10s;
        m_house->models.load(model());
    }
    if (stage == "queue"_L1) { // behind a reply of another chat
        m_house->reply(kLong.toStdString(), kSlow);
        chat.send(u"first"_s);
        QTRY_COMPARE(chat.tree().path().size(), 2);
        chat.newConversation();
    }
    if (stage == "commit"_L1) m_disk->hold();
    m_house->reply(kLong.toStdString(), stage == "prefill"_L1 ? Duration(10s) : kSlow);
    chat.send(u"Hi"_s);
    if (stage == "load"_L1) QTRY_VERIFY(chat.progress()->waitingForModel);
    if (stage == "prefill"_L1) QTRY_VERIFY(chat.progress()->promptTotal > 0);
    if (stage == "decode"_L1) QTRY_VERIFY(m_house->last().text.size() > 10);

    chat.stop();
    QVERIFY(m_house->quiet());
    if (stage == "commit"_L1) m_disk->release();
    QCOMPARE(m_house->last().role, Role::Assistant);
    QCOMPARE(m_house->last().state, MessageState::Stopped);
    QCOMPARE(m_house->last().text.isEmpty(), stage != "decode"_L1);
    QTRY_COMPARE(m_disk->messages.value(m_house->last().id), m_house->last());
    if (stage == "commit"_L1 || stage == "load"_L1) {
        if (stage == "load"_L1) m_house->models.cancelLoad();
        QVERIFY(m_house->seen().empty());
    }
}

void TestChatReplies::waitsForALoadingModel()
{
    m_house->script->openDelay = 100ms;
    m_house->models.load(model(u"later"_s));
    m_house->reply("Hello");
    m_house->chat.send(u"Hi"_s);
    QTRY_VERIFY(m_house->chat.progress() && m_house->chat.progress()->waitingForModel);
    QVERIFY(m_house->quiet());
    QCOMPARE(m_house->last().text, u"Hello"_s);
    QCOMPARE(m_house->last().modelName, u"later"_s);
}

void TestChatReplies::measuresTheRateByItsClock()
{
    m_house->reply(kLong.toStdString(), 5ms);
    connect(&m_house->chat, &ChatService::textAppended, this, [this] { m_house->clock->advance(100ms); });
    m_house->chat.send(u"Hi"_s);
    QTRY_VERIFY(m_house->chat.progress() && m_house->chat.progress()->outputTokens > 50);
    const ReplyProgress progress = *m_house->chat.progress();
    // Ten frames a second by the clock that it was given, each with the few tokens of 16 ms.
    QVERIFY2(progress.tokensPerSecond >= 9 && progress.tokensPerSecond < 2000,
             qPrintable(QString::number(progress.tokensPerSecond)));
    m_house->chat.stop();
    QVERIFY(m_house->quiet());
}

QTEST_GUILESS_MAIN(TestChatReplies)
#include "test_chat_replies.moc"
