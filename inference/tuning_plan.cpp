#include "inference/tuning_plan.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <utility>

namespace sotto {
namespace {

using namespace std::chrono_literals;

constexpr int kFewestRounds = 2;
constexpr int kUsualRounds = 4;
constexpr int kMostRounds = 6;
constexpr int kProbeTokens = 32;
constexpr int kProbeRow = 2;
constexpr int kMostTokensInRow = 32;
constexpr Duration kRow = 40ms;         // of single tokens, so that one disturbance does not spoil all of them
constexpr double kFarBehind = 2.5;      // further than other programs hold one piece up
constexpr std::array kShares{5, 8, 10}; // tenths of the budget spent when a stage has to be over

} // namespace

TuningPlan::TuningPlan(const Limits &limits, const Tuning &now)
    : m_limits(limits), m_threads(threadCandidates(limits.cores, limits.quiet, limits.usesGpu)), m_tuning(now)
{
    begin(Stage::Write);
}

int TuningPlan::mostThreads() const
{
    return std::max({m_threads.front(), m_tuning.threads, m_tuning.batchThreads});
}

TuningPiece TuningPlan::pieceFor(int candidate) const
{
    if (m_stage == Stage::Write) return {candidate, m_tokens, 1};
    if (m_stage == Stage::Read) return {candidate, m_tokens, m_tokens};
    return {m_tuning.batchThreads, m_tokens, candidate};
}

int &TuningPlan::value()
{
    if (m_stage == Stage::Write) return m_tuning.threads;
    return m_stage == Stage::Read ? m_tuning.batchThreads : m_tuning.batchTokens;
}

Duration TuningPlan::deadline() const
{
    return m_limits.budget / 10 * kShares[static_cast<std::size_t>(m_stage)];
}

std::optional<TuningPiece> TuningPlan::next() const
{
    if (m_stage == Stage::Over) return std::nullopt;
    if (!m_probing) return pieceFor(m_times[m_inRound[m_at]].candidate);
    const bool reads = m_stage != Stage::Write;
    return TuningPiece{reads ? m_tuning.batchThreads : m_tuning.threads,
                       reads ? std::min(kProbeTokens, m_tokens) : kProbeRow,
                       reads ? std::min(kProbeTokens, m_tokens) : 1};
}

void TuningPlan::begin(Stage stage)
{
    m_stage = stage;
    m_times.clear();
    m_inRound.clear();
    m_at = 0;
    m_rounds = 0;
    m_roundSpent = {};
    m_tokens = m_limits.mostBatchTokens;
    m_probing = stage != Stage::Over;
    if (stage == Stage::Over) {
        m_result = m_tuning;
        return;
    }
    std::vector<int> candidates = m_threads;
    if (stage == Stage::Batch) {
        candidates = {512, 256, 128};
        std::erase_if(candidates, [this](int size) { return size > m_limits.mostBatchTokens; });
    }
    if (candidates.size() < 2) { // nothing to choose from
        if (!candidates.empty()) value() = candidates.front();
        return begin(static_cast<Stage>(std::to_underlying(stage) + 1));
    }
    for (const int candidate : candidates) {
        m_inRound.push_back(m_times.size());
        m_times.push_back({candidate, {}});
    }
}

/// Decides by the time of a token how long the pieces may be, or that even the shortest are too long.
void TuningPlan::probed(Duration perToken)
{
    m_probing = false;
    const auto token = std::max(perToken, Duration(1));
    const auto pieces = static_cast<Duration::rep>(kFewestRounds * m_times.size());
    const auto most = static_cast<int>(std::min<Duration::rep>((deadline() - m_spent) / token / pieces, 1'000'000));
    if (m_stage == Stage::Write) {
        const auto inRow = static_cast<int>(std::clamp<Duration::rep>(kRow / token, 1, kMostTokensInRow));
        m_tokens = std::min(inRow, most - 1); // and one that is not timed
        if (m_tokens < 1) conclude(std::nullopt);
        return;
    }
    const int whole = m_limits.mostBatchTokens;
    const int wanted = m_stage == Stage::Batch ? whole : std::min(whole, 128);
    const int least = m_stage == Stage::Batch ? whole : std::min(whole, kProbeTokens);
    for (m_tokens = wanted; m_tokens > most && m_tokens / 2 >= least;)
        m_tokens /= 2;
    if (m_tokens > most) conclude(std::nullopt);
}

void TuningPlan::measured(Duration perToken, Duration took)
{
    if (m_stage == Stage::Over) return;
    m_spent += took;
    if (m_probing) return probed(perToken);
    m_roundSpent += took;
    m_times[m_inRound[m_at]].rounds.push_back(perToken);
    const bool farLate = m_rounds < kFewestRounds && m_spent > deadline() + m_limits.budget / 5;
    if (farLate) return conclude(std::nullopt); // other than the probe let expect
    if (++m_at == m_inRound.size()) finishRound();
}

void TuningPlan::finishRound()
{
    ++m_rounds;
    m_at = 0;
    const bool affordable = m_spent + std::exchange(m_roundSpent, {}) <= deadline();
    if (m_rounds == 1) return keepContenders();
    const auto chosen = chooseCandidate(m_times);
    const int wanted = chosen ? kUsualRounds : kMostRounds;
    if (m_rounds < wanted && affordable) return keepContenders();
    if (chosen) return conclude(chosen);
    m_stage = Stage::Over;
    m_unsteady = true;
}

void TuningPlan::keepContenders()
{
    const double best = shortestNs(*std::ranges::min_element(m_times, {}, shortestNs));
    std::erase_if(m_inRound, [&](std::size_t i) { return shortestNs(m_times[i]) > best * kFarBehind; });
}

/// Ends a stage; nothing chosen: it would take too long.
void TuningPlan::conclude(std::optional<int> chosen)
{
    if (!chosen && m_stage == Stage::Write) {
        m_stage = Stage::Over;
        return;
    }
    if (!chosen) return begin(Stage::Over); // what is left would take longer still
    value() = *chosen;
    begin(static_cast<Stage>(std::to_underlying(m_stage) + 1));
}

void TuningPlan::giveUp()
{
    m_stage = Stage::Over;
    m_result.reset();
}

} // namespace sotto
