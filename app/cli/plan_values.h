#pragma once

#include "inference/offload_plan.h"

#include <QJsonObject>
#include <QString>

namespace sotto {

// A plan as the --json line carries it; as json_values.h has it.

[[nodiscard]] QJsonObject toJson(const OffloadPlan &plan);
[[nodiscard]] QString wordOf(SplitMode mode);
[[nodiscard]] QString wordOf(PlanReason reason);

} // namespace sotto
