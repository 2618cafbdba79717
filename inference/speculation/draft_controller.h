#pragma once

#include "base/clock.h"

#include <array>
#include <cstdint>

namespace sotto {

/// Where a guess of the next tokens comes from; guesses of one kind turn out right about equally often.
enum class GuessKind : std::uint8_t { Match2, Match3, Match4, Match8, Match16, DraftModel };
inline constexpr int kGuessKinds = 6;

/// The kind of a look-up whose last `length` tokens agree.
[[nodiscard]] GuessKind guessKindOfMatch(int length);

/// Decides how many tokens are worth guessing, from what this model on this machine has shown so far.
///
/// With p the share of guessed tokens that turned out right, a guess of k tokens gives 1 + p + … + p^k tokens for the
/// time of a batch of k + 1 and of the guessing; k is the one with the most tokens a second, or 0 where plain
/// decoding has (reference: Leviathan et al. 2023, arXiv:2211.17192, section 3.2). The time of a batch is
/// learned as a multiple of a single token's, since both grow alike with the length of the conversation.
///
/// It may also be wrong, so it has a budget: what right guesses saved, less what wrong ones cost, and a hundredth of
/// all time on top. A guess that could cost more than is there is not made. Pure. Thread: one at a time.
class DraftController final {
public:
    static constexpr int kMostGuessed = 31;

    DraftController();

    /// A new reply begins; the last one's savings are mostly forgotten, since this one may be of another sort.
    void beginReply();
    /// Tokens to guess, 0 … `most`. `guessing`: what guessing a token costs.
    [[nodiscard]] int length(GuessKind kind, int most, Duration guessing = {}) const;
    /// Tokens a second that such a guess promises, as a multiple of plain decoding's.
    [[nodiscard]] double gain(GuessKind kind, int length, Duration guessing = {}) const;

    /// One token was computed without a guess.
    void computedPlainly(Duration took);
    /// `guessed` tokens after the known one were computed in one batch; the first `right` of them were right.
    /// `took`: the batch; `guessing`: all the guessing before it.
    void computedGuess(GuessKind kind, int guessed, int right, Duration took, Duration guessing = {});
    /// A batch of `tokens` takes `ratio` times as long as one token: measured beforehand.
    void learnRatio(int tokens, double ratio);

    /// A batch of `tokens`, in multiples of one token's time; learned, or estimated between and beyond what is.
    [[nodiscard]] double ratio(int tokens) const;
    /// Share of guessed tokens that turn out right.
    [[nodiscard]] double acceptance(GuessKind kind) const;

private:
    struct Record {
        double right = 0;
        double tried = 0;
    };

    [[nodiscard]] double cost(int guessed, Duration guessing) const;
    void earn(double singles);

    double m_single = 0;                             ///< Nanoseconds of one token's batch; 0: not seen yet.
    std::array<double, kMostGuessed + 2> m_ratios{}; ///< By tokens of a batch; 0: not seen yet.
    std::array<Record, kGuessKinds> m_records{};
    double m_budget = kFirstBudget; ///< In single tokens' times.

    static constexpr double kFirstBudget = 1.0;
};

} // namespace sotto
