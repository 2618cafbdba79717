#pragma once

#include "inference/offload_plan.h"

#include <QString>
#include <QStringList>

namespace sotto {

/// A reason of a plan as a sentence, in the current language: "24 of 33 layers fit; 9 stay on the CPU because 1.1 GiB
/// is kept free." Thread: any after the translator is installed.
[[nodiscard]] QString planText(const PlanNote &note);

/// All reasons of a plan, in its order.
[[nodiscard]] QStringList planTexts(const OffloadPlan &plan);

} // namespace sotto
