#include "inference/offload_costs.h"

#include "inference/offload_planner.h"
#include "inference/saturating.h"

#include <algorithm>

namespace sotto {
namespace {

constexpr std::uint64_t kBatch = 512;           // llama.cpp's n_ubatch
constexpr std::uint64_t kActivationBuffers = 8; // rows of the embedding's width alive at once, f32
constexpr std::uint64_t kMatrices = 3;          // of a feed-forward part: up, down and gate

LayerCost costOfBlock(const ModelSpec &spec, std::size_t i)
{
    LayerCost cost;
    const LayerFacts facts = i < spec.layers.size() ? spec.layers[i] : LayerFacts{};
    cost.feedForward = facts.feedForward;
    cost.experts = facts.experts;
    cost.attention = less(spec.layerBytes[i], plus(cost.feedForward, cost.experts));
    return cost;
}

void addBuffers(ModelCosts &costs, const ModelSpec &spec, std::uint32_t contextLength)
{
    const std::uint64_t logits = product({kBatch, spec.vocabularySize, sizeof(float)});
    const std::uint64_t activations = product({kBatch, spec.embeddingLength, sizeof(float), kActivationBuffers});
    const std::uint64_t mask = product({kBatch, contextLength, sizeof(float)});
    costs.compute = plus(plus(logits, activations), mask);
    costs.hostOnly = plus(activations / kActivationBuffers, mask);
    for (const LayerCost &block : costs.blocks)
        costs.streamed = std::max(costs.streamed, std::max(block.feedForward, block.experts) / kMatrices);
}

} // namespace

ModelCosts costsOf(const ModelSpec &spec, std::uint32_t contextLength, CacheType type, const BufferFigures *figures)
{
    ModelCosts costs;
    std::uint64_t blocks = 0;
    for (std::size_t i = 0; i < spec.layerBytes.size(); ++i) {
        LayerCost cost = costOfBlock(spec, i);
        const bool known = figures && i < figures->layerCache.size();
        cost.cache = known ? figures->layerCache[i] : estimatedLayerCacheBytes(spec, i, contextLength, type);
        costs.hasExperts = costs.hasExperts || cost.experts > 0;
        blocks = plus(blocks, spec.layerBytes[i]);
        costs.blocks.push_back(cost);
    }
    costs.tensors = spec.tensorBytes;
    costs.input = spec.inputBytes;
    costs.output = plus(less(spec.tensorBytes, plus(blocks, spec.inputBytes)), spec.tiedOutput ? spec.inputBytes : 0);
    addBuffers(costs, spec, contextLength);
    return costs;
}

} // namespace sotto
