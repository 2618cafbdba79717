#pragma once

#include "inference/llama/sequence_state.h"
#include "inference/model.h"

namespace sotto {

/// Names what a computed state depends on: the model's files, adapters with their scales, the types of the KV cache,
/// the version of llama.cpp, and the context's length for models that pick other rope factors by it (those whose header
/// has an original context length). Rope is always the model's own, and windows are never held in full, so neither
/// needs a word of its own.
///
/// A file is told by its size, its time of last change and a checksum of its first megabyte, where a GGUF has its
/// header, and of 64 blocks of 4 KiB spread over the rest: cheap, and no two models are alike in all of it. Not a guard
/// against somebody who forges a file: the worst that comes of that is nonsense in a reply. Thread: any.
[[nodiscard]] StateDigest stateDigest(const LoadedModel &loaded, const LoadOptions &options, bool lengthDecidesRope);

} // namespace sotto
