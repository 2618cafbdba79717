#include "inference/llama/tiny_model.h"

#include "inference/llama/gguf_builder.h"
#include "inference/llama/tiny_vocabulary.h"

#include <cmath>
#include <random>

namespace sotto {
namespace {

using Shape = std::initializer_list<std::int64_t>;

class RandomModelWriter final {
public:
    explicit RandomModelWriter(const RandomModelOptions &options) : m_options(options), m_random(options.seed) {}

    [[nodiscard]] Status write(const std::filesystem::path &path)
    {
        addShapeKeys();
        addRandomVocabulary(m_gguf, m_options.vocabularyWords);
        if (!m_options.chatTemplate.empty()) m_gguf.set("tokenizer.chat_template", m_options.chatTemplate);
        const std::int64_t words = randomVocabularySize(m_options.vocabularyWords);
        addNoise("token_embd.weight", {m_options.embedding, words}, 1.0F);
        addConstant("output_norm.weight", {m_options.embedding}, 1.0F);
        addMatrix("output.weight", m_options.embedding, words);
        for (int layer = 0; layer < m_options.layers; ++layer) {
            if (m_options.architecture == "mamba")
                addStateBlock(layer);
            else
                addAttentionBlock(layer);
        }
        return m_gguf.write(path);
    }

private:
    [[nodiscard]] std::int64_t headSize() const { return m_options.embedding / m_options.heads; }
    [[nodiscard]] std::int64_t innerSize() const { return 2LL * m_options.embedding; }
    [[nodiscard]] bool isGemma() const { return m_options.architecture == "gemma3"; }

    void key(const char *name, int value)
    {
        m_gguf.set(m_options.architecture + "." + name, static_cast<std::uint32_t>(value));
    }

    void addShapeKeys()
    {
        m_gguf.set("general.architecture", m_options.architecture);
        m_gguf.set("general.name", "Random " + m_options.architecture);
        m_gguf.set("general.file_type", m_options.quantizeQ8 ? 7U : 0U);
        key("context_length", m_options.contextLength);
        key("embedding_length", m_options.embedding);
        key("block_count", m_options.layers);
        m_gguf.set(m_options.architecture + ".attention.layer_norm_rms_epsilon", 1e-5F);
        if (m_options.architecture == "mamba") return addStateKeys();
        key("feed_forward_length", m_options.feedForward);
        key("attention.head_count", m_options.heads);
        key("attention.head_count_kv", m_options.headsKv);
        key("attention.key_length", static_cast<int>(headSize()));
        key("attention.value_length", static_cast<int>(headSize()));
        if (isGemma())
            key("attention.sliding_window", m_options.slidingWindow);
        else
            key("rope.dimension_count", static_cast<int>(headSize()));
    }

    void addStateKeys()
    {
        key("feed_forward_length", 0);
        key("attention.head_count", 0);
        key("ssm.conv_kernel", kConvolution);
        key("ssm.inner_size", static_cast<int>(innerSize()));
        key("ssm.state_size", kStateSize);
        key("ssm.time_step_rank", kTimeStepRank);
    }

    void addAttentionBlock(int layer)
    {
        const std::string block = "blk." + std::to_string(layer) + ".";
        const std::int64_t embedding = m_options.embedding;
        addConstant(block + "attn_norm.weight", {embedding}, 1.0F);
        addMatrix(block + "attn_q.weight", embedding, headSize() * m_options.heads);
        addMatrix(block + "attn_k.weight", embedding, headSize() * m_options.headsKv);
        addMatrix(block + "attn_v.weight", embedding, headSize() * m_options.headsKv);
        addMatrix(block + "attn_output.weight", headSize() * m_options.heads, embedding);
        addConstant(block + "ffn_norm.weight", {embedding}, 1.0F);
        addMatrix(block + "ffn_gate.weight", embedding, m_options.feedForward);
        addMatrix(block + "ffn_up.weight", embedding, m_options.feedForward);
        addMatrix(block + "ffn_down.weight", m_options.feedForward, embedding);
        if (!isGemma()) return;
        addConstant(block + "attn_q_norm.weight", {headSize()}, 1.0F);
        addConstant(block + "attn_k_norm.weight", {headSize()}, 1.0F);
        addConstant(block + "post_attention_norm.weight", {embedding}, 1.0F);
        addConstant(block + "post_ffw_norm.weight", {embedding}, 1.0F);
    }

