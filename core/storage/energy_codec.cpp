#include "core/storage/energy_codec.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <array>

namespace sotto {
namespace {

using namespace Qt::StringLiterals;

// Words on disk by the value's place in its enum; a word never changes, new ones go to the end.
constexpr std::array kKinds{"gpu"_L1, "integrated-gpu"_L1, "cpu-package"_L1, "memory"_L1, "battery"_L1};
static_assert(kKinds.size() == static_cast<std::size_t>(PowerDeviceKind::Battery) + 1);
constexpr std::array kCounting{"counted"_L1, "holds-no-layers"_L1, "within-another"_L1, "last-resort"_L1,
                               "unreadable"_L1};
static_assert(kCounting.size() == static_cast<std::size_t>(Counting::Unreadable) + 1);
constexpr std::array kMethods{"none"_L1, "counter"_L1, "integral"_L1, "boxcar-integral"_L1};
static_assert(kMethods.size() == static_cast<std::size_t>(EnergyMethod::BoxcarIntegral) + 1);

template <class Enum, std::size_t N>
Enum valueOf(const QJsonValue &word, const std::array<QLatin1StringView, N> &words, Enum otherwise)
{
    const QString text = word.toString();
    const auto found = std::ranges::find_if(words, [&](QLatin1StringView w) { return text == w; });
    return found == words.end() ? otherwise : static_cast<Enum>(found - words.begin());
}

template <class Enum, std::size_t N>
QString wordFor(Enum value, const std::array<QLatin1StringView, N> &words)
{
    return words.at(static_cast<std::size_t>(value));
}

QJsonObject toObject(const DeviceJoules &device)
{
    QJsonObject object{{"id"_L1, device.id},
                       {"name"_L1, device.name},
                       {"kind"_L1, wordFor(device.kind, kKinds)},
                       {"counting"_L1, wordFor(device.counting, kCounting)},
                       {"provenance"_L1, provenanceToInt(device.provenance)},
                       {"method"_L1, wordFor(device.method, kMethods)},
                       {"prefill_j"_L1, device.prefill},
                       {"decode_j"_L1, device.decode},
                       {"uncertainty_j"_L1, device.uncertainty}};
    if (device.net) object.insert("net_j"_L1, *device.net);
    if (device.residual) object.insert("residual_j"_L1, *device.residual);
    return object;
}

std::optional<double> numberIn(const QJsonObject &object, QLatin1StringView key)
{
    const QJsonValue value = object.value(key);
    return value.isDouble() ? std::optional(value.toDouble()) : std::nullopt;
}

DeviceJoules deviceFrom(const QJsonObject &object)
{
    DeviceJoules device;
    device.id = object.value("id"_L1).toString();
    device.name = object.value("name"_L1).toString();
    device.kind = valueOf(object.value("kind"_L1), kKinds, PowerDeviceKind::Gpu);
    device.counting = valueOf(object.value("counting"_L1), kCounting, Counting::Unreadable);
    device.provenance = provenanceFromInt(object.value("provenance"_L1).toInteger(-1));
    device.method = valueOf(object.value("method"_L1), kMethods, EnergyMethod::None);
    device.prefill = object.value("prefill_j"_L1).toDouble();
    device.decode = object.value("decode_j"_L1).toDouble();
    device.uncertainty = object.value("uncertainty_j"_L1).toDouble();
    device.net = numberIn(object, "net_j"_L1);
    device.residual = numberIn(object, "residual_j"_L1);
    return device;
}

} // namespace

QString energyDetailsToJson(const EnergyReading &reading)
{
    QJsonArray devices;
    for (const DeviceJoules &device : reading.devices)
        devices.append(toObject(device));
    const QJsonObject object{{"prefill_s"_L1, reading.prefillSeconds},
                             {"decode_s"_L1, reading.decodeSeconds},
                             {"pool"_L1, reading.poolMessages},
                             {"missing"_L1, QJsonArray::fromStringList(reading.missing)},
                             {"devices"_L1, devices}};
    return QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact));
}

void energyDetailsFromJson(const QString &json, EnergyReading &reading)
{
    const QJsonObject object = QJsonDocument::fromJson(json.toUtf8()).object();
    reading.prefillSeconds = object.value("prefill_s"_L1).toDouble();
    reading.decodeSeconds = object.value("decode_s"_L1).toDouble();
    reading.poolMessages = object.value("pool"_L1).toBool();
    for (const QJsonValue &address : object.value("missing"_L1).toArray())
        reading.missing << address.toString();
    for (const QJsonValue &device : object.value("devices"_L1).toArray())
        reading.devices << deviceFrom(device.toObject());
}

int provenanceToInt(Provenance provenance)
{
    switch (provenance) {
    case Provenance::Measured: return 0;
    case Provenance::Partial: return 1;
    case Provenance::Estimated: return 2;
    case Provenance::Unavailable: return 3;
    }
    return 3;
}

Provenance provenanceFromInt(std::int64_t value)
{
    switch (value) {
    case 0: return Provenance::Measured;
    case 1: return Provenance::Partial;
    case 3: return Provenance::Unavailable;
    default: return Provenance::Estimated; // never shown as measured
    }
}

int coverageToInt(Coverage coverage)
{
    switch (coverage) {
    case Coverage::Nothing: return 0;
    case Coverage::GpuOnly: return 1;
    case Coverage::CpuOnly: return 2;
    case Coverage::CpuAndGpu: return 3;
    case Coverage::WholeComputer: return 4;
    }
    return 0;
}

Coverage coverageFromInt(std::int64_t value)
{
    switch (value) {
    case 1: return Coverage::GpuOnly;
    case 2: return Coverage::CpuOnly;
    case 3: return Coverage::CpuAndGpu;
    case 4: return Coverage::WholeComputer;
    default: return Coverage::Nothing;
    }
}

} // namespace sotto
