// What replies took: on disk, and its sums.

#include "core/storage/energy_store.h"
#include "core/storage/schema.h"
#include "core/storage/sqlite_repository.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace sotto;
using namespace Qt::StringLiterals;

namespace {

constexpr std::int64_t kHour = 3'600'000;
/// 2026-11-17 00:00 UTC.
constexpr std::int64_t kMidnight = 1'794'873'600'000;

EnergyRecord record(std::int64_t id, std::int64_t startedMs, double joules)
{
    EnergyRecord r;
    r.id = id;
    r.message = MessageId(id * 10);
    r.conversation = ConversationId(1);
    r.startedMs = startedMs;
    r.endedMs = startedMs + 4000;
    r.model = u"Llama 8B"_s;
    r.personaId = u"builtin.coder"_s;
    r.personaName = u"Coder"_s;
    r.promptTokens = 61;
    r.outputTokens = 212;
    r.reading.prefill = joules / 4;
    r.reading.decode = joules * 3 / 4;
    r.reading.uncertainty = joules / 10;
    r.reading.measured = joules;
    r.reading.provenance = Provenance::Measured;
    r.reading.coverage = Coverage::CpuAndGpu;
    r.reading.price = PriceThen{u"USD"_s, 0.14, joules / 3.6e6 * 0.14};
    return r;
}

/// Every field set to something of its own.
EnergyRecord fullRecord()
{
    EnergyRecord r = record(7, kMidnight + 5, 1512.25);
    r.reading.repeatability = 12.5;
    r.reading.net = -3.5;
    r.reading.prefillSeconds = 0.312;
    r.reading.decodeSeconds = 4.4;
    r.reading.provenance = Provenance::Partial;
    r.reading.poolMessages = true;
    r.reading.missing = QStringList{u"0000:02:00.0"_s};
    DeviceJoules gpu;
    gpu.id = u"0000:01:00.0"_s;
    gpu.name = u"GeForce RTX 4070"_s;
    gpu.provenance = Provenance::Measured;
    gpu.method = EnergyMethod::BoxcarIntegral;
    gpu.prefill = 378.0625;
    gpu.decode = 1134.1875;
    gpu.uncertainty = 151;
    gpu.net = 900;
    gpu.residual = -4;
    DeviceJoules unread;
    unread.id = u"rapl:package-0"_s;
    unread.kind = PowerDeviceKind::CpuPackage;
    unread.counting = Counting::Unreadable;
    r.reading.devices = {gpu, unread};
    return r;
}

template <class T>
T get(const QFuture<Result<T>> &future)
{
    const Result<T> result = future.result();
    if (!result) qWarning("%s", result.error().detail.c_str());
    return result.value();
}

Message reply(std::int64_t id)
{
    Message m;
    m.id = MessageId(id);
    m.conversation = ConversationId(1);
    m.role = Role::Assistant;
    m.text = u"text"_s;
    m.createdMs = 2000;
    return m;
}

} // namespace

