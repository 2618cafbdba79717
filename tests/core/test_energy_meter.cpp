#include "core/energy/energy_ledger.h"
#include "core/energy/energy_meter.h"
#include "core/energy/model_gpus.h"
#include "tests/support/fake_probe.h"

#include <QPromise>
#include <QSignalSpy>
#include <QTest>

using namespace sotto;
using namespace sotto::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr double kWatts = 50;

PowerDevice gpuAt(const char *address)
{
    PowerDevice gpu;
    gpu.id = gpu.pciBusId = address;
    gpu.name = "Fake";
    gpu.updatePeriod = 20ms;
    return gpu;
}

std::vector<std::unique_ptr<Probe>> probes(const std::shared_ptr<FakeProbe::Script> &script)
{
    std::vector<std::unique_ptr<Probe>> all;
    all.push_back(std::make_unique<FakeProbe>(script));
    return all;
}

std::shared_ptr<FakeProbe::Script> twoGpus()
{
    auto script = std::make_shared<FakeProbe::Script>();
    script->found.devices = {gpuAt("0000:01:00.0"), gpuAt("0000:02:00.0")};
    script->read = [](std::size_t index, DeviceReading &reading) {
        reading.power = PowerValue{index == 0 ? kWatts : 7, PowerSource::Amdgpu, Obtained::Measured, {}};
        return std::nullopt;
    };
    return script;
}

/// Records in memory; writes can be made to fail.
class FakeBooks final : public EnergyRepository {
public:
    QFuture<Status> save(const EnergyRecord &record) override
    {
        if (fails) return QtFuture::makeReadyValueFuture(Status(fail(ErrorCode::DiskFull)));
        records.removeIf([&](const EnergyRecord &r) { return r.id == record.id; });
        records << record;
        return QtFuture::makeReadyValueFuture(Status());
    }
    QFuture<Result<QList<EnergyRecord>>> energy(const EnergyQuery &query) override
    {
        QList<EnergyRecord> found;
        for (const EnergyRecord &r : std::as_const(records))
            if (r.startedMs >= query.fromMs && r.startedMs < query.toMs &&
                (!query.conversation.isValid() || r.conversation == query.conversation))
                found << r;
        return QtFuture::makeReadyValueFuture(Result<QList<EnergyRecord>>(found));
    }
    QList<EnergyRecord> records;
    bool fails = false;
};

Usage usage(Duration prompt, Duration decode, int tokens)
{
    Usage u;
    u.promptTokens = 61;
    u.cachedTokens = 21;
    u.outputTokens = tokens;
    u.promptTime = prompt;
    u.decodeTime = decode;
    return u;
}

} // namespace

