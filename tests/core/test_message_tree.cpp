#include "core/chat/message_tree.h"

#include <QTest>

using namespace sotto;
using namespace Qt::StringLiterals;

namespace {

Message node(std::int64_t id, std::int64_t parent)
{
    Message m;
    m.id = MessageId(id);
    m.parent = MessageId(parent);
    m.text = QString::number(id);
    return m;
}

QString pathOf(const MessageTree &tree)
{
    QStringList ids;
    for (const Message &m : tree.path())
        ids.append(QString::number(m.id.value));
    return ids.join(u' ');
}

// 1 ─ 2 ─ 3 ─ 5
//   └ 4 ─ 6
const QList<Message> kForked{node(1, 0), node(2, 1), node(3, 2), node(4, 1), node(5, 3), node(6, 4)};

} // namespace

class TestMessageTree final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void startsEmpty();
    void showsTheGivenBranch();
    void showsTheNewestWhereTheLeafIsUnknown();
    void switchesSiblingsAndStopsAtTheEnds();
    void addsAndAppends();
    void keepsOrphansAndBreaksRings();
};

void TestMessageTree::startsEmpty()
{
    MessageTree tree;
    QVERIFY(tree.path().isEmpty());
    QVERIFY(!tree.find(MessageId(1)));
    QVERIFY(!tree.switchSibling(MessageId(1), 1));
    QCOMPARE(MessageTree({}, MessageId(9)).size(), 0);
}

void TestMessageTree::showsTheGivenBranch()
{
    QCOMPARE(pathOf(MessageTree(kForked, MessageId(5))), u"1 2 3 5"_s);
    QCOMPARE(pathOf(MessageTree(kForked, MessageId(2))), u"1 2"_s);
}

void TestMessageTree::showsTheNewestWhereTheLeafIsUnknown()
{
    QCOMPARE(pathOf(MessageTree(kForked, {})), u"1 4 6"_s);
    QCOMPARE(pathOf(MessageTree(kForked, MessageId(77))), u"1 4 6"_s);
}

void TestMessageTree::switchesSiblingsAndStopsAtTheEnds()
{
    MessageTree tree(kForked, MessageId(5));
    QCOMPARE(tree.siblings(MessageId(4)), (QList<MessageId>{MessageId(2), MessageId(4)}));
    QVERIFY(tree.switchSibling(MessageId(2), 1));
    QCOMPARE(pathOf(tree), u"1 4 6"_s);
    QVERIFY(!tree.switchSibling(MessageId(4), 1));
    QVERIFY(tree.switchSibling(MessageId(4), -5));
    QCOMPARE(pathOf(tree), u"1 2 3 5"_s);
}

void TestMessageTree::addsAndAppends()
{
    MessageTree tree(kForked, MessageId(5));
    tree.add(node(7, 3));
    QCOMPARE(pathOf(tree), u"1 2 3 7"_s);
    tree.append(MessageId(7), u"a"_s, u"b"_s);
    QCOMPARE(tree.find(MessageId(7))->text, u"7a"_s);
    QCOMPARE(tree.find(MessageId(7))->reasoning, u"b"_s);
    tree.replace(node(99, 0)); // unknown
    QCOMPARE(tree.size(), 7);
    tree.setActiveLeaf(MessageId(3));
    QCOMPARE(pathOf(tree), u"1 2 3"_s);
    tree.setActiveLeaf(MessageId(99));
    QCOMPARE(tree.activeLeaf(), MessageId(3));
}

void TestMessageTree::keepsOrphansAndBreaksRings()
{
    const MessageTree orphan({node(8, 5000), node(9, 8)}, {});
    QCOMPARE(pathOf(orphan), u"8 9"_s);
    const MessageTree ring({node(1, 2), node(2, 1)}, MessageId(2));
    QCOMPARE(ring.path().size(), 2);
    QCOMPARE(pathOf(MessageTree({node(1, 1)}, {})), u"1"_s);
}

QTEST_GUILESS_MAIN(TestMessageTree)
#include "test_message_tree.moc"
