#pragma once

#include "core/energy/energy_record.h"

#include <QDate>
#include <QList>
#include <QString>

#include <optional>

namespace sotto {

/// How long a time the page of energy shows at once, and by what steps.
enum class EnergySpan : std::uint8_t {
    Day,   ///< By hours.
    Week,  ///< By days, Monday first or as the locale has it.
    Month, ///< By days.
};

/// The time that is shown: the one that holds `day`.
struct EnergyRange {
    EnergySpan span = EnergySpan::Week;
    QDate day;
    bool operator==(const EnergyRange &) const = default;
};

/// First day, and how many steps there are. Pure.
[[nodiscard]] QDate firstDay(const EnergyRange &range, Qt::DayOfWeek weekBegins);
[[nodiscard]] int stepsOf(const EnergyRange &range);
/// When it begins and ends, UTC milliseconds. Pure.
[[nodiscard]] EnergyQuery queryOf(const EnergyRange &range, Qt::DayOfWeek weekBegins, const QTimeZone &zone);
/// The one before or after. Pure.
[[nodiscard]] EnergyRange moved(const EnergyRange &range, int by);

/// One bar: its parts from below, in the order of EnergyBars::parts.
struct EnergyBar {
    QString name;         ///< "Mon", "14", "9".
    QList<double> joules; ///< One for each part.
    bool estimated = false;
    bool isNow = false;
    [[nodiscard]] double total() const;
    bool operator==(const EnergyBar &) const = default;
};

/// A chart of energy: bars by time, their parts by model or persona.
struct EnergyBars {
    QStringList parts; ///< Largest first; from the fifth on together, as an empty name.
    QList<EnergyBar> bars;
    bool operator==(const EnergyBars &) const = default;
};

inline constexpr int kMostParts = 4;

/// Gathers records into bars. `today` marks the bar of now. Pure but for the locale's names of days.
[[nodiscard]] EnergyBars barsOf(const QList<EnergyRecord> &records, const EnergyRange &range, EnergyGroup by,
                                Qt::DayOfWeek weekBegins, const QTimeZone &zone, const QDateTime &now);

/// Tops of a scale of at most four steps that holds `most`: 1, 2 or 5 × 10ⁿ each. Pure; 1 for nothing.
[[nodiscard]] double scaleStep(double most);

} // namespace sotto
