#pragma once

#include "core/energy/energy_reading.h"

namespace sotto {

// What of a reading is no column of its own: devices, seconds, what is missing. Compact JSON with names that never
// change; see codec.h. Pure.
[[nodiscard]] QString energyDetailsToJson(const EnergyReading &reading);
/// Fills in what the text holds; the rest is left as it is.
void energyDetailsFromJson(const QString &json, EnergyReading &reading);

/// Numbers in the database; unknown ones become the most careful value.
[[nodiscard]] int provenanceToInt(Provenance provenance);
[[nodiscard]] Provenance provenanceFromInt(std::int64_t value);
[[nodiscard]] int coverageToInt(Coverage coverage);
[[nodiscard]] Coverage coverageFromInt(std::int64_t value);

} // namespace sotto
