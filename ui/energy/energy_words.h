#pragma once

#include "core/energy/energy_record.h"
#include "core/energy/energy_settings.h"
#include "ui/energy/energy_chart.h"

#include <QString>
#include <QStringList>

namespace sotto {

/// A figure with its name above and a line below.
struct EnergyFigureText {
    QString title, value, detail;
    bool operator==(const EnergyFigureText &) const = default;
};

/// The four figures at the top: energy, money, carbon, the same in the cloud. Unknown is an en dash with a reason. Pure
/// but for language and locale.
[[nodiscard]] QList<EnergyFigureText> energyFigures(const EnergySum &sum, const EnergySettings &settings,
                                                    const QLocale &locale);

/// One line of the price list: name, money there, how many times as much as here.
struct CloudLine {
    QString name, money, times;
    bool operator==(const CloudLine &) const = default;
};
[[nodiscard]] QList<CloudLine> cloudLines(const EnergySum &sum, const EnergySettings &settings);
/// When somebody last looked the prices up, in a sentence.
[[nodiscard]] QString cloudNote(const EnergySettings &settings);
/// "At this rate hardware of $1,600 is paid for in 214 weeks"; empty where no price is set or nothing is saved.
[[nodiscard]] QString breakEvenText(const EnergySum &sum, const EnergySettings &settings, EnergySpan span,
                                    const QLocale &locale);

/// A row of the table: name, replies, tokens, energy, Wh for 1,000 tokens of replies, money.
[[nodiscard]] QStringList tableCells(const EnergySum &sum);

/// What the sums leave out, in a sentence; empty where they are whole and measured.
[[nodiscard]] QString leftOutText(const EnergySum &sum);

/// "16 to 22 November", "17 November", "November 2026".
[[nodiscard]] QString rangeText(const EnergyRange &range, Qt::DayOfWeek weekBegins);

} // namespace sotto
