#include "core/storage/energy_store.h"

#include "core/storage/energy_codec.h"

namespace sotto {

EnergyRecord energyFrom(const Statement &row)
{
    EnergyRecord r;
    r.id = row.integer(0);
    r.message = MessageId(row.integer(1));
    r.conversation = ConversationId(row.integer(2));
    r.startedMs = row.integer(3);
    r.endedMs = row.integer(4);
    r.model = row.text(5);
    r.personaId = row.text(6);
    r.personaName = row.text(7);
    r.promptTokens = static_cast<int>(row.integer(8));
    r.outputTokens = static_cast<int>(row.integer(9));
    r.reading.prefill = row.real(10);
    r.reading.decode = row.real(11);
    r.reading.uncertainty = row.real(12);
    r.reading.repeatability = row.real(13);
    r.reading.measured = row.real(14);
    if (!row.isNull(15)) r.reading.net = row.real(15);
    r.reading.provenance = provenanceFromInt(row.integer(16));
    r.reading.coverage = coverageFromInt(row.integer(17));
    if (!row.isNull(18)) r.reading.price = PriceThen{row.text(18), row.real(19), row.real(20)};
    energyDetailsFromJson(row.text(21), r.reading);
    return r;
}

Status EnergyStore::save(const EnergyRecord &r)
{
    Result<Statement> write =
        m_db.prepare("INSERT OR REPLACE INTO reply_energy (" + std::string(kEnergyColumns) +
                     ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    if (!write) return fail(write.error());
    const EnergyReading &e = r.reading;
    write->bind(1, r.id).bind(2, r.message.value).bind(3, r.conversation.value).bind(4, r.startedMs).bind(5, r.endedMs);
    write->bind(6, r.model).bind(7, r.personaId).bind(8, r.personaName);
    write->bind(9, std::int64_t{r.promptTokens}).bind(10, std::int64_t{r.outputTokens});
    write->bind(11, e.prefill).bind(12, e.decode).bind(13, e.uncertainty).bind(14, e.repeatability);
    write->bind(15, e.measured);
    if (e.net) write->bind(16, *e.net);
    write->bind(17, std::int64_t{provenanceToInt(e.provenance)}).bind(18, std::int64_t{coverageToInt(e.coverage)});
    if (e.price) write->bind(19, e.price->currency).bind(20, e.price->perKwh).bind(21, e.price->amount);
    write->bind(22, energyDetailsToJson(e));
    return write->run();
}

Result<QList<EnergyRecord>> EnergyStore::find(const EnergyQuery &query)
{
    // A database of version 1 that may not be written could not be migrated.
    const Result<std::int64_t> tables =
        m_db.integer("SELECT count(*) FROM sqlite_schema WHERE name = 'reply_energy' AND type = 'table'");
    if (!tables) return fail(tables.error());
    if (*tables == 0) return QList<EnergyRecord>();
    Result<Statement> rows = m_db.prepare("SELECT " + std::string(kEnergyColumns) +
                                          " FROM reply_energy WHERE started_ms >= ?1 AND started_ms < ?2 "
                                          "AND (?3 = 0 OR conversation_id = ?3) ORDER BY started_ms, id");
    if (!rows) return fail(rows.error());
    rows->bind(1, query.fromMs).bind(2, query.toMs).bind(3, query.conversation.value);
    QList<EnergyRecord> all;
    Result<bool> more = rows->step();
    for (; more && *more; more = rows->step())
        all.append(energyFrom(*rows));
    if (!more) return fail(more.error());
    return all;
}

} // namespace sotto
