#include "ui/palette/command_palette.h"

#include <QAbstractItemModelTester>
#include <QAction>
#include <QElapsedTimer>
#include <QLineEdit>
#include <QListView>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;

namespace sotto {

namespace {

constexpr qint64 now = 1'795'000'000'000;

Conversation chat(qint64 id, const QString &title)
{
    Conversation conversation;
    conversation.id = ConversationId(id);
    conversation.title = title;
    conversation.updatedMs = now - id * 1000;
    return conversation;
}

Persona persona(const QString &id, const QString &name)
{
    Persona one;
    one.id = id;
    one.name = name;
    return one;
}

ModelFile modelFile(const QString &path, const QString &name)
{
    ModelFile file;
    file.path = path;
    file.name = name;
    return file;
}

QList<MatchRun> runsOf(const QString &text, const QString &query)
{
    const auto match = matchText(foldForSearch(text), text.size(), foldedNeedle(query));
    return match ? match->runs : QList<MatchRun>{{-1, -1}};
}

int scoreOf(const QString &text, const QString &query)
{
    const auto match = matchText(foldForSearch(text), text.size(), foldedNeedle(query));
    return match ? match->score : -1;
}

QStringList rows(const PaletteModel &model)
{
    QStringList out;
    for (int row = 0; row < model.rowCount(); ++row)
        out += model.index(row).data().toString();
    return out;
}

struct Bench {
    QWidget window;
    QLineEdit *before = new QLineEdit(&window);
    QAction temperature{u"Set &temperature…"_s};
    QAction header{u"Show GPU temperature in the header"_s};
    QAction off{u"Temporary, not now"_s};
    CommandPalette palette{&window};

    Bench()
    {
        temperature.setShortcut(Qt::CTRL | Qt::Key_T);
        off.setEnabled(false);
        window.resize(1280, 800);
        palette.setCommands({&temperature, &header, &off});
        palette.setConversations({chat(7, u"Oven temperatures"_s), chat(8, u"Bread"_s)}, now);
        palette.setPersonas({persona(u"coder"_s, u"Coder"_s)});
        palette.setModels({modelFile(u"/m/q.gguf"_s, u"Qwen2.5 7B"_s)});
        window.show();
        window.activateWindow();
        before->setFocus();
    }

    void key(Qt::Key key) { QTest::keyClick(palette.field(), key); }
    [[nodiscard]] QString selected() const { return palette.list()->currentIndex().data().toString(); }
};

} // namespace

class TestPalette final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void matchesAreMarkedInTheSource()
    {
        QCOMPARE(runsOf(u"Set temperature"_s, u"TEMP"_s), (QList<MatchRun>{{4, 4}}));
        QCOMPARE(runsOf(u"Café menu"_s, u"cafe"_s), (QList<MatchRun>{{0, 4}}));
        QCOMPARE(runsOf(u"Cafe\u0301 menu"_s, u"cafe menu"_s), (QList<MatchRun>{{0, 5}, {6, 4}}));
        QCOMPARE(runsOf(u"Straße 5"_s, u"strass"_s), (QList<MatchRun>{{0, 5}}));
        QCOMPARE(runsOf(u"用一句话解释量化"_s, u"量化"_s), (QList<MatchRun>{{6, 2}}));
        QCOMPARE(runsOf(u"😀 smile"_s, u"smile"_s), (QList<MatchRun>{{3, 5}}));
        QCOMPARE(runsOf(u"New chat"_s, u"nc"_s), (QList<MatchRun>{{0, 1}, {4, 1}}));
        QCOMPARE(runsOf(u"Bread"_s, u"xyz"_s), (QList<MatchRun>{{-1, -1}}));
        QCOMPARE(runsOf(u"Bread"_s, QString()), QList<MatchRun>{});
    }

    void betterPlacesScoreHigher()
    {
        QVERIFY(scoreOf(u"Temperature"_s, u"temp"_s) > scoreOf(u"Set temperature"_s, u"temp"_s));
        QVERIFY(scoreOf(u"Set temperature"_s, u"temp"_s) > scoreOf(u"Contemporary"_s, u"temp"_s));
        QVERIFY(scoreOf(u"Contemporary"_s, u"temp"_s) > scoreOf(u"To each my park"_s, u"temp"_s));
        QVERIFY(scoreOf(u"To each my park"_s, u"temp"_s) > 0);
        QCOMPARE(scoreOf(u"a taxi in deep lamp light"_s, u"temp"_s), -1);
    }

    void listsSectionsInOrder()
    {
        Bench b;
        QAbstractItemModelTester tester(b.palette.model());
        b.palette.open(u"temp"_s);
        QCOMPARE(rows(*b.palette.model()),
                 (QStringList{u"Commands"_s, u"Set temperature…"_s, u"Show GPU temperature in the header"_s, u"Chats"_s,
                              u"Oven temperatures"_s}));
        QCOMPARE(b.palette.model()->resultCount(), 3);
        QCOMPARE(b.selected(), u"Set temperature…"_s);
        QCOMPARE(b.palette.list()->currentIndex().data(PaletteModel::ShortcutRole).toString(),
                 QKeySequence(Qt::CTRL | Qt::Key_T).toString(QKeySequence::NativeText));
        b.palette.field()->setText(u"qwen"_s);
        QCOMPARE(rows(*b.palette.model()), (QStringList{u"Models"_s, u"Qwen2.5 7B"_s}));
        b.palette.field()->setText(u"zzzz"_s);
        QCOMPARE(b.palette.model()->rowCount(), 0);
        b.key(Qt::Key_Down);
        b.key(Qt::Key_Return);
        QVERIFY(b.palette.isOpen());
    }

