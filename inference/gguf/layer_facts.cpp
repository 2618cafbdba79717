#include "inference/gguf/layer_facts.h"

#include "inference/saturating.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <memory>
#include <string>

namespace sotto {
namespace {

// What llama.cpp gives to the input layer, which never leaves system memory (llama-arch.cpp, LLM_TENSOR_LAYER_INPUT).
constexpr std::array<std::string_view, 5> kInputTensors{
    "token_embd.weight",      "token_types.weight",          "position_embd.weight",
    "token_embd_norm.weight", "per_layer_token_embd.weight",
};

/// What is found of one block before it is a LayerFacts.
struct BlockTensors {
    std::uint64_t keyElements = 0;
    std::uint64_t valueElements = 0;
    bool attends = false; ///< Any tensor of attention.
    bool hasState = false;
};

/// "attn_k.weight" of "blk.7.attn_k.weight".
std::string_view partOf(std::string_view tensor)
{
    tensor.remove_prefix(std::string_view("blk.").size());
    return tensor.substr(std::min(tensor.find('.') + 1, tensor.size()));
}

class FactsBuilder final {
public:
    FactsBuilder(ModelSpec &spec, const GgufHeader &first) : m_spec(spec), m_first(first)
    {
        m_spec.layers.assign(m_spec.layerBytes.size(), {});
        m_blocks.resize(m_spec.layerBytes.size());
        m_spec.tiedOutput = true;
    }

    void add(const GgufTensor &tensor)
    {
        if (std::ranges::contains(kInputTensors, std::string_view(tensor.name)))
            m_spec.inputBytes = plus(m_spec.inputBytes, tensor.bytes);
        if (tensor.name == "output.weight") m_spec.tiedOutput = false;
        const auto block = blockOf(tensor.name);
        if (block && *block < m_blocks.size()) addToBlock(*block, partOf(tensor.name), tensor);
    }

    void finish()
    {
        m_spec.tiedOutput = m_spec.tiedOutput && m_spec.inputBytes > 0;
        for (std::size_t i = 0; i < m_blocks.size(); ++i)
            finishBlock(m_spec.layers[i], m_blocks[i]);
    }

private:
    void addToBlock(std::size_t block, std::string_view part, const GgufTensor &tensor)
    {
        LayerFacts &facts = m_spec.layers[block];
        BlockTensors &found = m_blocks[block];
        const bool isForward =
            part.starts_with("ffn_up") || part.starts_with("ffn_down") || part.starts_with("ffn_gate");
        if (part.starts_with("ffn_") && part.contains("exps"))
            facts.experts = plus(facts.experts, tensor.bytes);
        else if (isForward && !part.contains("_inp") && !part.contains("shexp"))
            facts.feedForward = plus(facts.feedForward, tensor.bytes);
        if (part == "attn_k.weight") found.keyElements = tensor.elements;
        if (part == "attn_v.weight") found.valueElements = tensor.elements;
        found.attends = found.attends || (part.starts_with("attn_") && !part.contains("norm"));
        found.hasState = found.hasState || part.starts_with("ssm_");
    }

    void finishBlock(LayerFacts &facts, const BlockTensors &found) const
    {
        const std::uint64_t width = m_spec.embeddingLength;
        if (found.keyElements > 0 && found.valueElements > 0 && width > 0) {
            const std::uint64_t values = found.keyElements / width + found.valueElements / width;
            constexpr std::uint64_t most = std::numeric_limits<std::uint32_t>::max();
            if (values <= most) facts.cacheValues = static_cast<std::uint32_t>(values);
        } else if (found.hasState && !found.attends) {
            facts.cacheValues = 0;
        }
        if (found.hasState) facts.stateBytes = stateBytes();
    }

    [[nodiscard]] std::uint64_t stateBytes() const
    {
        const auto of = [this](const char *key) {
            return m_first.integer(m_spec.architecture + ".ssm." + key).value_or(0);
        };
        const std::uint64_t inner = of("inner_size");
        const std::uint64_t state = of("state_size");
        const std::uint64_t rolled =
            product({less(of("conv_kernel"), 1), plus(inner, product({2, of("group_count"), state}))});
        return product({plus(rolled, product({inner, state})), sizeof(float)});
    }

    ModelSpec &m_spec;
    const GgufHeader &m_first;
    std::vector<BlockTensors> m_blocks;
};

} // namespace

std::optional<std::size_t> blockOf(std::string_view tensor)
{
    constexpr std::string_view prefix = "blk.";
    if (!tensor.starts_with(prefix)) return std::nullopt;
    tensor.remove_prefix(prefix.size());
    std::size_t block = 0;
    const char *const end = std::to_address(tensor.end());
    const auto [stopped, error] = std::from_chars(std::to_address(tensor.begin()), end, block);
    if (error != std::errc() || stopped == end || *stopped != '.') return std::nullopt;
    return block;
}

void addLayerFacts(ModelSpec &spec, std::span<const GgufHeader> headers)
{
    FactsBuilder builder(spec, headers.front());
    for (const GgufHeader &header : headers)
        for (const GgufTensor &tensor : header.tensors)
            builder.add(tensor);
    builder.finish();
}

} // namespace sotto