class TestEnergyMeter final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aReplyIsPowerTimesTimeByPhase()
    {
        EnergyMeter meter(probes(twoGpus()), std::make_shared<SystemClock>());
        meter.setModelGpus(std::vector<std::string>{"0000:01:00.0"});
        const EnergyReading reading = write(meter, 200ms, 600ms);
        QVERIFY2(qAbs(reading.prefill - kWatts * 0.2) < 1e-6, qPrintable(QString::number(reading.prefill)));
        QVERIFY2(qAbs(reading.decode - kWatts * 0.6) < 1e-6, qPrintable(QString::number(reading.decode)));
        QVERIFY(qAbs(reading.prefillSeconds - 0.2) < 1e-9);
        // There is no reading of the processor.
        QCOMPARE(reading.provenance, Provenance::Partial);
        QCOMPARE(reading.coverage, Coverage::GpuOnly);
        QCOMPARE(reading.devices.size(), 2);
        QCOMPARE(reading.devices[1].counting, Counting::HoldsNoLayers);
    }

    void gpusThatHoldNoLayersAreLeftOut()
    {
        EnergyMeter meter(probes(twoGpus()), std::make_shared<SystemClock>());
        meter.setModelGpus(std::nullopt); // not known: all of them
        const EnergyReading all = write(meter, 100ms, 300ms);
        QVERIFY(qAbs(all.total() - (kWatts + 7) * 0.4) < 1e-6);
    }

    void withoutProbesNothingIsKnownAndNothingIs0()
    {
        EnergyMeter meter({}, std::make_shared<SystemClock>());
        const EnergyReading reading = write(meter, 10ms, 20ms);
        QVERIFY(!reading.isKnown());
        QCOMPARE(reading.coverage, Coverage::Nothing);
    }

    void nothingIsReadWhileNobodyLooks()
    {
        const auto script = twoGpus();
        const auto clock = std::make_shared<FakeClock>();
        script->clock = clock;
        EnergyMeter meter(probes(script), std::make_shared<SystemClock>());
        QTest::qWait(100);
        QCOMPARE(script->discoveries, 0);
        meter.setShown(true);
        QVERIFY(QTest::qWaitFor([&] { return meter.latest()->complete; }));
        meter.setShown(false);
        QTest::qWait(50);
        const std::uint64_t then = meter.latest()->number;
        QTest::qWait(700);
        QCOMPARE(meter.latest()->number, then);
    }

    void aReplyThatIsDroppedIsNotTold()
    {
        EnergyMeter meter(probes(twoGpus()), std::make_shared<SystemClock>());
        QSignalSpy spy(&meter, &EnergyMeter::measured);
        meter.begin(MessageId(1));
        meter.drop(MessageId(1));
        QTest::qWait(400);
        QCOMPARE(spy.size(), 0);
    }

    void endsWithAReplyUnderWay()
    {
        // No subscription may be left when the sampler goes: this must not hang or crash.
        EnergyMeter meter(probes(twoGpus()), std::make_shared<SystemClock>());
        meter.setShown(true);
        meter.begin(MessageId(1));
        meter.begin(MessageId(2));
        meter.end(MessageId(2), {10ms, 10ms, true});
        QTest::qWait(20);
    }

    void withoutATokenAllOfItIsPrefill()
    {
        EnergyMeter meter(probes(twoGpus()), std::make_shared<SystemClock>());
        meter.setModelGpus(std::vector<std::string>{"0000:01:00.0"});
        QSignalSpy spy(&meter, &EnergyMeter::measured);
        meter.begin(MessageId(1));
        QTest::qWait(500);
        meter.end(MessageId(1), {300ms, {}, false});
        QVERIFY(spy.wait(5000));
        const auto reading = spy[0][1].value<EnergyReading>();
        QVERIFY(qAbs(reading.prefill - kWatts * 0.3) < 1e-6);
        QCOMPARE(reading.decode, 0.0);
    }

    void theLedgerPricesAndKeepsIt()
    {
        EnergyMeter meter(probes(twoGpus()), std::make_shared<SystemClock>());
        meter.setModelGpus(std::vector<std::string>{"0000:01:00.0"});
        FakeBooks books;
        EnergyLedger ledger(meter, &books, std::make_shared<SystemClock>());
        EnergySettings settings;
        settings.tariff = Tariff{u"EUR"_s, 0.40, {}};
        ledger.setSettings(settings);
        ledger.setChat(ConversationId(5));
        const EnergyRecord record = writeWith(ledger, MessageId(50));
        QCOMPARE(record.conversation, ConversationId(5));
        QCOMPARE(record.model, u"Tiny"_s);
        QCOMPARE(record.promptTokens, 40); // what the cache held was not computed
        QCOMPARE(record.outputTokens, 30);
        QCOMPARE(record.endedMs - record.startedMs, 400);
        QCOMPARE(record.reading.price->currency, u"EUR"_s);
        QVERIFY(qAbs(record.reading.price->amount - costOf(record.reading.total(), 0.40)) < 1e-15);
        QCOMPARE(books.records, QList<EnergyRecord>{record});
        QVERIFY(QTest::qWaitFor([&] { return ledger.sums().chat.replies == 1; }));
        QCOMPARE(ledger.sums().today.joules, record.reading.total());
        QCOMPARE(ledger.sums().month.replies, 1);
        ledger.setChat(ConversationId(6));
        QVERIFY(QTest::qWaitFor([&] { return ledger.sums().chat.replies == 0; }));
        QCOMPARE(ledger.sums().today.replies, 1);
    }

    void aRecordThatCouldNotBeWrittenIsTriedAgain()
    {
        EnergyMeter meter(probes(twoGpus()), std::make_shared<SystemClock>());
        FakeBooks books;
        EnergyLedger ledger(meter, &books, std::make_shared<SystemClock>());
        QSignalSpy failures(&ledger, &EnergyLedger::failed);
        books.fails = true;
        const EnergyRecord lost = writeWith(ledger, MessageId(50));
        QVERIFY(QTest::qWaitFor([&] { return failures.size() == 1; }));
        books.fails = false;
        writeWith(ledger, MessageId(51));
        QVERIFY(QTest::qWaitFor([&] { return books.records.size() == 2; }));
        QCOMPARE(books.records[0], lost);
    }

    void daysAndMonthsBeginAtMidnight()
    {
        // 2026-11-17 14:10 UTC.
        QCOMPARE(startOfDay(1'794'924'600'000, QTimeZone::UTC), 1'794'873'600'000);
        QCOMPARE(startOfMonth(1'794'924'600'000, QTimeZone::UTC), 1'793'491'200'000);
        QCOMPARE(startOfDay(1'794'924'600'000, QTimeZone(10 * 3600)), 1'794'924'000'000);
    }

    void theGpusOfAModel()
    {
        std::vector<Device> devices(3);
        devices[0] = {.id = "CUDA0", .description = {}, .kind = DeviceKind::Gpu, .busId = "0000:01:00.0"};
        devices[1] = {.id = "CUDA1", .description = {}, .kind = DeviceKind::Gpu};
        devices[2] = {.id = "CPU", .description = {}, .kind = DeviceKind::Cpu};
        LoadedModel model;
        model.layerDevices = {"CPU", "CUDA0", "CUDA0"};
        QCOMPARE(gpusWithLayers(model, devices), std::vector<std::string>{"0000:01:00.0"});
        model.layerDevices = {"CPU", "CPU"};
        QCOMPARE(gpusWithLayers(model, devices), std::vector<std::string>{});
        // One that does not say where it is: all must be counted.
        model.layerDevices = {"CUDA0", "CUDA1"};
        QVERIFY(!gpusWithLayers(model, devices));
    }

private:
    EnergyReading write(EnergyMeter &meter, std::chrono::milliseconds prompt, std::chrono::milliseconds decode)
    {
        QSignalSpy spy(&meter, &EnergyMeter::measured);
        meter.begin(MessageId(1));
        QTest::qWait(static_cast<int>((prompt + decode).count()) + 250); // found, and read for a while
        meter.end(MessageId(1), {prompt, decode, true});
        if (!spy.wait(5000)) return {};
        return spy[0][1].value<EnergyReading>();
    }
    EnergyRecord writeWith(EnergyLedger &ledger, MessageId reply)
    {
        QSignalSpy spy(&ledger, &EnergyLedger::recorded);
        ledger.begin({reply, ConversationId(5), u"Tiny"_s, u"builtin.coder"_s, u"Coder"_s});
        QTest::qWait(600);
        ledger.end(reply, usage(100ms, 300ms, 30));
        if (!spy.wait(5000)) return {};
        return spy[0][0].value<EnergyRecord>();
    }
};

QTEST_GUILESS_MAIN(TestEnergyMeter)
#include "test_energy_meter.moc"
