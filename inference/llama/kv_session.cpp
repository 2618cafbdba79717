#include "inference/llama/kv_session.h"

#include <algorithm>
#include <ranges>

namespace sotto {
namespace {

constexpr llama_seq_id kSequence = 0;
constexpr std::size_t kMostCheckpoints = 4;
constexpr std::size_t kMostCheckpointBytes = 256ULL * 1024 * 1024;

} // namespace

KvSession::KvSession(llama_context *context)
    : m_context(context), m_memory(llama_get_memory(context)), m_window(llama_model_n_swa(llama_get_model(context))),
      m_recurrent(llama_model_is_recurrent(llama_get_model(context)) || llama_model_is_hybrid(llama_get_model(context)))
{
}

std::size_t KvSession::reuse(std::span<const llama_token> prompt)
{
    const auto differs = std::ranges::mismatch(m_tokens, prompt);
    auto common = static_cast<std::size_t>(differs.in1 - m_tokens.begin());
    common = std::min(common, prompt.size() - 1);
    if (common == m_tokens.size()) return common;
    if (common > 0 && canRollBackTo(common) && cut(common)) return common;
    return restoreBefore(common);
}

bool KvSession::canRollBackTo(std::size_t position) const
{
    const llama_pos earliest = llama_memory_seq_pos_min(m_memory, kSequence);
    if (earliest < 0) return false;
    if (earliest == 0 && !m_recurrent) return true;
    const llama_pos windowBegin = static_cast<llama_pos>(position) - std::max(1, m_window);
    return earliest < std::max(0, windowBegin);
}

bool KvSession::cut(std::size_t position)
{
    if (!llama_memory_seq_rm(m_memory, kSequence, static_cast<llama_pos>(position), -1)) return false;
    m_tokens.resize(position);
    std::erase_if(m_checkpoints, [&](const Checkpoint &c) { return c.tokens > position; });
    return true;
}

std::size_t KvSession::restoreBefore(std::size_t position)
{
    for (const Checkpoint &checkpoint : std::views::reverse(m_checkpoints)) {
        if (checkpoint.tokens > position) continue;
        const std::size_t tokens = checkpoint.tokens;
        const std::size_t read = llama_state_seq_set_data_ext(
            m_context, checkpoint.state.data(), checkpoint.state.size(), kSequence, LLAMA_STATE_SEQ_FLAGS_PARTIAL_ONLY);
        if (read != 0 && cut(tokens)) return tokens;
        break;
    }
    clear();
    return 0;
}

KvSession::Outcome KvSession::decode(std::span<const llama_token> tokens, Logits logits)
{
    if (tokens.empty() || tokens.size() > llama_n_batch(m_context)) return Outcome::Failed; // llama would abort
    // llama_batch takes pointers it never writes through.
    auto *first = const_cast<llama_token *>(tokens.data());
    llama_batch batch = llama_batch_get_one(first, static_cast<int>(tokens.size()));
    if (logits == Logits::OfEach) {
        m_eachLogits.resize(std::max(m_eachLogits.size(), tokens.size()), 1);
        batch.logits = m_eachLogits.data();
    }
    const int status = llama_decode(m_context, batch);
    if (status == 0) {
        m_tokens.insert(m_tokens.end(), tokens.begin(), tokens.end());
        return Outcome::Done;
    }
    const std::size_t held = m_tokens.size();
    if (held == 0 || m_recurrent || !cut(held) || !canRollBackTo(held)) clear();
    return status == 2 ? Outcome::Aborted : Outcome::Failed;
}

void KvSession::checkpoint()
{
    if (!needsCheckpoints() || m_tokens.empty()) return;
    Checkpoint made{.tokens = m_tokens.size(), .state = {}};
    made.state.resize(llama_state_seq_get_size_ext(m_context, kSequence, LLAMA_STATE_SEQ_FLAGS_PARTIAL_ONLY));
    if (made.state.size() > kMostCheckpointBytes / kMostCheckpoints) return;
    const std::size_t written = llama_state_seq_get_data_ext(m_context, made.state.data(), made.state.size(), kSequence,
                                                             LLAMA_STATE_SEQ_FLAGS_PARTIAL_ONLY);
    if (written == 0) return;
    std::erase_if(m_checkpoints, [&](const Checkpoint &c) { return c.tokens >= made.tokens; });
    m_checkpoints.push_back(std::move(made));
    if (m_checkpoints.size() > kMostCheckpoints) m_checkpoints.erase(m_checkpoints.begin());
}

void KvSession::clear()
{
    llama_memory_clear(m_memory, /*data=*/false);
    m_tokens.clear();
    m_checkpoints.clear();
}

} // namespace sotto
