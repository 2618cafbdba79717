#include "core/chat/chat_texts.h"

#include <QTest>

using namespace sotto;
using namespace Qt::StringLiterals;

class TestChatTexts final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void firstWords_data();
    void firstWords();
    void modelTitles_data();
    void modelTitles();
    void earlierThoughtsGoBackWhereAsked();
    void titlesAreNotThoughtAbout();
};

void TestChatTexts::firstWords_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("title");
    QTest::newRow("short") << u"Hello there"_s << u"Hello there"_s;
    QTest::newRow("first line with words") << u"\n---\n  Fix   this\ncode"_s << u"Fix this"_s;
    QTest::newRow("cut between words") << u"Please explain the theory of general relativity"_s
                                       << u"Please explain the theory of general…"_s;
    QTest::newRow("chinese") << QString(u"请用简单的话解释一下广义相对论"_s).repeated(4)
                             << QString(QString(u"请用简单的话解释一下广义相对论"_s).repeated(3).left(40) + u'…');
    QTest::newRow("one long word") << QString(60, u'a') << QString(QString(40, u'a') + u'…');
    QTest::newRow("nothing") << u" \n?!"_s << QString();
}

void TestChatTexts::firstWords()
{
    QFETCH(const QString, text);
    QTEST(firstWordsTitle(text), "title");
}

void TestChatTexts::modelTitles_data()
{
    QTest::addColumn<QString>("answer");
    QTest::addColumn<QString>("title");
    QTest::newRow("plain") << u"Capital of Ireland"_s << u"Capital of Ireland"_s;
    QTest::newRow("quoted") << u"  \"Capital of Ireland.\"\nBecause…"_s << u"Capital of Ireland"_s;
    QTest::newRow("marked") << u"# **Title: „Irland“**"_s << u"Irland"_s;
    QTest::newRow("chinese") << u"《爱尔兰的首都》。"_s << u"爱尔兰的首都"_s;
    QTest::newRow("nothing") << u"\n\"\"\n…"_s << QString();
}

void TestChatTexts::modelTitles()
{
    QFETCH(const QString, answer);
    QTEST(sanitizedTitle(answer), "title");
    QVERIFY(sanitizedTitle(QString(u"many words "_s).repeated(20)).size() <= 60);
}

void TestChatTexts::earlierThoughtsGoBackWhereAsked()
{
    Message question;
    question.text = u"When?"_s;
    Message answer;
    answer.role = Role::Assistant;
    answer.text = u"Noon."_s;
    answer.reasoning = u"Let me see."_s;
    const auto thoughts = [&](EarlierThoughts earlier) {
        const std::vector<ChatMessage> turns = promptOf({}, {question, answer, question}, earlier);
        return std::vector<std::string>{turns.at(0).reasoning, turns.at(1).reasoning, turns.at(2).reasoning};
    };
    QVERIFY(thoughts(EarlierThoughts::LeftOut) == std::vector<std::string>({"", "", ""}));
    QVERIFY(thoughts(EarlierThoughts::SentBack) == std::vector<std::string>({"", "Let me see.", ""}));
}

/// A title has few tokens; a thought would use them up.
void TestChatTexts::titlesAreNotThoughtAbout()
{
    QCOMPARE(titleRequest({{Role::User, "a"}}).thinking, Thinking::Off);
}

QTEST_GUILESS_MAIN(TestChatTexts)
#include "test_chat_texts.moc"
