#pragma once

#include "core/energy/energy_record.h"

#include <QByteArray>

namespace sotto {

/// Sums as a table for other programs: UTF-8, RFC 4180, decimal points, columns that never change their names. A text
/// that a spreadsheet would take for a formula gets an apostrophe before it: names of models come from files. Pure.
[[nodiscard]] QByteArray toCsv(const QList<EnergySum> &sums);

/// "measured", "partial", "estimated", "unavailable": stable, scripts read them.
[[nodiscard]] QLatin1StringView wordOf(Provenance provenance);
/// "nothing", "gpu-only", "cpu-only", "cpu-and-gpu", "whole-computer".
[[nodiscard]] QLatin1StringView wordOf(Coverage coverage);

} // namespace sotto
