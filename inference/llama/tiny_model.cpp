#include "inference/llama/tiny_model.h"

#include "inference/llama/gguf_builder.h"
#include "inference/llama/tiny_vocabulary.h"

#include <llama.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <utility>

namespace sotto {
namespace {

using Shape = std::initializer_list<std::int64_t>;

/// Even noise of that deviation; a linear congruential step a value.
std::vector<float> evenNoise(std::size_t count, float deviation, std::uint32_t seed)
{
    std::vector<float> values(count);
    std::uint32_t state = seed;
    const float scale = deviation * std::sqrt(3.0F) / 8388608.0F;
    for (float &value : values) {
        state = state * 1664525U + 1013904223U;
        value = (static_cast<float>(state >> 8U) - 8388608.0F) * scale;
    }
    return values;
}

/// Rows cut from a pool of quantised noise, each from where the last one ended.
class RowsOfNoise final {
public:
    RowsOfNoise(ggml_type type, std::int64_t rowLength, float deviation, std::uint32_t seed)
        : m_rowBytes(ggml_row_size(type, rowLength)), m_start(seed)
    {
        // Blocks in a number that rows do not divide evenly, so that few rows are the same.
        const std::int64_t block = ggml_blck_size(type);
        const std::int64_t values = (kValues / block | 1) * block;
        m_pool.resize(ggml_row_size(type, values));
        ggml_quantize_chunk(type, evenNoise(static_cast<std::size_t>(values), deviation, seed).data(), m_pool.data(), 0,
                            1, values, nullptr);
        m_blockBytes = ggml_type_size(type);
    }

    void operator()(std::int64_t row, std::span<std::uint8_t> bytes) const
    {
        const std::size_t blocks = m_pool.size() / m_blockBytes;
        std::size_t block = (m_start + static_cast<std::size_t>(row) * (m_rowBytes / m_blockBytes)) % blocks;
        for (std::size_t at = 0; at < bytes.size(); at += m_blockBytes, block = (block + 1) % blocks)
            std::ranges::copy(std::span(m_pool).subspan(block * m_blockBytes, m_blockBytes),
                              bytes.begin() + static_cast<std::ptrdiff_t>(at));
    }

private:
    static constexpr std::int64_t kValues = 1 << 18;
    std::size_t m_rowBytes;
    std::size_t m_blockBytes = 0;
    std::size_t m_start;
    std::vector<std::uint8_t> m_pool;
};

class RandomModelWriter final {
public:
    explicit RandomModelWriter(const RandomModelOptions &options) : m_options(options), m_random(options.seed) {}

    [[nodiscard]] Status write(const std::filesystem::path &path)
    {
        addShapeKeys();
        addRandomVocabulary(m_gguf, m_options.vocabularyWords);
        if (!m_options.chatTemplate.empty()) m_gguf.set("tokenizer.chat_template", m_options.chatTemplate);
        const std::int64_t words = randomVocabularySize(m_options.vocabularyWords);
        addConstant("output_norm.weight", {m_options.embedding}, 1.0F);
        addWords(words);
        for (int layer = 0; layer < m_options.layers; ++layer) {
            if (hasState(layer))
                addStateBlock(layer);
            else
                addAttentionBlock(layer);
            if (!isMamba()) addFeedForward(layer);
        }
        return m_gguf.write(path);
    }

private:
    [[nodiscard]] std::int64_t headSize() const { return m_options.embedding / m_options.heads; }
    [[nodiscard]] std::int64_t innerSize() const { return 2LL * m_options.embedding; }
    [[nodiscard]] bool isMamba() const { return m_options.architecture == "mamba"; }
    [[nodiscard]] bool isJamba() const { return m_options.architecture == "jamba"; }
    [[nodiscard]] bool hasState(int layer) const { return isMamba() || (isJamba() && layer % 2 == 0); }
    [[nodiscard]] bool isGemma() const { return m_options.architecture == "gemma3"; }

    /// llama.cpp's number for the file as a whole (llama_ftype).
    [[nodiscard]] std::uint32_t fileType() const
    {
        switch (m_options.weights) {
        case WeightType::F32: return LLAMA_FTYPE_ALL_F32;
        case WeightType::Q8_0: return LLAMA_FTYPE_MOSTLY_Q8_0;
        case WeightType::Q4_0: return LLAMA_FTYPE_MOSTLY_Q4_0;
        case WeightType::Q4_K: return LLAMA_FTYPE_MOSTLY_Q4_K_S;
        }
        return LLAMA_FTYPE_GUESSED;
    }