    void addStateBlock(int layer)
    {
        const std::string block = "blk." + std::to_string(layer) + ".";
        const std::int64_t inner = innerSize();
        addConstant(block + "attn_norm.weight", {m_options.embedding}, 1.0F);
        addMatrix(block + "ssm_in.weight", m_options.embedding, 2 * inner);
        addNoise(block + "ssm_conv1d.weight", {kConvolution, inner}, 0.5F);
        addConstant(block + "ssm_conv1d.bias", {inner}, 0.0F);
        addMatrix(block + "ssm_x.weight", inner, kTimeStepRank + 2LL * kStateSize);
        addMatrix(block + "ssm_dt.weight", kTimeStepRank, inner);
        addConstant(block + "ssm_dt.bias", {inner}, -1.0F);
        addConstant(block + "ssm_a", {kStateSize, inner}, -0.5F);
        addConstant(block + "ssm_d", {inner}, 1.0F);
        addMatrix(block + "ssm_out.weight", inner, m_options.embedding);
    }

    void addConstant(const std::string &name, Shape shape, float value)
    {
        std::size_t count = 1;
        for (const std::int64_t n : shape)
            count *= static_cast<std::size_t>(n);
        m_gguf.addTensor(name, shape, std::vector<float>(count, value), GGML_TYPE_F32);
    }

    void addNoise(const std::string &name, Shape shape, float deviation)
    {
        addNoiseAs(name, shape, deviation, GGML_TYPE_F32);
    }

    void addMatrix(const std::string &name, std::int64_t in, std::int64_t out)
    {
        addNoiseAs(name, {in, out}, 1.0F / std::sqrt(static_cast<float>(in)),
                   m_options.quantizeQ8 ? GGML_TYPE_Q8_0 : GGML_TYPE_F32);
    }

    /// Even noise of that deviation; a linear congruential step a value, since a bench writes half a billion.
    void addNoiseAs(const std::string &name, Shape shape, float deviation, ggml_type type)
    {
        std::size_t count = 1;
        for (const std::int64_t n : shape)
            count *= static_cast<std::size_t>(n);
        std::vector<float> values(count);
        std::uint32_t state = static_cast<std::uint32_t>(m_random());
        const float scale = deviation * std::sqrt(3.0F) / 8388608.0F;
        for (float &value : values) {
            state = state * 1664525U + 1013904223U;
            value = (static_cast<float>(state >> 8U) - 8388608.0F) * scale;
        }
        m_gguf.addTensor(name, shape, values, type);
    }

    static constexpr int kConvolution = 4;
    static constexpr int kStateSize = 16;
    static constexpr int kTimeStepRank = 4;

    const RandomModelOptions &m_options;
    std::mt19937 m_random;
    GgufBuilder m_gguf;
};

} // namespace

Status writeRandomModel(const std::filesystem::path &path, const RandomModelOptions &options)
{
    const bool whole = options.layers > 0 && options.heads > 0 && options.headsKv > 0 && options.contextLength > 0 &&
                       options.embedding > 0 && options.feedForward > 0 && options.vocabularyWords >= 0;
    if (!whole || options.embedding % options.heads != 0 || options.heads % options.headsKv != 0) {
        return fail(ErrorCode::InvalidRequest, path.filename().string(), "shape of the random model");
    }
    return RandomModelWriter(options).write(path);
}

} // namespace sotto
