#include "ui/sidebar/conversation_list_model.h"
#include "ui/sidebar/row_changes.h"

#include <QAbstractItemModelTester>
#include <QElapsedTimer>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTest>

#include <memory>

using namespace Qt::StringLiterals;

namespace sotto {

namespace {

const QTimeZone tokyo("Asia/Tokyo");

qint64 at(int day, int hour, int minute = 0)
{
    return QDateTime(QDate(2026, 11, day), QTime(hour, minute), tokyo).toMSecsSinceEpoch();
}

Conversation chat(qint64 id, const QString &title, qint64 updatedMs, bool pinned = false)
{
    Conversation conversation;
    conversation.id = ConversationId(id);
    conversation.title = title;
    conversation.updatedMs = updatedMs;
    conversation.pinned = pinned;
    return conversation;
}

std::unique_ptr<ConversationListModel> makeModel()
{
    auto model = std::make_unique<ConversationListModel>();
    model->setTimeZone(tokyo);
    return model;
}

QStringList texts(const QAbstractItemModel &model)
{
    QStringList out;
    for (int row = 0; row < model.rowCount(); ++row)
        out += model.index(row, 0).data().toString();
    return out;
}

/// Everything a view could show, row by row.
QList<QVariantList> snapshot(const ConversationListModel &model)
{
    QList<QVariantList> out;
    for (int row = 0; row < model.rowCount(); ++row) {
        const QModelIndex index = model.index(row);
        out.append({index.data(), index.data(ConversationListModel::IdRole),
                    index.data(ConversationListModel::PinnedRole), index.data(ConversationListModel::UnreadRole),
                    index.data(ConversationListModel::CurrentRole)});
    }
    return out;
}

} // namespace

class TestSidebarModel final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void sortsIntoSectionsByLocalDay()
    {
        const auto model = makeModel();
        // 00:00 in Tokyo is 15:00 UTC of the day before: only the local calendar gives these sections.
        model->setConversations({chat(1, u"just today"_s, at(22, 0)), chat(2, u"last of yesterday"_s, at(21, 23, 59)),
                                 chat(3, u"first of yesterday"_s, at(21, 0)), chat(4, u"long ago"_s, at(20, 23, 59)),
                                 chat(5, u"kept"_s, at(1, 8), true), chat(6, u"from a fast clock"_s, at(23, 2))},
                                at(22, 9));
        QCOMPARE(texts(*model), (QStringList{u"Pinned"_s, u"kept"_s, u"Today"_s, u"from a fast clock"_s,
                                             u"just today"_s, u"Yesterday"_s, u"last of yesterday"_s,
                                             u"first of yesterday"_s, u"Earlier"_s, u"long ago"_s}));
    }

    void movesOnAtMidnight()
    {
        const auto model = makeModel();
        QAbstractItemModelTester tester(model.get());
        model->setConversations({chat(1, u"a"_s, at(22, 23)), chat(2, u"b"_s, at(21, 12))}, at(22, 23, 59));
        QSignalSpy resets(model.get(), &QAbstractItemModel::modelReset);
        const QPersistentModelIndex a = model->indexOf(ConversationId(1));
        model->setNow(at(23, 0));
        QCOMPARE(texts(*model), (QStringList{u"Yesterday"_s, u"a"_s, u"Earlier"_s, u"b"_s}));
        QCOMPARE(resets.size(), 0);
        QCOMPARE(a.data().toString(), u"a"_s);
    }

    void daysOfDaylightSavingAreWhole()
    {
        const QTimeZone berlin("Europe/Berlin");
        ConversationListModel model;
        model.setTimeZone(berlin);
        // On 25 October 2026 the clock goes back at 3:00: the day has 25 hours.
        const auto local = [&](int day, int hour) {
            return QDateTime(QDate(2026, 10, day), QTime(hour, 0), berlin).toMSecsSinceEpoch();
        };
        model.setConversations(
            {chat(1, u"a"_s, local(25, 0)), chat(2, u"b"_s, local(25, 23)), chat(3, u"c"_s, local(24, 23))},
            local(26, 1));
        QCOMPARE(texts(model), (QStringList{u"Yesterday"_s, u"b"_s, u"a"_s, u"Earlier"_s, u"c"_s}));
    }

    void labelsCannotBeChosen()
    {
        const auto model = makeModel();
        model->setConversations({chat(1, {}, at(22, 1))}, at(22, 2));
        QVERIFY(!(model->flags(model->index(0)) & (Qt::ItemIsSelectable | Qt::ItemIsEnabled)));
        QCOMPARE(model->index(0).data(ConversationListModel::IsSectionRole).toBool(), true);
        QCOMPARE(model->index(1).data().toString(), u"New chat"_s);
        QVERIFY(!model->idAt(model->index(0)).isValid());
    }

