#pragma once

#include "inference/backend.h"

#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

namespace sotto {

/// A backend that does what it is told: for tests of everything above the engine, and for screenshots.
/// The script may be changed from any thread while the engine runs. A piece is one token, and so is a word of
/// a prompt. The vector of a text counts its words, each in one of 16 places. The times in Usage are those of the
/// script, not of a clock, so they are the same on every machine.
class ScriptedBackend final : public Backend {
public:
    /// One reply: pieces are emitted as they stand, `delay` apart.
    struct Reply {
        std::vector<GenerationEvent> pieces; ///< TextDelta, ReasoningDelta, ToolCall; Started and Finished are made.
        Duration delay{};                    ///< Between two pieces; waiting notices cancellation within 1 ms.
        std::optional<Error> failure;        ///< Ends with Failed instead of Finished.
    };

    /// Shared by the test and the backend, which the engine owns.
    struct Script {
        std::mutex mutex;
        std::deque<Reply> replies;        ///< Taken one by one; when empty the last user message is echoed.
        std::optional<Error> openFailure; ///< The next open() fails with it, once.
        Duration openDelay{};             ///< Time an open takes, with ten steps of progress.
        LoadedModel model;                ///< What open() reports; path and context length are filled in.
        std::vector<Device> devices;
        std::vector<GenerationRequest> seen; ///< Every request, for the test to look at.
        // What is asked of its states; it keeps none, and says that it keeps `kept`.
        StateLimits limits;
        std::vector<std::string> forgotten;
        std::vector<std::vector<std::string>> retained;
        KeptStates kept;
        int dropped = 0;                             ///< What countDropped() says.
        TuningOrigin tuned = TuningOrigin::Measured; ///< How a measuring that is asked for ends, and with what.
        Tuning tuning;
    };

    explicit ScriptedBackend(std::shared_ptr<Script> script)
        : m_script(std::move(script)), m_states(*m_script), m_measures(*m_script)
    {
    }

    [[nodiscard]] std::vector<Device> devices() override;
    [[nodiscard]] Result<LoadedModel> open(const std::filesystem::path &path, const LoadOptions &options,
                                           const std::function<void(float)> &progress,
                                           const CancelToken &cancel) override;
    void close() override;
    void generate(const GenerationRequest &request, Instant accepted, const GenerationSink &sink,
                  const CancelToken &cancel) override;
    [[nodiscard]] Result<int> countTokens(const std::vector<ChatMessage> &messages) override;
    [[nodiscard]] Result<std::vector<std::vector<float>>> embed(const std::vector<std::string> &texts,
                                                                const CancelToken &cancel) override;
    [[nodiscard]] int countDropped(const std::vector<ChatMessage> &messages) override;
    [[nodiscard]] StateKeeping *states() override { return &m_states; }
    [[nodiscard]] SelfTuning *tuning() override { return &m_measures; }

private:
    class States final : public StateKeeping {
    public:
        explicit States(Script &script) : m_script(script) {}
        void setLimits(const StateLimits &limits) override;
        void forget(const std::string &key) override;
        void retain(const std::vector<std::string> &keys) override;
        [[nodiscard]] KeptStates kept() override;
        [[nodiscard]] std::optional<Duration> idle(Duration, const std::function<bool()> &) override { return {}; }

    private:
        Script &m_script;
    };

    /// Measures nothing, and only when asked to.
    class Measures final : public SelfTuning {
    public:
        explicit Measures(Script &script) : m_script(script) {}
        [[nodiscard]] bool isDue() const override { return m_due; }
        [[nodiscard]] std::optional<Duration> measure(Duration, const std::function<bool()> &) override;
        void measureAgain() override { m_due = true; }
        [[nodiscard]] std::optional<Tuned> takeResult() override { return std::exchange(m_result, std::nullopt); }

    private:
        Script &m_script;
        bool m_due = false;
        std::optional<Tuned> m_result;
    };

    [[nodiscard]] Reply takeReply(const GenerationRequest &request);

    std::shared_ptr<Script> m_script;
    States m_states;
    Measures m_measures;
    std::optional<LoadedModel> m_model;
};

/// A reply that streams `text` word by word.
[[nodiscard]] ScriptedBackend::Reply scriptedText(std::string_view text, Duration delay = {});

} // namespace sotto
