#include "inference/reply/thought_splitter.h"

#include "inference/reply/call_formats.h"
#include "inference/reply/mark_scan.h"

#include <algorithm>
#include <array>
#include <utility>

namespace sotto {
namespace {

// White space this long at the start of a reply is not the run-up to a mark any more.
constexpr std::size_t kMaxLeadingSpace = 256;

/// What a reply may begin with that is no part of it.
struct StartMark {
    enum class Kind : std::uint8_t { Thought, Answer, Nothing, Harmony };
    std::string_view text;
    Kind kind = Kind::Nothing;
    std::string_view close{}; ///< Ends the thought or the answer.
};

std::vector<StartMark> startMarks(bool afterThought)
{
    std::vector<StartMark> marks;
    for (const ThoughtMarks &thought : thoughtMarks()) {
        marks.push_back({thought.open, StartMark::Kind::Thought, thought.close});
        // Said once more, or although the template has closed the thought itself.
        marks.push_back({thought.close, StartMark::Kind::Nothing});
    }
    for (const AnswerMarks &answer : answerMarks()) {
        if (afterThought || !answer.afterThoughtOnly)
            marks.push_back({answer.open, StartMark::Kind::Answer, answer.close});
    }
    for (const std::string_view mark : {"<|start|>", "<|channel|>", "<|message|>"})
        marks.push_back({mark, StartMark::Kind::Harmony});
    return marks;
}

const std::vector<StartMark> &startMarksOf(bool afterThought)
{
    static const std::array<std::vector<StartMark>, 2> all{startMarks(false), startMarks(true)};
    return all[afterThought ? 1 : 0];
}

struct Fit {
    bool undecided = false; ///< A longer mark may yet come.
    const StartMark *mark = nullptr;
};

/// The longest mark that `text` begins with.
Fit bestFit(std::string_view text, bool afterThought)
{
    Fit best;
    for (const StartMark &mark : startMarksOf(afterThought)) {
        if (text.starts_with(mark.text)) {
            if (!best.mark || best.mark->text.size() < mark.text.size()) best.mark = &mark;
        } else if (mark.text.starts_with(text)) {
            best.undecided = true;
        }
    }
    return best;
}

} // namespace

ThoughtSplitter::ThoughtSplitter(std::string_view promptTail, HarmonySplitter::Calls calls) : m_calls(calls)
{
    if (const std::size_t at = harmonyLeftOpen(promptTail); at != std::string_view::npos) {
        m_harmony.emplace(promptTail.substr(at), m_calls);
    } else if (const auto open = thoughtLeftOpen(promptTail)) {
        enterThought(open->close);
    }
}

bool ThoughtSplitter::inReasoning() const
{
    return m_harmony ? m_harmony->inReasoning() : m_state == State::Thought;
}

void ThoughtSplitter::push(std::string_view bytes, SplitReply &out)
{
    if (m_harmony) return m_harmony->push(bytes, out);
    m_pending.append(bytes);
    while (advance(out)) {}
}

void ThoughtSplitter::pushMark(std::string_view mark, SplitReply &out)
{
    if (m_harmony) return push(mark, out);
    if (m_calls == HarmonySplitter::Calls::AreCalls && isCallMark(mark)) return pushCallMark(mark, out);
    if (m_state == State::Thought) {
        if (mark == m_thoughtClose) push(mark, out);
        return;
    }
    const bool atStart = m_state == State::Start && withoutLeadingBlanks(m_pending).empty();
    const bool begins = std::ranges::any_of(startMarksOf(m_afterThought), [&](const StartMark &start) {
        return (atStart || start.kind != StartMark::Kind::Nothing) && start.text.starts_with(mark);
    });
    if (!begins) return;
    if (!atStart) {
        emitAnswer(std::exchange(m_pending, {}), out);
        m_state = State::Start;
        m_afterThought = m_answerParted = m_answerBegun;
    }
    push(mark, out);
}

/// A mark of a call is the answer's, where one may begin; a call is begun even with the thought still open.
void ThoughtSplitter::pushCallMark(std::string_view mark, SplitReply &out)
{
    if (m_state == State::Thought) {
        if (!opensCall(mark)) return push(mark, out);
        m_thoughts.add(std::exchange(m_pending, {}), out.reasoning);
    } else {
        emitAnswer(std::exchange(m_pending, {}), out);
    }
    m_state = State::Answer;
    emitAnswer(mark, out);
}

void ThoughtSplitter::finish(SplitReply &out)
{
    if (m_harmony) return m_harmony->finish(out);
    while (m_state == State::Start && advanceStart(out, Decide::Now)) {}
    while (advance(out)) {}
    std::string rest = std::exchange(m_pending, {});
    if (m_state == State::Thought) return m_thoughts.add(rest, out.reasoning);
    const bool closes = !m_answerClose.empty() && withoutTrailingBlanks(rest) == m_answerClose;
    if (!closes) emitAnswer(rest, out);
}

bool ThoughtSplitter::advance(SplitReply &out)
{
    if (m_harmony) return false;
    switch (m_state) {
    case State::Start: return advanceStart(out, Decide::WhenSure);
    case State::Thought: return advanceThought(out);
    case State::Answer: return advanceAnswer(out);
    }
    std::unreachable();
}

bool ThoughtSplitter::advanceStart(SplitReply &out, Decide when)
{
    if (m_afterThought) m_pending.erase(0, m_pending.size() - withoutLeadingBlanks(m_pending).size());
    const std::string_view rest = withoutLeadingBlanks(m_pending);
    const std::size_t space = m_pending.size() - rest.size();
    if (space <= kMaxLeadingSpace) {
        const Fit fit = bestFit(rest, m_afterThought);
        if (fit.undecided && when == Decide::WhenSure) return false;
        if (fit.mark) {
            if (fit.mark->kind == StartMark::Kind::Harmony) {
                enterHarmony(out);
                return false;
            }
            m_pending.erase(0, space + fit.mark->text.size());
            m_afterThought = true;
            if (fit.mark->kind == StartMark::Kind::Thought) enterThought(fit.mark->close);
            if (fit.mark->kind == StartMark::Kind::Answer) m_answerClose = fit.mark->close;
            return true;
        }
    }
    m_state = State::Answer;
    return true;
}

bool ThoughtSplitter::advanceThought(SplitReply &out)
{
    std::array<std::string_view, 3> marks{m_thoughtClose};
    const std::size_t count = m_calls == HarmonySplitter::Calls::AreCalls ? marks.size() : 1;
    std::ranges::copy(callsInThoughts(), marks.begin() + 1);
    const std::span closers = std::span(marks).first(count);
    const MarkMatch close = firstCompleted(m_pending, closers);
    const std::size_t ready = close.found() ? close.begin : m_pending.size() - undecidedTail(m_pending, closers);
    m_thoughts.add(std::string_view(m_pending).substr(0, ready), out.reasoning);
    m_pending.erase(0, ready);
    if (!close.found()) return false;
    if (m_pending.starts_with(m_thoughtClose)) m_pending.erase(0, m_thoughtClose.size());
    for (const AnswerMarks &answer : answerMarks())
        if (answer.open == m_thoughtClose) m_answerClose = answer.close;
    m_afterThought = true;
    m_state = State::Start;
    return true;
}

bool ThoughtSplitter::advanceAnswer(SplitReply &out)
{
    if (m_answerClose.empty()) {
        emitAnswer(m_pending, out);
        m_pending.clear();
        return false;
    }
    const std::array closers{m_answerClose};
    const MarkMatch close = firstCompleted(m_pending, closers);
    const std::size_t ready = close.found() ? close.begin : m_pending.size() - undecidedTail(m_pending, closers);
    emitAnswer(std::string_view(m_pending).substr(0, ready), out);
    m_pending.erase(0, ready);
    if (!close.found() || withoutTrailingBlanks(m_pending) == m_answerClose) return false;
    // Something follows it, so it was text.
    emitAnswer(m_answerClose, out);
    m_pending.erase(0, m_answerClose.size());
    return true;
}

void ThoughtSplitter::enterThought(std::string_view close)
{
    m_thoughts.beginPart();
    m_thoughtClose = close;
    m_state = State::Thought;
}

void ThoughtSplitter::enterHarmony(SplitReply &out)
{
    m_harmony.emplace(std::string_view(), m_calls);
    m_harmony->push(std::exchange(m_pending, {}), out);
}

void ThoughtSplitter::emitAnswer(std::string_view bytes, SplitReply &out)
{
    if (bytes.empty()) return;
    if (std::exchange(m_answerParted, false)) out.text += "\n\n";
    out.text += bytes;
    m_answerBegun = true;
}

} // namespace sotto
