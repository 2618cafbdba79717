#pragma once

#include <QLocale>
#include <QString>
#include <QTimeZone>

#include <array>
#include <cstdint>
#include <optional>

namespace sotto {

/// What a kilowatt-hour costs: one price all day, or one for each hour of the local day.
struct Tariff {
    QString currency;                               ///< ISO 4217: "USD".
    double perKwh = 0;                              ///< The flat price, in units of the currency.
    std::optional<std::array<double, 24>> byHour{}; ///< In its place: the price from that hour to the next.
    bool operator==(const Tariff &) const = default;
};

/// A starting value and where it is from.
struct TariffStart {
    Tariff tariff;
    QLocale::Territory territory = QLocale::AnyTerritory; ///< Any: none is known there, the United States' is used.
    int year = 0;
    const char *source = ""; ///< English.
};

/// What a household pays where `locale` is spoken, from a short dated table; to be changed by the person. $0.14 per kWh
/// for the United States, as the article that Sotto's method follows has it. Pure.
[[nodiscard]] TariffStart startingTariff(const QLocale &locale);

/// Price of a kilowatt-hour at a moment, by the clock of `zone`. Pure.
[[nodiscard]] double pricePerKwh(const Tariff &tariff, std::int64_t unixMs, const QTimeZone &zone);

/// Mean price from `startMs` to `endMs`, each hour weighted by its share of the time (power is taken to be even). An
/// empty span: the price at its start. Pure.
[[nodiscard]] double meanPricePerKwh(const Tariff &tariff, std::int64_t startMs, std::int64_t endMs,
                                     const QTimeZone &zone);

/// joules / 3.6 × 10⁶ × price. Pure.
[[nodiscard]] double costOf(double joules, double perKwh);

/// Cost of a million tokens at `watts` and `tokensPerSecond`: P / N / 3600 / 1000 × price × 10⁶, which is 0.0389 · P/N
/// at $0.14. Nothing where no token is made. Pure.
[[nodiscard]] std::optional<double> costPerMillionTokens(double watts, double tokensPerSecond, double perKwh);

} // namespace sotto
