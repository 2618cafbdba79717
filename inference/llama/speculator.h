#pragma once

#include "inference/llama/draft_model.h"
#include "inference/speculation/draft_controller.h"
#include "inference/speculation/prompt_lookup.h"

#include <memory>
#include <span>
#include <vector>

namespace sotto {

/// Guesses the next tokens of a reply, from the text so far or with a draft model, as far ahead as pays.
///
/// Lives as long as the model is open, so that what was learned of its speed holds for the next reply.
/// Thread: the engine's.
class Speculator final {
public:
    Speculator(bool lookUp, std::unique_ptr<DraftModel> draft);

    [[nodiscard]] bool isOn() const { return m_lookUp || m_draft; }
    /// A reply to `prompt` begins; `room`: tokens of the whole context.
    void begin(std::span<const llama_token> prompt, std::size_t room, const CancelToken &cancel);
    /// The text goes on with this token.
    void append(llama_token token);
    /// The next tokens after `text`, at most `most`; often none. Valid until the next call.
    [[nodiscard]] std::span<const llama_token> guess(std::span<const llama_token> text, std::size_t most,
                                                     const Clock &clock);
    /// The last guess was computed in a batch that took this long, and its first `right` tokens were right.
    /// An empty guess is a batch of one token.
    void computed(Duration took, std::size_t right);
    /// The large model runs so; a draft model does from now on.
    void useThreads(const Tuning &tuning);
    /// What was measured of batches beforehand.
    [[nodiscard]] DraftController &controller() { return m_controller; }

private:
    struct Choice {
        GuessKind kind = GuessKind::Match2;
        int length = 0;
        double gain = 0;
    };
    [[nodiscard]] Choice choose(GuessKind kind, std::size_t most, Duration guessing) const;
    void askDraft(std::span<const llama_token> text, int length, const Clock &clock);

    bool m_lookUp;
    std::unique_ptr<DraftModel> m_draft;
    PromptLookup m_lookup;
    DraftController m_controller;
    std::vector<llama_token> m_guess;
    GuessKind m_kind = GuessKind::Match2;
    Duration m_guessing{};   ///< What the last guess took.
    Duration m_draftToken{}; ///< What a token of the draft model takes.
};

} // namespace sotto
