#include "app/cli/energy_values.h"

#include "core/energy/energy_csv.h"

#include <QJsonArray>

#include <array>

namespace sotto {
namespace {

using namespace Qt::StringLiterals;

constexpr std::array kMethodWords{"none"_L1, "counter"_L1, "integral"_L1, "boxcar-integral"_L1};
static_assert(kMethodWords.size() == static_cast<std::size_t>(EnergyMethod::BoxcarIntegral) + 1);
constexpr std::array kCountingWords{"counted"_L1, "holds-no-layers"_L1, "within-another"_L1, "last-resort"_L1,
                                    "unreadable"_L1};
static_assert(kCountingWords.size() == static_cast<std::size_t>(Counting::Unreadable) + 1);

QJsonObject phases(double prefill, double decode, double uncertainty)
{
    return {{"prefillJoules"_L1, prefill},
            {"decodeJoules"_L1, decode},
            {"totalJoules"_L1, prefill + decode},
            {"uncertaintyJoules"_L1, uncertainty}};
}

QJsonObject toJson(const DeviceJoules &device)
{
    QJsonObject object;
    if (device.provenance != Provenance::Unavailable)
        object = phases(device.prefill, device.decode, device.uncertainty);
    object.insert("id"_L1, device.id);
    object.insert("name"_L1, device.name);
    object.insert("counting"_L1, kCountingWords.at(static_cast<std::size_t>(device.counting)));
    object.insert("provenance"_L1, wordOf(device.provenance));
    object.insert("method"_L1, kMethodWords.at(static_cast<std::size_t>(device.method)));
    if (device.net) object.insert("netJoules"_L1, *device.net);
    if (device.residual) object.insert("residualJoules"_L1, *device.residual);
    return object;
}

QJsonObject toJson(const PriceThen &price)
{
    return {{"currency"_L1, price.currency}, {"perKwh"_L1, price.perKwh}, {"amount"_L1, price.amount}};
}

} // namespace

QJsonObject toJson(const EnergyReading &reading)
{
    QJsonObject object;
    if (reading.isKnown()) {
        object = phases(reading.prefill, reading.decode, reading.uncertainty);
        object.insert("measuredJoules"_L1, reading.measured);
        if (reading.net) object.insert("netJoules"_L1, *reading.net);
        if (reading.price) object.insert("cost"_L1, toJson(*reading.price));
    }
    object.insert("provenance"_L1, wordOf(reading.provenance));
    object.insert("coverage"_L1, wordOf(reading.coverage));
    object.insert("prefillSeconds"_L1, reading.prefillSeconds);
    object.insert("decodeSeconds"_L1, reading.decodeSeconds);
    if (reading.poolMessages) object.insert("tooShortAlone"_L1, true);
    if (!reading.missing.isEmpty()) object.insert("missing"_L1, QJsonArray::fromStringList(reading.missing));
    QJsonArray devices;
    for (const DeviceJoules &device : reading.devices)
        devices.append(toJson(device));
    object.insert("devices"_L1, devices);
    return object;
}

QJsonObject toJson(const EnergySum &sum)
{
    QJsonObject object{{"key"_L1, sum.key},
                       {"name"_L1, sum.name},
                       {"replies"_L1, sum.replies},
                       {"promptTokens"_L1, static_cast<qint64>(sum.promptTokens)},
                       {"outputTokens"_L1, static_cast<qint64>(sum.outputTokens)},
                       {"provenance"_L1, wordOf(sum.provenance())}};
    if (sum.unknown > 0) object.insert("repliesWithoutReading"_L1, sum.unknown);
    if (sum.provenance() == Provenance::Unavailable) return object;
    object.insert("joules"_L1, sum.joules);
    object.insert("uncertaintyJoules"_L1, sum.uncertainty);
    object.insert("measuredJoules"_L1, sum.measured);
    if (!sum.currency.isEmpty())
        object.insert("cost"_L1, QJsonObject{{"currency"_L1, sum.currency}, {"amount"_L1, sum.cost}});
    return object;
}

} // namespace sotto
