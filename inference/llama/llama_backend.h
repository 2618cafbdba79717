#pragma once

#include "inference/backend.h"

#include <memory>

namespace sotto {

/// llama.cpp in this process.
///
/// Before llama sees a file, readModelSpec() has looked at it. A prompt reuses the longest prefix that the KV
/// cache already holds, compared token by token, and computes it again where the memory cannot be rolled back
/// (reference: sliding windows and recurrent models). Template text is tokenised with special tokens on,
/// a person's words with them off.
class LlamaBackend final : public Backend {
public:
    /// `backendsFolder` is searched for ggml backends besides the system's own place; empty: only that.
    explicit LlamaBackend(std::filesystem::path backendsFolder, std::shared_ptr<const Clock> clock);
    ~LlamaBackend() override;

    [[nodiscard]] std::vector<Device> devices() override;
    [[nodiscard]] Result<LoadedModel> open(const std::filesystem::path &path, const LoadOptions &options,
                                           const std::function<void(float)> &progress, const CancelToken &cancel) override;
    void close() override;
    void generate(const GenerationRequest &request, Instant accepted, const GenerationSink &sink,
                  const CancelToken &cancel) override;
    [[nodiscard]] Result<int> countTokens(const std::vector<ChatMessage> &messages) override;

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace sotto
