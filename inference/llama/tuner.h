#pragma once

#include "base/clock.h"
#include "inference/llama/llama_backend.h"
#include "inference/llama/model_loader.h"
#include "inference/llama/sequence_state.h"
#include "inference/self_tuning.h"
#include "inference/tuning_plan.h"

#include <functional>
#include <optional>
#include <string>

namespace sotto {

/// Finds out how an open model runs best, a piece at a time, and sees to it that it runs so.
///
/// Nothing is touched where the person chose the number of threads. What was measured before with the same model, laid
/// on the same devices of the same computer, holds from the start. Thread: the engine's.
class Tuner final {
public:
    /// `open` must outlive it and is set at once to what is remembered. `state`: what its computing depends on.
    Tuner(OpenModel &open, const LoadOptions &options, const LlamaHost &host, const StateDigest &state,
          const Clock &clock);

    [[nodiscard]] bool isDue() const { return m_plan.has_value(); }
    /// Until then nothing is to be measured: other programs were busy the last time.
    [[nodiscard]] Duration rest() const;
    /// Measures one piece in the context, which holds nothing before and after. Ends soon after `interrupted` says
    /// true, within a decode on a processor and after one on other devices; then nothing has been measured.
    void measureOne(const std::function<bool()> &interrupted);
    /// Begins anew, whatever is remembered. Nothing happens where nothing may be measured.
    void again();
    /// What is held cannot be laid aside for it now: says so, as a result that changes nothing, and stays due.
    void postpone();
    /// How the last measuring ended, once.
    [[nodiscard]] std::optional<Tuned> takeResult();

private:
    struct Taken {
        int status = 0; ///< llama_decode()'s.
        Duration perToken{};
        Duration whole{};
    };
    [[nodiscard]] bool mayMeasure() const;
    [[nodiscard]] TuningPlan::Limits limits() const;
    [[nodiscard]] std::optional<Tuning> remembered() const;
    [[nodiscard]] Taken compute(const TuningPiece &piece, const std::function<bool()> &interrupted);
    void finish();
    void begin();

    OpenModel &m_open;
    const LlamaHost &m_host;
    const Clock &m_clock;
    bool m_chosen; ///< By the person.
    std::string m_key;
    std::optional<TuningPlan> m_plan; ///< While something is left to measure.
    int m_attempts = 0;
    Instant m_notBefore{};
    std::optional<Tuned> m_result;
    std::vector<llama_token> m_tokens; ///< What is computed.
};

} // namespace sotto
