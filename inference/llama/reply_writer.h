#pragma once

#include "base/clock.h"
#include "inference/backend.h"
#include "inference/llama/kv_session.h"
#include "inference/llama/model_loader.h"
#include "inference/llama/prompt_builder.h"
#include "inference/llama/speculator.h"
#include "inference/llama/state_keeper.h"
#include "inference/llama/token_sampler.h"
#include "inference/llama/token_text.h"
#include "inference/output_filter.h"

#include <optional>

namespace sotto {

/// Writes one reply: computes the prompt, then token by token. Thread: the engine's.
class ReplyWriter final {
public:
    struct Tools {
        OpenModel &open;
        KvSession &cache;
        StateKeeper &states;
        PromptBuilder &prompts;
        TokenText &text;
        Speculator &speculator;
        const Clock &clock;
    };

    ReplyWriter(Tools tools, const GenerationRequest &request, Instant accepted, const GenerationSink &sink,
                const CancelToken &cancel);

    /// Emits the events of Backend::generate(), the last one included.
    void run();

private:
    [[nodiscard]] Status prepareSampler();
    [[nodiscard]] bool computePrompt();
    [[nodiscard]] bool computeWithCheckpoints();
    [[nodiscard]] bool computePart(std::size_t end);
    [[nodiscard]] FinishReason writeTokens();
    [[nodiscard]] std::size_t tokensWanted() const;
    [[nodiscard]] std::optional<FinishReason> take(llama_token token);
    void noteToken(Instant now, bool inReasoning);
    void emit(const FilteredOutput &output);
    void finish(FinishReason reason);
    void failDecode();
    void failForm();

    Tools m_tools;
    const GenerationRequest &m_request;
    Instant m_accepted;
    const GenerationSink &m_sink;
    const CancelToken &m_cancel;
    Prompt m_prompt;
    std::optional<OutputFilter> m_filter;
    std::optional<TokenSampler> m_sampler;
    Usage m_usage;
    std::optional<Instant> m_firstToken;
    std::optional<Instant> m_thoughtBegin; ///< Of the thought that is open.
    Duration m_earlierThoughts{};
    bool m_failed = false;
    bool m_formFailed = false; ///< No token fits the form that the answer must have.
};

} // namespace sotto
