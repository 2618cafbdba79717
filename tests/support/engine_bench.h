#pragma once

#include "inference/engine.h"
#include "tests/support/event_recorder.h"

#include <atomic>
#include <functional>
#include <latch>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

namespace sotto::test {

/// Does whatever the test puts into its functions, and notes which threads called.
class HookBackend final : public Backend {
public:
    struct Hooks {
        std::function<std::vector<Device>()> devices = [] { return std::vector<Device>{}; };
        std::function<Result<LoadedModel>(const std::function<void(float)> &, const CancelToken &)> open =
            [](const auto &, const auto &) { return LoadedModel{}; };
        std::function<void(const GenerationRequest &, const GenerationSink &, const CancelToken &)> generate =
            [](const auto &, const auto &sink, const auto &) {
                sink(Started{});
                sink(Finished{});
            };
        std::function<Result<int>(const std::vector<ChatMessage> &)> count = [](const auto &) { return 7; };
        std::function<Result<std::vector<std::vector<float>>>(const std::vector<std::string> &, const CancelToken &)>
            embed = [](const auto &texts, const auto &) { return std::vector<std::vector<float>>(texts.size()); };
        std::function<void()> close = [] {};
        StateKeeping *states = nullptr;
        SelfTuning *tuning = nullptr;
        std::mutex mutex;
        std::set<std::thread::id> threads;
        std::vector<std::string> opened;
        std::atomic<int> generated = 0;
        std::atomic<bool> destroyed = false;
    };

    explicit HookBackend(std::shared_ptr<Hooks> hooks) : m_hooks(std::move(hooks)) {}
    ~HookBackend() override
    {
        note();
        m_hooks->destroyed = true;
    }

    std::vector<Device> devices() override
    {
        note();
        return m_hooks->devices();
    }
    Result<LoadedModel> open(const std::filesystem::path &path, const LoadOptions &,
                             const std::function<void(float)> &progress, const CancelToken &cancel) override
    {
        note();
        m_hooks->opened.push_back(path.string());
        return m_hooks->open(progress, cancel);
    }
    void close() override
    {
        note();
        m_hooks->close();
    }
    void generate(const GenerationRequest &request, Instant, const GenerationSink &sink,
                  const CancelToken &cancel) override
    {
        note();
        ++m_hooks->generated;
        m_hooks->generate(request, sink, cancel);
    }
    Result<int> countTokens(const std::vector<ChatMessage> &messages) override
    {
        note();
        return m_hooks->count(messages);
    }
    Result<std::vector<std::vector<float>>> embed(const std::vector<std::string> &texts,
                                                  const CancelToken &cancel) override
    {
        note();
        return m_hooks->embed(texts, cancel);
    }

    StateKeeping *states() override
    {
        note();
        return m_hooks->states;
    }
    SelfTuning *tuning() override
    {
        note();
        return m_hooks->tuning;
    }

private:
    void note()
    {
        const std::lock_guard lock(m_hooks->mutex);
        m_hooks->threads.insert(std::this_thread::get_id());
    }

    std::shared_ptr<Hooks> m_hooks;
};

struct Bench {
    std::shared_ptr<HookBackend::Hooks> hooks = std::make_shared<HookBackend::Hooks>();
    EventRecorder recorder;
    std::unique_ptr<Engine> engine;

    void start() { startWith(recorder.listener()); }
    void startWith(EngineListener listener)
    {
        engine = std::make_unique<Engine>(std::make_unique<HookBackend>(hooks), std::move(listener),
                                          std::make_shared<SystemClock>());
    }
    void startWithModel()
    {
        start();
        engine->load("model.gguf");
    }
    /// Keeps the inference thread busy until the latch falls. The hook must be set before start().
    void blockDevicesOn(std::latch &latch)
    {
        hooks->devices = [&latch] {
            latch.wait();
            return std::vector<Device>{};
        };
    }
};

inline GenerationRequest ask(std::string text)
{
    GenerationRequest request;
    request.messages = {{Role::User, std::move(text)}};
    return request;
}

inline std::vector<ChatMessage> draft(std::string text)
{
    return {{Role::User, std::move(text)}};
}

/// Writes "x" until somebody stops it.
inline void writeUntilCancelled(const GenerationRequest &, const GenerationSink &sink, const CancelToken &cancel)
{
    sink(Started{});
    while (!cancel.isCancelled()) {
        sink(TextDelta{"x", 1});
        std::this_thread::yield();
    }
    sink(Finished{Usage{.outputTokens = 1}, FinishReason::Cancelled});
}

inline const EngineEventBody kCancelledReply = Finished{Usage{}, FinishReason::Cancelled};
inline const EngineEventBody kCancelledOther = Failed{Error(ErrorCode::Cancelled)};

} // namespace sotto::test
