#include "inference/llama/sequence_state.h"

#include <algorithm>
#include <ranges>

namespace sotto {

std::size_t SequenceState::bytes() const
{
    std::size_t sum = tokens.size() * sizeof(std::int32_t) + (whole ? whole->size() : 0);
    for (const StateCheckpoint &checkpoint : checkpoints)
        sum += checkpoint.state ? checkpoint.state->size() : 0;
    return sum;
}

std::size_t commonPrefix(std::span<const std::int32_t> a, std::span<const std::int32_t> b)
{
    return static_cast<std::size_t>(std::ranges::mismatch(a, b).in1 - a.begin());
}

std::size_t savedTokens(std::span<const std::int32_t> tokens, bool rollsBack, std::span<const std::size_t> checkpoints,
                        std::span<const std::int32_t> prompt)
{
    if (prompt.empty()) return 0;
    const std::size_t common = std::min(commonPrefix(tokens, prompt), prompt.size() - 1);
    if (rollsBack || common == tokens.size()) return common;
    for (const std::size_t at : std::views::reverse(checkpoints))
        if (at <= common) return at;
    return 0;
}

std::size_t leastMissed(std::span<const std::size_t> checkpoints)
{
    std::size_t best = 0;
    std::size_t smallest = SIZE_MAX;
    for (std::size_t i = 0; i + 2 < checkpoints.size(); ++i) {
        const std::size_t gap = checkpoints[i + 1] - (i == 0 ? 0 : checkpoints[i - 1]);
        if (gap >= smallest) continue;
        smallest = gap;
        best = i;
    }
    return best;
}

} // namespace sotto
