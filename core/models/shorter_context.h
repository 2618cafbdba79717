#pragma once

#include "base/error.h"
#include "inference/model.h"

#include <optional>

namespace sotto {

/// The longest context, in tokens, a power of two of at least 2,048 and shorter than `asked`, with which a model would
/// fit that failed with `error` (NotEnoughMemory, bytes needed and available), by the size of its KV cache. Nothing
/// where the weights alone are too large, or where `asked` is 0: then Sotto has tried shorter ones by itself. Pure.
/// Thread: any.
[[nodiscard]] std::optional<std::uint32_t> shorterContextThatFits(const ModelSpec &spec, std::uint32_t asked,
                                                                  const Error &error);

} // namespace sotto
