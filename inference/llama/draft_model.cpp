#include "inference/llama/draft_model.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <utility>

namespace sotto {

bool sameVocabulary(const llama_vocab *a, const llama_vocab *b)
{
    constexpr int kMostPadding = 128;
    const int sizeA = llama_vocab_n_tokens(a);
    const int sizeB = llama_vocab_n_tokens(b);
    const bool alike = llama_vocab_type(a) == llama_vocab_type(b) && llama_vocab_bos(a) == llama_vocab_bos(b) &&
                       llama_vocab_eos(a) == llama_vocab_eos(b) && llama_vocab_eot(a) == llama_vocab_eot(b) &&
                       std::abs(sizeA - sizeB) <= kMostPadding;
    for (int token = 0; alike && token < std::min(sizeA, sizeB); ++token)
        if (std::strcmp(llama_vocab_get_text(a, token), llama_vocab_get_text(b, token)) != 0) return false;
    return alike;
}

Result<std::unique_ptr<DraftModel>> DraftModel::open(LoadOptions options, const llama_vocab *vocab,
                                                     const LlamaHost &host, const CancelToken &cancel)
{
    const std::filesystem::path path = std::exchange(options.draftModel, {});
    options.adapters.clear();
    options.gpuLayers.reset(); // planned by what the large model has left
    auto opened = openModel(path, options, host, {}, cancel);
    if (!opened) return std::unexpected(opened.error());
    const std::string name = path.filename().string();
    if (!sameVocabulary(opened->vocab(), vocab)) return fail(ErrorCode::ModelRejected, name, "another vocabulary");
    auto draft = std::make_unique<DraftModel>(*std::move(opened), llama_vocab_n_tokens(vocab));
    if (!draft->m_cache.rollsBack()) return fail(ErrorCode::ModelRejected, name, "recurrent");
    draft->setCancel({});
    return draft;
}

DraftModel::DraftModel(OpenModel open, llama_token tokens)
    : m_open(std::move(open)), m_cache(m_open.context.get()),
      m_tokens(std::min(tokens, llama_vocab_n_tokens(m_open.vocab())))
{
}

void DraftModel::guess(std::span<const llama_token> text, std::size_t most, std::vector<llama_token> &guess)
{
    guess.clear();
    const std::size_t room = m_open.loaded.contextLength;
    if (text.empty() || text.size() >= room || !read(text)) return;
    const std::size_t end = std::min(most, room - text.size());
    while (guess.size() < end) {
        guess.push_back(mostLikely());
        if (llama_vocab_is_eog(m_open.vocab(), guess.back()) || guess.size() == end) return;
        if (m_cache.decode({&guess.back(), 1}) != KvSession::Outcome::Done) return;
    }
}

/// Computes what is new in `text`.
bool DraftModel::read(std::span<const llama_token> text)
{
    (void)m_cache.reuse(text);
    while (m_cache.size() < text.size()) {
        const std::size_t count = std::min(text.size() - m_cache.size(), m_cache.batchTokens());
        if (m_cache.decode(text.subspan(m_cache.size(), count)) != KvSession::Outcome::Done) return false;
    }
    return true;
}

llama_token DraftModel::mostLikely() const
{
    const float *logits = llama_get_logits_ith(m_open.context.get(), -1);
    return static_cast<llama_token>(std::max_element(logits, logits + m_tokens) - logits);
}

} // namespace sotto
