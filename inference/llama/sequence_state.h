#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace sotto {

/// Bytes that nobody sets to zero before they are written: states are hundreds of megabytes.
class ByteBlock final {
public:
    explicit ByteBlock(std::size_t size) : m_bytes(std::make_unique_for_overwrite<std::uint8_t[]>(size)), m_size(size)
    {
    }
    [[nodiscard]] std::uint8_t *data() { return m_bytes.get(); }
    [[nodiscard]] const std::uint8_t *data() const { return m_bytes.get(); }
    [[nodiscard]] std::size_t size() const { return m_size; }
    [[nodiscard]] std::span<const std::uint8_t> span() const { return {m_bytes.get(), m_size}; }

private:
    std::unique_ptr<std::uint8_t[]> m_bytes;
    std::size_t m_size;
};

using SharedBytes = std::shared_ptr<const ByteBlock>;

/// A place to roll back to, where the memory of a model cannot be rolled back freely.
struct StateCheckpoint {
    std::size_t tokens = 0;
    SharedBytes state; ///< What llama calls the partial state after that many tokens.
};

/// Everything a context holds of one sequence. Never changed once made, so that it can be shared.
struct SequenceState {
    std::vector<std::int32_t> tokens;
    bool rollsBack = true; ///< Any beginning of it can be had, not only checkpoints and the whole.
    SharedBytes whole;
    std::vector<StateCheckpoint> checkpoints; ///< Shortest first, none longer than `tokens`.

    [[nodiscard]] std::size_t bytes() const;
};

/// Tokens at the beginning of both.
[[nodiscard]] std::size_t commonPrefix(std::span<const std::int32_t> a, std::span<const std::int32_t> b);

/// How many tokens of `prompt` a state of `tokens` saves computing. The last token of a prompt is always computed.
/// `checkpoints` are token counts, shortest first. Pure.
[[nodiscard]] std::size_t savedTokens(std::span<const std::int32_t> tokens, bool rollsBack,
                                      std::span<const std::size_t> checkpoints, std::span<const std::int32_t> prompt);

/// Which of checkpoints at these token counts (shortest first) is missed least: neither of the last two, and the one
/// whose neighbours lie closest together. Needs at least three. Pure.
[[nodiscard]] std::size_t leastMissed(std::span<const std::size_t> checkpoints);

/// Names a model as it computes: states of one digest mean nothing to another.
using StateDigest = std::array<std::uint64_t, 2>;

} // namespace sotto
