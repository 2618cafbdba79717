#include "tests/support/chat_house.h"

#include <QSignalSpy>
#include <QTest>

using namespace sotto;
using namespace sotto::test;
using namespace Qt::StringLiterals;

/// What the engine is asked, and when.
class TestChatRequests final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_disk = std::make_unique<FakeRepository>();
        m_house = std::make_unique<House>(*m_disk);
        QVERIFY(m_house->loadModel());
    }
    void cleanup() { m_house.reset(); }

    void asksWithWhatIsSetForTheModel();
    void asksTheEngineOnlyAfterTheCommit();
    void personaAndSamplingApplyToTheNextReply();
    void thinkingBelongsToTheChat();
    void earlierThoughtsAreSentBackWhereAsked();
    void leavesThoughtsAndEmptyRepliesOut();
    void countsTheDraft();

private:
    std::unique_ptr<FakeRepository> m_disk;
    std::unique_ptr<House> m_house;
};

void TestChatRequests::asksWithWhatIsSetForTheModel()
{
    QVERIFY(m_house->say(u"Hi"_s));
    QCOMPARE(m_house->seen().at(0).thinking, Thinking::AsTemplate);
    m_house->chat.setThinkingOf(
        [](const ModelFile &file) { return file.name == u"tiny"_s ? Thinking::Off : Thinking::On; });
    QVERIFY(m_house->say(u"Again"_s));
    QCOMPARE(m_house->seen().at(1).thinking, Thinking::Off);
}

void TestChatRequests::asksTheEngineOnlyAfterTheCommit()
{
    m_disk->hold();
    m_house->chat.send(u"Hi"_s);
    // The engine answers in order: once it has done a later load, it would have seen a request made before.
    m_house->models.load(model(u"other"_s));
    QTRY_COMPARE(m_house->models.status().phase, ModelPhase::Ready);
    QVERIFY(m_house->seen().empty());
    QVERIFY(m_house->chat.isReplying());
    m_disk->release();
    QVERIFY(m_house->quiet());
    QCOMPARE(m_house->seen().size(), 1U);
}

void TestChatRequests::personaAndSamplingApplyToTheNextReply()
{
    QVERIFY(m_house->say(u"a"_s));
    m_house->chat.setPersona(u"wild"_s);
    QVERIFY(m_house->say(u"b"_s));
    SamplingOverrides mine;
    mine.temperature = 0.7F;
    m_house->chat.setSampling(mine);
    QVERIFY(m_house->say(u"c"_s));
    const auto seen = m_house->seen();
    QCOMPARE(seen.size(), 3U);
    QCOMPARE(seen[0].sampling.temperature, 0.1F);
    QCOMPARE(seen[1].sampling.temperature, 1.5F);
    QCOMPARE(seen[2].sampling.temperature, 0.7F);
    QCOMPARE(seen[0].messages.front().role, Role::System);
    QCOMPARE(seen[1].messages.front().role, Role::User); // blank instructions are none
    QCOMPARE(m_house->last().personaId, u"wild"_s);
    QTRY_COMPARE(m_disk->chats.first().sampling.temperature, std::optional(0.7F));
}

void TestChatRequests::thinkingBelongsToTheChat()
{
    QVERIFY(m_house->say(u"a"_s));
    m_house->chat.setThinking(Thinking::Off);
    QVERIFY(m_house->say(u"b"_s));
    const ConversationId first = m_house->chat.current().id;
    m_house->chat.newConversation();
    QVERIFY(m_house->say(u"c"_s));
    m_house->chat.open(first);
    QTRY_COMPARE(m_house->chat.current().id, first);
    QCOMPARE(m_house->chat.current().thinking, Thinking::Off);
    const auto seen = m_house->seen();
    QCOMPARE(seen.size(), 3U);
    QCOMPARE(seen[0].thinking, Thinking::AsTemplate);
    QCOMPARE(seen[1].thinking, Thinking::Off);
    QCOMPARE(seen[2].thinking, Thinking::AsTemplate);
}

void TestChatRequests::earlierThoughtsAreSentBackWhereAsked()
{
    ScriptedBackend::Reply reply = scriptedText("noon");
    reply.pieces.insert(reply.pieces.begin(), ReasoningDelta{"let me see"});
    m_house->reply(reply);
    QVERIFY(m_house->say(u"a"_s));
    QVERIFY(m_house->say(u"b"_s));
    m_house->chat.setSendThoughts(true);
    QVERIFY(m_house->say(u"c"_s));
    const auto seen = m_house->seen();
    QCOMPARE(seen.size(), 3U);
    QCOMPARE(seen[1].messages.at(2).content, std::string("noon"));
    QCOMPARE(seen[1].messages.at(2).reasoning, std::string());
    QCOMPARE(seen[2].messages.at(2).reasoning, std::string("let me see"));
}

void TestChatRequests::leavesThoughtsAndEmptyRepliesOut()
{
    ScriptedBackend::Reply thinking = scriptedText("Answer");
    thinking.pieces.insert(thinking.pieces.begin(), ReasoningDelta{"secret thought", 0});
    m_house->reply(thinking);
    QVERIFY(m_house->say(u"a"_s));
    QCOMPARE(m_house->last().reasoning, u"secret thought"_s);
    m_house->reply(ScriptedBackend::Reply{});
    QVERIFY(m_house->say(u"b"_s));
    QVERIFY(m_house->say(u"c"_s));
    const std::vector<ChatMessage> expected{
        {Role::System, "Be calm."}, {Role::User, "a"}, {Role::Assistant, "Answer"}, {Role::User, "b\n\nc"}};
    QCOMPARE(m_house->seen().back().messages, expected);
}

void TestChatRequests::countsTheDraft()
{
    m_house->script->model.contextLength = 512;
    QSignalSpy counted(&m_house->chat, &ChatService::contextCounted);
    m_house->chat.countDraft(u"one"_s);
    m_house->chat.countDraft(u"one two three"_s);
    QTRY_VERIFY(!counted.isEmpty());
    const int withDraft = counted.last()[0].toInt();
    QVERIFY(counted.last()[1].toInt() > 0);
    m_house->chat.countDraft({});
    QTRY_COMPARE(counted.last()[0].toInt(), withDraft - 3);
}

QTEST_GUILESS_MAIN(TestChatRequests)
#include "test_chat_requests.moc"
