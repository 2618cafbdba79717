#include "tests/support/chat_house.h"

#include <QTest>

using namespace sotto;
using namespace sotto::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// What conversations are called, and by whom.
class TestChatTitles final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_disk = std::make_unique<FakeRepository>();
        m_house = std::make_unique<House>(*m_disk);
        QVERIFY(m_house->loadModel());
    }
    void cleanup() { m_house.reset(); }

    void titleFromTheModel();
    void titleStaysByHand();
    void titleGivesWayToTheNextSend();
    void titleOfTheBuiltInModelIsThePersonsWords();

private:
    std::unique_ptr<FakeRepository> m_disk;
    std::unique_ptr<House> m_house;
};

void TestChatTitles::titleFromTheModel()
{
    m_house->chat.setNameChats(true);
    m_house->reply("Dublin is the capital.");
    m_house->reply("\n**Title: \"The capital of Ireland\"**\nmore");
    QVERIFY(m_house->say(u"What is the capital of Ireland?"_s));
    QCOMPARE(m_house->chat.current().title, u"What is the capital of Ireland?"_s);
    QTRY_COMPARE(m_house->chat.current().title, u"The capital of Ireland"_s);
    QCOMPARE(m_house->chat.conversations().first().title, u"The capital of Ireland"_s);
    QTRY_COMPARE(m_disk->chats.first().title, u"The capital of Ireland"_s);
    const GenerationRequest asked = m_house->seen()[1];
    QCOMPARE(asked.sampling.temperature, 0.0F);
    QVERIFY(asked.maxTokens && *asked.maxTokens <= 32);
    // It begins with the very prompt of the reply, which the model has computed already.
    QVERIFY(asked.messages.size() == 4 && asked.messages[1] == m_house->seen()[0].messages[1]);
    QVERIFY(m_house->say(u"And of France?"_s)); // asked once
    QVERIFY(m_house->say(u"And of Spain?"_s));
    QCOMPARE(m_house->seen().size(), 4U);
}

void TestChatTitles::titleStaysByHand()
{
    m_house->chat.setNameChats(true);
    m_house->reply("answer");
    m_house->reply(scriptedText("Other", 50ms));
    QVERIFY(m_house->say(u"question"_s));
    QTRY_COMPARE(m_house->seen().size(), 2U);
    m_house->chat.rename(m_house->chat.current().id, u" Mine "_s);
    QVERIFY(m_house->say(u"next"_s)); // its end comes after the title's
    QCOMPARE(m_house->chat.current().title, u"Mine"_s);
    QVERIFY(m_disk->chats.first().titleByHand);
}

void TestChatTitles::titleGivesWayToTheNextSend()
{
    m_house->chat.setNameChats(true);
    m_house->reply("answer");
    m_house->reply(scriptedText(kLong.toStdString(), 1s)); // a title that would take half an hour
    m_house->reply("second");
    m_house->reply("A late title");
    QVERIFY(m_house->say(u"question"_s));
    QTRY_COMPARE(m_house->seen().size(), 2U);
    QVERIFY(m_house->say(u"next"_s));
    QCOMPARE(m_house->last().text, u"second"_s);
    QTRY_COMPARE(m_house->chat.current().title, u"A late title"_s);
}

void TestChatTitles::titleOfTheBuiltInModelIsThePersonsWords()
{
    m_house->chat.setNameChats(true);
    ModelFile builtIn = model();
    builtIn.builtIn = true;
    m_house->models.load(builtIn);
    QVERIFY(m_house->say(u"A question that is much longer than any title ought to be"_s));
    QVERIFY(m_house->say(u"next"_s));
    QCOMPARE(m_house->seen().size(), 2U);
    QCOMPARE(m_house->chat.current().title, u"A question that is much longer than any…"_s);
}

QTEST_GUILESS_MAIN(TestChatTitles)
#include "test_chat_titles.moc"
