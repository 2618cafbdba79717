#include "core/energy/cloud_prices.h"

namespace sotto {

QList<CloudPrice> startingCloudPrices()
{
    return {{QStringLiteral("GPT-4o"), 5.0, {}}, {QStringLiteral("GPT-4o mini"), 0.3, {}}};
}

double cloudCost(std::int64_t tokens, const CloudPrice &price)
{
    return static_cast<double>(tokens) / 1e6 * price.perMillion;
}

std::optional<double> timesAsMuch(double cloudCost, double ownCost)
{
    if (!(ownCost > 0)) return std::nullopt;
    return cloudCost / ownCost;
}

std::optional<double> breakEven(double price, double cloudCost, double ownCost)
{
    if (!(price > 0) || !(cloudCost > ownCost)) return std::nullopt;
    return price / (cloudCost - ownCost);
}

} // namespace sotto
