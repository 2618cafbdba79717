#pragma once

#include "inference/engine.h"

#include <future>
#include <string>

namespace sotto::bench {

/// One reply of ours, by a clock outside the engine.
struct OurReply {
    bool ok = false;
    Usage usage;
    std::string text;
    double firstMs = 0; ///< Asked → first piece of text.
    double totalMs = 0; ///< Asked → finished.
};

/// Sotto's engine with a model open, asked as the window asks it.
class Ours final {
public:
    Ours(const std::filesystem::path &path, int threads, const LoadOptions &options);

    [[nodiscard]] bool isOpen() const { return m_open; }
    [[nodiscard]] OurReply reply(GenerationRequest request);
    /// Tokens of a prompt; −1 where that fails.
    [[nodiscard]] int count(const std::vector<ChatMessage> &messages);

private:
    void receive(const EngineEvent &event);

    SystemClock m_clock;
    std::promise<int> m_done; ///< Kept on the engine's thread; what is read afterwards was written before.
    OurReply m_reply;
    Instant m_asked{};
    bool m_open = false;
    Engine m_engine;
};

/// A greedy request for that many tokens, with llama-bench's idea of sampling: none.
[[nodiscard]] GenerationRequest greedy(std::vector<ChatMessage> messages, int tokens);
/// Distinct cores of an x86 or Arm Linux; the benches may not reach into hardware/.
[[nodiscard]] int physicalCores();

} // namespace sotto::bench
