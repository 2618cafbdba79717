#include "core/storage/sqlite_repository.h"

#include "core/chat/message_tree.h"
#include "core/storage/backups.h"
#include "core/storage/schema.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <chrono>

using namespace sotto;
using namespace Qt::StringLiterals;

namespace {

Conversation conversation(std::int64_t id, std::int64_t updatedMs = 1000)
{
    Conversation c;
    c.id = ConversationId(id);
    c.title = u"Chat %1"_s.arg(id);
    c.createdMs = 1000;
    c.updatedMs = updatedMs;
    return c;
}

Message message(std::int64_t id, std::int64_t chat, std::int64_t parent = 0,
                MessageState state = MessageState::Complete)
{
    Message m;
    m.id = MessageId(id);
    m.conversation = ConversationId(chat);
    m.parent = MessageId(parent);
    m.role = state == MessageState::Complete ? Role::User : Role::Assistant;
    m.text = u"text %1"_s.arg(id);
    m.state = state;
    m.createdMs = 2000 + id;
    return m;
}

Message fullMessage()
{
    Message m = message(11, 1, 10, MessageState::Failed);
    m.text = u"日本語 “quotes” 🙂 \n'; DROP TABLE messages; --"_s;
    m.reasoning = u"hmm"_s;
    m.personaId = u"builtin.coder"_s;
    m.personaName = u"Coder"_s;
    m.modelName = u"Tiny"_s;
    m.usage = Usage{10, 4, 7, 2, Duration(5), Duration(6), Duration(7'000'000'000), Duration(8), 6, 5};
    m.finishReason = FinishReason::ContextFull;
    m.failure = MessageFailure{Error(ErrorCode::NotEnoughMemory, "big.gguf", "why")};
    m.failure->error.needed = 18'000'000'000'000'000'000ULL;
    m.failure->error.available = 7;
    return m;
}

template <class T>
T get(const QFuture<Result<T>> &future)
{
    const Result<T> result = future.result();
    if (!result) qWarning("%s: %s", result.error().subject.c_str(), result.error().detail.c_str());
    return result.value();
}

} // namespace

class TestSqliteStorage final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { m_dir = std::make_unique<QTemporaryDir>(); }

    void keepsEverything();
    void ordersTheList();
    void newMessagesMoveTheLeaf();
    void refusesMessagesOfNobody();
    void appendsAreGatheredAndSuperseded();
    void interruptsWhatADeadProcessLeft();
    void erasesWhatWasRemoved();
    void ordersParentsFirst();
    void writesTheFileAsPromised();
    void refusesAnotherProgramsDatabase();
    void readsANewerDatabase();
    void migratesWithABackup();
    void failedMigrationChangesNothing();
    void opensEveryShippedSchema();
    void twoInstancesWorkSafely();
    void rescuesADamagedDatabase();
    void restoresABackupWhereNothingIsLeft();
    void keepsThreeBackups();
    void drainsBeforeItEnds();

private:
    [[nodiscard]] QString file() const { return m_dir->filePath(u"data/sotto.db"_s); }
    [[nodiscard]] Connection raw() const { return Connection::open(file(), OpenMode::ReadWrite).value(); }
    void fill(int conversations, int messagesEach);

    std::unique_ptr<QTemporaryDir> m_dir;
};

void TestSqliteStorage::fill(int conversations, int messagesEach)
{
    SqliteRepository repository(file());
    for (int c = 1; c <= conversations; ++c) {
        repository.save(conversation(c));
        for (int m = 1; m <= messagesEach; ++m) {
            Message one = message(c * 1000 + m, c, m > 1 ? c * 1000 + m - 1 : 0);
            one.text = QString(200, u'x') + QString::number(m);
            repository.save(one);
        }
    }
    QVERIFY(repository.flush().result());
}

void TestSqliteStorage::keepsEverything()
{
    Conversation c = conversation(1);
    c.titleByHand = c.pinned = true;
    c.personaId = u"builtin.coder"_s;
    c.sampling.temperature = 0.25F;
    c.sampling.seed = 4'000'000'000U;
    c.sampling.topK = 0;
    c.thinking = Thinking::Off;
    {
        SqliteRepository repository(file());
        QVERIFY(repository.save(c).result());
        QVERIFY(repository.save(message(10, 1)).result());
        QVERIFY(repository.save(fullMessage()).result());
    }
    SqliteRepository repository(file());
    const ConversationContent content = get(repository.load(c.id));
    c.activeLeaf = MessageId(11);
    c.updatedMs = 2011;
    QCOMPARE(content.conversation, c);
    QCOMPARE(content.messages, (QList<Message>{message(10, 1), fullMessage()}));
    QCOMPARE(get(repository.conversations()), QList<Conversation>{c});
    const Result<ConversationContent> none = repository.load(ConversationId(5)).result();
    QCOMPARE(none.error().code, ErrorCode::NotFound);
}

void TestSqliteStorage::ordersTheList()
{
    SqliteRepository repository(file());
    Conversation pinned = conversation(1, 1);
    pinned.pinned = true;
    repository.save(conversation(2, 50));
    repository.save(pinned);
    repository.save(conversation(3, 90));
    const QList<Conversation> list = get(repository.conversations());
    QCOMPARE(list.size(), 3);
    QCOMPARE(list[0].id.value, 1);
    QCOMPARE(list[1].id.value, 3);
    QCOMPARE(list[2].id.value, 2);
}

void TestSqliteStorage::newMessagesMoveTheLeaf()
{
    SqliteRepository repository(file());
    repository.save(conversation(1));
    repository.save(message(10, 1));
    repository.save(message(11, 1, 10));
    repository.save(message(10, 1)); // changed, not new
    QCOMPARE(get(repository.load(ConversationId(1))).conversation.activeLeaf, MessageId(11));
    QVERIFY(repository.setActiveLeaf(ConversationId(1), MessageId(10)).result());
    QCOMPARE(get(repository.load(ConversationId(1))).conversation.activeLeaf, MessageId(10));
    QCOMPARE(repository.setActiveLeaf(ConversationId(9), {}).result().error().code, ErrorCode::NotFound);
}

void TestSqliteStorage::refusesMessagesOfNobody()
{
    SqliteRepository repository(file());
    QCOMPARE(repository.save(message(10, 77)).result().error().code, ErrorCode::NotFound);
    repository.append(MessageId(10), u"lost"_s, {});
    QVERIFY(repository.flush().result()); // nothing to add to, nothing that stays in the way
}

void TestSqliteStorage::appendsAreGatheredAndSuperseded()
{
    StorageOptions slow;
    slow.gather = std::chrono::hours(1);
    {
        SqliteRepository repository(file(), slow);
        repository.save(conversation(1));
        repository.save(message(10, 1, 0, MessageState::Streaming));
        repository.append(MessageId(10), u" a"_s, u"t1"_s);
        repository.append(MessageId(10), u" b"_s, u"t2"_s);
        const Message seen = get(repository.load(ConversationId(1))).messages.first();
        QCOMPARE(seen.text, u"text 10 a b"_s);
        QCOMPARE(seen.reasoning, u"t1t2"_s);
        repository.append(MessageId(10), u" c"_s, {});
        Message whole = message(10, 1, 0, MessageState::Stopped);
        whole.text = u"whole"_s;
        QVERIFY(repository.save(whole).result());
        QCOMPARE(get(repository.load(ConversationId(1))).messages.first(), whole);
    }
    // By itself within the promised time, without flush().
    SqliteRepository repository(file());
    QVERIFY(repository.save(message(20, 1, 0, MessageState::Streaming)).result());
    repository.append(MessageId(20), u" soon"_s, {});
    Connection other = raw();
    QTRY_COMPARE(other.text("SELECT group_concat(text, '') FROM message_chunks").value(), u" soon"_s);
}

void TestSqliteStorage::interruptsWhatADeadProcessLeft()
{
    {
        SqliteRepository repository(file());
        repository.save(conversation(1));
        repository.save(message(10, 1, 0, MessageState::Streaming));
        repository.append(MessageId(10), u" one"_s, u"hm"_s);
        QVERIFY(repository.flush().result());
        repository.append(MessageId(10), u" two"_s, u"m"_s);
    }
    SqliteRepository repository(file());
    QCOMPARE(get(repository.opened()).interrupted, 1);
    const Message kept = get(repository.load(ConversationId(1))).messages.first();
    QCOMPARE(kept.state, MessageState::Interrupted);
    QCOMPARE(kept.text, u"text 10 one two"_s);
    QCOMPARE(kept.reasoning, u"hmm"_s);
    QCOMPARE(raw().integer("SELECT count(*) FROM message_chunks").value(), 0);
}

void TestSqliteStorage::erasesWhatWasRemoved()
{
    {
        SqliteRepository repository(file());
        for (int id : {1, 2})
            repository.save(conversation(id));
        Message secret = message(10, 1);
        secret.text = u"canary-7f3a"_s;
        repository.save(secret);
        QVERIFY(repository.remove(ConversationId(1)).result());
        QVERIFY(!repository.load(ConversationId(1)).result());
        QVERIFY(repository.restore(ConversationId(1)).result());
        QCOMPARE(get(repository.conversations()).size(), 2);
        QVERIFY(repository.remove(ConversationId(1)).result());
        QCOMPARE(get(repository.conversations()).size(), 1);
    }
    SqliteRepository repository(file());
    QVERIFY(repository.opened().result());
    QCOMPARE(raw().integer("SELECT count(*) FROM conversations").value(), 1);
    QCOMPARE(raw().integer("SELECT count(*) FROM messages").value(), 0);
    for (const QString &name : {file(), QString(file() + "-wal"_L1)}) {
        QFile bytes(name);
        if (!bytes.open(QIODevice::ReadOnly)) continue;
        QVERIFY2(!bytes.readAll().contains("canary-7f3a"), qPrintable(name));
    }
}

void TestSqliteStorage::ordersParentsFirst()
{
    SqliteRepository repository(file());
    repository.save(conversation(1));
    for (const auto &[id, parent] : {std::pair(5, 9), std::pair(7, 5), std::pair(9, 0)})
        repository.save(message(id, 1, parent));
    QList<std::int64_t> order;
    for (const Message &m : get(repository.load(ConversationId(1))).messages)
        order.append(m.id.value);
    QCOMPARE(order, (QList<std::int64_t>{9, 5, 7}));
}

void TestSqliteStorage::writesTheFileAsPromised()
{
    {
        SqliteRepository repository(file());
        QCOMPARE(get(repository.opened()).schemaVersion, 2);
    }
    QFile header(file());
    QVERIFY(header.open(QIODevice::ReadOnly));
    QCOMPARE(header.read(72).last(4), QByteArray("Sott"));
    Connection other = raw();
    QCOMPARE(other.text("PRAGMA journal_mode").value(), u"wal"_s);
    QCOMPARE(other.integer("PRAGMA user_version").value(), 2);
}

void TestSqliteStorage::refusesAnotherProgramsDatabase()
{
    QVERIFY(QDir().mkpath(m_dir->filePath(u"data"_s)));
    QVERIFY(raw().exec("CREATE TABLE theirs (x); INSERT INTO theirs VALUES (1)"));
    QFile bytes(file());
    QVERIFY(bytes.open(QIODevice::ReadOnly));
    const QByteArray before = bytes.readAll();
    {
        SqliteRepository repository(file());
        QCOMPARE(repository.opened().result().error().code, ErrorCode::DatabaseUnreadable);
        QCOMPARE(repository.save(conversation(1)).result().error().code, ErrorCode::DatabaseUnreadable);
        QVERIFY(!repository.conversations().result());
    }
    bytes.seek(0);
    QCOMPARE(bytes.readAll(), before);
}

void TestSqliteStorage::readsANewerDatabase()
{
    fill(1, 2);
    QVERIFY(raw().exec("ALTER TABLE messages ADD COLUMN later TEXT; PRAGMA user_version = 99"));
    SqliteRepository repository(file());
    const OpenReport report = get(repository.opened());
    QVERIFY(report.readOnly);
    QCOMPARE(report.schemaVersion, 99);
    QCOMPARE(get(repository.load(ConversationId(1))).messages.size(), 2);
    QCOMPARE(repository.save(conversation(1)).result().error().code, ErrorCode::DatabaseNewer);
}

void TestSqliteStorage::migratesWithABackup()
{
    fill(1, 1);
    Connection db = raw();
    const Migration toThree{3, "ALTER TABLE conversations ADD COLUMN colour TEXT"};
    int backups = 0;
    const auto backup = [&] {
        ++backups;
        return Backups(file()).makeBeforeMigration(db, 2, 1'000);
    };
    QCOMPARE(migrate(db, 2, std::array{migrations()[0], migrations()[1], toThree}, backup).value(), 3);
    QCOMPARE(backups, 1);
    QCOMPARE(db.integer("PRAGMA user_version").value(), 3);
    const QStringList made = QDir(m_dir->filePath(u"data/backups"_s)).entryList({u"before-version-3-*.db"_s});
    QCOMPARE(made.size(), 1);
    Connection old = Connection::open(m_dir->filePath(u"data/backups/"_s + made[0]), OpenMode::ReadOnly).value();
    QCOMPARE(identify(old).value().version, 2);
    QCOMPARE(old.integer("SELECT count(*) FROM messages").value(), 1);
}

void TestSqliteStorage::failedMigrationChangesNothing()
{
    fill(1, 1);
    Connection db = raw();
    const Migration broken{3, "ALTER TABLE conversations ADD COLUMN colour TEXT; SELECT nonsense FROM nowhere"};
    QVERIFY(!migrate(db, 2, std::array{broken}, [] { return Status(); }));
    QCOMPARE(db.integer("PRAGMA user_version").value(), 2);
    QVERIFY(!db.prepare("SELECT colour FROM conversations"));
    // Without a backup it is not even tried.
    const Migration fine{3, "ALTER TABLE conversations ADD COLUMN colour TEXT"};
    QVERIFY(!migrate(db, 2, std::array{fine}, [] { return Status(fail(ErrorCode::DiskFull)); }));
    QCOMPARE(db.integer("PRAGMA user_version").value(), 2);
}

void TestSqliteStorage::opensEveryShippedSchema()
{
    QVERIFY(QDir().mkpath(m_dir->filePath(u"data"_s)));
    const QString fixture = QStringLiteral(SOTTO_SOURCE_DIR) + "/tests/core/fixtures/schema_1.db"_L1;
    QVERIFY2(QFile::copy(fixture, file()), qPrintable(fixture));
    QFile::setPermissions(file(), QFile::ReadOwner | QFile::WriteOwner);
    SqliteRepository repository(file());
    QCOMPARE(get(repository.opened()).schemaVersion, migrations().back().to);
    QCOMPARE(get(repository.opened()).interrupted, 1);
    const QList<Conversation> list = get(repository.conversations());
    QCOMPARE(list.size(), 2);
    QCOMPARE(list[0].title, u"Pinned, named by hand"_s);
    const ConversationContent content = get(repository.load(list[0].id));
    QCOMPARE(content.messages.size(), 4);
    QCOMPARE(content.messages[1].usage->outputTokens, 7);
    QCOMPARE(content.messages[3].text, u"half a reply, and a bit"_s);
    QCOMPARE(content.conversation.sampling.temperature, std::optional(0.5F));
}

void TestSqliteStorage::twoInstancesWorkSafely()
{
    SqliteRepository first(file());
    QVERIFY(get(first.opened()).alone);
    first.save(conversation(1));
    QVERIFY(first.save(message(10, 1, 0, MessageState::Streaming)).result());
    {
        SqliteRepository second(file());
        const OpenReport report = get(second.opened());
        QVERIFY(!report.alone);
        QCOMPARE(report.interrupted, 0); // the first is still writing it
        QVERIFY(second.save(conversation(2)).result());
        QCOMPARE(get(second.load(ConversationId(1))).messages[0].state, MessageState::Streaming);
    }
    QCOMPARE(get(first.conversations()).size(), 2);
}

void TestSqliteStorage::rescuesADamagedDatabase()
{
    fill(3, 200);
    {
        QFile bytes(file());
        QVERIFY(bytes.open(QIODevice::ReadWrite));
        const qint64 middle = bytes.size() / 2 / 4096 * 4096;
        bytes.seek(middle);
        bytes.write(QByteArray(3 * 4096, '\xA5'));
    }
    SqliteRepository repository(file());
    const OpenReport report = get(repository.opened());
    QVERIFY(!report.setAside.isEmpty());
    QVERIFY(QFile::exists(report.setAside + "/sotto.db"_L1));
    QVERIFY2(report.salvaged >= 1, "conversations");
    qsizetype messages = 0;
    for (const Conversation &c : get(repository.conversations()))
        messages += get(repository.load(c.id)).messages.size();
    QVERIFY2(messages > 150 && messages <= 600, qPrintable(QString::number(messages)));
    QVERIFY(repository.save(message(9'999'999, 1)).result());
    QCOMPARE(raw().text("PRAGMA quick_check").value(), u"ok"_s);
}

void TestSqliteStorage::restoresABackupWhereNothingIsLeft()
{
    fill(2, 3);
    {
        Connection db = raw();
        QVERIFY(Backups(file()).make(db, 1'000'000));
    }
    QFile bytes(file());
    QVERIFY(bytes.open(QIODevice::WriteOnly | QIODevice::Truncate));
    bytes.write(QByteArray(20'000, 'z'));
    bytes.close();
    SqliteRepository repository(file());
    const OpenReport report = get(repository.opened());
    QVERIFY(!report.setAside.isEmpty());
    QVERIFY(report.restoredFrom.endsWith(".db"_L1));
    QCOMPARE(get(repository.conversations()).size(), 2);
    QCOMPARE(get(repository.load(ConversationId(2))).messages.size(), 3);
}

void TestSqliteStorage::keepsThreeBackups()
{
    constexpr std::int64_t kDay = 24LL * 3600 * 1000;
    fill(1, 1);
    Connection db = raw();
    Backups backups(file());
    QVERIFY(backups.isDue(kDay));
    for (int day = 1; day <= 5; ++day)
        QVERIFY(backups.make(db, day * kDay));
    QCOMPARE(backups.list().size(), 3);
    QVERIFY(backups.list().first().contains("19700106"_L1)); // newest first
    QVERIFY(!backups.isDue(5 * kDay + 1000));
    QVERIFY(backups.isDue(6 * kDay));
    QVERIFY(backups.isDue(4 * kDay)); // the clock ran back

    // The repository makes one by itself when it is idle.
    db = Connection::open(u":memory:"_s, OpenMode::ReadWrite).value();
    StorageOptions soon;
    soon.idleBackup = std::chrono::milliseconds(1);
    SqliteRepository repository(file(), soon);
    QTRY_VERIFY(!backups.list().first().contains("1970"_L1));
}

void TestSqliteStorage::drainsBeforeItEnds()
{
    QFuture<Status> last;
    {
        SqliteRepository repository(file());
        repository.save(conversation(1));
        for (int i = 1; i <= 300; ++i)
            last = repository.save(message(i, 1));
        repository.append(MessageId(300), u"!"_s, {});
    }
    QVERIFY(last.isFinished());
    QVERIFY(last.result());
    SqliteRepository repository(file());
    const ConversationContent content = get(repository.load(ConversationId(1)));
    QCOMPARE(content.messages.size(), 300);
    QCOMPARE(content.messages.last().text, u"text 300!"_s);
}

QTEST_GUILESS_MAIN(TestSqliteStorage)
#include "test_sqlite_storage.moc"
