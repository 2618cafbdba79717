#include "core/storage/sqlite_repository.h"

#include "tests/support/failing_device.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace sotto;
using namespace Qt::StringLiterals;
using test::FailingDevice;

namespace {

Conversation conversation()
{
    Conversation c;
    c.id = ConversationId(1);
    c.title = u"Chat"_s;
    return c;
}

Message message(std::int64_t id, MessageState state = MessageState::Complete, const QString &text = u"words"_s)
{
    Message m;
    m.id = MessageId(id);
    m.conversation = ConversationId(1);
    m.state = state;
    m.text = text;
    return m;
}

} // namespace

/// What happens to chats when the disk does not do its part.
class TestSqliteFaults final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();

    void fullDisk_data();
    void fullDisk();
    void fullDiskWhileStreaming();
    void readOnlyFile();
    void folderThatCannotBeMade();
    void powerCutKeepsWhatWasConfirmed();

private:
    [[nodiscard]] QString file() const { return m_dir->filePath(u"sotto.db"_s); }
    void open() { m_repository = std::make_unique<SqliteRepository>(file(), StorageOptions{.vfs = m_device->name()}); }
    [[nodiscard]] QList<Message> messages() { return m_repository->load(ConversationId(1)).result().value().messages; }

    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<FailingDevice> m_device;
    std::unique_ptr<SqliteRepository> m_repository;
};

void TestSqliteFaults::init()
{
    m_dir = std::make_unique<QTemporaryDir>();
    m_device = std::make_unique<FailingDevice>();
    open();
    QVERIFY(m_repository->save(conversation()).result());
}

void TestSqliteFaults::cleanup()
{
    m_repository.reset(); // before the device it lives on
    m_device.reset();
}

void TestSqliteFaults::fullDisk_data()
{
    QTest::addColumn<FailingDevice::Fault>("fault");
    QTest::addColumn<qint64>("after");
    QTest::addColumn<ErrorCode>("code");
    QTest::newRow("full at once") << FailingDevice::Fault::DiskFull << qint64{0} << ErrorCode::DiskFull;
    QTest::newRow("full in the middle") << FailingDevice::Fault::DiskFull << qint64{5000} << ErrorCode::DiskFull;
    QTest::newRow("write error") << FailingDevice::Fault::WriteError << qint64{0} << ErrorCode::WriteFailed;
    QTest::newRow("sync error") << FailingDevice::Fault::SyncError << qint64{0} << ErrorCode::WriteFailed;
}

void TestSqliteFaults::fullDisk()
{
    QFETCH(const FailingDevice::Fault, fault);
    QFETCH(const qint64, after);
    QFETCH(const ErrorCode, code);
    QVERIFY(m_repository->save(message(10)).result());
    m_device->failAfter(fault, after);
    const Status refused = m_repository->save(message(11, MessageState::Complete, QString(9000, u'x'))).result();
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, code);
    QVERIFY(m_device->failures() > 0);
    QCOMPARE(messages().size(), 1); // reading goes on, nothing half written is seen

    m_device->heal();
    QVERIFY(m_repository->save(message(11)).result());
    m_repository.reset();
    open();
    QCOMPARE(messages().size(), 2);
    QVERIFY(m_repository->opened().result()->setAside.isEmpty());
}

void TestSqliteFaults::fullDiskWhileStreaming()
{
    QVERIFY(m_repository->save(message(10, MessageState::Streaming)).result());
    m_device->failAfter(FailingDevice::Fault::DiskFull);
    m_repository->append(MessageId(10), u" and more"_s, {});
    QCOMPARE(m_repository->flush().result().error().code, ErrorCode::DiskFull);
    m_repository->append(MessageId(10), u" and more"_s, {});
    // Not on disk, and shown all the same.
    QCOMPARE(messages().first().text, u"words and more and more"_s);

    m_device->heal();
    QVERIFY(m_repository->flush().result());
    m_repository.reset();
    open();
    QCOMPARE(messages().first().text, u"words and more and more"_s);
    QCOMPARE(messages().first().state, MessageState::Interrupted);
}

void TestSqliteFaults::readOnlyFile()
{
    QVERIFY(m_repository->save(message(10)).result());
    m_repository.reset();
    // The device refuses every write from the start, as a card with its switch set does.
    m_device->failAfter(FailingDevice::Fault::WriteError);
    open();
    const Result<OpenReport> report = m_repository->opened().result();
    const Status refused = m_repository->save(message(11)).result();
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::WriteFailed);
    QVERIFY(!report || report->setAside.isEmpty()); // sound, so it stays where it is
    QVERIFY(QFile::exists(file()));
}

void TestSqliteFaults::folderThatCannotBeMade()
{
    QFile plain(m_dir->filePath(u"plain"_s));
    QVERIFY(plain.open(QIODevice::WriteOnly));
    SqliteRepository repository(m_dir->filePath(u"plain/sotto.db"_s));
    QCOMPARE(repository.opened().result().error().code, ErrorCode::DatabaseUnreadable);
    QCOMPARE(repository.conversations().result().error().code, ErrorCode::DatabaseUnreadable);
    repository.append(MessageId(1), u"x"_s, {});
    QVERIFY(!repository.flush().result());
}

void TestSqliteFaults::powerCutKeepsWhatWasConfirmed()
{
    for (int id = 10; id < 30; ++id)
        QVERIFY(m_repository->save(message(id)).result());
    // The disk as it would be found if the current went off now: everything not synced is gone.
    const QString after = m_dir->filePath(u"after"_s);
    QVERIFY(QDir().mkpath(after));
    for (const auto &[path, content] : m_device->synced()) {
        QFile copy(after + u'/' + QFileInfo(QString::fromStdString(path)).fileName());
        QVERIFY(copy.open(QIODevice::WriteOnly));
        copy.write(content.data(), static_cast<qint64>(content.size()));
    }
    SqliteRepository found(after + "/sotto.db"_L1);
    QVERIFY(found.opened().result()->setAside.isEmpty());
    const Result<ConversationContent> content = found.load(ConversationId(1)).result();
    QVERIFY2(content, content ? "" : content.error().detail.c_str());
    QCOMPARE(content->messages.size(), 20);
}

QTEST_GUILESS_MAIN(TestSqliteFaults)
#include "test_sqlite_faults.moc"