    void arrowsSkipLabelsAndGoRound()
    {
        Bench b;
        b.palette.open(u"temp"_s);
        b.key(Qt::Key_Down);
        b.key(Qt::Key_Down);
        QCOMPARE(b.selected(), u"Oven temperatures"_s);
        b.key(Qt::Key_Down);
        QCOMPARE(b.selected(), u"Set temperature…"_s);
        b.key(Qt::Key_Up);
        QCOMPARE(b.selected(), u"Oven temperatures"_s);
        b.key(Qt::Key_Up);
        QCOMPARE(b.selected(), u"Show GPU temperature in the header"_s);
        b.key(Qt::Key_PageDown);
        QCOMPARE(b.selected(), u"Oven temperatures"_s);
        b.key(Qt::Key_PageUp);
        QCOMPARE(b.selected(), u"Set temperature…"_s);
    }

    void enterChoosesAndGivesFocusBack()
    {
        Bench b;
        QTRY_VERIFY(b.before->hasFocus());
        QSignalSpy commands(&b.palette, &CommandPalette::commandChosen);
        QSignalSpy chats(&b.palette, &CommandPalette::conversationChosen);
        QSignalSpy personas(&b.palette, &CommandPalette::personaChosen);
        QSignalSpy models(&b.palette, &CommandPalette::modelChosen);
        b.palette.open();
        QTRY_VERIFY(b.palette.field()->hasFocus());
        QTest::keyClicks(b.palette.field(), u"temp"_s);
        b.key(Qt::Key_Return);
        QVERIFY(!b.palette.isOpen());
        QVERIFY(b.before->hasFocus());
        QCOMPARE(commands.at(0).at(0).value<QAction *>(), &b.temperature);
        for (const QString &query : {u"bread"_s, u"coder"_s, u"qwen"_s}) {
            b.palette.open(query);
            b.key(Qt::Key_Return);
        }
        QCOMPARE(chats.at(0).at(0).value<ConversationId>(), ConversationId(8));
        QCOMPARE(personas.at(0).at(0).toString(), u"coder"_s);
        QCOMPARE(models.at(0).at(0).toString(), u"/m/q.gguf"_s);
    }

    void escapeAndAClickBesideClose()
    {
        Bench b;
        QTRY_VERIFY(b.before->hasFocus());
        QSignalSpy closed(&b.palette, &CommandPalette::closed);
        b.palette.open();
        b.key(Qt::Key_Tab);
        QVERIFY(b.palette.field()->hasFocus());
        b.key(Qt::Key_Escape);
        QVERIFY(!b.palette.isOpen());
        QVERIFY(b.before->hasFocus());
        b.palette.open();
        QTest::mouseClick(&b.palette, Qt::LeftButton, {}, {20, 20});
        QVERIFY(!b.palette.isOpen());
        QCOMPARE(closed.size(), 2);
    }

    void coversTheWindowAsItGrows()
    {
        Bench b;
        b.palette.open();
        QCOMPARE(b.palette.size(), b.window.size());
        b.window.resize(900, 600);
        QTRY_COMPARE(b.palette.size(), QSize(900, 600));
    }

    void aDeletedCommandIsNoHarm()
    {
        QWidget window;
        CommandPalette palette(&window);
        auto *action = new QAction(u"Gone"_s);
        palette.setCommands({action});
        QSignalSpy commands(&palette, &CommandPalette::commandChosen);
        palette.open();
        delete action;
        QTest::keyClick(palette.field(), Qt::Key_Return);
        QCOMPARE(commands.size(), 0);
    }

    void tenThousandChats()
    {
        QList<Conversation> chats;
        for (int i = 0; i < 10'000; ++i)
            chats.append(chat(i + 1, u"Chat about thing number %1"_s.arg(i)));
        PaletteModel model;
        QAbstractItemModelTester tester(&model);
        model.setConversations(chats, now);
        QCOMPARE(model.resultCount(), PaletteModel::recentChats);
        QElapsedTimer timer;
        timer.start();
        model.setQuery(u"thing"_s);
        const qint64 ms = timer.elapsed();
        qInfo() << "query ms" << ms;
        QCOMPARE(model.resultCount(), 10'000);
        QCOMPARE(model.listedCount(), PaletteModel::listedPerSection);
        model.setQuery(u"thing 9999"_s);
        QCOMPARE(model.resultCount(), 1);
        QVERIFY2(ms < 1000, "A query over 10,000 titles is to be instant; this bound is far above it.");
    }
};

} // namespace sotto

QTEST_MAIN(sotto::TestPalette)
#include "test_palette.moc"
