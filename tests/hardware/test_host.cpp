#include "hardware/cgroup.h"
#include "hardware/host.h"

#include <QTemporaryDir>
#include <QtTest>

#include <fstream>
#include <string_view>
#include <unistd.h>

using namespace sotto;

namespace {

constexpr std::uint64_t kMiB = 1024 * 1024;

/// A made /proc and /sys.
class Tree final {
public:
    [[nodiscard]] std::filesystem::path root() const { return m_folder.path().toStdString(); }

    void write(const std::string &path, std::string_view text) const
    {
        const auto file = root() / path;
        std::filesystem::create_directories(file.parent_path());
        std::ofstream(file, std::ios::binary) << text;
    }

    void cpu(int number, int package, int core) const
    {
        const std::string topology = "sys/devices/system/cpu/cpu" + std::to_string(number) + "/topology/";
        write(topology + "physical_package_id", std::to_string(package) + "\n");
        write(topology + "core_id", std::to_string(core) + "\n");
    }

    void memory(std::uint64_t totalMiB, std::uint64_t availableMiB) const
    {
        write("proc/meminfo", "MemTotal:       " + std::to_string(totalMiB * 1024) +
                                  " kB\nMemFree: 1 kB\nMemAvailable:   " + std::to_string(availableMiB * 1024) +
                                  " kB\n");
    }

private:
    QTemporaryDir m_folder;
};

std::string mebibytes(std::uint64_t count)
{
    return std::to_string(count * kMiB) + "\n";
}

} // namespace

class TestHost final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void nothingThere();
    void countsCoresNotThreads();
    void coreNumbersRepeatOnEachPackage();
    void onlyOnlineCpusCount();
    void worksWithoutTopology();
    void namesProcessors_data();
    void namesProcessors();
    void brokenCpuListIsHarmless();
    void tellsFastCoresApart();

    void readsMemory();
    void cgroupV2CapsMemory();
    void cgroupV2CountsCacheAsAvailable();
    void cgroupV2ParentsCount();
    void cgroupV2WithoutLimit();
    void cgroupV1CapsMemory();
    void cgroupV1NoLimitIsHuge();
    void cgroupInsideAContainer();
    void usageAboveTheLimitLeavesNothing();

    void cpuQuota_data();
    void cpuQuota();
    void cpuQuotaV1();
    void thisMachineMakesSense();
};

void TestHost::nothingThere()
{
    const Tree tree;
    QVERIFY(readCpuInfo(tree.root()) == CpuInfo{});
    QVERIFY(readMemoryInfo(tree.root()) == MemoryInfo{});
    QVERIFY(readCgroupLimits(tree.root()) == CgroupLimits{});
}

void TestHost::countsCoresNotThreads()
{
    const Tree tree;
    tree.write("proc/cpuinfo", "processor\t: 0\nmodel name\t: AMD Ryzen 7 7700 8-Core Processor\n\nprocessor\t: 1\n");
    tree.write("sys/devices/system/cpu/online", "0-3\n");
    tree.cpu(0, 0, 0);
    tree.cpu(1, 0, 1);
    tree.cpu(2, 0, 0);
    tree.cpu(3, 0, 1);
    const CpuInfo info = readCpuInfo(tree.root());
    QCOMPARE(info.model, std::string("AMD Ryzen 7 7700 8-Core Processor"));
    QCOMPARE(info.physicalCores, 2);
    QCOMPARE(info.logicalCpus, 4);
    QCOMPARE(info.usableCores(), 2);
}

void TestHost::coreNumbersRepeatOnEachPackage()
{
    const Tree tree;
    tree.write("sys/devices/system/cpu/online", "0-1\n");
    tree.cpu(0, 0, 0);
    tree.cpu(1, 1, 0);
    QCOMPARE(readCpuInfo(tree.root()).physicalCores, 2);
}

void TestHost::onlyOnlineCpusCount()
{
    const Tree tree;
    tree.write("sys/devices/system/cpu/online", "0,2-3\n");
    for (int i = 0; i < 8; ++i) {
        tree.cpu(i, 0, i);
    }
    const CpuInfo info = readCpuInfo(tree.root());
    QCOMPARE(info.logicalCpus, 3);
    QCOMPARE(info.physicalCores, 3);
}

void TestHost::worksWithoutTopology()
{
    const Tree tree;
    tree.write("proc/cpuinfo", "processor : 0\nprocessor : 1\nprocessor : 2\n");
    const CpuInfo info = readCpuInfo(tree.root());
    QCOMPARE(info.logicalCpus, 3);
    QCOMPARE(info.physicalCores, 3);
}

void TestHost::namesProcessors_data()
{
    QTest::addColumn<QByteArray>("cpuinfo");
    QTest::addColumn<QByteArray>("board");
    QTest::addColumn<QByteArray>("expected");
    QTest::newRow("x86") << QByteArray("model name\t: Intel N100\n") << QByteArray() << QByteArray("Intel N100");
    QTest::newRow("Raspberry Pi") << QByteArray("processor\t: 0\nModel\t\t: Raspberry Pi 5\n") << QByteArray()
                                  << QByteArray("Raspberry Pi 5");
    QTest::newRow("device tree") << QByteArray("processor\t: 0\n") << QByteArray("Some board\0", 11)
                                 << QByteArray("Some board");
    QTest::newRow("model number is no name") << QByteArray("model\t\t: 97\n") << QByteArray() << QByteArray();
}

