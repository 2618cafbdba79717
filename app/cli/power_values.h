#pragma once

#include "core/text/power_text.h"
#include "hardware/power/snapshot.h"

#include <QJsonObject>
#include <QString>
#include <QStringList>

namespace sotto {

// Readings as --json lines carry them: watts, joules since some start, °C, shares of 1, MHz, bytes, seconds. What is
// not known is left out; names and words are stable, scripts read them.

[[nodiscard]] QJsonObject toJson(const DeviceStatus &status);
[[nodiscard]] QJsonObject toJson(const ProbeProblem &problem);
/// The whole snapshot, with the time of day it is printed.
[[nodiscard]] QJsonObject toJson(const PowerSnapshot &snapshot, std::int64_t unixMs);

/// Name, power, limit, temperature, load, memory: a row of the table. Estimates are marked "≈".
[[nodiscard]] QStringList powerRow(const DeviceStatus &status);

} // namespace sotto