    void aNewerMessageIsOneMove()
    {
        const auto model = makeModel();
        QAbstractItemModelTester tester(model.get());
        QList<Conversation> chats{chat(1, u"a"_s, at(22, 3)), chat(2, u"b"_s, at(22, 2)), chat(3, u"c"_s, at(22, 1))};
        model->setConversations(chats, at(22, 9));
        QSignalSpy moved(model.get(), &QAbstractItemModel::rowsMoved);
        QSignalSpy changed(model.get(), &QAbstractItemModel::dataChanged);
        QSignalSpy other(model.get(), &QAbstractItemModel::rowsInserted);
        QSignalSpy resets(model.get(), &QAbstractItemModel::modelReset);
        const QPersistentModelIndex c = model->indexOf(ConversationId(3));
        chats[2].updatedMs = at(22, 8);
        model->setConversations(chats, at(22, 9));
        QCOMPARE(moved.size(), 1);
        QCOMPARE(changed.size() + other.size() + resets.size(), 0);
        QCOMPARE(c.row(), 1);

        chats[0].title = u"named"_s;
        model->setConversations(chats, at(22, 9));
        QCOMPARE(changed.size(), 1);
        QCOMPARE(moved.size(), 1);
        QCOMPARE(model->index(2).data().toString(), u"named"_s);
    }

    void filterHeedsNeitherCaseNorAccents_data()
    {
        QTest::addColumn<QString>("filter");
        QTest::addColumn<QStringList>("found");
        QTest::newRow("case") << u"CAFE"_s << QStringList{u"Café menu"_s};
        QTest::newRow("accent typed") << u"menü"_s << QStringList{u"Café menu"_s};
        QTest::newRow("Chinese") << u"量化"_s << QStringList{u"用一句话解释量化"_s};
        QTest::newRow("full width") << u"qwen"_s << QStringList{u"Ｑｗｅｎ notes"_s};
        QTest::newRow("sharp s") << u"strasse"_s << QStringList{u"Straße"_s};
        QTest::newRow("words in any order") << u"menu caf"_s << QStringList{u"Café menu"_s};
        QTest::newRow("nothing") << u"frob"_s << QStringList{};
        QTest::newRow("untitled") << u"new"_s << QStringList{u"New chat"_s};
    }

    void filterHeedsNeitherCaseNorAccents()
    {
        QFETCH(QString, filter);
        QFETCH(QStringList, found);
        const auto model = makeModel();
        QAbstractItemModelTester tester(model.get());
        model->setConversations({chat(1, u"Café menu"_s, at(22, 1)), chat(2, u"用一句话解释量化"_s, at(22, 2)),
                                 chat(3, u"Ｑｗｅｎ notes"_s, at(22, 3)), chat(4, u"Straße"_s, at(22, 4)),
                                 chat(5, {}, at(22, 5))},
                                at(22, 9));
        model->setFilter(filter);
        QStringList shown = texts(*model);
        shown.removeAll(u"Today"_s);
        QCOMPARE(shown, found);
        QCOMPARE(model->shownCount(), found.size());
        model->setFilter({});
        QCOMPARE(model->shownCount(), 5);
    }

    void tellsWhatIsOpenPinnedAndUnread()
    {
        const auto model = makeModel();
        model->setConversations({chat(1, u"a"_s, at(22, 1), true)}, at(22, 9));
        const QModelIndex a = model->indexOf(ConversationId(1));
        model->setUnread({ConversationId(1)});
        model->setCurrent(ConversationId(1));
        QCOMPARE(a.data(ConversationListModel::UnreadRole).toBool(), true);
        QCOMPARE(a.data(Qt::AccessibleTextRole).toString(), u"a, open, pinned, new reply"_s);
        QSignalSpy changed(model.get(), &QAbstractItemModel::dataChanged);
        model->setUnread({ConversationId(1)});
        model->setCurrent(ConversationId(1));
        QCOMPARE(changed.size(), 0);
        model->setUnread({});
        model->setCurrent({});
        QCOMPARE(changed.size(), 2);
        QCOMPARE(a.data(Qt::AccessibleTextRole).toString(), u"a, pinned"_s);
    }

