#pragma once

#include "inference/events.h"
#include "inference/llama/llama_backend.h"
#include "inference/llama/tiny_model.h"

#include <QTemporaryDir>

#include <map>
#include <string>
#include <vector>

namespace sotto::tests {

/// Model files made on demand, kept as long as the object lives.
class TinyModels final {
public:
    /// A word model over a few English sentences; ChatML with real special tokens.
    [[nodiscard]] std::filesystem::path words();
    /// A random model of that architecture: "llama", "gemma3" or "mamba"; contexts of 1024 tokens.
    [[nodiscard]] std::filesystem::path random(const std::string &architecture);
    [[nodiscard]] std::filesystem::path random(const std::string &name, const RandomModelOptions &options);
    /// A place for a file of the test's own.
    [[nodiscard]] std::filesystem::path file(const std::string &name) const;

private:
    QTemporaryDir m_folder;
    std::map<std::string, std::filesystem::path> m_made;
};

/// A backend with one thread and enough memory for anything.
[[nodiscard]] std::unique_ptr<LlamaBackend> makeLlamaBackend(std::uint64_t availableMemory = 64ULL << 30);

/// Everything one reply said.
struct ReplyRecord {
    std::vector<GenerationEvent> events;
    std::string text;
    std::string reasoning;

    [[nodiscard]] const Started *started() const;
    [[nodiscard]] const Finished *finished() const;
    [[nodiscard]] const Failed *failed() const;
};

/// Runs a request to its end on this thread. `onEvent` sees each event first.
[[nodiscard]] ReplyRecord runReply(Backend &backend, const GenerationRequest &request, const CancelToken &cancel = {},
                                   const std::function<void(const GenerationEvent &)> &onEvent = {});

/// Greedy, so that the same prompt gives the same tokens.
[[nodiscard]] GenerationRequest greedyRequest(std::vector<ChatMessage> messages, std::optional<int> maxTokens);

} // namespace sotto::tests