    [[nodiscard]] ggml_type matrixType(std::int64_t rowLength) const
    {
        if (m_options.weights == WeightType::F32 || rowLength % 32 != 0) return GGML_TYPE_F32;
        if (m_options.weights == WeightType::Q8_0) return GGML_TYPE_Q8_0;
        if (m_options.weights == WeightType::Q4_0) return GGML_TYPE_Q4_0;
        return rowLength % 256 == 0 ? GGML_TYPE_Q4_K : GGML_TYPE_Q5_0;
    }

    void key(const char *name, int value)
    {
        m_gguf.set(m_options.architecture + "." + name, static_cast<std::uint32_t>(value));
    }

    void addShapeKeys()
    {
        m_gguf.set("general.architecture", m_options.architecture);
        m_gguf.set("general.name", "Random " + m_options.architecture);
        m_gguf.set("general.file_type", fileType());
        key("context_length", m_options.contextLength);
        key("embedding_length", m_options.embedding);
        key("block_count", m_options.layers);
        m_gguf.set(m_options.architecture + ".attention.layer_norm_rms_epsilon", 1e-5F);
        if (isMamba() || isJamba()) addStateKeys();
        if (isMamba()) {
            key("feed_forward_length", 0);
            key("attention.head_count", 0);
            return;
        }
        key("feed_forward_length", m_options.feedForward);
        if (m_options.experts > 0) {
            key("expert_count", m_options.experts);
            key("expert_used_count", std::min(2, m_options.experts));
        }
        key("attention.head_count", m_options.heads);
        addHeadsKv();
        key("attention.key_length", static_cast<int>(headSize()));
        key("attention.value_length", static_cast<int>(headSize()));
        if (isGemma())
            key("attention.sliding_window", m_options.slidingWindow);
        else
            key("rope.dimension_count", static_cast<int>(headSize()));
    }

    void addHeadsKv()
    {
        if (!isJamba()) return key("attention.head_count_kv", m_options.headsKv);
        std::vector<std::int32_t> heads;
        for (int layer = 0; layer < m_options.layers; ++layer)
            heads.push_back(hasState(layer) ? 0 : m_options.headsKv);
        m_gguf.set(m_options.architecture + ".attention.head_count_kv", heads);
    }

    void addStateKeys()
    {
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
        addOutputOfBlock(block + "attn_output.weight", headSize() * m_options.heads);
        if (!isGemma()) return;
        addConstant(block + "attn_q_norm.weight", {headSize()}, 1.0F);
        addConstant(block + "attn_k_norm.weight", {headSize()}, 1.0F);
        addConstant(block + "post_attention_norm.weight", {embedding}, 1.0F);
        addConstant(block + "post_ffw_norm.weight", {embedding}, 1.0F);
    }

    void addFeedForward(int layer)
    {
        const std::string block = "blk." + std::to_string(layer) + ".";
        addConstant(block + "ffn_norm.weight", {m_options.embedding}, 1.0F);
        if (m_options.experts > 0) return addExperts(block);
        addMatrix(block + "ffn_gate.weight", m_options.embedding, m_options.feedForward);
        addMatrix(block + "ffn_up.weight", m_options.embedding, m_options.feedForward);
        addOutputOfBlock(block + "ffn_down.weight", m_options.feedForward);
    }

    void addExperts(const std::string &block)
    {
        const std::int64_t width = m_options.embedding;
        const std::int64_t forward = m_options.feedForward;
        const float deviation = 1.0F / std::sqrt(static_cast<float>(width));
        addNoise(block + "ffn_gate_inp.weight", {width, m_options.experts}, deviation);
        addNoise(block + "ffn_gate_exps.weight", {width, forward, m_options.experts}, deviation);
        addNoise(block + "ffn_up_exps.weight", {width, forward, m_options.experts}, deviation);
        addNoise(block + "ffn_down_exps.weight", {forward, width, m_options.experts}, deviation);
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
        if (!isJamba()) return;
        addConstant(block + "ssm_dt_norm.weight", {kTimeStepRank}, 1.0F);
        addConstant(block + "ssm_b_norm.weight", {kStateSize}, 1.0F);
        addConstant(block + "ssm_c_norm.weight", {kStateSize}, 1.0F);
    }

