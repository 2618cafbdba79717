#pragma once

#include "inference/gguf/gguf_header.h"

#include <span>

namespace sotto {

/// The facts of a model from its header, or, where it is split, from those of all its parts in order; the first
/// holds the values. `parts` stays empty. Errors: GgufMalformed, NotALanguageModel; they carry no subject.
[[nodiscard]] Result<ModelSpec> modelSpecFrom(std::span<const GgufHeader> headers);

} // namespace sotto
