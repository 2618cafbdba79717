#include "inference/gguf/model_spec.h"

#include "base/bytes.h"
#include "inference/gguf/gguf_types.h"
#include "inference/gguf/layer_facts.h"
#include "inference/gguf/model_check.h"
#include "inference/sampling_table.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace sotto {
namespace {

// Valid GGUF that cannot write: projectors, text encoders, codecs.
constexpr std::array<std::string_view, 15> kSilentArchitectures{
    "clip",         "bert",     "modern-bert", "nomic-bert",      "nomic-bert-moe",   "neo-bert",    "jina-bert-v2",
    "jina-bert-v3", "eurobert", "t5encoder",   "gemma-embedding", "gemma-embedding2", "llama-embed", "wavtokenizer-dec",
    "whisper",
};

// `general.type` is "model" for what can chat, or missing.
constexpr std::array<std::string_view, 5> kSilentTypes{"adapter", "mmproj", "imatrix", "vocab", "dataset"};

class SpecBuilder final {
public:
    explicit SpecBuilder(std::span<const GgufHeader> headers) : m_headers(headers), m_first(headers.front()) {}

    Result<ModelSpec> build()
    {
        const std::string type = m_first.text("general.type");
        m_spec.architecture = m_first.text("general.architecture");
        if (std::ranges::contains(kSilentTypes, type)) return fail(ErrorCode::NotALanguageModel, {}, type);
        if (m_spec.architecture.empty()) return fail(ErrorCode::GgufMalformed, {}, "no general.architecture");
        if (std::ranges::contains(kSilentArchitectures, m_spec.architecture)) {
            return fail(ErrorCode::NotALanguageModel, {}, m_spec.architecture);
        }
        const bool isWhole = m_first.integer("split.count").value_or(1) <= m_headers.size();
        const bool isEmpty = std::ranges::all_of(m_headers, &std::vector<GgufTensor>::empty, &GgufHeader::tensors);
        if (isWhole && isEmpty) return fail(ErrorCode::NotALanguageModel, {}, "no tensors");
        if (const Status sound = checkForLlama(m_headers, m_spec.architecture); !sound) return fail(sound.error());
        addTexts();
        addShape();
        addSampling();
        if (const Status status = addTensors(); !status) return fail(status.error());
        return std::move(m_spec);
    }

private:
    void addTexts();
    void addShape();
    void addSampling();
    [[nodiscard]] Status addTensors();
    [[nodiscard]] std::uint32_t count(std::string_view name) const;

    std::span<const GgufHeader> m_headers;
    const GgufHeader &m_first;
    ModelSpec m_spec;
};

void SpecBuilder::addTexts()
{
    m_spec.name = m_first.text("general.name");
    m_spec.sizeLabel = m_first.text("general.size_label");
    m_spec.license = m_first.text("general.license");
    m_spec.description = m_first.text("general.description");
    m_spec.chatTemplate = m_first.text("tokenizer.chat_template");
    const auto fileType = m_first.integer("general.file_type");
    m_spec.quantization = quantizationName(fileType.value_or(std::numeric_limits<std::uint64_t>::max()));
}

std::uint32_t SpecBuilder::count(std::string_view name) const
{
    const auto value = m_first.integer(m_spec.architecture + "." + std::string(name)).value_or(0);
    return value <= std::numeric_limits<std::uint32_t>::max() ? static_cast<std::uint32_t>(value) : 0;
}

void SpecBuilder::addShape()
{
    m_spec.contextLength = count("context_length");
    m_spec.layerCount = count("block_count");
    m_spec.embeddingLength = count("embedding_length");
    m_spec.headCount = count("attention.head_count");
    m_spec.headCountKv = count("attention.head_count_kv");
    m_spec.keyLength = count("attention.key_length");
    m_spec.valueLength = count("attention.value_length");
    // What llama takes where the file says nothing.
    if (m_spec.headCountKv == 0) m_spec.headCountKv = m_spec.headCount;
    const std::uint32_t headLength = m_spec.headCount == 0 ? 0 : m_spec.embeddingLength / m_spec.headCount;
    if (m_spec.keyLength == 0) m_spec.keyLength = headLength;
    if (m_spec.valueLength == 0) m_spec.valueLength = headLength;

    const GgufArray *tokens = m_first.array("tokenizer.ggml.tokens");
    m_spec.vocabularySize = tokens != nullptr ? static_cast<std::uint32_t>(tokens->count) : count("vocab_size");
}

/// The twelve keys of llama.h (LLAMA_MODEL_META_KEY_SAMPLING_…); what is no number, or too large for one, is left out.
void SpecBuilder::addSampling()
{
    eachOverride(m_spec.sampling, [this]<class T>(const SamplingField &field, std::optional<T> &into) {
        if (field.modelKey.empty()) return;
        const std::string key = "general.sampling." + std::string(field.modelKey);
        if constexpr (std::is_same_v<T, std::string>) {
            if (std::string text = m_first.text(key); !text.empty()) into = std::move(text);
        } else if constexpr (std::is_arithmetic_v<T>) {
            const auto value = m_first.number(key);
            const bool fits = value && std::isfinite(*value) && std::abs(*value) <= std::numeric_limits<int>::max();
            if (fits) into = static_cast<T>(*value);
        }
    });
}

Status SpecBuilder::addTensors()
{
    m_spec.layerBytes.assign(m_spec.layerCount, 0);
    for (const GgufHeader &header : m_headers) {
        m_spec.fileBytes += header.fileBytes;
        for (const GgufTensor &tensor : header.tensors) {
            // Overlapping tensors may claim more than the file holds, but never more than can be counted.
            const auto elements = checkedAdd(m_spec.parameterCount, tensor.elements);
            const auto bytes = checkedAdd(m_spec.tensorBytes, tensor.bytes);
            if (!elements || !bytes) return fail(ErrorCode::GgufMalformed, {}, "too many weights");
            m_spec.parameterCount = *elements;
            m_spec.tensorBytes = *bytes;
            const auto block = blockOf(tensor.name);
            if (block && *block < m_spec.layerBytes.size()) m_spec.layerBytes[*block] += tensor.bytes;
        }
    }
    addLayerFacts(m_spec, m_headers);
    return {};
}

} // namespace

Result<ModelSpec> modelSpecFrom(std::span<const GgufHeader> headers)
{
    return SpecBuilder(headers).build();
}

} // namespace sotto
