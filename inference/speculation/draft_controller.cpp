#include "inference/speculation/draft_controller.h"

#include <algorithm>
#include <cmath>

namespace sotto {
namespace {

constexpr double kSlopeUnseen = 0.35;   // of a batch's time by token, until one has been seen: rather too much
constexpr double kWorthGuessing = 1.03; // promised gain below which a guess is not worth its uncertainty
constexpr double kMostBudget = 8.0;     // a reply that copies a text may risk this much at once
constexpr double kCarriedBudget = 2.0;  // of which a new reply gets no more than this
constexpr double kFreeShare = 0.01;     // of all time, for trying whether guessing pays
constexpr double kMemory = 0.97;        // what a guess leaves of the weight of those before it
constexpr double kNewShare = 0.2;       // weight of a new timing against the mean of the old ones

/// What is assumed of a kind before it has been tried, and how many tokens' worth that assumption is.
constexpr std::array<double, kGuessKinds> kAssumed{0.4, 0.5, 0.65, 0.8, 0.9, 0.7};
constexpr double kAssumedTokens = 6.0;

std::size_t indexOf(GuessKind kind)
{
    return static_cast<std::size_t>(kind);
}

/// Tokens that a guess of `length` gives, the one after it included: 1 + p + … + p^length.
double expectedTokens(double p, int length)
{
    double sum = 1.0;
    double power = 1.0;
    for (int i = 0; i < length; ++i)
        sum += power *= p;
    return sum;
}

/// The mean goes towards `sample`; one that is far off (another program woke up) counts for less.
void follow(double &mean, double sample)
{
    mean = mean > 0 ? mean + kNewShare * (std::clamp(sample, mean / 2, mean * 2) - mean) : sample;
}

} // namespace

GuessKind guessKindOfMatch(int length)
{
    if (length >= 16) return GuessKind::Match16;
    if (length >= 8) return GuessKind::Match8;
    if (length >= 4) return GuessKind::Match4;
    return length == 3 ? GuessKind::Match3 : GuessKind::Match2;
}

DraftController::DraftController()
{
    m_ratios[1] = 1.0;
}

void DraftController::beginReply()
{
    m_budget = std::clamp(m_budget, kFirstBudget, kCarriedBudget);
}

int DraftController::length(GuessKind kind, int most, Duration guessing) const
{
    if (m_single <= 0) return 0; // nothing to compare with yet
    int best = 0;
    double bestGain = kWorthGuessing;
    for (int k = 1; k <= std::min(most, kMostGuessed) && cost(k, guessing) - 1.0 <= m_budget; ++k) {
        const double promised = gain(kind, k, guessing);
        if (promised <= bestGain) continue;
        best = k;
        bestGain = promised;
    }
    return best;
}

double DraftController::gain(GuessKind kind, int length, Duration guessing) const
{
    return expectedTokens(acceptance(kind), length) / cost(length, guessing);
}

void DraftController::computedPlainly(Duration took)
{
    follow(m_single, static_cast<double>(took.count()));
    earn(kFreeShare);
}

void DraftController::computedGuess(GuessKind kind, int guessed, int right, Duration took, Duration guessing)
{
    if (guessed < 1 || guessed > kMostGuessed || m_single <= 0) return;
    const double batch = static_cast<double>(took.count()) / m_single;
    const double all = static_cast<double>((took + guessing).count()) / m_single;
    learnRatio(guessed + 1, batch);
    Record &record = m_records[indexOf(kind)];
    record.right = record.right * kMemory + right;
    record.tried =
        record.tried * kMemory + right + (right < guessed ? 1 : 0); // after the first wrong one none was tried
    earn(right + 1 - all + kFreeShare * all);
}

void DraftController::learnRatio(int tokens, double ratio)
{
    if (tokens < 2 || tokens > kMostGuessed + 1 || !(ratio > 0)) return;
    follow(m_ratios[static_cast<std::size_t>(tokens)], ratio);
}

double DraftController::ratio(int tokens) const
{
    const int wanted = std::clamp(tokens, 1, kMostGuessed + 1);
    const auto seen = [&](int n) { return m_ratios[static_cast<std::size_t>(n)]; };
    int below = wanted;
    while (seen(below) <= 0)
        --below; // a batch of one is always known
    int above = wanted;
    while (above <= kMostGuessed + 1 && seen(above) <= 0)
        ++above;
    if (above == below) return std::max(seen(wanted), 1.0);
    const bool between = above <= kMostGuessed + 1;
    const double slope = between     ? (seen(above) - seen(below)) / (above - below)
                         : below > 1 ? (seen(below) - 1.0) / (below - 1)
                                     : kSlopeUnseen;
    return std::max(1.0, seen(below) + slope * (wanted - below));
}

double DraftController::acceptance(GuessKind kind) const
{
    const Record &record = m_records[indexOf(kind)];
    return (record.right + kAssumed[indexOf(kind)] * kAssumedTokens) / (record.tried + kAssumedTokens);
}

/// Of a guess of that length, in single tokens' times.
double DraftController::cost(int guessed, Duration guessing) const
{
    return ratio(guessed + 1) + guessed * static_cast<double>(guessing.count()) / std::max(m_single, 1.0);
}

void DraftController::earn(double singles)
{
    m_budget = std::min(m_budget + singles, kMostBudget);
}

} // namespace sotto