class TestEnergyStorage final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_dir = std::make_unique<QTemporaryDir>(); }

    void keepsEverything()
    {
        SqliteRepository repository(file());
        QVERIFY(repository.save(fullRecord()).result());
        QCOMPARE(get(repository.energy({})), QList<EnergyRecord>{fullRecord()});
        EnergyRecord unknown = record(8, kMidnight, 0);
        unknown.reading = {};
        QVERIFY(repository.save(unknown).result());
        QCOMPARE(get(repository.energy({.toMs = kMidnight + 1})), QList<EnergyRecord>{unknown});
    }

    void findsByTimeAndChat()
    {
        SqliteRepository repository(file());
        EnergyRecord other = record(3, kMidnight + kHour, 3);
        other.conversation = ConversationId(2);
        for (const EnergyRecord &r : {record(2, kMidnight + kHour, 2), record(1, kMidnight, 1), other})
            repository.save(r);
        const auto joules = [&](const EnergyQuery &query) {
            QList<double> all;
            for (const EnergyRecord &r : get(repository.energy(query)))
                all << r.reading.total();
            return all;
        };
        QCOMPARE(joules({}), (QList<double>{1, 2, 3}));
        QCOMPARE(joules({.fromMs = kMidnight + 1}), (QList<double>{2, 3}));
        QCOMPARE(joules({.fromMs = kMidnight, .toMs = kMidnight + kHour}), QList<double>{1});
        QCOMPARE(joules({.conversation = ConversationId(1)}), (QList<double>{1, 2}));
    }

    void aMessageIsLoadedWithWhatItTook()
    {
        SqliteRepository repository(file());
        Conversation chat;
        chat.id = ConversationId(1);
        repository.save(chat);
        repository.save(reply(70));
        repository.save(reply(80));
        repository.save(fullRecord());
        const QList<Message> messages = get(repository.load(chat.id)).messages;
        QCOMPARE(messages[0].energy, fullRecord().reading);
        QVERIFY(!messages[1].energy);
    }

    void aReplyThatWasGoneOnWithTookBoth()
    {
        SqliteRepository repository(file());
        Conversation chat;
        chat.id = ConversationId(1);
        repository.save(chat);
        repository.save(reply(70));
        repository.save(fullRecord());
        EnergyRecord more = record(9, kMidnight + kHour, 100);
        more.message = MessageId(70);
        repository.save(more);
        const EnergyReading both = get(repository.load(chat.id)).messages[0].energy.value();
        QCOMPARE(both.total(), 1612.25);
        QCOMPARE(both.provenance, Provenance::Partial);
        QCOMPARE(sumOf(get(repository.energy({}))).replies, 1);
    }

    void anErasedChatLeavesItsEnergyWithoutItsNames()
    {
        Conversation chat;
        chat.id = ConversationId(1);
        {
            SqliteRepository repository(file());
            repository.save(chat);
            repository.save(reply(70));
            repository.save(fullRecord());
            repository.remove(chat.id);
        }
        SqliteRepository repository(file());
        const QList<EnergyRecord> left = get(repository.energy({}));
        QCOMPARE(left.size(), 1);
        QCOMPARE(left[0].reading, fullRecord().reading);
        QVERIFY(!left[0].conversation.isValid() && !left[0].message.isValid());
        QCOMPARE(sumOf(left).replies, 1);
    }

    void aDatabaseOfVersion1IsMigratedWithABackup()
    {
        copyVersion1();
        SqliteRepository repository(file());
        QCOMPARE(get(repository.opened()).schemaVersion, 2);
        QVERIFY(repository.save(fullRecord()).result());
        QCOMPARE(get(repository.energy({})).size(), 1);
        QCOMPARE(get(repository.conversations()).size(), 2);
        const QStringList backups = QDir(m_dir->filePath(u"data/backups"_s)).entryList({u"before-version-2-*.db"_s});
        QCOMPARE(backups.size(), 1);
        Connection old = Connection::open(m_dir->filePath(u"data/backups/"_s + backups[0]), OpenMode::ReadOnly).value();
        QCOMPARE(identify(old).value().version, 1);
        QCOMPARE(old.integer("SELECT count(*) FROM conversations").value(), 3); // one of them is in the bin
    }

    void aDatabaseThatHasNoSuchTableHasNoEnergy()
    {
        copyVersion1();
        Connection old = Connection::open(file(), OpenMode::ReadWrite).value();
        QCOMPARE(EnergyStore(old).find({}).value().size(), 0);
    }

    void sumsByEveryGroup()
    {
        QList<EnergyRecord> all{record(1, kMidnight - kHour, 10), record(2, kMidnight + kHour, 20),
                                record(3, kMidnight + 2 * kHour, 40)};
        all[2].model = u"Qwen 14B"_s;
        all[2].personaId = u"builtin.calm"_s;
        all[2].personaName = u"Calm"_s;
        const auto keys = [&](EnergyGroup group, const QTimeZone &zone = QTimeZone::UTC) {
            QStringList found;
            for (const EnergySum &sum : sumsBy(group, all, zone))
                found << sum.key + u'=' + QString::number(sum.joules);
            return found;
        };
        QCOMPARE(keys(EnergyGroup::Day), (QStringList{u"2026-11-16=10"_s, u"2026-11-17=60"_s}));
        QCOMPARE(keys(EnergyGroup::Month), QStringList{u"2026-11=70"_s});
        QCOMPARE(keys(EnergyGroup::Hour),
                 (QStringList{u"2026-11-16T23=10"_s, u"2026-11-17T01=20"_s, u"2026-11-17T02=40"_s}));
        QCOMPARE(keys(EnergyGroup::Model), (QStringList{u"Llama 8B=30"_s, u"Qwen 14B=40"_s}));
        QCOMPARE(keys(EnergyGroup::Persona), (QStringList{u"builtin.calm=40"_s, u"builtin.coder=30"_s}));
        QCOMPARE(keys(EnergyGroup::Conversation), QStringList{u"1=70"_s});
        QCOMPARE(sumsBy(EnergyGroup::Persona, all, QTimeZone::UTC)[0].name, u"Calm"_s);
        // A day is the person's own.
        QCOMPARE(keys(EnergyGroup::Day, QTimeZone(2 * 3600)), QStringList{u"2026-11-17=70"_s});
    }

    void aSumSaysWhatIsNotInIt()
    {
        EnergyRecord unknown = record(2, kMidnight, 0);
        unknown.reading = {};
        QCOMPARE(sumOf(QList<EnergyRecord>{unknown}).provenance(), Provenance::Unavailable);
        QCOMPARE(sumOf(QList<EnergyRecord>{}).provenance(), Provenance::Unavailable);
        const EnergySum part = sumOf(QList<EnergyRecord>{record(1, kMidnight, 10), unknown});
        QCOMPARE(part.provenance(), Provenance::Partial);
        QCOMPARE(part.unknown, 1);
        EnergyRecord guessed = record(3, kMidnight, 5);
        guessed.reading.provenance = Provenance::Estimated;
        guessed.reading.measured = 0;
        const EnergySum mixed = sumOf(QList<EnergyRecord>{record(1, kMidnight, 10), guessed});
        QCOMPARE(mixed.provenance(), Provenance::Estimated);
        QCOMPARE(mixed.measured, 10.0);
    }

    void errorsOfTheSensorAddUpAndOthersCancel()
    {
        // Ten replies of ±10 % by the sensor: still ±10 %. Ten of ±1 J by chance: ±√10.
        QList<EnergyRecord> systematic, random;
        for (int i = 1; i <= 10; ++i) {
            systematic << record(i, kMidnight, 100);
            random << record(i, kMidnight, 100);
            random.last().reading.uncertainty = random.last().reading.repeatability = 1;
        }
        QVERIFY(qAbs(sumOf(systematic).uncertainty - 100) < 1e-9);
        QVERIFY(qAbs(sumOf(random).uncertainty - std::sqrt(10.0)) < 1e-9);
    }

    void twoCurrenciesAreNotAdded()
    {
        EnergyRecord euro = record(2, kMidnight + kHour, 20);
        euro.reading.price = PriceThen{u"EUR"_s, 0.4, 0.5};
        const EnergySum sum = sumOf(QList<EnergyRecord>{record(1, kMidnight, 10), euro});
        QCOMPARE(sum.currency, u"EUR"_s); // that of the last
        QCOMPARE(sum.cost, 0.5);
        QCOMPARE(sum.otherCurrency, 1);
        QVERIFY(!sumOf(record(1, kMidnight, 10).reading, euro.reading).price);
    }

    void aSumOfReadingsKeepsThePhases()
    {
        EnergyReading unknown;
        const EnergyReading known = fullRecord().reading;
        const EnergyReading sum = sumOf(known, known);
        QCOMPARE(sum.prefill + sum.decode, 2 * known.total());
        QCOMPARE(sum.devices.size(), 2);
        QCOMPARE(sum.devices[0].decode, 2 * known.devices[0].decode);
        QCOMPARE(sum.net.value(), -7.0);
        QCOMPARE(sumOf(known, unknown).provenance, Provenance::Partial);
        QVERIFY(!sumOf(known, unknown).net);
        QCOMPARE(worse(Provenance::Measured, Provenance::Unavailable), Provenance::Partial);
        QCOMPARE(worse(Provenance::Unavailable, Provenance::Estimated), Provenance::Estimated);
    }

private:
    [[nodiscard]] QString file() const { return m_dir->filePath(u"data/sotto.db"_s); }
    void copyVersion1() const
    {
        QVERIFY(QDir().mkpath(m_dir->filePath(u"data"_s)));
        QVERIFY(QFile::copy(QStringLiteral(SOTTO_SOURCE_DIR) + "/tests/core/fixtures/schema_1.db"_L1, file()));
        QFile::setPermissions(file(), QFile::ReadOwner | QFile::WriteOwner);
    }

    std::unique_ptr<QTemporaryDir> m_dir;
};

QTEST_GUILESS_MAIN(TestEnergyStorage)
#include "test_energy_storage.moc"
