#pragma once

#include "inference/llama/sequence_state.h"
#include "inference/tuning.h"

#include <llama.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <utility>
#include <vector>

namespace sotto {

/// llama_decode()'s answer where a buffer could not be allocated (llama-context.cpp, GGML_STATUS_ALLOC_FAILED).
inline constexpr int kDecodeOutOfMemory = -2;

/// The KV cache of one context and the tokens it holds.
///
/// Rolling back is not always possible: a sliding window has forgotten what lay before it, and a recurrent state
/// cannot be unmixed, whatever llama_memory_seq_rm() answers. So before rolling back to position n, the earliest
/// position still held must lie before the window that ends at n (llama-server's rule: pos_min < max(0, n − n_swa)),
/// or be the very first of an attention cache. Where it does not, the latest checkpoint before n is restored, or all
/// is computed again. Checkpoints are made where people come back to, at the ends of turns, and now and then in a long
/// prompt; they are bounded in number and bytes, and the ones in the middle of others go first.
/// Thread: the engine's.
class KvSession final {
public:
    enum class Outcome : std::uint8_t { Done, Aborted, Failed };
    enum class Logits : std::uint8_t { OfLast, OfEach }; ///< What can be sampled after decode().

    explicit KvSession(llama_context *context);

    /// Keeps the longest prefix of `prompt` that is held, but never the whole of it: its last token has to be
    /// computed for there to be something to sample from. Returns the number of tokens kept.
    [[nodiscard]] std::size_t reuse(std::span<const llama_token> prompt);
    /// Forgets what lies behind `position`; where that cannot be, what lies behind the last checkpoint before it.
    /// Returns the number of tokens kept.
    std::size_t rollBack(std::size_t position);
    /// Tokens of a longer text that are to be computed at once: kBatchTokens, or what was found to be best.
    [[nodiscard]] std::size_t batchTokens() const { return m_batchTokens; }
    void setBatchTokens(int tokens) { m_batchTokens = static_cast<std::size_t>(tokens); }
    /// Computes at most kBatchTokens tokens after those held; the last one's logits can be sampled, or each one's by
    /// its place in `tokens`. After Aborted and Failed the cache holds what it held before, or nothing where that is
    /// uncertain.
    [[nodiscard]] Outcome decode(std::span<const llama_token> tokens, Logits logits = Logits::OfLast);
    /// Remembers the state to roll back to, where rolling back needs one; else nothing happens.
    void checkpoint();
    /// Whether the last decode() failed because a buffer could not be allocated.
    [[nodiscard]] bool ranOutOfMemory() const;
    /// For tests: `alter` turns llama's answer to a decode into another.
    void alterStatus(std::function<int(int)> alter) { m_alterStatus = std::move(alter); }
    void clear();

    /// A copy of everything held. Errors: nothing where llama or the memory refuses.
    [[nodiscard]] std::shared_ptr<const SequenceState> save() const;
    /// Holds `state` in place of what was held. False where llama refuses it; then nothing is held.
    [[nodiscard]] bool restore(const SequenceState &state);

    [[nodiscard]] std::size_t size() const { return m_tokens.size(); }
    /// Whether the last few tokens can be taken back without computing others again; a recurrent state cannot.
    [[nodiscard]] bool rollsBack() const { return !m_recurrent; }
    [[nodiscard]] const std::vector<llama_token> &tokens() const { return m_tokens; }
    /// Tokens since the last checkpoint.
    [[nodiscard]] std::size_t sinceCheckpoint() const;
    [[nodiscard]] std::vector<std::size_t> checkpointPlaces() const;
    /// Sliding windows and recurrent states: what cannot be rolled back freely.
    [[nodiscard]] bool needsCheckpoints() const { return m_window > 0 || m_recurrent; }

private:
    [[nodiscard]] bool canRollBackTo(std::size_t position) const;
    [[nodiscard]] bool cut(std::size_t position);
    [[nodiscard]] std::size_t restoreBefore(std::size_t position);
    void thinCheckpoints();

    llama_context *m_context;
    llama_memory_t m_memory;
    int m_window;
    bool m_recurrent;
    std::size_t m_batchTokens = kBatchTokens;
    int m_lastStatus = 0; ///< llama_decode()'s.
    std::function<int(int)> m_alterStatus;
    std::vector<llama_token> m_tokens;
    std::vector<std::int8_t> m_eachLogits;      ///< Ones: llama's flags for Logits::OfEach.
    std::vector<StateCheckpoint> m_checkpoints; ///< Of prefixes of m_tokens, shortest first.
};

} // namespace sotto