void TestHost::namesProcessors()
{
    QFETCH(QByteArray, cpuinfo);
    QFETCH(QByteArray, board);
    QFETCH(QByteArray, expected);
    const Tree tree;
    tree.write("proc/cpuinfo", std::string_view(cpuinfo.constData(), static_cast<std::size_t>(cpuinfo.size())));
    tree.write("sys/firmware/devicetree/base/model",
               std::string_view(board.constData(), static_cast<std::size_t>(board.size())));
    QCOMPARE(readCpuInfo(tree.root()).model, expected.toStdString());
}

void TestHost::brokenCpuListIsHarmless()
{
    for (const char *list : {"0-99999999999", "5-2", "a-b", ",,,", "-", "4294967295", "0-18446744073709551615"}) {
        const Tree tree;
        tree.write("sys/devices/system/cpu/online", list);
        QCOMPARE(readCpuInfo(tree.root()).logicalCpus, 1);
    }
}

void TestHost::tellsFastCoresApart()
{
    const Tree tree; // two fast cores with two threads each, and two slow ones
    tree.write("sys/devices/system/cpu/online", "0-5\n");
    for (int cpu = 0; cpu < 6; ++cpu)
        tree.cpu(cpu, 0, cpu < 4 ? cpu / 2 : cpu);
    QCOMPARE(readCpuInfo(tree.root()).physicalCores, 4);
    QCOMPARE(readCpuInfo(tree.root()).performanceCores, 4); // nobody says which are which
    tree.write("sys/devices/cpu_core/cpus", "0-3\n");
    QCOMPARE(readCpuInfo(tree.root()).performanceCores, 2);
    tree.write("sys/devices/cpu_core/cpus", "17\n"); // none that this process may use
    QCOMPARE(readCpuInfo(tree.root()).performanceCores, 4);

    const Tree board;
    board.write("sys/devices/system/cpu/online", "0-3\n");
    for (int cpu = 0; cpu < 4; ++cpu) {
        board.cpu(cpu, 0, cpu);
        board.write("sys/devices/system/cpu/cpu" + std::to_string(cpu) + "/cpu_capacity",
                    cpu == 2 ? "1024\n" : "446\n");
    }
    QCOMPARE(readCpuInfo(board.root()).performanceCores, 1);
}

void TestHost::readsMemory()
{
    const Tree tree;
    tree.memory(32'000, 20'000);
    tree.write("proc/self/statm", "1000 25 5 1 0 10 0\n");
    const MemoryInfo info = readMemoryInfo(tree.root());
    QCOMPARE(info.total, 32'000 * kMiB);
    QCOMPARE(info.available, 20'000 * kMiB);
    QCOMPARE(info.processRss, 25 * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE)));
}

void TestHost::cgroupV2CapsMemory()
{
    const Tree tree;
    tree.memory(32'000, 20'000);
    tree.write("proc/self/cgroup", "0::/user.slice/app.scope\n");
    tree.write("sys/fs/cgroup/user.slice/app.scope/memory.max", mebibytes(4000));
    tree.write("sys/fs/cgroup/user.slice/app.scope/memory.current", mebibytes(1500));
    const MemoryInfo info = readMemoryInfo(tree.root());
    QCOMPARE(info.total, 4000 * kMiB);
    QCOMPARE(info.available, 2500 * kMiB);
}

void TestHost::cgroupV2CountsCacheAsAvailable()
{
    const Tree tree;
    tree.memory(32'000, 20'000);
    tree.write("proc/self/cgroup", "0::/a\n");
    tree.write("sys/fs/cgroup/a/memory.max", mebibytes(4000));
    tree.write("sys/fs/cgroup/a/memory.current", mebibytes(3900));
    tree.write("sys/fs/cgroup/a/memory.stat", "anon 5\nfile 9\ninactive_file " + mebibytes(3000) + "active_file 7\n");
    QCOMPARE(readMemoryInfo(tree.root()).available, 3100 * kMiB);
}

void TestHost::cgroupV2ParentsCount()
{
    const Tree tree;
    tree.memory(32'000, 20'000);
    tree.write("proc/self/cgroup", "0::/a/b\n");
    tree.write("sys/fs/cgroup/a/b/memory.max", "max\n");
    tree.write("sys/fs/cgroup/a/memory.max", mebibytes(2000));
    tree.write("sys/fs/cgroup/a/memory.current", mebibytes(500));
    const MemoryInfo info = readMemoryInfo(tree.root());
    QCOMPARE(info.total, 2000 * kMiB);
    QCOMPARE(info.available, 1500 * kMiB);
}

