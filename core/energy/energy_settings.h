#pragma once

#include "core/energy/carbon.h"
#include "core/energy/cloud_prices.h"
#include "core/energy/tariff.h"

#include <QJsonObject>

namespace sotto {

/// What a person chose about power, money and carbon. What was not chosen is nothing and follows the table in Sotto.
struct EnergySettings {
    bool estimates = true;                          ///< Power models stand in where no sensor can be read.
    std::optional<Tariff> tariff{};                 ///< Nothing: the starting value of the locale.
    std::optional<double> gramsPerKwh{};            ///< Nothing: by country.
    QString country;                                ///< ISO 3166, "DE"; empty: the locale's.
    std::optional<QList<CloudPrice>> cloudPrices{}; ///< Nothing: the list Sotto comes with.
    double hardwarePrice = 0;                       ///< In the tariff's currency, for the break-even; 0: not told.
    QString nvmlLibrary;                            ///< A path; empty: SOTTO_NVML_LIBRARY or the usual names.
    bool operator==(const EnergySettings &) const = default;
};

/// To and from the member "energy" of the settings file: unknown keys ignored, values out of range brought in. Pure.
[[nodiscard]] QJsonObject toJson(const EnergySettings &settings);
[[nodiscard]] EnergySettings energySettingsFromJson(const QJsonObject &object);

// What holds, with `locale` (the system's) for what was not chosen. Pure.
[[nodiscard]] Tariff tariffOf(const EnergySettings &settings, const QLocale &locale);
[[nodiscard]] GridCarbon carbonOf(const EnergySettings &settings, const QLocale &locale);
[[nodiscard]] QList<CloudPrice> cloudPricesOf(const EnergySettings &settings);

} // namespace sotto
