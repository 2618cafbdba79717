// The NVML probe over a fake library that the production loader loads by its path.

#include "hardware/probes/nvml_probe.h"
#include "tests/support/fake_nvml_handle.h"
#include "tests/support/power_tree.h"

#include <QTest>

#include <unistd.h>

using namespace sotto;
using namespace sotto::test;
using namespace std::chrono_literals;

class TestNvmlProbe final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_tree = std::make_unique<PowerTree>(); }

    void readsEverything()
    {
        FakeNvml nvml(SOTTO_FAKE_NVML_FULL);
        fake::Gpu gpu;
        const auto own = static_cast<unsigned>(::getpid());
        gpu.processes = {{own, 3ULL << 30}, {own + 1, 1ULL << 30}, {own + 2, nvml::kNoValue}};
        nvml->gpus = {gpu};
        nvml->now = 10;
        NvmlProbe probe(m_tree->sysfs(), SOTTO_FAKE_NVML_FULL);
        const Discovery found = probe.discover();
        QVERIFY(found.problems.empty());
        QCOMPARE(found.devices.size(), std::size_t(1));
        const PowerDevice &device = found.devices[0];
        QCOMPARE(device.id, std::string("0000:01:00.0"));
        QCOMPARE(device.pciBusId, std::string("0000:01:00.0"));
        QCOMPARE(device.name, std::string("NVIDIA GeForce RTX 4090"));
        QCOMPARE(device.relativeError, 0.053); // this card was measured
        QVERIFY(device.updatePeriod == 100ms);

        DeviceReading reading;
        QVERIFY(!probe.read(0, Depth::Everything, reading));
        QCOMPARE(reading.power->watts, 100.0);
        QVERIFY(reading.power->source == PowerSource::NvmlInstant);
        QVERIFY(reading.power->window == Duration(100ms));
        QCOMPARE(reading.energy->joules, 2000.0);
        QCOMPARE(*reading.limitWatts, 450.0);
        QCOMPARE(*reading.celsius, 61.0);
        QCOMPARE(*reading.busy, 0.87);
        QCOMPARE(*reading.coreMHz, 2520.0);
        QCOMPARE(*reading.memoryMHz, 10501.0);
        QCOMPARE(*reading.throttle, throttle::kPowerCap);
        QCOMPARE(*reading.memoryUsed, 8ULL << 30);
        QCOMPARE(*reading.memoryTotal, 24ULL << 30);
        QVERIFY((reading.share == GpuShare{3ULL << 30, 1ULL << 30, 2}));
        QCOMPARE(nvml->calls["nvmlDeviceGetMemoryInfo"], 0); // v2 answered
    }

    void powerAloneMakesOneCall()
    {
        FakeNvml nvml(SOTTO_FAKE_NVML_FULL);
        nvml->gpus = {fake::Gpu{}};
        NvmlProbe probe(m_tree->sysfs(), SOTTO_FAKE_NVML_FULL);
        (void)probe.discover();
        nvml->calls.clear();
        DeviceReading reading;
        QVERIFY(!probe.read(0, Depth::Power, reading));
        QCOMPARE(nvml->calls.size(), std::size_t(1)); // the dear energy counter is not among them
        QCOMPARE(nvml->calls["nvmlDeviceGetFieldValues"], 1);
    }

    void fallsBackFromFieldToField_data()
    {
        QTest::addColumn<bool>("instant");
        QTest::addColumn<bool>("average");
        QTest::addColumn<unsigned>("scope");
        QTest::addColumn<int>("source");
        QTest::newRow("instant") << true << true << 0U << int(PowerSource::NvmlInstant);
        QTest::newRow("module scope") << true << true << 1U << int(PowerSource::NvmlInstant);
        QTest::newRow("average") << false << true << 0U << int(PowerSource::NvmlAverage);
        QTest::newRow("old call") << false << false << 0U << int(PowerSource::NvmlUsage);
        QTest::newRow("scope nobody asks for") << true << true << 2U << int(PowerSource::NvmlUsage);
    }
    void fallsBackFromFieldToField()
    {
        QFETCH(bool, instant);
        QFETCH(bool, average);
        QFETCH(unsigned, scope);
        QFETCH(int, source);
        FakeNvml nvml(SOTTO_FAKE_NVML_FULL);
        fake::Gpu gpu;
        gpu.scope = scope;
        if (!instant) gpu.fails["field 186"] = nvml::kNotSupported;
        if (!average) gpu.fails["field 185"] = nvml::kNotSupported;
        nvml->gpus = {gpu};
        NvmlProbe probe(m_tree->sysfs(), SOTTO_FAKE_NVML_FULL);
        (void)probe.discover();
        DeviceReading reading;
        QVERIFY(!probe.read(0, Depth::Power, reading));
        QCOMPARE(int(reading.power->source), source);
        QCOMPARE(reading.power->watts, 100.0);
        if (source != int(PowerSource::NvmlInstant)) QVERIFY(reading.power->window == Duration(1000ms));
    }

    void aFieldsOwnFailureIsNotAFigure()
    {
        FakeNvml nvml(SOTTO_FAKE_NVML_FULL);
        nvml->gpus = {fake::Gpu{}};
        NvmlProbe probe(m_tree->sysfs(), SOTTO_FAKE_NVML_FULL);
        (void)probe.discover();
        nvml->gpus[0].fails["field 186"] = nvml::kUnknown; // the call succeeds, its field does not
        DeviceReading reading;
        const auto problem = probe.read(0, Depth::Power, reading);
        QVERIFY(!reading.power);
        QVERIFY(problem && problem->kind == ProblemKind::Unreadable);
    }

    void anOldDriverHasOnlyTheOldCalls()
    {
        FakeNvml nvml(SOTTO_FAKE_NVML_OLD);
        fake::Gpu gpu;
        gpu.processes = {{7, 512}};
        nvml->gpus = {gpu};
        nvml->now = 5;
        NvmlProbe probe(m_tree->sysfs(), SOTTO_FAKE_NVML_OLD);
        const Discovery found = probe.discover();
        QCOMPARE(found.devices.size(), std::size_t(1));
        QCOMPARE(found.devices[0].id, std::string("0000:01:00.0"));
        DeviceReading reading;
        QVERIFY(!probe.read(0, Depth::Everything, reading));
        QVERIFY(reading.power->source == PowerSource::NvmlUsage);
        QVERIFY(!reading.power->window); // generation unknown, so window unknown
        QVERIFY(!reading.energy && !reading.throttle && !reading.coreMHz);
        QCOMPARE(*reading.limitWatts, 450.0);
        QCOMPARE(*reading.memoryUsed, 8ULL << 30);
        QVERIFY((reading.share == GpuShare{0, 512, 1}));
    }

    void everythingUnsupportedIsUnavailableNotZero()
    {
        FakeNvml nvml(SOTTO_FAKE_NVML_FULL);
        fake::Gpu gpu;
        for (const char *function :
             {"nvmlDeviceGetFieldValues", "nvmlDeviceGetPowerUsage", "nvmlDeviceGetTotalEnergyConsumption",
              "nvmlDeviceGetEnforcedPowerLimit", "nvmlDeviceGetPowerManagementLimit", "nvmlDeviceGetTemperature",
              "nvmlDeviceGetUtilizationRates", "nvmlDeviceGetClockInfo", "nvmlDeviceGetCurrentClocksThrottleReasons",
              "nvmlDeviceGetMemoryInfo_v2", "nvmlDeviceGetMemoryInfo", "nvmlDeviceGetComputeRunningProcesses_v3",
              "nvmlDeviceGetComputeRunningProcesses", "nvmlDeviceGetName"})
            gpu.fails[function] = nvml::kNotSupported;
        nvml->gpus = {gpu};
        NvmlProbe probe(m_tree->sysfs(), SOTTO_FAKE_NVML_FULL);
        QCOMPARE(probe.discover().devices.size(), std::size_t(1));
        DeviceReading reading;
        const auto problem = probe.read(0, Depth::Everything, reading);
        QVERIFY(problem && problem->kind == ProblemKind::NotSupported);
        QVERIFY(reading == DeviceReading{});
    }

    void memoryFallsBackToVersionOne()
    {
        FakeNvml nvml(SOTTO_FAKE_NVML_FULL);
        fake::Gpu gpu;
        gpu.fails["nvmlDeviceGetMemoryInfo_v2"] = nvml::kNotSupported;
        nvml->gpus = {gpu};
        NvmlProbe probe(m_tree->sysfs(), SOTTO_FAKE_NVML_FULL);
        (void)probe.discover();
        DeviceReading reading;
        QVERIFY(!probe.read(0, Depth::Everything, reading));
        QCOMPARE(*reading.memoryUsed, 8ULL << 30);
    }

    void moreProcessesThanRoomIsNoSum()
    {
        FakeNvml nvml(SOTTO_FAKE_NVML_FULL);
        fake::Gpu gpu;
        gpu.processes.assign(500, {9, 1});
        nvml->gpus = {gpu};
        NvmlProbe probe(m_tree->sysfs(), SOTTO_FAKE_NVML_FULL);
        (void)probe.discover();
        DeviceReading reading;
        QVERIFY(!probe.read(0, Depth::Everything, reading));
        QVERIFY(!reading.share);
    }

    // --- the library itself ---

    void noLibraryAndNoNvidiaGpuIsNoProblem()
    {
        NvmlProbe probe(m_tree->sysfs(), {});
        const Discovery found = probe.discover();
        QVERIFY(found.devices.empty());
        QVERIFY(found.problems.empty());
    }

    void noLibraryButAnNvidiaGpuIsOne()
    {
        m_tree->gpu("0000:01:00.0", "0x10de");
        NvmlProbe probe(m_tree->sysfs(), "/nowhere/libnvidia-ml.so.1");
        const Discovery found = probe.discover();
        QCOMPARE(found.problems.size(), std::size_t(1));
        QVERIFY(found.problems[0].kind == ProblemKind::LibraryMissing);
        QCOMPARE(found.problems[0].path, std::string("/nowhere/libnvidia-ml.so.1"));
    }

    void aLibraryWithoutInitIsUnusable()
    {
        NvmlProbe probe(m_tree->sysfs(), SOTTO_FAKE_NVML_BROKEN);
        const Discovery found = probe.discover();
        QVERIFY(found.problems.at(0).kind == ProblemKind::LibraryUnusable);
        QCOMPARE(found.problems[0].path, std::string("nvmlInit"));
    }

    void initFailuresSayWhy_data()
    {
        QTest::addColumn<int>("result");
        QTest::addColumn<int>("kind");
        QTest::newRow("driver not loaded") << nvml::kDriverNotLoaded << int(ProblemKind::DriverMissing);
        QTest::newRow("versions differ") << nvml::kVersionMismatch << int(ProblemKind::VersionMismatch);
        QTest::newRow("no permission") << nvml::kNoPermission << int(ProblemKind::NoPermission);
        QTest::newRow("unknown") << nvml::kUnknown << int(ProblemKind::Unreadable);
    }
    void initFailuresSayWhy()
    {
        QFETCH(int, result);
        QFETCH(int, kind);
        FakeNvml nvml(SOTTO_FAKE_NVML_FULL);
        nvml->initFails = result;
        NvmlProbe probe(m_tree->sysfs(), SOTTO_FAKE_NVML_FULL);
        const Discovery found = probe.discover();
        QCOMPARE(int(found.problems.at(0).kind), kind);
        QVERIFY(found.devices.empty());
        // The driver comes: the same probe finds it.
        nvml->initFails = 0;
        nvml->gpus = {fake::Gpu{}};
        QCOMPARE(probe.discover().devices.size(), std::size_t(1));
    }

    void releaseShutsNvmlDown()
    {
        FakeNvml nvml(SOTTO_FAKE_NVML_FULL);
        nvml->gpus = {fake::Gpu{}};
        {
            NvmlProbe probe(m_tree->sysfs(), SOTTO_FAKE_NVML_FULL);
            (void)probe.discover();
            QVERIFY(nvml->initialised);
            probe.release();
            QVERIFY(!nvml->initialised);
            (void)probe.discover();
        }
        QCOMPARE(nvml->inits, nvml->shutdowns);
    }

    // --- lost, reset, asleep ---

    void aLostGpuIsToldAndTheOtherGoesOn_data()
    {
        QTest::addColumn<int>("result");
        QTest::addColumn<int>("kind");
        QTest::newRow("lost") << nvml::kGpuIsLost << int(ProblemKind::DeviceLost);
        QTest::newRow("wants a reset") << nvml::kResetRequired << int(ProblemKind::ResetRequired);
    }
    void aLostGpuIsToldAndTheOtherGoesOn()
    {
        QFETCH(int, result);
        QFETCH(int, kind);
        FakeNvml nvml(SOTTO_FAKE_NVML_FULL);
        nvml->gpus.resize(2);
        nvml->gpus[1].busId = "00000000:02:00.0";
        NvmlProbe probe(m_tree->sysfs(), SOTTO_FAKE_NVML_FULL);
        QCOMPARE(probe.discover().devices.size(), std::size_t(2));
        nvml->gpus[0].lost = result;
        DeviceReading first;
        DeviceReading second;
        QCOMPARE(int(probe.read(0, Depth::Power, first)->kind), kind);
        QVERIFY(!first.power);
        QVERIFY(!probe.read(1, Depth::Power, second));
        QVERIFY(second.power);
        // While it is lost a new discovery finds the other and says what is wrong with this one.
        const Discovery found = probe.discover();
        QCOMPARE(found.devices.size(), std::size_t(1));
        QCOMPARE(int(found.problems.at(0).kind), kind);
        nvml->gpus[0].lost = 0;
        QCOMPARE(probe.discover().devices.size(), std::size_t(2));
    }

    void aDriverUnloadedBelowUsIsALoss()
    {
        FakeNvml nvml(SOTTO_FAKE_NVML_FULL);
        nvml->gpus = {fake::Gpu{}};
        NvmlProbe probe(m_tree->sysfs(), SOTTO_FAKE_NVML_FULL);
        (void)probe.discover();
        nvml->initialised = false;
        DeviceReading reading;
        QVERIFY(probe.read(0, Depth::Power, reading)->kind == ProblemKind::DeviceLost);
    }

    void aSleepingLaptopGpuIsNotEvenLookedUp()
    {
        FakeNvml nvml(SOTTO_FAKE_NVML_FULL);
        nvml->gpus = {fake::Gpu{}};
        const auto folder = m_tree->gpu("0000:01:00.0", "0x10de", "suspended");
        NvmlProbe probe(m_tree->sysfs(), SOTTO_FAKE_NVML_FULL);
        QCOMPARE(probe.discover().devices.size(), std::size_t(1));
        DeviceReading reading;
        QVERIFY(!probe.read(0, Depth::Everything, reading));
        QVERIFY(reading.asleep && !reading.power);
        QVERIFY(nvml->calls.empty());
        QCOMPARE(nvml->inits, 0);

        m_tree->write(folder + "/power/runtime_status", "active");
        QVERIFY(probe.read(0, Depth::Power, reading)->kind == ProblemKind::Changed);
        QCOMPARE(probe.discover().devices.at(0).name, std::string("NVIDIA GeForce RTX 4090"));
        DeviceReading awake;
        QVERIFY(!probe.read(0, Depth::Power, awake));
        QVERIFY(awake.power);

        // Back to sleep: not one more call.
        m_tree->write(folder + "/power/runtime_status", "suspended");
        nvml->calls.clear();
        DeviceReading again;
        QVERIFY(!probe.read(0, Depth::Everything, again));
        QVERIFY(again.asleep);
        QVERIFY(nvml->calls.empty());
    }

    void aSleeperBesideOneAwakeIsNotTouched()
    {
        FakeNvml nvml(SOTTO_FAKE_NVML_FULL);
        nvml->gpus.resize(2);
        nvml->gpus[1].busId = "00000000:02:00.0";
        m_tree->gpu("0000:01:00.0", "0x10de", "suspended");
        m_tree->gpu("0000:02:00.0", "0x10de");
        NvmlProbe probe(m_tree->sysfs(), SOTTO_FAKE_NVML_FULL);
        QCOMPARE(probe.discover().devices.size(), std::size_t(2));
        QCOMPARE(nvml->calls["nvmlDeviceGetHandleByPciBusId"], 1);
        QCOMPARE(nvml->calls["nvmlDeviceGetHandleByIndex"], 0);
    }

    void inAContainerOnlyItsOwnGpusAreFound()
    {
        FakeNvml nvml(SOTTO_FAKE_NVML_FULL);
        nvml->gpus.resize(1);
        m_tree->gpu("0000:01:00.0", "0x10de");
        m_tree->gpu("0000:02:00.0", "0x10de"); // on the bus, not given to the container
        NvmlProbe probe(m_tree->sysfs(), SOTTO_FAKE_NVML_FULL);
        const Discovery found = probe.discover();
        QCOMPARE(found.devices.size(), std::size_t(1));
        QVERIFY(found.problems.empty());
    }

    void sensorsByGeneration()
    {
        QVERIFY(nvmlSensorOf(8, 9).instantWindow == Duration(100ms));
        QVERIFY(nvmlSensorOf(8, 9).usageWindow == Duration(1000ms)); // the old call averages from GA10x on …
        QVERIFY(nvmlSensorOf(8, 0).usageWindow == Duration(25ms));   // … but not on GA100
        QVERIFY(nvmlSensorOf(9, 0).instantWindow == Duration(25ms));
        QVERIFY(nvmlSensorOf(7, 5).usageWindow == Duration(100ms));
        QVERIFY(nvmlSensorOf(6, 1).update == Duration(20ms));
        QVERIFY(nvmlSensorOf(12, 0).update == Duration::zero()); // not published: inferred
        QVERIFY(!nvmlSensorOf(0, 0).usageWindow);
        QCOMPARE(nvmlRelativeError("NVIDIA GeForce RTX 2060 SUPER"), 0.127);
        QCOMPARE(nvmlRelativeError("NVIDIA GeForce RTX 5090"), 0.10);
    }

private:
    std::unique_ptr<PowerTree> m_tree;
};

QTEST_GUILESS_MAIN(TestNvmlProbe)
#include "test_nvml_probe.moc"
