#pragma once

#include "hardware/probes/probe.h"

#include <QString>

namespace sotto {

/// What is wrong with a sensor and what to do, in the person's language; one sentence or two, without the remedy's
/// commands. Pure but for the translation.
[[nodiscard]] QString sentenceOf(const ProbeProblem &problem);

} // namespace sotto
