#pragma once

#include <QLocale>

#include <optional>
#include <span>

namespace sotto {

/// Carbon dioxide of a country's electricity: yearly mean over the life cycle of its plants.
struct GridCarbon {
    QLocale::Territory territory = QLocale::AnyTerritory;
    double gramsPerKwh = 0; ///< CO₂ equivalent.
    int year = 0;
};

/// By country; from Our World in Data ("Carbon intensity of electricity", after Ember and the Energy Institute),
/// rounded to the gram. No network is asked.
[[nodiscard]] std::span<const GridCarbon> gridCarbonTable();

/// Used where a country is not in the table: the mean of the world, as CodeCarbon uses it.
inline constexpr GridCarbon kWorldCarbon{QLocale::AnyTerritory, 475, 2019};

/// The table's line for a country, else the world's. Pure.
[[nodiscard]] GridCarbon gridCarbon(QLocale::Territory territory);

/// Grams of CO₂ equivalent. Pure.
[[nodiscard]] double carbonOf(double joules, double gramsPerKwh);

} // namespace sotto
