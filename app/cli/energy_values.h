#pragma once

#include "core/energy/energy_record.h"

#include <QJsonObject>

namespace sotto {

// Energy as --json lines carry it: joules and seconds; money in units of its currency. What is not known is
// left out; words are stable.

/// Joules by phase and device, gross and net, ±, provenance, money.
[[nodiscard]] QJsonObject toJson(const EnergyReading &reading);
[[nodiscard]] QJsonObject toJson(const EnergySum &sum);

} // namespace sotto
