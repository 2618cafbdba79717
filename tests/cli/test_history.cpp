// What `sotto-cli chat` keeps, and how it is shown and continued.

#include "tests/support/cli_fixture.h"

#include <QJsonArray>

using namespace sotto;
using namespace sotto::test;
using namespace Qt::StringLiterals;

class TestHistory final : public QObject, private CliFixture {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { expectProgramAndModel(); }
    void init() { makeHome(); }

    void anEmptyHistory()
    {
        const Outcome list = run({u"history"_s, u"list"_s});
        QCOMPARE(list.code, 0);
        QVERIFY(list.out.isEmpty());
        QVERIFY(!QFile::exists(m_home + u"/data/sotto.db"_s)); // looking makes nothing
        QCOMPARE(run({u"history"_s, u"show"_s, u"12"_s}).code, 4);
        QCOMPARE(run({u"chat"_s, u"-p"_s, u"Hello"_s, u"--continue"_s, u"12"_s}).code, 4);
    }

    void whatIsKeptCanBeShownAndContinued()
    {
        const auto first = jsonLines(run(answer(u"What is **this**?"_s) + QStringList{u"--save"_s, u"--json"_s}).out);
        const QString id = eventOf(first, u"kept"_s).value("id"_L1).toString();
        QVERIFY(!id.isEmpty());

        const auto list = jsonLines(run({u"history"_s, u"list"_s, u"--json"_s}).out);
        QCOMPARE(list.size(), 1);
        QCOMPARE(list.front().value("id"_L1).toString(), id);
        QCOMPARE(list.front().value("title"_L1).toString(), u"What is **this**?"_s);
        QVERIFY(run({u"history"_s, u"list"_s}).out.contains(id.toUtf8()));

        const Outcome more = run(answer(u"And then?"_s) + QStringList{u"--continue"_s, id, u"--json"_s});
        QCOMPARE(more.code, 0);
        QVERIFY(eventOf(jsonLines(more.out), u"started"_s).value("promptTokens"_L1).toInt() >
                eventOf(first, u"started"_s).value("promptTokens"_L1).toInt());

        const auto shown = jsonLines(run({u"history"_s, u"show"_s, id, u"--json"_s}).out);
        const QJsonArray messages = shown.front().value("messages"_L1).toArray();
        QCOMPARE(messages.size(), 4);
        QStringList roles;
        for (const QJsonValue &message : messages) {
            roles << message["role"_L1].toString();
            QCOMPARE(message["state"_L1].toString(), u"complete"_s);
        }
        QCOMPARE(roles, (QStringList{u"user"_s, u"assistant"_s, u"user"_s, u"assistant"_s}));
        QVERIFY(messages.at(1)["usage"_L1]["outputTokens"_L1].toInt() > 0);

        const Outcome markdown = run({u"history"_s, u"show"_s, id});
        QVERIFY2(markdown.out.startsWith("# What is **this**?\n"), markdown.out.constData());
        QCOMPARE(markdown.out.count("\n## You\n"), 2);
        QVERIFY(markdown.out.contains("And then?"));
    }
};

QTEST_GUILESS_MAIN(TestHistory)
#include "test_history.moc"
