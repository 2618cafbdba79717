#pragma once

#include "core/energy/energy_reading.h"
#include "inference/events.h"

#include <QLocale>
#include <QString>

#include <cstdint>
#include <optional>

namespace sotto {

// Numbers as the design writes them, in the current language and QLocale(). Unknown is an en dash. The space
// between a number and its unit is an ordinary one, so that a figure pastes well into a terminal or a table.
// Pure. Thread: any after the translator is installed.

/// "8.5 GiB", "11 MiB": binary, for memory.
[[nodiscard]] QString formatMemory(std::uint64_t bytes);
/// "4.70 GB", "8 MB": decimal, for files; three digits.
[[nodiscard]] QString formatFileSize(std::uint64_t bytes);
/// "48.3", "1,910"; en dash for 0 or less.
[[nodiscard]] QString formatRate(double tokensPerSecond);
/// "3.1k", "8k", "296": tokens against a context; k is 1024 for its multiples, else 1000. En dash below 0.
[[nodiscard]] QString formatTokens(int tokens);
/// "0.02 s", "0.3 s", "12 s", "2 min 5 s", "1 h 2 min"; en dash for 0 or less.
[[nodiscard]] QString formatSeconds(Duration duration);
/// "212 tokens · 48.3 tok/s · first token 0.3 s"; leaves out what is unknown.
[[nodiscard]] QString formatFootnote(const Usage &usage);
/// "0.42 Wh", "41 Wh", "1.25 kWh"; below a hundredth "1.4 mWh", so that nothing known reads as 0. Takes joules.
[[nodiscard]] QString formatEnergy(double joules);
/// "174 W", "0.6 W": one decimal below ten.
[[nodiscard]] QString formatWatts(double watts);
/// "$0.00006", "$0.047", "$12.30", "CHF 0.29": two significant digits below 1, else two decimals; ISO 4217 codes with a
/// common sign show it.
[[nodiscard]] QString formatMoney(double amount, const QString &currency);
/// "115 g", "0.05 g", "1.2 kg" of CO₂.
[[nodiscard]] QString formatCarbon(double grams);
/// How a figure is marked: "≈ %1" where it is estimated or too short to be told well, else as it is.
[[nodiscard]] QString formatAsSure(const QString &figure, const EnergyReading &reading);
/// "≈ 0.42 Wh · ≈ $0.00006 · estimated", "0.42 Wh · $0.00006 · GPU only"; empty where nothing is known.
[[nodiscard]] QString formatEnergyFootnote(const EnergyReading &reading);
/// What the figure leaves out, in a few words: "estimated", "GPU only", "partly read"; empty for a whole one.
[[nodiscard]] QString formatSureness(Provenance provenance, Coverage coverage);
/// "128k context", from tokens; en dash for 0.
[[nodiscard]] QString formatContext(std::uint32_t tokens);
/// "7.6 B", "360 M" parameters; en dash for 0.
[[nodiscard]] QString formatParameters(std::uint64_t count);
/// "Today, 14:02", "Yesterday, 09:10", "12 November, 14:02", "3 May 2025, 08:00" by the local calendar.
[[nodiscard]] QString formatMoment(std::int64_t unixMs, std::int64_t nowMs);

} // namespace sotto
