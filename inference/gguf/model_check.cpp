#include "inference/gguf/model_check.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <format>
#include <optional>
#include <string>

namespace sotto {
namespace {

// LLAMA_MAX_LAYERS and LLAMA_MAX_EXPERTS of llama-hparams.h.
constexpr std::uint64_t kMaxLayers = 512;
constexpr std::uint64_t kMaxExperts = 512;

// GGML_TYPE_I8, I16, I64 and F64, which ggml stores and cannot compute with.
constexpr std::array<std::uint32_t, 4> kUncomputable{24, 25, 27, 28};

constexpr std::array<std::string_view, 4> kRopeScalings{"none", "linear", "yarn", "longrope"};
constexpr std::array<std::string_view, 3> kEpsilons{"layer_norm_rms_epsilon", "layer_norm_epsilon",
                                                    "group_norm_epsilon"};

class Check final {
public:
    Check(std::span<const GgufHeader> parts, std::string_view architecture)
        : m_parts(parts), m_header(parts.front()), m_architecture(architecture)
    {
    }

    [[nodiscard]] Status run() const
    {
        const auto layers = number("block_count");
        if (layers && (*layers == 0 || *layers > kMaxLayers)) return malformed(std::format("{} blocks", *layers));
        if (const Status experts = checkExperts(); !experts) return experts;
        if (const Status numbers = checkNumbers(); !numbers) return numbers;
        if (const Status vocabulary = checkVocabulary(); !vocabulary) return vocabulary;
        return checkTensors();
    }

private:
    [[nodiscard]] std::string key(std::string_view name) const { return std::format("{}.{}", m_architecture, name); }
    [[nodiscard]] std::optional<std::uint64_t> number(std::string_view name) const
    {
        return m_header.integer(key(name));
    }
    [[nodiscard]] static Status malformed(std::string detail)
    {
        return fail(ErrorCode::GgufMalformed, {}, std::move(detail));
    }

    [[nodiscard]] Status checkExperts() const;
    [[nodiscard]] Status checkNumbers() const;
    [[nodiscard]] Status checkVocabulary() const;
    [[nodiscard]] Status checkTensors() const;

    std::span<const GgufHeader> m_parts;
    const GgufHeader &m_header;
    std::string_view m_architecture;
};

Status Check::checkExperts() const
{
    const std::uint64_t experts = number("expert_count").value_or(0);
    const std::uint64_t used = number("expert_used_count").value_or(0);
    if (experts == 0 && m_architecture == "smallthinker") return malformed("no experts");
    const bool makesSense = experts <= kMaxExperts && used <= experts && (used > 0) == (experts > 0);
    return makesSense ? Status() : malformed(std::format("{} of {} experts", used, experts));
}

Status Check::checkNumbers() const
{
    for (const std::string_view name : kEpsilons) {
        const auto epsilon = m_header.number(key(std::format("attention.{}", name)));
        if (epsilon && !(*epsilon >= 0)) return malformed(std::format("{} is {}", name, *epsilon));
    }
    const std::string scaling = m_header.text(key("rope.scaling.type"));
    if (!scaling.empty() && !std::ranges::contains(kRopeScalings, scaling)) {
        return malformed("the rope scaling " + scaling);
    }
    return {};
}

Status Check::checkVocabulary() const
{
    const std::string kind = m_header.text("tokenizer.ggml.model");
    // llama cannot write text with the word pieces of text encoders.
    if (kind == "bert") return fail(ErrorCode::NotALanguageModel, {}, "a tokenizer of text encoders");
    const GgufArray *tokens = m_header.array("tokenizer.ggml.tokens");
    if (tokens == nullptr) return {};
    if (tokens->repeats) return malformed("two tokens of one text");
    // Without a token for each byte llama reads the same byte for ever.
    if (kind == "rwkv" && !tokens->coversBytes) return malformed("a byte without a token");
    return {};
}

Status Check::checkTensors() const
{
    for (const GgufHeader &part : m_parts) {
        for (const GgufTensor &tensor : part.tensors) {
            if (std::ranges::contains(kUncomputable, tensor.type)) {
                return malformed(std::format("a weight of type {}", tensor.type));
            }
        }
    }
    return {};
}

} // namespace

Status checkForLlama(std::span<const GgufHeader> parts, std::string_view architecture)
{
    return Check(parts, architecture).run();
}

} // namespace sotto
