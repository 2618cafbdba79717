#pragma once

#include "inference/template/chat_template.h"

#include <llama.h>

#include <string>

namespace sotto {

/// The chat template for a model with this vocabulary; see ChatTemplate::choose(). Thread: any.
[[nodiscard]] ChatTemplate templateFor(const llama_vocab *vocab, const std::string &architecture,
                                       const std::string &ofFile, const std::string &inPlace);

} // namespace sotto
