#pragma once

#include "base/result.h"
#include "inference/gguf/gguf_header.h"

#include <span>
#include <string_view>

namespace sotto {

/// Refuses the values over which llama ends the process or never comes back instead of refusing the file: its
/// asserts on hyperparameters (llama-model.cpp, load_hparams), on tokenizers (llama-vocab.cpp) and on types of weights
/// (ggml-cpu). What llama refuses with an error is left to it. `parts` is not empty. Errors: GgufMalformed,
/// NotALanguageModel. Thread: any.
[[nodiscard]] Status checkForLlama(std::span<const GgufHeader> parts, std::string_view architecture);

} // namespace sotto
