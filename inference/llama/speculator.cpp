#include "inference/llama/speculator.h"

#include <algorithm>
#include <utility>

namespace sotto {

Speculator::Speculator(bool lookUp, std::unique_ptr<DraftModel> draft) : m_lookUp(lookUp), m_draft(std::move(draft))
{
    m_guess.reserve(DraftController::kMostGuessed);
}

void Speculator::begin(std::span<const llama_token> prompt, std::size_t room, const CancelToken &cancel)
{
    m_controller.beginReply();
    m_guess.clear();
    if (m_draft) m_draft->setCancel(cancel);
    if (!m_lookUp) return;
    m_lookup.clear();
    m_lookup.reserve(room + 1);
    for (const llama_token token : prompt)
        m_lookup.append(token);
}

void Speculator::useThreads(const Tuning &tuning)
{
    if (m_draft) m_draft->useThreads(tuning);
}

void Speculator::append(llama_token token)
{
    if (m_lookUp) m_lookup.append(token);
}

std::span<const llama_token> Speculator::guess(std::span<const llama_token> text, std::size_t most, const Clock &clock)
{
    m_guess.clear();
    m_guessing = {};
    const auto match = m_lookUp ? m_lookup.match() : std::nullopt;
    Choice best;
    if (match) best = choose(guessKindOfMatch(match->length), m_lookup.following(*match, most).size(), {});
    if (m_draft) {
        const Choice draft = choose(GuessKind::DraftModel, most, m_draftToken);
        if (draft.length > 0 && draft.gain > best.gain) best = draft;
    }
    m_kind = best.kind;
    if (best.length > 0 && best.kind == GuessKind::DraftModel) {
        askDraft(text, best.length, clock);
    } else if (best.length > 0) {
        const auto next = m_lookup.following(*match, static_cast<std::size_t>(best.length));
        m_guess.assign(next.begin(), next.end());
    }
    return m_guess;
}

Speculator::Choice Speculator::choose(GuessKind kind, std::size_t most, Duration guessing) const
{
    const int bounded = static_cast<int>(std::min<std::size_t>(most, DraftController::kMostGuessed));
    Choice choice{.kind = kind, .length = m_controller.length(kind, bounded, guessing)};
    if (choice.length > 0) choice.gain = m_controller.gain(kind, choice.length, guessing);
    return choice;
}

void Speculator::askDraft(std::span<const llama_token> text, int length, const Clock &clock)
{
    const Instant begin = clock.now();
    m_draft->guess(text, static_cast<std::size_t>(length), m_guess);
    m_guessing = clock.now() - begin;
    const auto tokens = static_cast<Duration::rep>(std::max<std::size_t>(m_guess.size(), 1));
    const Duration sample = m_guessing / tokens;
    m_draftToken = m_draftToken == Duration{} ? sample : m_draftToken + (sample - m_draftToken) / 5;
}

void Speculator::computed(Duration took, std::size_t right)
{
    if (m_guess.empty())
        m_controller.computedPlainly(took + m_guessing);
    else
        m_controller.computedGuess(m_kind, static_cast<int>(m_guess.size()), static_cast<int>(right), took, m_guessing);
}

} // namespace sotto
