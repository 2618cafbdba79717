// `sotto-cli power` as a program of its own, over a made /sys and the fake NVML library.

#include "hardware/power/reading.h"
#include "tests/support/power_tree.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

using namespace sotto;
using namespace sotto::test;
using namespace Qt::StringLiterals;

namespace {

constexpr int kPatience = 60'000;

struct Outcome {
    int code = -1;
    QByteArray out;
    QByteArray err;
};

QJsonObject deviceOf(const QJsonObject &snapshot, const QString &id)
{
    for (const QJsonValue &device : snapshot.value("devices"_L1).toArray())
        if (device.toObject().value("id"_L1).toString() == id) return device.toObject();
    return {};
}

} // namespace

class TestPower final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_tree = std::make_unique<PowerTree>();
        m_watts = u"120"_s;
    }

    void aComputerWithoutSensorsHasAnEstimateAndSaysSo()
    {
        m_watts.clear();
        const QJsonObject snapshot = json();
        QCOMPARE(snapshot.value("problems"_L1).toArray().size(), 0);
        const QJsonObject cpu = deviceOf(snapshot, u"estimate:cpu"_s);
        QCOMPARE(cpu.value("obtained"_L1).toString(), u"estimated"_s);
        QCOMPARE(cpu.value("source"_L1).toString(), u"model"_s);
        const Outcome text = run({u"power"_s});
        QCOMPARE(text.code, 0);
        QVERIFY2(text.out.contains("≈") && text.out.contains("estimated"), text.out.constData());
    }

    void listsDevicesReadingsAndReasons()
    {
        const auto hwmon = m_tree->hwmon(m_tree->gpu("0000:03:00.0", "0x1002"), 4, "amdgpu");
        m_tree->write(hwmon + "/power1_average", "57500000");
        m_tree->write(hwmon + "/power1_cap", "303000000");
        const auto bad = m_tree->hwmon(m_tree->gpu("0000:04:00.0", "0x1002"), 5, "amdgpu");
        m_tree->write(bad + "/power1_average", "65535000");
        const QJsonObject snapshot = json();
        QVERIFY(snapshot.value("time"_L1).toString().endsWith(u'Z'));
        const QJsonObject amd = deviceOf(snapshot, u"0000:03:00.0"_s);
        QCOMPARE(amd.value("watts"_L1).toDouble(), 57.5);
        QCOMPARE(amd.value("limitWatts"_L1).toDouble(), 303.0);
        QCOMPARE(amd.value("obtained"_L1).toString(), u"measured"_s);
        QVERIFY(!amd.contains("celsius"_L1)); // not told is not there
        const QJsonObject silent = deviceOf(snapshot, u"0000:04:00.0"_s);
        QVERIFY(!silent.contains("watts"_L1));
        QCOMPARE(silent.value("problem"_L1).toObject().value("kind"_L1).toString(), u"not-supported"_s);
        const QJsonObject nvidia = deviceOf(snapshot, u"0000:01:00.0"_s);
        QCOMPARE(nvidia.value("watts"_L1).toDouble(), 120.0);
        QCOMPARE(nvidia.value("source"_L1).toString(), u"nvml-instant"_s);
        QCOMPARE(nvidia.value("celsius"_L1).toDouble(), 61.0);
        QCOMPARE(nvidia.value("windowSeconds"_L1).toDouble(), 0.1);

        const Outcome text = run({u"power"_s});
        QCOMPARE(text.code, 0);
        for (const char *words : {"57.5 W", "of 303 W", "120.0 W", "61 °C", "87 %"})
            QVERIFY2(text.out.contains(words), text.out.constData());
        QVERIFY2(text.err.contains("0000:04:00.0: This device has no power sensor."), text.err.constData());
    }

    void aLibraryThatIsNotThereIsAReason()
    {
        m_library = u"/nowhere/libnvidia-ml.so"_s;
        const QJsonObject problem = json().value("problems"_L1).toArray().at(0).toObject();
        m_library = QStringLiteral(SOTTO_FAKE_NVML_FULL);
        QCOMPARE(problem.value("kind"_L1).toString(), u"library-missing"_s);
        QCOMPARE(problem.value("path"_L1).toString(), u"/nowhere/libnvidia-ml.so"_s);
        QVERIFY(problem.value("message"_L1).toString().contains(u"SOTTO_NVML_LIBRARY"_s));
    }

    void numbersInJsonHaveNoDecimalComma()
    {
        m_tree->write(m_tree->hwmon(m_tree->gpu("0000:03:00.0", "0x1002"), 4, "amdgpu") + "/power1_average",
                      "57500000");
        QProcessEnvironment environment;
        environment.insert(u"LC_ALL"_s, u"de_DE.UTF-8"_s);
        const Outcome german = run({u"power"_s, u"--json"_s}, environment);
        QVERIFY2(german.out.contains("\"watts\":57.5"), german.out.constData());
    }

    void watchingGoesOnUntilCtrlC()
    {
        QProcess process;
        start(process, {u"power"_s, u"--watch"_s, u"--json"_s}, {});
        QByteArray out;
        while (out.count('\n') < 2 && process.waitForReadyRead(kPatience))
            out += process.readAllStandardOutput();
        QVERIFY(out.count('\n') >= 2);
        QVERIFY(::kill(static_cast<pid_t>(process.processId()), SIGINT) == 0);
        QVERIFY(process.waitForFinished(kPatience));
        QCOMPARE(process.exitCode(), 0);
        for (const QByteArray &line : out.first(out.lastIndexOf('\n')).split('\n'))
            QVERIFY(QJsonDocument::fromJson(line).isObject());
    }

    void help()
    {
        const Outcome outcome = run({u"power"_s, u"--help"_s});
        QCOMPARE(outcome.code, 0);
        QVERIFY(outcome.out.contains("--watch") && outcome.out.contains("sotto-cli power"));
        QVERIFY(run({u"--help"_s}).out.contains("  power "));
        QCOMPARE(run({u"power"_s, u"more"_s}).code, 2);
    }

private:
    void start(QProcess &process, const QStringList &arguments, const QProcessEnvironment &environment)
    {
        QProcessEnvironment all = QProcessEnvironment::systemEnvironment();
        all.insert(u"SOTTO_SYSFS_ROOT"_s, QString::fromStdString(m_tree->root().string()));
        if (!m_watts.isEmpty()) {
            all.insert(u"SOTTO_NVML_LIBRARY"_s, m_library);
            all.insert(u"FAKE_NVML_WATTS"_s, m_watts);
        }
        all.insert(environment);
        process.setProcessEnvironment(all);
        process.start(QStringLiteral(SOTTO_BINARY_DIR) + u"/bin/sotto-cli"_s,
                      QStringList{u"--home"_s, m_home.filePath(u"home"_s)} + arguments);
    }
    Outcome run(const QStringList &arguments, const QProcessEnvironment &environment = {})
    {
        QProcess process;
        start(process, arguments, environment);
        if (!process.waitForFinished(kPatience)) return {};
        return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
    }
    QJsonObject json()
    {
        const Outcome outcome = run({u"power"_s, u"--json"_s});
        if (outcome.out.count('\n') != 1) QTest::qFail("not one line: " + outcome.out, __FILE__, __LINE__);
        return QJsonDocument::fromJson(outcome.out).object();
    }

    QTemporaryDir m_home;
    std::unique_ptr<PowerTree> m_tree;
    QString m_watts;
    QString m_library = QStringLiteral(SOTTO_FAKE_NVML_FULL);
};

QTEST_GUILESS_MAIN(TestPower)
#include "test_power.moc"
