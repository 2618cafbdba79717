#include "core/energy/energy_settings.h"

#include <QJsonArray>

#include <algorithm>
#include <cmath>

namespace sotto {
namespace {

using namespace Qt::StringLiterals;

constexpr double kMostPerKwh = 1e6; // some currencies have small units
constexpr double kMostGrams = 5000;
constexpr qsizetype kMostPrices = 50;

/// A number from 0 to `most`; nothing where it is none.
std::optional<double> amount(const QJsonValue &value, double most)
{
    if (!value.isDouble() || !std::isfinite(value.toDouble())) return std::nullopt;
    return std::clamp(value.toDouble(), 0.0, most);
}

QJsonObject toJson(const Tariff &tariff)
{
    QJsonObject object{{"currency"_L1, tariff.currency}, {"perKwh"_L1, tariff.perKwh}};
    if (!tariff.byHour) return object;
    QJsonArray hours;
    for (const double price : *tariff.byHour)
        hours.append(price);
    object.insert("byHour"_L1, hours);
    return object;
}

std::optional<Tariff> tariffFrom(const QJsonObject &object)
{
    Tariff tariff;
    tariff.currency = object.value("currency"_L1).toString().trimmed().toUpper().left(3);
    const auto flat = amount(object.value("perKwh"_L1), kMostPerKwh);
    if (tariff.currency.size() != 3 || !flat) return std::nullopt;
    tariff.perKwh = *flat;
    const QJsonArray hours = object.value("byHour"_L1).toArray();
    if (hours.size() != 24) return tariff;
    tariff.byHour.emplace();
    for (qsizetype hour = 0; hour < 24; ++hour)
        (*tariff.byHour)[static_cast<std::size_t>(hour)] = amount(hours[hour], kMostPerKwh).value_or(tariff.perKwh);
    return tariff;
}

QJsonArray toJson(const QList<CloudPrice> &prices)
{
    QJsonArray array;
    for (const CloudPrice &price : prices)
        array.append(QJsonObject{{"name"_L1, price.name},
                                 {"perMillion"_L1, price.perMillion},
                                 {"checked"_L1, price.checked.toString(Qt::ISODate)}});
    return array;
}

QList<CloudPrice> pricesFrom(const QJsonArray &array)
{
    QList<CloudPrice> prices;
    for (const QJsonValue &value : array) {
        const QJsonObject object = value.toObject();
        const auto perMillion = amount(object.value("perMillion"_L1), kMostPerKwh);
        if (!perMillion || prices.size() == kMostPrices) continue;
        prices.append({object.value("name"_L1).toString().left(60), *perMillion,
                       QDate::fromString(object.value("checked"_L1).toString(), Qt::ISODate)});
    }
    return prices;
}

} // namespace

QJsonObject toJson(const EnergySettings &s)
{
    QJsonObject object{{"estimates"_L1, s.estimates}};
    if (s.tariff) object.insert("tariff"_L1, toJson(*s.tariff));
    if (s.gramsPerKwh) object.insert("gramsPerKwh"_L1, *s.gramsPerKwh);
    if (!s.country.isEmpty()) object.insert("country"_L1, s.country);
    if (s.cloudPrices) object.insert("cloudPrices"_L1, toJson(*s.cloudPrices));
    if (s.hardwarePrice > 0) object.insert("hardwarePrice"_L1, s.hardwarePrice);
    if (!s.nvmlLibrary.isEmpty()) object.insert("nvmlLibrary"_L1, s.nvmlLibrary);
    return object;
}

EnergySettings energySettingsFromJson(const QJsonObject &object)
{
    EnergySettings s;
    s.estimates = object.value("estimates"_L1).toBool(true);
    s.tariff = tariffFrom(object.value("tariff"_L1).toObject());
    s.gramsPerKwh = amount(object.value("gramsPerKwh"_L1), kMostGrams);
    s.country = object.value("country"_L1).toString().toUpper().left(2);
    if (object.value("cloudPrices"_L1).isArray()) s.cloudPrices = pricesFrom(object.value("cloudPrices"_L1).toArray());
    s.hardwarePrice = amount(object.value("hardwarePrice"_L1), 1e12).value_or(0);
    s.nvmlLibrary = object.value("nvmlLibrary"_L1).toString();
    return s;
}

Tariff tariffOf(const EnergySettings &settings, const QLocale &locale)
{
    return settings.tariff ? *settings.tariff : startingTariff(locale).tariff;
}

GridCarbon carbonOf(const EnergySettings &settings, const QLocale &locale)
{
    const QLocale::Territory here =
        settings.country.isEmpty() ? locale.territory() : QLocale::codeToTerritory(settings.country);
    GridCarbon grid = gridCarbon(here);
    if (settings.gramsPerKwh) grid = {here, *settings.gramsPerKwh, 0};
    return grid;
}

QList<CloudPrice> cloudPricesOf(const EnergySettings &settings)
{
    return settings.cloudPrices ? *settings.cloudPrices : startingCloudPrices();
}

} // namespace sotto
