#pragma once

#include "inference/llama/kv_session.h"
#include "inference/llama/model_loader.h"

#include <memory>
#include <span>
#include <vector>

namespace sotto {

/// Whether two models mean the same by a token: vocabularies of one kind with the same texts, special tokens and ends.
/// Paddings at the end may differ by up to 128 tokens, as between sizes of one family (llama.cpp's own rule).
/// Thread: any.
[[nodiscard]] bool sameVocabulary(const llama_vocab *a, const llama_vocab *b);

/// A small model that guesses what a larger one of the same vocabulary will say. Thread: the engine's.
class DraftModel final {
public:
    /// Opens it with the context, threads and quietness of `options`. Errors: as openModel(), and ModelRejected where
    /// the vocabulary is another than `vocab` or a wrong guess could not be taken back (recurrent models).
    [[nodiscard]] static Result<std::unique_ptr<DraftModel>> open(LoadOptions options, const llama_vocab *vocab,
                                                                  const LlamaHost &host, const CancelToken &cancel);
    /// `tokens`: how many tokens the large model knows; of its padding nothing is guessed.
    DraftModel(OpenModel open, llama_token tokens);

    /// What llama's abort callback asks from now on.
    void setCancel(const CancelToken &cancel) { *m_open.cancel = cancel; }
    /// Runs on as many threads from now on.
    void useThreads(const Tuning &tuning) { sotto::useThreads(m_open, tuning, 0); }
    /// Puts what comes after `text` into `guess`, at most `most` tokens, the most likely one each time; fewer at an
    /// end of the reply, at the end of the context, and where it was cancelled.
    void guess(std::span<const llama_token> text, std::size_t most, std::vector<llama_token> &guess);
    [[nodiscard]] const LoadedModel &loaded() const { return m_open.loaded; }

private:
    [[nodiscard]] bool read(std::span<const llama_token> text);
    [[nodiscard]] llama_token mostLikely() const;

    OpenModel m_open;
    KvSession m_cache;
    llama_token m_tokens;
};

} // namespace sotto
