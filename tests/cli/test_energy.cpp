// What `sotto-cli chat` and `sotto-cli energy report` say of energy, over a made /sys and the fake NVML library.

#include "tests/support/power_tree.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <functional>

using namespace sotto::test;
using namespace Qt::StringLiterals;

namespace {

constexpr int kPatience = 120'000;

struct Outcome {
    int code = -1;
    QByteArray out;
    QByteArray err;
};

QList<QJsonObject> lines(const QByteArray &out)
{
    QList<QJsonObject> all;
    for (const QByteArray &line : out.split('\n'))
        if (!line.isEmpty()) all << QJsonDocument::fromJson(line).object();
    return all;
}

QJsonObject eventOf(const QByteArray &out, const QString &name)
{
    for (const QJsonObject &line : lines(out))
        if (line.value("event"_L1).toString() == name) return line;
    return {};
}

/// A file that is always whole to whoever reads it.
void replace(const std::filesystem::path &path, std::uint64_t value)
{
    const auto next = path.string() + ".new";
    std::ofstream(next) << value << '\n';
    std::filesystem::rename(next, path);
}

} // namespace

class TestEnergy final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_tree = std::make_unique<PowerTree>();
        m_home = std::make_unique<QTemporaryDir>();
        m_watts.clear();
    }

    void withoutSensorsItIsAnEstimateAndSaysSo()
    {
        const Outcome outcome = chat({u"--json"_s});
        QCOMPARE(outcome.code, 0);
        const QJsonObject energy = eventOf(outcome.out, u"energy"_s);
        QCOMPARE(energy.value("provenance"_L1).toString(), u"estimated"_s);
        QCOMPARE(energy.value("coverage"_L1).toString(), u"cpu-only"_s);
        QCOMPARE(energy.value("measuredJoules"_L1).toDouble(), 0.0);
        QVERIFY(energy.value("uncertaintyJoules"_L1).toDouble() > 0);
        const QJsonObject cost = energy.value("cost"_L1).toObject();
        QCOMPARE(cost.value("currency"_L1).toString(), u"USD"_s);
        QCOMPARE(cost.value("perKwh"_L1).toDouble(), 0.14);
        const QList<QJsonObject> all = lines(outcome.out);
        QCOMPARE(all.last().value("event"_L1).toString(), u"energy"_s); // it ends with usage and energy
        QCOMPARE(all[all.size() - 2].value("event"_L1).toString(), u"finished"_s);
    }

    void estimatesCanBeSwitchedOff()
    {
        settings("{\"energy\":{\"estimates\":false}}");
        const QJsonObject energy = eventOf(chat({u"--json"_s}).out, u"energy"_s);
        QCOMPARE(energy.value("provenance"_L1).toString(), u"unavailable"_s);
        QVERIFY(!energy.contains("totalJoules"_L1)); // unknown is no 0
        QVERIFY(!energy.contains("cost"_L1));
    }

    void aProcessorPackageIsMeasuredByPhase()
    {
        // The counter runs as 40 W would.
        const auto zone = m_tree->root() / m_tree->rapl("0", "package-0", 1'000'000);
        const Outcome outcome = chat({u"--json"_s}, {}, [&](qint64 elapsedUs) {
            replace(zone / "energy_uj", 1'000'000 + static_cast<std::uint64_t>(elapsedUs) * 40);
        });
        const QJsonObject energy = eventOf(outcome.out, u"energy"_s);
        QCOMPARE(energy.value("provenance"_L1).toString(), u"measured"_s);
        QCOMPARE(energy.value("coverage"_L1).toString(), u"cpu-only"_s);
        const double prefill = energy.value("prefillJoules"_L1).toDouble();
        const double decode = energy.value("decodeJoules"_L1).toDouble();
        const double total = energy.value("totalJoules"_L1).toDouble();
        QCOMPARE(prefill + decode, total);
        const double seconds =
            energy.value("prefillSeconds"_L1).toDouble() + energy.value("decodeSeconds"_L1).toDouble();
        // The writer is a busy test on a busy computer: what matters is that it is these 40 W, and by this time.
        QVERIFY2(total > seconds * 40 * 0.3 && total < seconds * 40 * 3,
                 qPrintable(u"%1 J in %2 s"_s.arg(total).arg(seconds)));
    }

    void aGpuWithoutLayersIsNotCounted()
    {
        m_watts = u"120"_s;
        const QJsonObject energy = eventOf(chat({u"--json"_s, u"--gpu-layers"_s, u"0"_s}).out, u"energy"_s);
        bool seen = false;
        for (const QJsonValue &value : energy.value("devices"_L1).toArray()) {
            const QJsonObject device = value.toObject();
            if (device.value("id"_L1).toString() != u"0000:01:00.0"_s) continue;
            seen = true;
            QCOMPARE(device.value("counting"_L1).toString(), u"holds-no-layers"_s);
        }
        QVERIFY(seen);
        QCOMPARE(energy.value("coverage"_L1).toString(), u"cpu-only"_s);
    }

    void inTextAFootnoteSaysIt()
    {
        const Outcome outcome = chat({});
        QVERIFY2(outcome.err.contains("≈") && outcome.err.contains("estimated"), outcome.err.constData());
        QVERIFY2(outcome.err.contains("Wh") && outcome.err.contains("$"), outcome.err.constData());
    }

    void theReportSumsWhatWasKept()
    {
        QCOMPARE(chat({u"--json"_s, u"--save"_s}).code, 0);
        QCOMPARE(chat({u"--json"_s, u"--save"_s}).code, 0);
        QCOMPARE(chat({u"--json"_s}).code, 0); // not kept, not counted
        const QList<QJsonObject> byModel =
            lines(run({u"energy"_s, u"report"_s, u"--by"_s, u"model"_s, u"--json"_s}).out);
        QCOMPARE(byModel.size(), 1);
        QCOMPARE(byModel[0].value("replies"_L1).toInt(), 2);
        QCOMPARE(byModel[0].value("provenance"_L1).toString(), u"estimated"_s);
        QVERIFY(byModel[0].value("outputTokens"_L1).toInt() > 0);
        const QList<QJsonObject> byDay = lines(run({u"energy"_s, u"report"_s, u"--json"_s}).out);
        QCOMPARE(byDay[0].value("key"_L1).toString().size(), 10);
        QCOMPARE(byDay[0].value("joules"_L1).toDouble(), byModel[0].value("joules"_L1).toDouble());
        const QByteArray csv = run({u"energy"_s, u"report"_s, u"--by"_s, u"model"_s, u"--csv"_s}).out;
        QCOMPARE(csv.count("\r\n"), 2);
        QVERIFY2(csv.startsWith("key,name,replies,"), csv.constData());
        const Outcome text = run({u"energy"_s, u"report"_s, u"--by"_s, u"persona"_s});
        QVERIFY2(text.out.contains("≈") && text.out.contains("2 replies"), text.out.constData());
    }

    void aReportOfNothing()
    {
        const Outcome outcome = run({u"energy"_s, u"report"_s});
        QCOMPARE(outcome.code, 0);
        QVERIFY(outcome.out.isEmpty() && !outcome.err.isEmpty());
        QVERIFY(!QFile::exists(m_home->filePath(u"home/data"_s))); // asking makes no history
        QCOMPARE(run({u"energy"_s, u"report"_s, u"--by"_s, u"colour"_s}).code, 2);
        QCOMPARE(run({u"energy"_s}).code, 2);
    }

