#pragma once

#include "hardware/power/snapshot.h"
#include "ui/meters/power_gauge.h"

#include <QList>
#include <QString>

#include <optional>
#include <string>
#include <vector>

namespace sotto {

/// One device of the power meters.
struct PowerLine {
    QString id;
    QString name;
    bool isGpu = false;
    GaugeReading gauge;
    std::optional<double> celsius;
    std::optional<double> busy; ///< 0 … 1.
    bool slowed = false;        ///< Held up by power or heat.

    bool operator==(const PowerLine &) const = default;
};

/// All of them, and why there are not more.
struct PowerView {
    QList<PowerLine> lines;
    std::optional<double> watts; ///< Sum of what is told; nothing where nothing is.
    bool estimated = false;      ///< A part of the sum is.
    bool complete = false;       ///< Every sensor was looked for.
    QString problem;             ///< Why one cannot be read, in a sentence; empty: none that a person can mend.
    QString remedy;              ///< Shell commands that mend it; empty: none.

    [[nodiscard]] bool isMeasured() const { return watts && !estimated; }
    bool operator==(const PowerView &) const = default;
};

/// What of a snapshot belongs on the screen: the GPUs that hold layers (`gpus`; nothing or empty: all), the processor
/// by its sensor or, without one, by its model, and a battery where nothing else is told. Pure but for the sentence.
[[nodiscard]] PowerView powerView(const PowerSnapshot &snapshot, const std::optional<std::vector<std::string>> &gpus);

} // namespace sotto
