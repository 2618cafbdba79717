#include "inference/llama/tiny_model.h"

#include "inference/llama/gguf_builder.h"
#include "inference/llama/tiny_vocabulary.h"
#include "inference/llama/word_chain.h"

#include <algorithm>
#include <cmath>
#include <string_view>

namespace sotto {
namespace {

constexpr const char *kChatMl = "{% for message in messages %}{{'<|im_start|>' + message['role'] + '\n' + "
                                "message['content'] + '<|im_end|>' + '\n'}}{% endfor %}"
                                "{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}";

/// Far below any logarithm of a frequency: what never followed in the corpus is never said.
constexpr float kNeverFollows = -40.0F;

constexpr int kHeadSize = 32;
constexpr int kFeedForward = 32;

class WordModelWriter final {
public:
    WordModelWriter(const WordModelOptions &options, const WordChain &chain)
        : m_options(options), m_chain(chain), m_width(static_cast<std::int64_t>((chain.size() + 31) / 32 * 32))
    {
    }

    [[nodiscard]] Status write(const std::filesystem::path &path)
    {
        addKeys();
        addVocabulary();
        addEmbedding();
        addOutput();
        for (int layer = 0; layer < m_options.layers; ++layer)
            addIdleBlock("blk." + std::to_string(layer) + ".");
        return m_gguf.write(path);
    }

private:
    void addKeys()
    {
        m_gguf.set("general.architecture", "llama");
        m_gguf.set("general.type", "model");
        m_gguf.set("general.name", m_options.name);
        if (!m_options.description.empty()) m_gguf.set("general.description", m_options.description);
        if (!m_options.license.empty()) m_gguf.set("general.license", m_options.license);
        m_gguf.set("general.file_type", 1U); // mostly F16
        m_gguf.set("llama.context_length", static_cast<std::uint32_t>(m_options.contextLength));
        m_gguf.set("llama.embedding_length", static_cast<std::uint32_t>(m_width));
        m_gguf.set("llama.block_count", static_cast<std::uint32_t>(m_options.layers));
        m_gguf.set("llama.feed_forward_length", static_cast<std::uint32_t>(kFeedForward));
        m_gguf.set("llama.attention.head_count", 1U);
        m_gguf.set("llama.attention.head_count_kv", 1U);
        m_gguf.set("llama.attention.key_length", static_cast<std::uint32_t>(kHeadSize));
        m_gguf.set("llama.attention.value_length", static_cast<std::uint32_t>(kHeadSize));
        m_gguf.set("llama.rope.dimension_count", static_cast<std::uint32_t>(kHeadSize));
        m_gguf.set("llama.attention.layer_norm_rms_epsilon", 1e-6F);
        m_gguf.set("tokenizer.chat_template", kChatMl);
        m_gguf.set("tokenizer.ggml.add_space_prefix", false);
        m_gguf.set("tokenizer.ggml.add_bos_token", false);
    }

    void addVocabulary()
    {
        TinyVocabulary vocabulary;
        vocabulary.addControl("<|im_start|>");
        m_endOfReply = vocabulary.addControl("<|im_end|>");
        vocabulary.add("\xE2\x96\x81"); // a space in what a person writes
        m_firstWord = vocabulary.size();
        for (std::size_t state = 1; state < m_chain.size(); ++state)
            addPiece(vocabulary, m_chain.text(state));
        m_tokens = vocabulary.size();
        vocabulary.writeTo(m_gguf, m_endOfReply);
    }

    void addPiece(TinyVocabulary &vocabulary, const std::string &text) const
    {
        constexpr std::string_view space = "\xE2\x96\x81";
        const std::string word = text.substr(text.starts_with(space) ? space.size() : 0);
        if (std::ranges::contains(m_options.controls, word)) {
            vocabulary.addControl(word);
        } else {
            vocabulary.add(text);
        }
    }

    [[nodiscard]] int tokenOf(int state) const
    {
        return state == WordChain::kEndOfReply ? m_endOfReply : m_firstWord + state - 1;
    }

    /// One-hot in the state; everything that is no word (bytes, marks of the template) is "a reply begins".
    void addEmbedding()
    {
        std::vector<float> values(static_cast<std::size_t>(m_tokens * m_width), 0.0F);
        const float one = std::sqrt(static_cast<float>(m_width)); // so that the RMS norm leaves it as it is
        for (std::int64_t token = 0; token < m_tokens; ++token) {
            const std::int64_t state = token < m_firstWord ? 0 : token - m_firstWord + 1;
            values[static_cast<std::size_t>(token * m_width + state)] = one;
        }
        m_gguf.addTensor("token_embd.weight", {m_width, m_tokens}, values, GGML_TYPE_Q8_0);
        m_gguf.addTensor("output_norm.weight", {m_width},
                         std::vector<float>(static_cast<std::size_t>(m_width), 1.0F / one), GGML_TYPE_F32);
    }

    void addOutput()
    {
        std::vector<float> values(static_cast<std::size_t>(m_tokens * m_width), kNeverFollows);
        for (std::size_t state = 0; state < m_chain.size(); ++state) {
            double total = 0;
            for (const auto &[next, count] : m_chain.followers(state))
                total += count;
            for (const auto &[next, count] : m_chain.followers(state)) {
                const std::size_t row = static_cast<std::size_t>(tokenOf(next) * m_width);
                values[row + state] = static_cast<float>(std::log(count / total));
            }
        }
        m_gguf.addTensor("output.weight", {m_width, m_tokens}, values, GGML_TYPE_F16);
    }

    /// A block that adds nothing to what passes through it.
    void addIdleBlock(const std::string &block)
    {
        const auto zeros = [&](const char *name, std::int64_t in, std::int64_t out) {
            m_gguf.addTensor(block + name, {in, out}, std::vector<float>(static_cast<std::size_t>(in * out), 0.0F),
                             GGML_TYPE_Q8_0);
        };
        const std::vector<float> ones(static_cast<std::size_t>(m_width), 1.0F);
        m_gguf.addTensor(block + "attn_norm.weight", {m_width}, ones, GGML_TYPE_F32);
        m_gguf.addTensor(block + "ffn_norm.weight", {m_width}, ones, GGML_TYPE_F32);
        zeros("attn_q.weight", m_width, kHeadSize);
        zeros("attn_k.weight", m_width, kHeadSize);
        zeros("attn_v.weight", m_width, kHeadSize);
        zeros("attn_output.weight", kHeadSize, m_width);
        zeros("ffn_gate.weight", m_width, kFeedForward);
        zeros("ffn_up.weight", m_width, kFeedForward);
        zeros("ffn_down.weight", kFeedForward, m_width);
    }

    const WordModelOptions &m_options;
    const WordChain &m_chain;
    std::int64_t m_width;
    std::int64_t m_tokens = 0;
    std::int32_t m_firstWord = 0;
    std::int32_t m_endOfReply = 0;
    GgufBuilder m_gguf;
};

} // namespace

Status writeWordModel(const std::filesystem::path &path, const WordModelOptions &options)
{
    const WordChain chain(options.corpus);
    if (chain.size() < 2 || !chain.textsAreUnique() || options.layers < 1 || options.contextLength < 1) {
        return fail(ErrorCode::InvalidRequest, path.filename().string(), "the word model's corpus or shape");
    }
    return WordModelWriter(options, chain).write(path);
}

} // namespace sotto
