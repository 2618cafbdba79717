#pragma once

#include "inference/gguf/gguf_header.h"

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

namespace sotto {

/// N of "blk.N.…".
[[nodiscard]] std::optional<std::size_t> blockOf(std::string_view tensor);

/// Fills in ModelSpec::layers, inputBytes and tiedOutput from the tensors of all parts. Architecture, embedding length
/// and layerBytes are there already. What a block's tensors do not tell stays unknown: fused or compressed keys and
/// values, states other than Mamba's. Sizes of states: llama.cpp, llama_hparams::n_embd_r() and n_embd_s(). Thread:
/// any.
void addLayerFacts(ModelSpec &spec, std::span<const GgufHeader> headers);

} // namespace sotto