void TestHost::cgroupV2WithoutLimit()
{
    const Tree tree;
    tree.memory(32'000, 20'000);
    tree.write("proc/self/cgroup", "0::/a\n");
    tree.write("sys/fs/cgroup/a/memory.max", "max\n");
    tree.write("sys/fs/cgroup/a/memory.current", mebibytes(500));
    const MemoryInfo info = readMemoryInfo(tree.root());
    QCOMPARE(info.total, 32'000 * kMiB);
    QCOMPARE(info.available, 20'000 * kMiB);
}

void TestHost::cgroupV1CapsMemory()
{
    const Tree tree;
    tree.memory(32'000, 20'000);
    tree.write("proc/self/cgroup", "5:cpu,cpuacct:/x\n4:memory:/docker/abc\n1:name=systemd:/y\n");
    tree.write("sys/fs/cgroup/memory/docker/abc/memory.limit_in_bytes", mebibytes(4000));
    tree.write("sys/fs/cgroup/memory/docker/abc/memory.usage_in_bytes", mebibytes(3000));
    tree.write("sys/fs/cgroup/memory/docker/abc/memory.stat",
               "inactive_file 1\ntotal_inactive_file " + mebibytes(1000));
    const MemoryInfo info = readMemoryInfo(tree.root());
    QCOMPARE(info.total, 4000 * kMiB);
    QCOMPARE(info.available, 2000 * kMiB);
}

void TestHost::cgroupV1NoLimitIsHuge()
{
    const Tree tree;
    tree.memory(32'000, 20'000);
    tree.write("proc/self/cgroup", "4:memory:/\n");
    tree.write("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");
    tree.write("sys/fs/cgroup/memory/memory.usage_in_bytes", mebibytes(12'000));
    const MemoryInfo info = readMemoryInfo(tree.root());
    QCOMPARE(info.total, 32'000 * kMiB);
    QCOMPARE(info.available, 20'000 * kMiB);
}

void TestHost::cgroupInsideAContainer()
{
    // The path is the host's, while only the container's own folder is mounted.
    const Tree tree;
    tree.memory(32'000, 20'000);
    tree.write("proc/self/cgroup", "0::/../../docker/abc\n");
    tree.write("sys/fs/cgroup/memory.max", mebibytes(1000));
    tree.write("sys/fs/cgroup/memory.current", mebibytes(100));
    QCOMPARE(readMemoryInfo(tree.root()).available, 900 * kMiB);
}

void TestHost::usageAboveTheLimitLeavesNothing()
{
    const Tree tree;
    tree.memory(32'000, 20'000);
    tree.write("proc/self/cgroup", "0::/a\n");
    tree.write("sys/fs/cgroup/a/memory.max", mebibytes(100));
    tree.write("sys/fs/cgroup/a/memory.current", mebibytes(101));
    QCOMPARE(readMemoryInfo(tree.root()).available, 0ULL);
}

void TestHost::cpuQuota_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("cpus");
    QTest::newRow("two") << QByteArray("200000 100000\n") << 2;
    QTest::newRow("rounded up") << QByteArray("150000 100000\n") << 2;
    QTest::newRow("a little") << QByteArray("1000 100000\n") << 1;
    QTest::newRow("no limit") << QByteArray("max 100000\n") << 0;
    QTest::newRow("nonsense") << QByteArray("100000 0\n") << 0;
}

void TestHost::cpuQuota()
{
    QFETCH(QByteArray, text);
    QFETCH(int, cpus);
    const Tree tree;
    tree.write("proc/self/cgroup", "0::/a\n");
    tree.write("sys/fs/cgroup/a/cpu.max", text.toStdString());
    tree.write("sys/devices/system/cpu/online", "0-7\n");
    const CpuInfo info = readCpuInfo(tree.root());
    QCOMPARE(info.cpuQuota, cpus);
    QCOMPARE(info.physicalCores, 8);
    QCOMPARE(info.usableCores(), cpus == 0 ? 8 : cpus);
}

void TestHost::cpuQuotaV1()
{
    const Tree tree;
    tree.write("proc/self/cgroup", "5:cpuacct,cpu:/a\n");
    tree.write("sys/fs/cgroup/cpu/a/cpu.cfs_quota_us", "400000\n");
    tree.write("sys/fs/cgroup/cpu/a/cpu.cfs_period_us", "100000\n");
    tree.write("sys/fs/cgroup/cpu/cpu.cfs_quota_us", "-1\n");
    tree.write("sys/fs/cgroup/cpu/cpu.cfs_period_us", "100000\n");
    QCOMPARE(readCpuInfo(tree.root()).cpuQuota, 4);
}

void TestHost::thisMachineMakesSense()
{
    const CpuInfo cpu = readCpuInfo();
    QVERIFY(cpu.physicalCores >= 1);
    QVERIFY(cpu.logicalCpus >= cpu.physicalCores);
    const MemoryInfo memory = readMemoryInfo();
    QVERIFY(memory.total > 0);
    QVERIFY(memory.available <= memory.total);
    QVERIFY(memory.processRss > 0);
}

QTEST_GUILESS_MAIN(TestHost)
#include "test_host.moc"
