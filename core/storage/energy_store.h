#pragma once

#include "core/energy/energy_record.h"
#include "core/storage/sqlite_connection.h"

namespace sotto {

/// The SQL of what replies took; as ChatStore. Thread: the connection's.
class EnergyStore final {
public:
    explicit EnergyStore(Connection &connection) : m_db(connection) {}

    [[nodiscard]] Status save(const EnergyRecord &record);
    [[nodiscard]] Result<QList<EnergyRecord>> find(const EnergyQuery &query);

private:
    Connection &m_db;
};

/// A record from a row of `SELECT` kEnergyColumns.
[[nodiscard]] EnergyRecord energyFrom(const Statement &row);

inline constexpr std::string_view kEnergyColumns =
    "id, message_id, conversation_id, started_ms, ended_ms, model_name, persona_id, persona_name, prompt_tokens, "
    "output_tokens, prefill_j, decode_j, uncertainty_j, repeatability_j, measured_j, net_j, provenance, coverage, "
    "currency, price_kwh, cost, details";

} // namespace sotto
