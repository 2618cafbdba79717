#pragma once

#include "core/energy/energy_reading.h"
#include "core/ids.h"

#include <QList>
#include <QTimeZone>

#include <cstdint>
#include <limits>

namespace sotto {

/// One span in which a model wrote: a reply, or the part of one that was gone on with.
struct EnergyRecord {
    std::int64_t id = 0; ///< makeId().
    MessageId message{};
    ConversationId conversation{}; ///< Invalid: of no chat that is kept.
    std::int64_t startedMs = 0;    ///< UTC.
    std::int64_t endedMs = 0;
    QString model;
    QString personaId;
    QString personaName;
    int promptTokens = 0; ///< Computed; what the cache held is not in it.
    int outputTokens = 0;
    EnergyReading reading{};
    bool operator==(const EnergyRecord &) const = default;
};

/// What the records are gathered by.
enum class EnergyGroup : std::uint8_t { Hour, Day, Month, Model, Persona, Conversation };

/// Sum over records of one group, or over all of them.
struct EnergySum {
    QString
        key; ///< "2026-11-17T14", "2026-11-17", "2026-11", a model, a persona's id, a conversation's id; empty: all.
    QString name;    ///< As a person knows it: of a persona its name; else the key.
    int replies = 0; ///< Messages; parts of one count once.
    std::int64_t promptTokens = 0;
    std::int64_t outputTokens = 0;
    double joules = 0; ///< Of the records of which something is known.
    double uncertainty = 0;
    double measured = 0;
    int unknown = 0;   ///< Records of which nothing is known: not in the joules.
    int estimated = 0; ///< Records that hold a power model.
    int partial = 0;
    double cost = 0;       ///< In `currency`.
    QString currency;      ///< Of the last record that had one.
    int otherCurrency = 0; ///< Records whose money is in another one and not in `cost`.
    [[nodiscard]] Provenance provenance() const;
    [[nodiscard]] std::int64_t tokens() const { return promptTokens + outputTokens; }
    bool operator==(const EnergySum &) const = default;
};

/// Which records are wanted.
struct EnergyQuery {
    std::int64_t fromMs = 0;                                      ///< UTC, included.
    std::int64_t toMs = std::numeric_limits<std::int64_t>::max(); ///< Not included.
    ConversationId conversation{};                                ///< Invalid: of all.
    bool operator==(const EnergyQuery &) const = default;
};

/// One sum over all records. Pure.
[[nodiscard]] EnergySum sumOf(const QList<EnergyRecord> &records);

/// A sum for each group that occurs, in the order of their keys (times rise; names by the alphabet of their bytes).
/// Days and months are those of `zone`, by when a reply began. Pure; a few milliseconds for ten thousand.
[[nodiscard]] QList<EnergySum> sumsBy(EnergyGroup group, const QList<EnergyRecord> &records, const QTimeZone &zone);

/// The group a record belongs to. Pure.
[[nodiscard]] QString groupKey(EnergyGroup group, const EnergyRecord &record, const QTimeZone &zone);

} // namespace sotto
