// AMD, Intel, RAPL and battery probes over made trees; each trap of those interfaces by its name.

#include "hardware/probes/all_probes.h"
#include "hardware/probes/amdgpu_probe.h"
#include "hardware/probes/battery_probe.h"
#include "hardware/probes/cpu_model_probe.h"
#include "hardware/probes/intel_gpu_probe.h"
#include "hardware/probes/rapl_probe.h"
#include "tests/support/power_tree.h"

#include <QTest>

#include <cerrno>
#include <locale>
#include <sys/stat.h>

using namespace sotto;
using namespace sotto::test;

namespace {

struct Got {
    Discovery found;
    DeviceReading reading;
    std::optional<ProbeProblem> problem;
};

Got discoverAndRead(Probe &probe, std::size_t index = 0)
{
    Got got;
    got.found = probe.discover();
    if (index < got.found.devices.size()) got.problem = probe.read(index, Depth::Everything, got.reading);
    return got;
}

bool near(double a, double b)
{
    return std::abs(a - b) < 1e-9 * std::max(1.0, std::abs(b));
}

} // namespace

class TestSysfsProbes final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void nothingThere()
    {
        const PowerTree tree;
        ProbeOptions options;
        options.sysfsRoot = tree.root();
        options.estimates = false;
        for (const auto &probe : makeProbes(options, tree.files)) {
            const Discovery found = probe->discover();
            QVERIFY(found.devices.empty());
            QVERIFY2(found.problems.empty(), found.problems.empty() ? "" : found.problems[0].detail.c_str());
        }
    }

    void busIdsAreTheSameHoweverTheyAreWritten_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("expected");
        QTest::newRow("NVML") << QByteArray("00000000:0A:00.0") << QByteArray("0000:0a:00.0");
        QTest::newRow("sysfs") << QByteArray("0000:0a:00.1") << QByteArray("0000:0a:00.1");
        QTest::newRow("large domain") << QByteArray("00010001:0a:1f.0") << QByteArray("10001:0a:1f.0");
        QTest::newRow("words") << QByteArray("none") << QByteArray();
        QTest::newRow("something behind it") << QByteArray("0000:0a:00.0/x") << QByteArray();
        QTest::newRow("nothing") << QByteArray() << QByteArray();
    }
    void busIdsAreTheSameHoweverTheyAreWritten()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, expected);
        QCOMPARE(normalisedBusId(std::string_view(text.constData(), std::size_t(text.size()))), expected.toStdString());
    }

    // --- amdgpu ---

    void amdgpuAverageOnly()
    {
        const PowerTree tree;
        const auto hwmon = tree.hwmon(tree.gpu("0000:03:00.0", "0x1002"), 4, "amdgpu");
        tree.write(hwmon + "/power1_average", "57000000");
        tree.write(hwmon + "/power1_cap", "303000000");
        tree.write(hwmon + "/temp1_input", "48000");
        tree.write(hwmon + "/freq1_input", "2304000000");
        tree.write("bus/pci/devices/0000:03:00.0/gpu_busy_percent", "93");
        tree.write("bus/pci/devices/0000:03:00.0/mem_info_vram_used", "8589934592");
        tree.write("bus/pci/devices/0000:03:00.0/mem_info_vram_total", "25753026560");
        AmdgpuProbe probe(tree.sysfs());
        const Got got = discoverAndRead(probe);
        QVERIFY(!got.problem);
        QCOMPARE(got.found.devices.at(0).pciBusId, std::string("0000:03:00.0"));
        QVERIFY(got.found.devices.at(0).kind == PowerDeviceKind::Gpu);
        QVERIFY(near(got.reading.power->watts, 57));
        QVERIFY(!got.reading.power->window); // not documented: no window is made up
        QVERIFY(got.reading.power->obtained == Obtained::Measured);
        QVERIFY(near(*got.reading.limitWatts, 303));
        QVERIFY(near(*got.reading.celsius, 48));
        QVERIFY(near(*got.reading.coreMHz, 2304));
        QVERIFY(near(*got.reading.busy, 0.93));
        QCOMPARE(*got.reading.memoryUsed, 8'589'934'592ULL);
        QVERIFY(!got.reading.energy);
    }

    void amdgpuInputOnly()
    {
        const PowerTree tree;
        tree.write(tree.hwmon(tree.gpu("0000:03:00.0", "0x1002"), 4, "amdgpu") + "/power1_input", "12345678");
        AmdgpuProbe probe(tree.sysfs());
        const Got got = discoverAndRead(probe);
        QVERIFY(!got.problem);
        QVERIFY(near(got.reading.power->watts, 12.345678));
        QVERIFY(!got.reading.limitWatts && !got.reading.celsius && !got.reading.memoryTotal); // absent, not 0
    }

    void amdgpuSentinelIsNot66Watts()
    {
        const PowerTree tree;
        const auto hwmon = tree.hwmon(tree.gpu("0000:03:00.0", "0x1002"), 4, "amdgpu");
        tree.write(hwmon + "/power1_average", "65535000");
        AmdgpuProbe probe(tree.sysfs());
        Got got = discoverAndRead(probe);
        QVERIFY(!got.reading.power);
        QVERIFY(got.problem->kind == ProblemKind::NotSupported);
        // With a second file that works the sentinel of the first does no harm.
        tree.write(hwmon + "/power1_input", "20000000");
        got = discoverAndRead(probe);
        QVERIFY(!got.problem);
        QVERIFY(near(got.reading.power->watts, 20));
        // And 65.536 W is a fine figure.
        tree.write(hwmon + "/power1_average", "65536000");
        QVERIFY(near(discoverAndRead(probe).reading.power->watts, 65.536));
    }

    void amdgpuApuIncludesTheCpu()
    {
        const PowerTree tree;
        const auto hwmon = tree.hwmon(tree.gpu("0000:c4:00.0", "0x1002"), 4, "amdgpu");
        tree.write(hwmon + "/power1_input", "9000000");
        tree.write(hwmon + "/in1_label", "vddnb");
        AmdgpuProbe probe(tree.sysfs());
        const Got got = discoverAndRead(probe);
        QVERIFY(got.found.devices.at(0).includesCpu);
        QVERIFY(got.found.devices.at(0).kind == PowerDeviceKind::IntegratedGpu);
    }

    void amdgpuOfAnotherDriverIsLeftAlone()
    {
        const PowerTree tree;
        tree.hwmon(tree.gpu("0000:03:00.0", "0x1002"), 4, "radeon");
        AmdgpuProbe probe(tree.sysfs());
        QVERIFY(probe.discover().devices.empty());
    }

    void aSuspendedGpuGetsNoCalls_data()
    {
        QTest::addColumn<bool>("amd");
        QTest::newRow("amdgpu") << true;
        QTest::newRow("intel") << false;
    }
    void aSuspendedGpuGetsNoCalls()
    {
        QFETCH(bool, amd);
        const PowerTree tree;
        const auto folder = tree.gpu("0000:03:00.0", amd ? "0x1002" : "0x8086", "suspended");
        const auto hwmon = tree.hwmon(folder, 4, amd ? "amdgpu" : "xe");
        tree.write(hwmon + "/power1_average", "5000000");
        tree.write(hwmon + "/energy1_input", "5000000");
        const std::unique_ptr<Probe> probe = amd ? std::unique_ptr<Probe>(new AmdgpuProbe(tree.sysfs()))
                                                 : std::unique_ptr<Probe>(new IntelGpuProbe(tree.sysfs()));
        Got got = discoverAndRead(*probe);
        QCOMPARE(got.found.devices.size(), std::size_t(1));
        QVERIFY(!got.problem);
        QVERIFY(got.reading.asleep);
        QVERIFY(!got.reading.power && !got.reading.energy);
        QCOMPARE(tree.files->readsOf("/hwmon/"), 0);
        QCOMPARE(tree.files->readsOf("_busy_percent"), 0);
        QCOMPARE(tree.files->readsOf("mem_info"), 0);
        // Once it is awake, it asks to be looked for again and is then read.
        tree.write(folder + "/power/runtime_status", "active");
        QVERIFY(probe->read(0, Depth::Power, got.reading)->kind == ProblemKind::Changed);
        QVERIFY(!discoverAndRead(*probe).problem);
    }

    // --- Intel GPUs ---

    void i915GtDuplicatesAreNotAdded()
    {
        const PowerTree tree;
        const auto folder = tree.gpu("0000:03:00.0", "0x8086");
        tree.write(tree.hwmon(folder, 2, "i915_gt0") + "/energy1_input", "111");
        tree.write(tree.hwmon(folder, 3, "i915_gt1") + "/energy1_input", "222");
        tree.write(tree.hwmon(folder, 5, "i915") + "/energy1_input", "7000000");
        IntelGpuProbe probe(tree.sysfs());
        const Got got = discoverAndRead(probe);
        QCOMPARE(got.found.devices.size(), std::size_t(1));
        QVERIFY(near(got.reading.energy->joules, 7));
        QVERIFY(!got.reading.power);
    }

    void xeTakesTheCardBeforeThePackage()
    {
        const PowerTree tree;
        const auto hwmon = tree.hwmon(tree.gpu("0000:03:00.0", "0x8086"), 2, "xe");
        tree.write(hwmon + "/energy2_input", "4000000");
        IntelGpuProbe probe(tree.sysfs());
        QVERIFY(near(discoverAndRead(probe).reading.energy->joules, 4));
        tree.write(hwmon + "/energy1_input", "9000000");
        tree.write(hwmon + "/power1_max", "190000000");
        const Got got = discoverAndRead(probe);
        QVERIFY(near(got.reading.energy->joules, 9));
        QVERIFY(near(*got.reading.limitWatts, 190));
    }

    void anIntegratedIntelGpuHasNoCounterAndNoDevice()
    {
        const PowerTree tree;
        tree.hwmon(tree.gpu("0000:00:02.0", "0x8086"), 2, "i915");
        IntelGpuProbe probe(tree.sysfs());
        QVERIFY(probe.discover().devices.empty());
    }

    // --- RAPL ---

    void raplTakesPackagesAndTheirMemoryOnly()
    {
        const PowerTree tree;
        tree.rapl("0", "package-0", 1'000'000);
        tree.rapl("0:0", "core", 600'000);
        tree.rapl("0:1", "uncore", 100'000);
        tree.rapl("0:2", "dram", 250'000, 65'712'999'613);
        tree.rapl("1", "package-1", 2'000'000);
        tree.rapl("1:0", "core", 1);
        tree.rapl("2", "psys", 9'000'000);
        tree.write("class/powercap/intel-rapl-mmio:0/name", "package-0");
        tree.write("class/powercap/intel-rapl-mmio:0/energy_uj", "1000000");
        RaplProbe probe(tree.sysfs(), "power");
        const Discovery found = probe.discover();
        std::vector<std::string> ids;
        for (const PowerDevice &device : found.devices)
            ids.push_back(device.id);
        QVERIFY((ids == std::vector<std::string>{"rapl:package-0", "rapl:package-0:dram", "rapl:package-1"}));
        QVERIFY(near(*found.devices[1].wrapsAt, 65'712.999613));
        DeviceReading reading;
        QVERIFY(!probe.read(1, Depth::Power, reading));
        QVERIFY(near(reading.energy->joules, 0.25));
        QVERIFY(reading.energy->source == PowerSource::Rapl);
    }

    void raplReadableByRootOnlySaysWhatToDo()
    {
        const PowerTree tree;
        tree.rapl("0", "package-0", 1'000'000);
        tree.files->refused = {{"energy_uj", EACCES}};
        RaplProbe probe(tree.sysfs(), "wheel");
        const Got got = discoverAndRead(probe);
        QCOMPARE(got.found.devices.size(), std::size_t(1));
        QVERIFY(got.problem->kind == ProblemKind::NoPermission);
        QVERIFY(got.problem->path.ends_with("intel-rapl:0/energy_uj"));
        QVERIFY(got.problem->remedy.contains("chgrp wheel /sys%p/energy_uj"));
        QVERIFY(got.problem->remedy.contains("/etc/udev/rules.d/"));
        QVERIFY(!got.reading.energy);
    }

    void aGroupNameCannotSmuggleACommandIn()
    {
        QVERIFY(!raplAccessCommand("a; rm -rf /").contains("rm -rf"));
        QVERIFY(raplAccessCommand("$(id)").contains("chgrp users"));
        QVERIFY(raplAccessCommand("").contains("chgrp users"));
        QVERIFY(!ownGroup().empty());
    }

    // --- battery ---

    void batteryDischargeIsALastResortAndLabelled()
    {
        const PowerTree tree;
        tree.write("class/power_supply/BAT0/type", "Battery");
        tree.write("class/power_supply/BAT0/status", "Discharging");
        tree.write("class/power_supply/BAT0/power_now", "11500000");
        tree.write("class/power_supply/AC/type", "Mains");
        tree.write("class/power_supply/hid-mouse/type", "Battery");
        tree.write("class/power_supply/hid-mouse/scope", "Device");
        BatteryProbe probe(tree.sysfs());
        Got got = discoverAndRead(probe);
        QCOMPARE(got.found.devices.size(), std::size_t(1));
        QVERIFY(got.found.devices[0].kind == PowerDeviceKind::Battery);
        QVERIFY(near(got.reading.power->watts, 11.5));
        QVERIFY(got.reading.power->source == PowerSource::Battery);

        tree.write("class/power_supply/BAT0/status", "Charging");
        got = discoverAndRead(probe);
        QVERIFY(!got.reading.power);
        QVERIFY(got.problem->kind == ProblemKind::NotSupported);
    }

    void batteryByCurrentAndVoltage()
    {
        const PowerTree tree;
        tree.write("class/power_supply/BAT1/type", "Battery");
        tree.write("class/power_supply/BAT1/status", "Discharging");
        tree.write("class/power_supply/BAT1/current_now", "1500000");
        tree.write("class/power_supply/BAT1/voltage_now", "12000000");
        BatteryProbe probe(tree.sysfs());
        QVERIFY(near(discoverAndRead(probe).reading.power->watts, 18));
    }

    // --- nonsense ---

    void filesWithNonsenseAreNoFigures_data()
    {
        QTest::addColumn<QByteArray>("text");
        for (const char *text :
             {"", "-5", "12.5", "12,5", "nan", "0x10", "99999999999999999999999", "57000000 W", "\x01\xff\xfe", "1\n2"})
            QTest::addRow("%s", text) << QByteArray(text);
    }
    void filesWithNonsenseAreNoFigures()
    {
        QFETCH(QByteArray, text);
        const PowerTree tree;
        const auto hwmon = tree.hwmon(tree.gpu("0000:03:00.0", "0x1002"), 4, "amdgpu");
        tree.write(hwmon + "/power1_average", text.toStdString());
        AmdgpuProbe probe(tree.sysfs());
        const Got got = discoverAndRead(probe);
        QVERIFY(!got.reading.power);
        QVERIFY(got.problem);
    }

    void aDecimalCommaChangesNothing()
    {
        struct Comma final : std::numpunct<char> {
            char do_decimal_point() const override { return ','; }
            char do_thousands_sep() const override { return '.'; }
            std::string do_grouping() const override { return "\3"; }
        };
        const std::locale before = std::locale::global(std::locale(std::locale::classic(), new Comma));
        const PowerTree tree;
        const std::string stat = "7 (a) b) c) S 1 1 1 0 -1 4194560 100 0 0 0 1234 66 0 0 20 0 3 0 5";
        tree.rapl("0", "package-0", 1'234'567'890);
        RaplProbe probe(tree.sysfs(), "");
        const Got got = discoverAndRead(probe);
        std::locale::global(before);
        QVERIFY(near(got.reading.energy->joules, 1234.56789));
        QVERIFY(near(*processTimeFromStat(stat, 100), 13));
    }

    void namesAreMadeHarmless()
    {
        QCOMPARE(harmlessName("  a\x1b[31mb\n"), std::string("a [31mb"));
        QCOMPARE(harmlessName(std::string(500, 'x')).size(), std::size_t(96));
    }

    void aPipeInTheTreeDoesNotHang()
    {
        const PowerTree tree;
        const auto hwmon = tree.hwmon(tree.gpu("0000:03:00.0", "0x1002"), 4, "amdgpu");
        QVERIFY(::mkfifo((tree.root() / hwmon / "power1_average").c_str(), 0600) == 0);
        AmdgpuProbe probe(tree.sysfs());
        QVERIFY(discoverAndRead(probe).problem);
    }
};

QTEST_GUILESS_MAIN(TestSysfsProbes)
#include "test_sysfs_probes.moc"
