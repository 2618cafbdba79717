#include "inference/llama/embedder.h"

#include "inference/llama/run_tokenizer.h"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <span>
#include <utility>

namespace sotto {
namespace {

using Tokens = std::vector<llama_token>;
using Vectors = std::vector<std::vector<float>>;

constexpr std::size_t kMostTextsAtOnce = 64; ///< A power of two.

struct BatchDeleter {
    void operator()(llama_batch *batch) const
    {
        llama_batch_free(*batch);
        delete batch;
    }
};

class Embedder final {
public:
    Embedder(const OpenModel &open, const CancelToken &cancel) : m_open(open), m_cancel(cancel) {}

    Result<Vectors> run(const std::vector<std::string> &texts)
    {
        if (texts.empty()) return Vectors();
        const auto own = static_cast<int>(m_open.loaded.spec.contextLength);
        m_room = own > 0 ? std::min(kEmbeddingTokens, own) : kEmbeddingTokens;
        std::vector<Tokens> tokens;
        RunTokenizer tokenizer(m_open.vocab());
        for (const std::string &text : texts) {
            tokens.push_back(tokenized(tokenizer, text));
            if (m_cancel.isCancelled()) return fail(ErrorCode::Cancelled);
            if (const Status fits = check(tokens.back()); !fits) return fail(fits.error());
        }
        if (const Status made = makeContext(std::min(texts.size(), kMostTextsAtOnce)); !made) return fail(made.error());
        Vectors vectors;
        for (std::size_t begin = 0; begin < tokens.size();) {
            const std::size_t count = batchFrom(tokens, begin);
            const Status computed = compute(std::span(tokens).subspan(begin, count), vectors);
            if (!computed) return fail(computed.error());
            begin += count;
        }
        return vectors;
    }

private:
    /// A text is never parsed for special tokens; those that the vocabulary puts around every text are added.
    [[nodiscard]] Tokens tokenized(RunTokenizer &tokenizer, const std::string &text) const
    {
        Tokens tokens = tokenizer.tokenize({{text, TextOrigin::Person}}, m_cancel);
        const llama_vocab *vocab = m_open.vocab();
        if (text.empty()) tokens.clear();
        if (tokens.empty()) return tokens;
        if (llama_vocab_get_add_bos(vocab)) tokens.insert(tokens.begin(), llama_vocab_bos(vocab));
        if (llama_vocab_get_add_eos(vocab)) tokens.push_back(llama_vocab_eos(vocab));
        return tokens;
    }

    [[nodiscard]] Status check(const Tokens &tokens) const
    {
        if (tokens.empty()) return fail(ErrorCode::InvalidRequest, "an empty text has no embedding");
        if (tokens.size() <= static_cast<std::size_t>(m_room)) return {};
        Error error(ErrorCode::PromptTooLong);
        error.needed = tokens.size();
        error.available = static_cast<std::uint64_t>(m_room);
        return fail(std::move(error));
    }

    /// As the file says; its mean where it says nothing, for llama would take no pooling at all.
    [[nodiscard]] enum llama_pooling_type pooling() const
    {
        std::array<char, 32> text{};
        const std::string key = m_open.loaded.spec.architecture + ".pooling_type";
        const int size = llama_model_meta_val_str(m_open.model.get(), key.c_str(), text.data(), text.size());
        int type = LLAMA_POOLING_TYPE_NONE;
        if (size > 0) std::from_chars(text.data(), text.data() + std::min<int>(size, text.size() - 1), type);
        const bool known = type >= LLAMA_POOLING_TYPE_MEAN && type <= LLAMA_POOLING_TYPE_RANK;
        return known ? static_cast<enum llama_pooling_type>(type) : LLAMA_POOLING_TYPE_MEAN;
    }

