#pragma once

#include "inference/model.h"

namespace sotto {

/// How much of a load a change of its options makes necessary.
enum class LoadChange : std::uint8_t {
    Nothing,
    Context, ///< The context alone is made anew; the weights stay where they are.
    Weights, ///< The model is loaded again.
};

/// What has to happen so that a model that was opened with `from` is as `to` has it. A context that is longer may still
/// move layers where Sotto plans them: only a new plan tells. Pure. Thread: any.
[[nodiscard]] LoadChange changeBetween(const LoadOptions &from, const LoadOptions &to);

} // namespace sotto
