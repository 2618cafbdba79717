#pragma once

#include "inference/backend.h"
#include "inference/load_memory.h"
#include "inference/step_down.h"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

namespace sotto {

/// What the backend is told of the computer it runs on.
struct LlamaHost {
    std::filesystem::path backendsFolder; ///< Searched for ggml backends before the system's own place; may be empty.
    int physicalCores = 1;                ///< Threads of a model whose LoadOptions leave them open.
    std::function<std::uint64_t()> availableMemory; ///< Free system memory in bytes, now; empty: no check.
    /// For tests: asked at each stage of each attempt to load; true makes it fail as if the memory had run out.
    std::function<bool(LoadStage, const LoadPlan &)> pretendOutOfMemory{};
    /// For tests: makes other devices of those that were listed before a load is planned.
    std::function<void(std::vector<Device> &)> alterDevices{};
    std::function<int(int)> alterDecodeStatus{}; ///< For tests: turns llama_decode()'s answer into another.
    int performanceCores = 0;                    ///< Of the physical ones, of the fastest kind; 0: all.
    int logicalCpus = 0;                         ///< 0: as many as physical cores.
    std::string machine{};                       ///< Names the processor; measurements hold for one.
    TuningMemory tunings{};
    LoadMemory loads{};
    /// Before measuring begins: whoever asks for nothing for so long is not in the middle of something.
    Duration tuningPause{std::chrono::milliseconds(500)};
};

/// llama.cpp in this process.
///
/// Before llama sees a file, readModelSpec() has looked at it. A prompt reuses the longest prefix that the KV
/// cache already holds, compared token by token, and computes it again where the memory cannot be rolled back
/// (reference: sliding windows and recurrent models). Template text is tokenised with special tokens on,
/// a person's words with them off.
class LlamaBackend final : public Backend {
public:
    LlamaBackend(LlamaHost host, std::shared_ptr<const Clock> clock);
    ~LlamaBackend() override;

    [[nodiscard]] std::vector<Device> devices() override;
    [[nodiscard]] Result<LoadedModel> open(const std::filesystem::path &path, const LoadOptions &options,
                                           const std::function<void(float)> &progress,
                                           const CancelToken &cancel) override;
    void close() override;
    void generate(const GenerationRequest &request, Instant accepted, const GenerationSink &sink,
                  const CancelToken &cancel) override;
    [[nodiscard]] int countDropped(const std::vector<ChatMessage> &messages) override;
    [[nodiscard]] StateKeeping *states() override;
    [[nodiscard]] SelfTuning *tuning() override;
    [[nodiscard]] Result<int> countTokens(const std::vector<ChatMessage> &messages) override;
    [[nodiscard]] Result<std::vector<std::vector<float>>> embed(const std::vector<std::string> &texts,
                                                                const CancelToken &cancel) override;

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace sotto