    [[nodiscard]] Status makeContext(std::size_t texts)
    {
        llama_context_params params = llama_context_default_params();
        params.pooling_type = pooling();
        if (params.pooling_type == LLAMA_POOLING_TYPE_RANK)
            return fail(ErrorCode::InvalidRequest, "this model ranks texts and does not embed them");
        params.embeddings = true;
        // llama ends the process while it reserves memory where the texts do not divide the tokens.
        params.n_seq_max = static_cast<std::uint32_t>(std::bit_ceil(texts));
        const std::uint32_t tokens = (static_cast<std::uint32_t>(m_room) + 63U) / 64U * 64U;
        params.n_ctx = params.n_batch = params.n_ubatch = tokens;
        params.kv_unified = true;
        params.n_threads = m_open.loaded.tuning.threads;
        params.n_threads_batch = m_open.loaded.tuning.batchThreads;
        // Flash attention sums in halves on a processor: a text would come out otherwise beside others than alone.
        params.flash_attn_type = LLAMA_FLASH_ATTN_TYPE_DISABLED;
        params.no_perf = true;
        params.abort_callback = [](void *token) { return static_cast<const CancelToken *>(token)->isCancelled(); };
        params.abort_callback_data = const_cast<CancelToken *>(&m_cancel); // read only, as the callback shows
        m_context.reset(llama_init_from_model(m_open.model.get(), params));
        if (!m_context) return fail(ErrorCode::NotEnoughMemory, fileName());
        if (m_open.threadpool)
            llama_attach_threadpool(m_context.get(), m_open.threadpool.get(), m_open.threadpool.get());
        llama_batch batch = llama_batch_init(m_room, 0, 1);
        m_batch.reset(new llama_batch(batch));
        return {};
    }

    [[nodiscard]] std::string fileName() const { return m_open.loaded.path.filename().string(); }

    /// How many texts from `begin` on are computed together.
    [[nodiscard]] std::size_t batchFrom(const std::vector<Tokens> &tokens, std::size_t begin) const
    {
        std::size_t sum = 0;
        std::size_t end = begin;
        const std::size_t most = std::min(tokens.size(), begin + kMostTextsAtOnce);
        while (end < most && sum + tokens[end].size() <= static_cast<std::size_t>(m_room))
            sum += tokens[end++].size();
        return end - begin;
    }

    [[nodiscard]] Status compute(std::span<const Tokens> texts, Vectors &vectors)
    {
        if (m_cancel.isCancelled()) return fail(ErrorCode::Cancelled);
        llama_context *context = m_context.get();
        if (llama_memory_t memory = llama_get_memory(context)) llama_memory_clear(memory, true);
        fill(texts);
        // Not llama_encode(): it ends the process for a model that only decodes and pools by the mean.
        const int status = llama_decode(context, *m_batch);
        llama_synchronize(context);
        if (m_cancel.isCancelled()) return fail(ErrorCode::Cancelled);
        if (status != 0) return fail(ErrorCode::DecodeFailed, fileName());
        for (std::size_t i = 0; i < texts.size(); ++i) {
            const float *values = llama_get_embeddings_seq(context, static_cast<llama_seq_id>(i));
            if (!values) return fail(ErrorCode::DecodeFailed, fileName(), "no embedding");
            vectors.push_back(
                normalized({values, static_cast<std::size_t>(llama_model_n_embd_out(m_open.model.get()))}));
        }
        return {};
    }

    void fill(std::span<const Tokens> texts)
    {
        llama_batch &batch = *m_batch;
        batch.n_tokens = 0;
        for (std::size_t text = 0; text < texts.size(); ++text) {
            for (std::size_t i = 0; i < texts[text].size(); ++i) {
                const int at = batch.n_tokens++;
                batch.token[at] = texts[text][i];
                batch.pos[at] = static_cast<llama_pos>(i);
                batch.n_seq_id[at] = 1;
                batch.seq_id[at][0] = static_cast<llama_seq_id>(text);
                batch.logits[at] = 1;
            }
        }
    }

    static std::vector<float> normalized(std::span<const float> values)
    {
        double squares = 0;
        for (const float value : values)
            squares += static_cast<double>(value) * value;
        const double length = std::sqrt(squares);
        std::vector<float> out(values.begin(), values.end());
        if (length > 0)
            for (float &value : out)
                value = static_cast<float>(value / length);
        return out;
    }

    const OpenModel &m_open;
    const CancelToken &m_cancel;
    int m_room = 0;
    std::unique_ptr<llama_context, LlamaContextDeleter> m_context;
    std::unique_ptr<llama_batch, BatchDeleter> m_batch;
};

} // namespace

Result<Vectors> embedTexts(const OpenModel &open, const std::vector<std::string> &texts, const CancelToken &cancel)
{
    return Embedder(open, cancel).run(texts);
}

} // namespace sotto
