#include "app/cli/power_values.h"

#include "core/text/format.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QJsonArray>
#include <QLocale>
#include <QTimeZone>

#include <array>

namespace sotto {
namespace {

using namespace Qt::StringLiterals;

constexpr std::array kKindWords{"gpu"_L1, "integrated-gpu"_L1, "cpu-package"_L1, "memory"_L1, "battery"_L1};
static_assert(kKindWords.size() == static_cast<std::size_t>(PowerDeviceKind::Battery) + 1);
constexpr std::array kSourceWords{"nvml-instant"_L1, "nvml-average"_L1, "nvml-usage"_L1, "nvml-energy"_L1, "amdgpu"_L1,
                                  "intel-gpu"_L1,    "rapl"_L1,         "battery"_L1,    "model"_L1};
static_assert(kSourceWords.size() == static_cast<std::size_t>(PowerSource::Model) + 1);
constexpr std::array kObtainedWords{"measured"_L1, "derived"_L1, "estimated"_L1};
constexpr std::array kProblemWords{"library-missing"_L1,  "library-unusable"_L1, "driver-missing"_L1,
                                   "version-mismatch"_L1, "no-permission"_L1,    "not-supported"_L1,
                                   "device-lost"_L1,      "reset-required"_L1,   "unreadable"_L1,
                                   "malformed"_L1,        "changed"_L1};
static_assert(kProblemWords.size() == static_cast<std::size_t>(ProblemKind::Changed) + 1);

template <class Enum, std::size_t N>
QString word(Enum value, const std::array<QLatin1StringView, N> &words)
{
    return words.at(static_cast<std::size_t>(value));
}

double seconds(Duration duration)
{
    return std::chrono::duration<double>(duration).count();
}

template <class T>
void add(QJsonObject &object, QLatin1StringView key, const std::optional<T> &value)
{
    if (value) object.insert(key, static_cast<double>(*value));
}

void addText(QJsonObject &object, QLatin1StringView key, const std::string &text)
{
    if (!text.empty()) object.insert(key, QString::fromStdString(text));
}

void addReading(QJsonObject &object, const DeviceReading &reading)
{
    if (reading.power) {
        object.insert("watts"_L1, reading.power->watts);
        object.insert("source"_L1, word(reading.power->source, kSourceWords));
        object.insert("obtained"_L1, word(reading.power->obtained, kObtainedWords));
        if (reading.power->window) object.insert("windowSeconds"_L1, seconds(*reading.power->window));
    }
    if (reading.energy) {
        object.insert("counterJoules"_L1, reading.energy->joules);
        object.insert("counterObtained"_L1, word(reading.energy->obtained, kObtainedWords));
    }
    add(object, "limitWatts"_L1, reading.limitWatts);
    add(object, "celsius"_L1, reading.celsius);
    add(object, "busy"_L1, reading.busy);
    add(object, "memoryBusy"_L1, reading.memoryBusy);
    add(object, "coreMHz"_L1, reading.coreMHz);
    add(object, "memoryMHz"_L1, reading.memoryMHz);
    add(object, "memoryUsedBytes"_L1, reading.memoryUsed);
    add(object, "memoryTotalBytes"_L1, reading.memoryTotal);
    if (reading.throttle) object.insert("slowedDown"_L1, (*reading.throttle & throttle::kSlowing) != 0);
    if (reading.share) object.insert("otherProcesses"_L1, reading.share->otherProcesses);
    if (reading.asleep) object.insert("asleep"_L1, true);
}

QString powerText(const DeviceReading &reading)
{
    if (reading.asleep) return QCoreApplication::translate("Cli", "asleep");
    if (!reading.power) return u"–"_s;
    const QString watts =
        QCoreApplication::translate("Cli", "%1 W").arg(QLocale().toString(reading.power->watts, 'f', 1));
    return reading.power->obtained == Obtained::Estimated
               ? QCoreApplication::translate("Cli", "≈ %1 estimated").arg(watts)
               : watts;
}

QString limitText(const DeviceReading &reading)
{
    if (!reading.limitWatts) return u"–"_s;
    return QCoreApplication::translate("Cli", "of %1 W").arg(QLocale().toString(*reading.limitWatts, 'f', 0));
}

QString memoryText(const DeviceReading &reading)
{
    if (!reading.memoryUsed || !reading.memoryTotal) return u"–"_s;
    return QCoreApplication::translate("Cli", "%1 of %2")
        .arg(formatMemory(*reading.memoryUsed), formatMemory(*reading.memoryTotal));
}

} // namespace

QJsonObject toJson(const ProbeProblem &problem)
{
    QJsonObject object{{"kind"_L1, word(problem.kind, kProblemWords)}, {"message"_L1, sentenceOf(problem)}};
    addText(object, "probe"_L1, problem.probe);
    addText(object, "device"_L1, problem.device);
    addText(object, "path"_L1, problem.path);
    addText(object, "detail"_L1, problem.detail);
    addText(object, "remedy"_L1, problem.remedy);
    return object;
}

QJsonObject toJson(const DeviceStatus &status)
{
    const PowerDevice &device = *status.device;
    QJsonObject object{{"id"_L1, QString::fromStdString(device.id)},
                       {"name"_L1, QString::fromStdString(device.name)},
                       {"kind"_L1, word(device.kind, kKindWords)}};
    addText(object, "pciBusId"_L1, device.pciBusId);
    if (device.includesCpu) object.insert("includesCpu"_L1, true);
    if (status.period) object.insert("periodSeconds"_L1, seconds(*status.period));
    addReading(object, status.reading);
    if (status.problem) object.insert("problem"_L1, toJson(*status.problem));
    return object;
}

QJsonObject toJson(const PowerSnapshot &snapshot, std::int64_t unixMs)
{
    QJsonArray devices;
    for (const DeviceStatus &status : snapshot.devices)
        devices.append(toJson(status));
    QJsonArray problems;
    for (const ProbeProblem &problem : snapshot.problems)
        problems.append(toJson(problem));
    return {{"time"_L1, QDateTime::fromMSecsSinceEpoch(unixMs, QTimeZone::UTC).toString(Qt::ISODateWithMs)},
            {"devices"_L1, devices},
            {"problems"_L1, problems}};
}

QStringList powerRow(const DeviceStatus &status)
{
    const DeviceReading &reading = status.reading;
    const QLocale locale;
    return {QString::fromStdString(status.device->id),
            powerText(reading),
            limitText(reading),
            reading.celsius ? QCoreApplication::translate("Cli", "%1 °C").arg(locale.toString(*reading.celsius, 'f', 0))
                            : u"–"_s,
            reading.busy ? QCoreApplication::translate("Cli", "%1 %").arg(locale.toString(*reading.busy * 100, 'f', 0))
                         : u"–"_s,
            memoryText(reading),
            QString::fromStdString(status.device->name)};
}

} // namespace sotto
