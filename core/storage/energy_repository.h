#pragma once

#include "base/result.h"
#include "core/energy/energy_record.h"

#include <QFuture>
#include <QList>

namespace sotto {

/// Where it is kept what replies took. The same rules and errors as ChatRepository's. Records outlive their chat, so
/// that a month's sum stays right; when a chat is erased they lose its id and their own message's.
class EnergyRepository {
public:
    virtual ~EnergyRepository() = default;

    /// Writes one record, new or changed.
    virtual QFuture<Status> save(const EnergyRecord &record) = 0;
    /// In order of time.
    [[nodiscard]] virtual QFuture<Result<QList<EnergyRecord>>> energy(const EnergyQuery &query) = 0;
};

} // namespace sotto
