// Energy, power, money and carbon in words; the rest of format.h is in format.cpp.

#include "core/text/format.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace sotto {
namespace {

using namespace Qt::StringLiterals;

constexpr double kJoulesPerWh = 3600;

QString decimal(double value, int decimals)
{
    return QLocale().toString(value, 'f', decimals);
}

/// Decimals that show two significant digits of a value below 1, as it reads after rounding; at most 9.
int decimalsOfTwoDigits(double value)
{
    if (!(value > 0)) return 2;
    int decimals = 1 - static_cast<int>(std::floor(std::log10(value)));
    // 0.0996 reads as 0.10, which needs one decimal less than 0.0996 seems to.
    const double step = std::pow(10, decimals - 1);
    if (std::round(value * step * 10) >= 100) --decimals;
    return std::clamp(decimals, 2, 9);
}

/// Signs that nobody takes for another currency; others are written by their code.
QString signOf(const QString &currency)
{
    constexpr auto signs = std::to_array<std::pair<const char *, const char16_t *>>({{"USD", u"$"},
                                                                                     {"EUR", u"€"},
                                                                                     {"GBP", u"£"},
                                                                                     {"CNY", u"¥"},
                                                                                     {"INR", u"₹"},
                                                                                     {"KRW", u"₩"},
                                                                                     {"UAH", u"₴"},
                                                                                     {"TRY", u"₺"},
                                                                                     {"PLN", u"zł"}});
    for (const auto &[code, sign] : signs)
        if (currency == QLatin1StringView(code)) return QString::fromUtf16(sign);
    // Others are written by their code: the yen's sign is the yuan's too.
    return currency + u'\u00A0';
}

} // namespace

QString formatEnergy(double joules)
{
    const double wh = joules / kJoulesPerWh;
    const double size = std::abs(wh);
    if (size >= 999.5) return QCoreApplication::translate("Format", "%1 kWh").arg(decimal(wh / 1000, 2));
    if (size >= 9.995) return QCoreApplication::translate("Format", "%1 Wh").arg(decimal(wh, 0));
    if (size >= 0.00995 || size == 0) return QCoreApplication::translate("Format", "%1 Wh").arg(decimal(wh, 2));
    const double milli = wh * 1000;
    return QCoreApplication::translate("Format", "%1 mWh")
        .arg(decimal(milli, std::min(decimalsOfTwoDigits(std::abs(milli)), 3)));
}

QString formatWatts(double watts)
{
    return QCoreApplication::translate("Format", "%1 W").arg(decimal(watts, std::abs(watts) < 9.95 ? 1 : 0));
}

QString formatMoney(double amount, const QString &currency)
{
    const double size = std::abs(amount);
    const int decimals = size == 0 || size >= 0.995 ? 2 : decimalsOfTwoDigits(size);
    return QLocale().toCurrencyString(amount, signOf(currency), decimals);
}

QString formatCarbon(double grams)
{
    const double size = std::abs(grams);
    if (size >= 999.5) return QCoreApplication::translate("Format", "%1 kg", "of CO₂").arg(decimal(grams / 1000, 1));
    if (size >= 9.95 || size == 0)
        return QCoreApplication::translate("Format", "%1 g", "of CO₂").arg(decimal(grams, 0));
    return QCoreApplication::translate("Format", "%1 g", "of CO₂")
        .arg(decimal(grams, size >= 0.995 ? 1 : std::min(decimalsOfTwoDigits(size), 4)));
}

QString formatAsSure(const QString &figure, const EnergyReading &reading)
{
    const bool rough = reading.provenance == Provenance::Estimated || reading.poolMessages;
    return rough ? QCoreApplication::translate("Format", "≈ %1", "an estimated figure").arg(figure) : figure;
}

QString formatSureness(Provenance provenance, Coverage coverage)
{
    switch (provenance) {
    case Provenance::Estimated: return QCoreApplication::translate("Format", "estimated");
    case Provenance::Unavailable: return QCoreApplication::translate("Format", "not reported");
    case Provenance::Partial:
        if (coverage == Coverage::GpuOnly) return QCoreApplication::translate("Format", "GPU only");
        return QCoreApplication::translate("Format", "partly read");
    case Provenance::Measured: break;
    }
    if (coverage == Coverage::GpuOnly) return QCoreApplication::translate("Format", "GPU only");
    if (coverage == Coverage::WholeComputer) return QCoreApplication::translate("Format", "whole computer");
    return {};
}

QString formatEnergyFootnote(const EnergyReading &reading)
{
    if (!reading.isKnown()) return {};
    QStringList parts{formatAsSure(formatEnergy(reading.total()), reading)};
    if (reading.price && !reading.price->currency.isEmpty())
        parts << formatAsSure(formatMoney(reading.price->amount, reading.price->currency), reading);
    parts << formatSureness(reading.provenance, reading.coverage);
    parts.removeAll(QString());
    return parts.join(u" · "_s);
}

} // namespace sotto
