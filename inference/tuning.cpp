#include "inference/tuning.h"

#include <algorithm>
#include <ranges>

namespace sotto {
namespace {

constexpr double kAsGood = 1.02;
constexpr double kSteady = 1.10;

bool isSteady(const CandidateTimes &times)
{
    if (times.rounds.size() < 2) return false;
    std::vector<Duration> sorted = times.rounds;
    std::ranges::partial_sort(sorted, sorted.begin() + 2);
    return static_cast<double>(sorted[1].count()) <= static_cast<double>(sorted[0].count()) * kSteady;
}

} // namespace

int quietThreads(int physicalCores)
{
    return std::max(1, physicalCores / 2);
}

std::vector<int> threadCandidates(const Cores &cores, bool quiet, bool usesGpu)
{
    const int physical = std::max(1, cores.physical);
    const int most = quiet ? quietThreads(physical) : physical;
    std::vector<int> counts{most, std::clamp(cores.performance, 1, most), most * 3 / 4, most / 2, most / 4};
    if (!quiet) counts.push_back(std::max(cores.logical, physical));
    if (usesGpu) counts.insert(counts.end(), {std::min(2, most), 1});
    std::erase_if(counts, [](int count) { return count < 1; });
    std::ranges::sort(counts, std::greater());
    const auto repeated = std::ranges::unique(counts);
    counts.erase(repeated.begin(), repeated.end());
    return counts;
}

double shortestNs(const CandidateTimes &times)
{
    return static_cast<double>(std::ranges::min(times.rounds).count());
}

std::optional<int> chooseCandidate(const std::vector<CandidateTimes> &times)
{
    if (times.empty()) return std::nullopt;
    const CandidateTimes &best = *std::ranges::min_element(times, {}, shortestNs);
    const auto isAsGood = [&](const CandidateTimes &one) { return shortestNs(one) <= shortestNs(best) * kAsGood; };
    const CandidateTimes *chosen = &best;
    for (const CandidateTimes &one : times)
        if (one.candidate < chosen->candidate && isAsGood(one)) chosen = &one;
    if (!isSteady(best) || !isSteady(*chosen)) return std::nullopt;
    return chosen->candidate;
}

} // namespace sotto
