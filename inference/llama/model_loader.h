#pragma once

#include "base/cancel_token.h"
#include "base/result.h"
#include "inference/llama/llama_backend.h"
#include "inference/llama/lora_adapters.h"
#include "inference/model.h"

#include <llama.h>

#include <functional>
#include <memory>

namespace sotto {

struct LlamaModelDeleter {
    void operator()(llama_model *model) const { llama_model_free(model); }
};
struct LlamaContextDeleter {
    void operator()(llama_context *context) const { llama_free(context); }
};
struct ThreadpoolDeleter {
    void (*free)(ggml_threadpool *) = nullptr;
    void operator()(ggml_threadpool *pool) const { free(pool); }
};

/// A model that is open. The members are freed from the last to the first.
struct OpenModel {
    std::unique_ptr<CancelToken> cancel = std::make_unique<CancelToken>(); ///< What llama's abort callback asks.
    std::unique_ptr<ggml_threadpool, ThreadpoolDeleter> threadpool;
    std::unique_ptr<llama_model, LlamaModelDeleter> model;
    LoraAdapters adapters;
    std::unique_ptr<llama_context, LlamaContextDeleter> context;
    LoadedModel loaded;
    int poolThreads = 0; ///< Of the pool; 0: none was made yet.
    bool quiet = false;  ///< Its threads give way to other programs.

    [[nodiscard]] const llama_vocab *vocab() const { return llama_model_get_vocab(model.get()); }
};

/// Runs `open` on that many threads, from a pool of at least `poolThreads`. Nothing is computed meanwhile.
/// Thread: the engine's.
void useThreads(OpenModel &open, const Tuning &tuning, int poolThreads);

/// Opens `path` as Backend::open() says; errors as there. Thread: the engine's.
[[nodiscard]] Result<OpenModel> openModel(const std::filesystem::path &path, const LoadOptions &options,
                                          const LlamaHost &host, const std::function<void(float)> &progress,
                                          const CancelToken &cancel);

} // namespace sotto