    void renamingAsksOnly()
    {
        const auto model = makeModel();
        model->setConversations({chat(1, u"a"_s, at(22, 1))}, at(22, 9));
        QSignalSpy asked(model.get(), &ConversationListModel::renameRequested);
        QVERIFY(!model->setData(model->index(1), u"  "_s));
        QVERIFY(!model->setData(model->index(1), u"a"_s));
        QVERIFY(!model->setData(model->index(0), u"label"_s));
        QVERIFY(model->setData(model->index(1), u"  two\n words "_s));
        QCOMPARE(asked.size(), 1);
        QCOMPARE(asked.at(0).at(1).toString(), u"two words"_s);
        QCOMPARE(model->index(1).data().toString(), u"a"_s);
    }

    /// Random histories: after each step the model, changed stepwise, is what a fresh one would be, and indexes
    /// held by a view still point at the chat they were taken for.
    void randomChangesEqualAFreshList()
    {
        for (quint32 seed = 1; seed <= 40; ++seed) {
            QRandomGenerator random(seed);
            const auto model = makeModel();
            QAbstractItemModelTester tester(model.get(), QAbstractItemModelTester::FailureReportingMode::QtTest);
            QList<Conversation> chats;
            QString filter;
            int day = 10;
            for (int step = 0; step < 40; ++step) {
                changeSomething(random, chats, filter, day);
                QHash<qint64, QPersistentModelIndex> held;
                for (int row = 0; row < model->rowCount(); ++row)
                    held.insert(model->index(row).data(ConversationListModel::IdRole).toLongLong(), model->index(row));
                QSignalSpy resets(model.get(), &QAbstractItemModel::modelReset);
                model->setConversations(chats, at(day, 12));
                model->setFilter(filter);

                const auto fresh = makeModel();
                fresh->setFilter(filter);
                fresh->setConversations(chats, at(day, 12));
                QCOMPARE(snapshot(*model), snapshot(*fresh));
                if (!resets.isEmpty()) continue;
                for (const auto &[id, index] : held.asKeyValueRange())
                    if (id != 0 && index.isValid())
                        QCOMPARE(index.data(ConversationListModel::IdRole).toLongLong(), id);
            }
        }
    }

    void longestAscendingIsRight()
    {
        QCOMPARE(longestAscending({}), QList<qsizetype>{});
        QCOMPARE(longestAscending({5, 1, 2, 3}), (QList<qsizetype>{1, 2, 3}));
        QCOMPARE(longestAscending({3, 2, 1}).size(), 1);
        QCOMPARE(longestAscending({0, 4, 1, 2, 5, 3}), (QList<qsizetype>{0, 2, 3, 5}));
    }

    void tenThousandChatsFilterAtOnce()
    {
        QList<Conversation> chats;
        for (int i = 0; i < 10'000; ++i)
            chats.append(chat(i + 1, u"Chat about thing %1 用一句话"_s.arg(i), at(22, 8) - i * 60'000LL));
        const auto model = makeModel();
        model->setConversations(chats, at(22, 9));
        QCOMPARE(model->conversationCount(), 10'000);
        QElapsedTimer timer;
        timer.start();
        model->setFilter(u"thing 99"_s);
        const qint64 filterMs = timer.restart();
        chats[5000].updatedMs = at(22, 9);
        model->setConversations(chats, at(22, 9));
        qInfo() << "filter ms" << filterMs << "update ms" << timer.elapsed();
        QVERIFY(model->shownCount() > 100);
        QVERIFY2(filterMs < 500, "A filter over 10,000 titles is to be instant; this bound is thirty times the aim.");
    }

private:
    static void changeSomething(QRandomGenerator &random, QList<Conversation> &chats, QString &filter, int &day)
    {
        static qint64 next = 1;
        const qsizetype which = chats.isEmpty() ? 0 : random.bounded(static_cast<int>(chats.size()));
        switch (chats.isEmpty() ? 0 : random.bounded(9)) {
        case 0:
        case 1: chats.append(chat(next++, u"chat %1"_s.arg(random.bounded(30)), at(day, random.bounded(12)))); break;
        case 2: chats.removeAt(which); break;
        case 3: chats[which].updatedMs = at(day - random.bounded(4), random.bounded(12)); break;
        case 4: chats[which].title = u"other %1"_s.arg(random.bounded(30)); break;
        case 5: chats[which].pinned = !chats[which].pinned; break;
        case 6: filter = random.bounded(2) ? QString() : QString::number(random.bounded(4)); break;
        case 7: day = std::min(day + 1, 27); break;
        default:
            for (int i = 0; i < random.bounded(120); ++i)
                chats.append(
                    chat(next++, u"many %1"_s.arg(i), at(day - random.bounded(4), random.bounded(12), i % 60)));
        }
    }
};

} // namespace sotto

QTEST_GUILESS_MAIN(sotto::TestSidebarModel)
#include "test_sidebar_model.moc"