private:
    void settings(const QByteArray &json) const
    {
        QDir().mkpath(m_home->filePath(u"home/settings"_s));
        QFile file(m_home->filePath(u"home/settings/settings.json"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(json);
    }
    Outcome chat(const QStringList &more, const QProcessEnvironment &environment = {},
                 const std::function<void(qint64)> &meanwhile = {})
    {
        return run(QStringList{u"chat"_s, u"-p"_s, u"What are you?"_s} + more, environment, meanwhile);
    }
    Outcome run(const QStringList &arguments, const QProcessEnvironment &environment = {},
                const std::function<void(qint64)> &meanwhile = {})
    {
        QProcessEnvironment all = QProcessEnvironment::systemEnvironment();
        all.insert(u"SOTTO_SYSFS_ROOT"_s, QString::fromStdString(m_tree->root().string()));
        if (!m_watts.isEmpty()) {
            all.insert(u"SOTTO_NVML_LIBRARY"_s, QStringLiteral(SOTTO_FAKE_NVML_FULL));
            all.insert(u"FAKE_NVML_WATTS"_s, m_watts);
        }
        all.insert(environment);
        QProcess process;
        process.setProcessEnvironment(all);
        QElapsedTimer clock;
        clock.start();
        process.start(QStringLiteral(SOTTO_BINARY_DIR) + u"/bin/sotto-cli"_s,
                      QStringList{u"--home"_s, m_home->filePath(u"home"_s)} + arguments);
        while (meanwhile && clock.elapsed() < kPatience && !process.waitForFinished(2))
            meanwhile(clock.nsecsElapsed() / 1000);
        if (process.state() != QProcess::NotRunning && !process.waitForFinished(kPatience)) return {};
        return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
    }

    std::unique_ptr<QTemporaryDir> m_home;
    std::unique_ptr<PowerTree> m_tree;
    QString m_watts;
};

QTEST_GUILESS_MAIN(TestEnergy)
#include "test_energy.moc"
