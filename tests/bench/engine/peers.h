#pragma once

#include "child.h"
#include "inference/request.h"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace sotto::bench {

/// What llama-bench is to measure, in its own words.
struct BenchRun {
    std::filesystem::path model;
    int threads = 1;
    int promptTokens = 0; ///< pp: a batch of so many.
    int outputTokens = 0; ///< tg: so many, one by one.
    int depth = 0;        ///< Tokens in the cache before.
};

/// Tokens a second of one repetition, after its own warm-up; 0 where llama-bench is missing or fails.
[[nodiscard]] double runLlamaBench(const BenchRun &run);

/// A reply of llama-server over loopback, as a chat program sees it.
struct ServerReply {
    bool ok = false;
    std::string text;
    int tokens = 0;
    double firstMs = 0;    ///< Request sent → first piece of text.
    double totalMs = 0;    ///< Request sent → end of stream.
    double readTokens = 0; ///< Of the prompt, those it had to compute, by its own word; 0: it did not say.
    double readMs = 0;
};

/// llama-server with a model, on a port of its own; ends with this object.
class Server final {
public:
    Server(const std::filesystem::path &model, int threads, int contextLength);

    /// Waits until it answers; false where it does not within a minute or is not installed.
    [[nodiscard]] bool waitUntilReady();
    /// Streams a greedy reply of at most `tokens` from /v1/chat/completions, its prompt cache on.
    [[nodiscard]] ServerReply chat(const std::vector<ChatMessage> &messages, int tokens);

private:
    int m_port;
    std::unique_ptr<Child> m_child;
};

} // namespace sotto::bench
