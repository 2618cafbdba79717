#include "core/models/tuning_store.h"

#include "core/models/remembered_facts.h"

namespace sotto {

using namespace Qt::StringLiterals;

std::optional<Tuning> TuningStore::recall(const std::string &key) const
{
    const QJsonObject kept = recallFacts(m_file, QString::fromStdString(key));
    const Tuning tuning{kept.value("threads"_L1).toInt(), kept.value("batchThreads"_L1).toInt(),
                        kept.value("batchTokens"_L1).toInt()};
    const bool sane = tuning.threads > 0 && tuning.batchThreads > 0 && tuning.batchTokens > 0;
    return sane ? std::optional(tuning) : std::nullopt;
}

void TuningStore::remember(const std::string &key, const Tuning &tuning) const
{
    rememberFacts(m_file, QString::fromStdString(key),
                  {{"threads"_L1, tuning.threads},
                   {"batchThreads"_L1, tuning.batchThreads},
                   {"batchTokens"_L1, tuning.batchTokens}});
}

} // namespace sotto
