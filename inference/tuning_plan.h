#pragma once

#include "inference/tuning.h"

#include <optional>
#include <vector>

namespace sotto {

/// What is measured in one go: prompts of `tokens` tokens computed `step` at once. A step of 1: tokens as a reply
/// writes them, the first of which is not timed.
struct TuningPiece {
    int threads = 1;
    int tokens = 1;
    int step = 1;

    bool operator==(const TuningPiece &) const = default;
};

/// In which order to measure what of a model, and what to conclude.
///
/// Three stages: threads for writing, threads for reading, tokens at once. Each begins with a probe at what is in use,
/// which tells how much can be afforded; then all candidates are measured in turn, round by round, so that what else
/// the computer does falls on all of them. Candidates far behind after a round are left out of the next. Two rounds are
/// the least, more follow where the times are unsteady and time is left. A stage that would take too long leaves its
/// value as it is; where that is the first one, or the times stay unsteady, the measuring comes to nothing.
/// Pure: knows no clock and no model.
class TuningPlan final {
public:
    struct Limits {
        Cores cores;
        bool quiet = false;
        bool usesGpu = false;
        int mostBatchTokens = kBatchTokens; ///< The context may be shorter.
        Duration budget = std::chrono::seconds(5);
    };

    /// `now`: how the model runs.
    TuningPlan(const Limits &limits, const Tuning &now);

    /// What to measure next; nothing when it is over.
    [[nodiscard]] std::optional<TuningPiece> next() const;
    /// What came of next(): the shortest time for one of its tokens, and what the piece took in all.
    void measured(Duration perToken, Duration took);
    /// Pieces are computed no more: the model fails at them, or the like.
    void giveUp();

    /// When it is over: what is best; nothing where it came to nothing.
    [[nodiscard]] const std::optional<Tuning> &result() const { return m_result; }
    /// It came to nothing because other programs were busy; at another time it may succeed.
    [[nodiscard]] bool wasUnsteady() const { return m_unsteady; }
    /// The most threads that any piece asks for.
    [[nodiscard]] int mostThreads() const;

private:
    enum class Stage : unsigned char { Write, Read, Batch, Over };

    [[nodiscard]] TuningPiece pieceFor(int candidate) const;
    [[nodiscard]] int &value();
    [[nodiscard]] Duration deadline() const;
    void begin(Stage stage);
    void probed(Duration perToken);
    void finishRound();
    void keepContenders();
    void conclude(std::optional<int> chosen);

    Limits m_limits;
    std::vector<int> m_threads;
    Tuning m_tuning;
    Stage m_stage = Stage::Over;
    bool m_probing = false;
    bool m_unsteady = false;
    int m_tokens = 1; ///< Of a piece of this stage.
    std::vector<CandidateTimes> m_times;
    std::vector<std::size_t> m_inRound; ///< Which of them are still measured.
    std::size_t m_at = 0;               ///< In m_inRound.
    int m_rounds = 0;                   ///< Complete ones of this stage.
    Duration m_spent{};                 ///< In all.
    Duration m_roundSpent{};
    std::optional<Tuning> m_result;
};

} // namespace sotto
