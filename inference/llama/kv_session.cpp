#include "inference/llama/kv_session.h"

#include <algorithm>
#include <new>
#include <ranges>
#include <utility>

namespace sotto {
namespace {

constexpr llama_seq_id kSequence = 0;
constexpr std::size_t kMostCheckpoints = 16;
constexpr std::size_t kMostCheckpointBytes = 1024ULL * 1024 * 1024;
constexpr std::size_t kFewestCheckpoints = 2; // one that does not fit so often is not made

} // namespace

KvSession::KvSession(llama_context *context)
    : m_context(context), m_memory(llama_get_memory(context)), m_window(llama_model_n_swa(llama_get_model(context))),
      m_recurrent(llama_model_is_recurrent(llama_get_model(context)) || llama_model_is_hybrid(llama_get_model(context)))
{
}

std::size_t KvSession::reuse(std::span<const llama_token> prompt)
{
    const std::size_t common = std::min(commonPrefix(m_tokens, prompt), prompt.size() - 1);
    if (common == m_tokens.size()) {
        checkpoint(); // the end of what was read so far, where an edit and a title's question lead back to
        return common;
    }
    return rollBack(common);
}

std::size_t KvSession::rollBack(std::size_t position)
{
    if (position >= m_tokens.size()) return m_tokens.size();
    if (position > 0 && canRollBackTo(position) && cut(position)) return position;
    return restoreBefore(position);
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
    std::erase_if(m_checkpoints, [&](const StateCheckpoint &c) { return c.tokens > position; });
    return true;
}

std::size_t KvSession::restoreBefore(std::size_t position)
{
    for (const StateCheckpoint &checkpoint : std::views::reverse(m_checkpoints)) {
        if (checkpoint.tokens > position) continue;
        const std::size_t tokens = checkpoint.tokens;
        const SharedBytes state = checkpoint.state; // cut() may drop the checkpoint
        const std::size_t read = llama_state_seq_set_data_ext(m_context, state->data(), state->size(), kSequence,
                                                              LLAMA_STATE_SEQ_FLAGS_PARTIAL_ONLY);
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
    int status = llama_decode(m_context, batch);
    if (m_alterStatus) status = m_alterStatus(status);
    m_lastStatus = status;
    if (status == 0) {
        m_tokens.insert(m_tokens.end(), tokens.begin(), tokens.end());
        return Outcome::Done;
    }
    const std::size_t held = m_tokens.size();
    if (held == 0 || ranOutOfMemory()) {
        clear();
    } else if (m_recurrent || !canRollBackTo(held) || !cut(held)) {
        static_cast<void>(restoreBefore(held));
    }
    return status == 2 ? Outcome::Aborted : Outcome::Failed;
}

bool KvSession::ranOutOfMemory() const
{
    return m_lastStatus == kDecodeOutOfMemory;
}

void KvSession::checkpoint()
{
    if (!needsCheckpoints() || m_tokens.empty() || sinceCheckpoint() == 0) return;
    const std::size_t size = llama_state_seq_get_size_ext(m_context, kSequence, LLAMA_STATE_SEQ_FLAGS_PARTIAL_ONLY);
    if (size == 0 || size > kMostCheckpointBytes / kFewestCheckpoints) return;
    auto state = std::make_shared<ByteBlock>(size);
    const std::size_t written = llama_state_seq_get_data_ext(m_context, state->data(), state->size(), kSequence,
                                                             LLAMA_STATE_SEQ_FLAGS_PARTIAL_ONLY);
    if (written != size) return;
    m_checkpoints.push_back({m_tokens.size(), std::move(state)});
    thinCheckpoints();
}

void KvSession::thinCheckpoints()
{
    const auto bytes = [this] {
        std::size_t sum = 0;
        for (const StateCheckpoint &checkpoint : m_checkpoints)
            sum += checkpoint.state->size();
        return sum;
    };
    while (m_checkpoints.size() > kFewestCheckpoints &&
           (m_checkpoints.size() > kMostCheckpoints || bytes() > kMostCheckpointBytes)) {
        const std::vector<std::size_t> places = checkpointPlaces();
        m_checkpoints.erase(m_checkpoints.begin() + static_cast<std::ptrdiff_t>(leastMissed(places)));
    }
}

std::size_t KvSession::sinceCheckpoint() const
{
    return m_tokens.size() - (m_checkpoints.empty() ? 0 : m_checkpoints.back().tokens);
}

std::vector<std::size_t> KvSession::checkpointPlaces() const
{
    std::vector<std::size_t> places;
    for (const StateCheckpoint &checkpoint : m_checkpoints)
        places.push_back(checkpoint.tokens);
    return places;
}

std::shared_ptr<const SequenceState> KvSession::save() const
{
    const std::size_t size = m_tokens.empty() ? 0 : llama_state_seq_get_size(m_context, kSequence);
    if (size == 0) return nullptr;
    try {
        auto bytes = std::make_shared<ByteBlock>(size);
        if (llama_state_seq_get_data(m_context, bytes->data(), size, kSequence) != size) return nullptr;
        auto state = std::make_shared<SequenceState>();
        state->tokens = m_tokens;
        state->rollsBack = !needsCheckpoints();
        state->whole = std::move(bytes);
        state->checkpoints = m_checkpoints;
        return state;
    } catch (const std::bad_alloc &) {
        return nullptr; // then it will be computed again
    }
}

bool KvSession::restore(const SequenceState &state)
{
    clear();
    if (!state.whole || state.tokens.empty() || state.tokens.size() > llama_n_ctx(m_context)) return false;
    const std::size_t read = llama_state_seq_set_data(m_context, state.whole->data(), state.whole->size(), kSequence);
    const auto last = static_cast<llama_pos>(state.tokens.size()) - 1;
    if (read != state.whole->size() || llama_memory_seq_pos_max(m_memory, kSequence) != last) {
        clear();
        return false;
    }
    m_tokens = state.tokens;
    m_checkpoints = state.checkpoints;
    return true;
}

void KvSession::clear()
{
    llama_memory_clear(m_memory, /*data=*/false);
    m_tokens.clear();
    m_checkpoints.clear();
}

} // namespace sotto
