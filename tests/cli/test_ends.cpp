// Ends that are not planned: a person who interrupts, a reader who leaves, a full disk.

#include "tests/support/cli_fixture.h"

#include <csignal>

using namespace sotto;
using namespace sotto::test;
using namespace Qt::StringLiterals;

class TestEnds final : public QObject, private CliFixture {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { expectProgramAndModel(); }
    void init() { makeHome(); }

    void interruptStopsOneAnswer()
    {
        const auto process =
            started({u"chat"_s, u"-p"_s, u"Hello"_s, u"--save"_s, u"--json"_s, u"--model"_s, endless()});
        QVERIFY(readUntil(*process, "\"delta\""));
        ::kill(static_cast<pid_t>(process->processId()), SIGINT);
        QVERIFY(process->waitForFinished(kPatience));
        QCOMPARE(process->exitStatus(), QProcess::NormalExit);
        QCOMPARE(process->exitCode(), 130);
        const auto lines = jsonLines(m_read + process->readAllStandardOutput());
        QCOMPARE(eventOf(lines, u"finished"_s).value("reason"_L1).toString(), u"cancelled"_s);
        const auto shown = jsonLines(
            run({u"history"_s, u"show"_s, eventOf(lines, u"kept"_s).value("id"_L1).toString(), u"--json"_s}).out);
        QCOMPARE(shown.front().value("messages"_L1)[1]["state"_L1].toString(), u"stopped"_s);
        QVERIFY(!shown.front().value("messages"_L1)[1]["text"_L1].toString().isEmpty());
    }

    void interruptStopsAReplyAndTheNextOneEndsTheChat()
    {
        const auto process = started({u"chat"_s, u"--json"_s, u"--model"_s, endless()});
        process->write("First\n");
        QVERIFY(readUntil(*process, "\"delta\""));
        ::kill(static_cast<pid_t>(process->processId()), SIGINT);
        QVERIFY(readUntil(*process, "\"cancelled\""));
        process->write("Second\n"); // the chat goes on
        m_read.clear();
        QVERIFY(readUntil(*process, "\"delta\""));
        ::kill(static_cast<pid_t>(process->processId()), SIGINT);
        QVERIFY(readUntil(*process, "\"cancelled\""));
        ::kill(static_cast<pid_t>(process->processId()), SIGINT);
        QVERIFY(process->waitForFinished(kPatience));
        QCOMPARE(process->exitCode(), 130);
    }

    void aReaderThatLeavesEndsTheProgram()
    {
        QProcess process;
        QProcess head;
        process.setStandardOutputProcess(&head);
        process.start(program(), {u"--home"_s, m_home, u"chat"_s, u"-p"_s, u"Hello"_s, u"--json"_s, u"--threads"_s,
                                  u"1"_s, u"--model"_s, endless()});
        head.start(u"head"_s, {u"-n"_s, u"1"_s});
        QVERIFY(process.waitForFinished(kPatience));
        QCOMPARE(process.exitStatus(), QProcess::NormalExit);
        QCOMPARE(process.exitCode(), 1);
        QVERIFY2(process.readAllStandardError().isEmpty(), "no complaint is due");
        QVERIFY(head.waitForFinished(kPatience));
        QCOMPARE(jsonLines(head.readAllStandardOutput()).size(), 1);
    }

    void aFullDiskIsNamed()
    {
        if (!QFile::exists(u"/dev/full"_s)) QSKIP("this system has no /dev/full");
        QProcess process;
        process.setStandardOutputFile(u"/dev/full"_s);
        process.start(program(), {u"--home"_s, m_home, u"--help"_s});
        QVERIFY(process.waitForFinished(kPatience));
        QCOMPARE(process.exitCode(), 1);
        QVERIFY(process.readAllStandardError().contains("could not be written"));
    }
};

QTEST_GUILESS_MAIN(TestEnds)
#include "test_ends.moc"
