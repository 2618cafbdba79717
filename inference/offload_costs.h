#pragma once

#include "inference/model.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace sotto {

/// What the engine's dry run found for one context and cache type; what it says goes before any formula.
struct BufferFigures {
    std::vector<std::uint64_t> layerCache; ///< Bytes of cache or state of each block; empty: not known.
    std::vector<std::pair<std::string, std::uint64_t>> compute; ///< Device id and bytes.

    bool operator==(const BufferFigures &) const = default;
};

/// What one block takes, in bytes.
struct LayerCost {
    std::uint64_t attention = 0; ///< All weights but those that follow.
    std::uint64_t feedForward = 0;
    std::uint64_t experts = 0;
    std::uint64_t cache = 0;
};

/// A model, as far as placing it goes. Sums that do not fit into 64 bits stay at the largest number.
struct ModelCosts {
    std::vector<LayerCost> blocks;
    std::uint64_t output = 0;   ///< Output layer: norm and matrix, the latter a copy where it is the embedding's.
    std::uint64_t input = 0;    ///< Stays in system memory.
    std::uint64_t tensors = 0;  ///< Weights as the file has them.
    std::uint64_t compute = 0;  ///< Buffers of a device that computes; by formula.
    std::uint64_t hostOnly = 0; ///< Buffers of the CPU where it only hands over; by formula.
    std::uint64_t streamed = 0; ///< Room on a GPU for the largest matrix that is brought there for a prompt.
    bool hasExperts = false;
};

/// Compute buffers by formula: 512 tokens a batch · (vocabulary + 8 · embedding + context) · 4 bytes; of the CPU where
/// all layers are on GPUs 512 · (embedding + context) · 4. For a prompt, weights in system memory are copied to the GPU
/// one matrix at a time (ggml's op_offload): a third of the largest block's feed-forward weights or experts.
/// Pure. Thread: any.
[[nodiscard]] ModelCosts costsOf(const ModelSpec &spec, std::uint32_t contextLength, CacheType type,
                                 const BufferFigures *figures);

} // namespace sotto