    void addConstant(const std::string &name, Shape shape, float value)
    {
        std::size_t count = 1;
        for (const std::int64_t n : shape)
            count *= static_cast<std::size_t>(n);
        m_gguf.addTensor(name, shape, std::vector<float>(count, value), GGML_TYPE_F32);
    }

    void addMatrix(const std::string &name, std::int64_t in, std::int64_t out)
    {
        const float deviation = 1.0F / std::sqrt(static_cast<float>(in));
        const ggml_type type = matrixType(in);
        if (type == GGML_TYPE_F32) return addNoise(name, {in, out}, deviation);
        m_gguf.addTensor(name, {in, out}, type,
                         RowsOfNoise(type, in, deviation, static_cast<std::uint32_t>(m_random())));
    }

    /// What a block adds to the stream of activations: nothing, where the tokens' order is given.
    void addOutputOfBlock(const std::string &name, std::int64_t in)
    {
        if (m_options.follows.empty()) return addMatrix(name, in, m_options.embedding);
        m_gguf.addTensor(
            name, {in, m_options.embedding}, matrixType(in),
            [](std::int64_t, std::span<std::uint8_t> bytes) { std::ranges::fill(bytes, std::uint8_t{0}); });
    }

    void addWords(std::int64_t words)
    {
        const std::int64_t width = m_options.embedding;
        if (!m_options.follows.empty()) return addFollowingWords(words);
        if (matrixType(width) == GGML_TYPE_F32)
            addNoise("token_embd.weight", {width, words}, 1.0F);
        else
            addMatrix("token_embd.weight", width, words);
        if (!m_options.tiedOutput) addMatrix("output.weight", width, words);
    }

    /// Every token has an embedding of its own noise; the output row of a token is the embedding of the one that it
    /// follows, since the product of a row of noise with itself is far above that with any other.
    void addFollowingWords(std::int64_t words)
    {
        const std::int64_t width = m_options.embedding;
        const ggml_type type = matrixType(width);
        std::vector<std::int64_t> before(static_cast<std::size_t>(words));
        for (std::int64_t token = 0; token < words; ++token)
            before[static_cast<std::size_t>(token)] = words + token; // noise that is nobody's embedding
        for (const auto &[token, next] : m_options.follows)
            before[static_cast<std::size_t>(next)] = token;
        const auto row = [type, width](std::int64_t number, std::span<std::uint8_t> bytes) {
            const auto values =
                evenNoise(static_cast<std::size_t>(width), 1.0F, static_cast<std::uint32_t>(number) * 2654435761U);
            ggml_quantize_chunk(type, values.data(), bytes.data(), 0, 1, width, nullptr);
        };
        m_gguf.addTensor("token_embd.weight", {width, words}, type, row);
        m_gguf.addTensor("output.weight", {width, words}, type,
                         [before = std::move(before), row](std::int64_t token, std::span<std::uint8_t> bytes) {
                             row(before[static_cast<std::size_t>(token)], bytes);
                         });
    }

    void addNoise(const std::string &name, Shape shape, float deviation)
    {
        std::size_t count = 1;
        for (const std::int64_t n : shape)
            count *= static_cast<std::size_t>(n);
        const auto values = evenNoise(count, deviation, static_cast<std::uint32_t>(m_random()));
        m_gguf.addTensor(name, shape, values, GGML_TYPE_F32);
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
    const auto known = [&](std::int32_t token) {
        return token >= 0 && token < randomVocabularySize(options.vocabularyWords);
    };
    if (!std::ranges::all_of(options.follows,
                             [&](const auto &pair) { return known(pair.first) && known(pair.second); }))
        return fail(ErrorCode::InvalidRequest, path.filename().string(), "tokens of the random model");
    if (!whole || options.embedding % options.heads != 0 || options.heads % options.headsKv != 0) {
        return fail(ErrorCode::InvalidRequest, path.filename().string(), "shape of the random model");
    }
    return RandomModelWriter(options).write(path);
}

} // namespace sotto
