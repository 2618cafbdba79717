#pragma once

#include <QDate>
#include <QList>
#include <QString>

#include <optional>

namespace sotto {

/// What a service asks for a million tokens, as the person's list has it.
struct CloudPrice {
    QString name;
    double perMillion = 0; ///< US dollars per million tokens, prompt and reply alike.
    QDate checked;         ///< When somebody last looked it up; invalid: never, as with the ones Sotto comes with.
    bool operator==(const CloudPrice &) const = default;
};

/// The list Sotto starts with: GPT-4o at $5 and GPT-4o mini at $0.3, as the article that Sotto's method follows has
/// them. They change; the window says that nobody has checked them since.
[[nodiscard]] QList<CloudPrice> startingCloudPrices();

/// The same tokens there, in US dollars. Pure.
[[nodiscard]] double cloudCost(std::int64_t tokens, const CloudPrice &price);

/// How many times as much the cloud asks as the electricity cost; nothing where that is 0 or less. Pure.
[[nodiscard]] std::optional<double> timesAsMuch(double cloudCost, double ownCost);

/// When hardware of `price` is paid for by what is saved: price / (cloud − own) in units of the span that the two costs
/// are of (both in the currency of the price). Nothing where nothing is saved. Pure.
[[nodiscard]] std::optional<double> breakEven(double price, double cloudCost, double ownCost);

} // namespace sotto
