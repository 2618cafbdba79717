#pragma once

#include "inference/engine.h"
#include "tests/support/tiny_models.h"

#include <atomic>
#include <chrono>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace sotto::tests {

using namespace std::chrono_literals;

using Messages = std::vector<ChatMessage>;

/// Says at each look that a while has passed, always the same, so that every candidate is as good as every other.
class SteppingClock final : public Clock {
public:
    [[nodiscard]] Instant now() const override { return Instant(Duration(m_now += 100'000)); }
    [[nodiscard]] std::int64_t unixMs() const override { return 0; }

private:
    mutable std::atomic<Duration::rep> m_now = 0;
};

/// What a TuningMemory would write to disk.
struct Memory {
    std::map<std::string, Tuning> kept;
    int asked = 0;
    std::string lastKey;

    [[nodiscard]] TuningMemory port()
    {
        return {[this](const std::string &key) -> std::optional<Tuning> {
                    ++asked;
                    lastKey = key;
                    const auto found = kept.find(key);
                    return found == kept.end() ? std::nullopt : std::optional(found->second);
                },
                [this](const std::string &key, const Tuning &tuning) { kept[key] = tuning; }};
    }
};

/// One core unless the test is about threads: those that wait for one another crawl on a busy machine.
inline LlamaHost hostWith(Memory &memory, int cores = 1)
{
    LlamaHost host;
    host.physicalCores = cores;
    host.machine = "a test's computer";
    host.tunings = memory.port();
    return host;
}

inline std::unique_ptr<LlamaBackend> makeBackend(Memory &memory, int cores = 1)
{
    return std::make_unique<LlamaBackend>(hostWith(memory, cores), std::make_shared<SteppingClock>());
}

/// A short context is measured in less time.
inline LoadOptions onCpu(std::uint32_t contextLength = 256)
{
    LoadOptions options;
    options.gpuLayers = 0;
    options.contextLength = contextLength;
    return options;
}

inline LoadedModel openIn(LlamaBackend &backend, const std::filesystem::path &path,
                          const LoadOptions &options = onCpu())
{
    const auto loaded = backend.open(path, options, {}, {});
    if (!loaded) qFatal("a test model does not open: %s", loaded.error().detail.c_str());
    return *loaded;
}

/// Measures as long as there is something to measure; returns the number of pieces.
inline int measureAll(LlamaBackend &backend)
{
    int pieces = 0;
    const auto never = [] { return false; };
    while (backend.tuning()->measure(1h, never) == std::optional<Duration>(0s))
        if (++pieces > 500) qFatal("the measuring does not end");
    return pieces;
}

inline GenerationRequest ask(const std::string &key, Messages messages, int maxTokens = 6)
{
    GenerationRequest request = greedyRequest(std::move(messages), maxTokens);
    request.stateKey = key;
    return request;
}

inline int computed(const ReplyRecord &reply)
{
    if (!reply.finished()) qFatal("a reply did not finish");
    return reply.finished()->usage.promptTokens - reply.finished()->usage.cachedTokens;
}

inline const std::string kLong = "dabo feri guno kali moru zeta wori tane pulo gabe dice sixo rabe tino fulda";

} // namespace sotto::tests
