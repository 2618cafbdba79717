#include "hardware/cpu_features.h"
#include "hardware/pci_driver.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <filesystem>

using namespace sotto;
using namespace Qt::StringLiterals;

/// What the system tells of devices beyond what ggml knows, from made trees.
class TestDeviceFacts final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_dir = std::make_unique<QTemporaryDir>(); }
    void driverAndItsVersion();
    void aDriverOfTheKernelHasNoVersion();
    void aBusIdIsNoPath();
    void featuresOfX86();
    void featuresOfArm();
    void nothingIsSaid();

private:
    [[nodiscard]] std::filesystem::path root() const { return m_dir->path().toStdString(); }
    void write(const QString &path, const QByteArray &text) const
    {
        const QString whole = m_dir->filePath(path);
        QVERIFY(QDir().mkpath(QFileInfo(whole).absolutePath()));
        QFile file(whole);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
    }
    void bind(const QString &id, const QString &driver) const
    {
        QVERIFY(QDir().mkpath(m_dir->filePath(u"sys/bus/pci/devices/"_s + id)));
        QVERIFY(QFile::link(u"../../../../bus/pci/drivers/"_s + driver,
                            m_dir->filePath(u"sys/bus/pci/devices/"_s + id + u"/driver"_s)));
    }

    std::unique_ptr<QTemporaryDir> m_dir;
};

void TestDeviceFacts::driverAndItsVersion()
{
    bind(u"0000:01:00.0"_s, u"nvidia"_s);
    write(u"sys/module/nvidia/version"_s, "570.86.15\n");
    QCOMPARE(readPciDriver("0000:01:00.0", root()), (PciDriver{"nvidia", "570.86.15"}));
    bind(u"0000:0a:00.0"_s, u"nvidia"_s);
    QCOMPARE(readPciDriver("0000:0A:00.0", root()).name, std::string("nvidia"));
}

void TestDeviceFacts::aDriverOfTheKernelHasNoVersion()
{
    bind(u"0000:03:00.0"_s, u"amdgpu"_s);
    QCOMPARE(readPciDriver("0000:03:00.0", root()), (PciDriver{"amdgpu", ""}));
}

void TestDeviceFacts::aBusIdIsNoPath()
{
    bind(u"0000:03:00.0"_s, u"amdgpu"_s);
    for (const char *id : {"", "../0000:03:00.0", "0000:03:00.0/../0000:03:00.0", "..", "0000:04:00.0"})
        QCOMPARE(readPciDriver(id, root()), PciDriver{});
}

void TestDeviceFacts::featuresOfX86()
{
    write(u"proc/cpuinfo"_s, "processor\t: 0\nflags\t\t: fpu avx2 avx fma f16c avx512f xavx512bw\n\n"
                             "processor\t: 1\nflags\t\t: fpu sse3\n");
    QCOMPARE(readCpuFeatures(root()), (std::vector<std::string>{"avx", "avx2", "fma", "f16c", "avx512f"}));
}

void TestDeviceFacts::featuresOfArm()
{
    write(u"proc/cpuinfo"_s, "Features\t: fp asimd evtstrm asimdhp asimddp i8mm\n");
    QCOMPARE(readCpuFeatures(root()), (std::vector<std::string>{"asimd", "asimddp", "asimdhp", "i8mm"}));
}

void TestDeviceFacts::nothingIsSaid()
{
    QVERIFY(readCpuFeatures(root()).empty());
    write(u"proc/cpuinfo"_s, "flags\n");
    QVERIFY(readCpuFeatures(root()).empty());
}

QTEST_GUILESS_MAIN(TestDeviceFacts)
#include "test_device_facts.moc"
