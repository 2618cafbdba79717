#include "inference/output_filter.h"

#include <algorithm>
#include <array>
#include <span>
#include <utility>

namespace sotto {
namespace {

// White space this long at the start of a reply is not the run-up to a tag any more.
constexpr std::size_t kMaxLeadingSpace = 256;

/// What may stand at the start of a reply and is no part of it.
struct Tag {
    std::string_view text;
    std::optional<ReasoningStyle> opens; ///< Nothing: it only announces the answer.
};

// None is the beginning of another, so the first that fits is the one.
constexpr std::array kStartTags{
    Tag{"<think>", ReasoningStyle::Think},
    Tag{"<seed:think>", ReasoningStyle::SeedThink},
    Tag{"[THINK]", ReasoningStyle::BracketThink},
    Tag{"<|START_THINKING|>", ReasoningStyle::StartThinking},
    Tag{"<|START_RESPONSE|>", std::nullopt},
    Tag{"<|channel>thought", ReasoningStyle::ChannelTag},
    Tag{"<|channel|>analysis<|message|>", ReasoningStyle::Harmony},
    Tag{"<|start|>assistant<|channel|>analysis<|message|>", ReasoningStyle::Harmony},
    Tag{"<|channel|>final<|message|>", std::nullopt},
    Tag{"<|start|>assistant<|channel|>final<|message|>", std::nullopt},
};

std::span<const std::string_view> closeTags(ReasoningStyle style)
{
    static constexpr std::array<std::string_view, 1> think{"</think>"};
    static constexpr std::array<std::string_view, 1> seed{"</seed:think>"};
    static constexpr std::array<std::string_view, 1> bracket{"[/THINK]"};
    static constexpr std::array<std::string_view, 1> command{"<|END_THINKING|>"};
    static constexpr std::array<std::string_view, 1> channel{"<channel|>"};
    // gpt-oss forgets <|end|> now and then and goes straight to the answer.
    static constexpr std::array<std::string_view, 3> harmony{"<|end|>", "<|channel|>final<|message|>",
                                                             "<|start|>assistant<|channel|>final<|message|>"};
    switch (style) {
    case ReasoningStyle::Think: return think;
    case ReasoningStyle::SeedThink: return seed;
    case ReasoningStyle::BracketThink: return bracket;
    case ReasoningStyle::StartThinking: return command;
    case ReasoningStyle::ChannelTag: return channel;
    case ReasoningStyle::Harmony: return harmony;
    }
    std::unreachable();
}

bool isSpace(char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

std::size_t leadingSpace(std::string_view text)
{
    return static_cast<std::size_t>(std::ranges::find_if_not(text, isSpace) - text.begin());
}

std::size_t lengthWithoutTrailingSpace(std::string_view text)
{
    while (!text.empty() && isSpace(text.back())) {
        text.remove_suffix(1);
    }
    return text.size();
}

struct Match {
    std::size_t begin = std::string_view::npos;
    std::size_t end = std::string_view::npos;
};

/// The match completed first, as if the text came byte by byte; of those, the longest.
template <class Patterns>
Match firstCompleted(std::string_view text, const Patterns &patterns)
{
    Match best;
    for (const std::string_view pattern : patterns) {
        const std::size_t at = text.find(pattern);
        if (at == std::string_view::npos) continue;
        const std::size_t end = at + pattern.size();
        if (end < best.end || (end == best.end && at < best.begin)) best = {at, end};
    }
    return best;
}

/// Bytes at the end of `text` that may yet become one of the patterns.
template <class Patterns>
std::size_t undecidedTail(std::string_view text, const Patterns &patterns)
{
    std::size_t longest = 0;
    for (const std::string_view pattern : patterns) {
        for (std::size_t n = std::min(pattern.size() - 1, text.size()); n > longest; --n) {
            if (text.ends_with(pattern.substr(0, n))) longest = n;
        }
    }
    return longest;
}

enum class Fit : std::uint8_t { No, Maybe, Yes };

std::pair<Fit, Tag> bestFit(std::string_view text)
{
    Fit best = Fit::No;
    for (const Tag &tag : kStartTags) {
        if (text.starts_with(tag.text)) return {Fit::Yes, tag};
        if (tag.text.starts_with(text)) best = Fit::Maybe;
    }
    return {best, {}};
}

} // namespace

std::optional<ReasoningStyle> reasoningLeftOpen(std::string_view prompt)
{
    const std::string_view tail = prompt.substr(0, lengthWithoutTrailingSpace(prompt));
    for (const Tag &tag : kStartTags) {
        if (tag.opens && tail.ends_with(tag.text)) return tag.opens;
    }
    return std::nullopt;
}

OutputFilter::OutputFilter(std::vector<std::string> stopStrings, std::optional<ReasoningStyle> open)
    : m_stops(std::move(stopStrings))
{
    std::erase_if(m_stops, [](const std::string &stop) { return stop.empty(); });
    if (open) enterReasoning(*open);
}

FilteredOutput OutputFilter::push(std::string_view bytes)
{
    FilteredOutput out;
    if (m_state != State::Stopped) {
        m_pending.append(bytes);
        while (advance(out)) {}
    }
    out.stopped = stopped();
    return out;
}

FilteredOutput OutputFilter::finish()
{
    FilteredOutput out;
    if (m_state == State::Start) {
        m_state = State::Text;
        advanceText(out);
    }
    if (m_state == State::Text) {
        out.text += m_text.push(std::exchange(m_pending, {}));
        out.text += m_text.finish();
    }
    if (m_state == State::Reasoning) {
        emitReasoning(out, std::exchange(m_pending, {}));
        out.reasoning += m_reasoning.finish();
    }
    out.stopped = stopped();
    return out;
}

bool OutputFilter::advance(FilteredOutput &out)
{
    switch (m_state) {
    case State::Start: return advanceStart();
    case State::Reasoning: return advanceReasoning(out);
    case State::Text: advanceText(out); return false;
    case State::Stopped: return false;
    }
    std::unreachable();
}

bool OutputFilter::advanceStart()
{
    if (m_afterThought) m_pending.erase(0, leadingSpace(m_pending));
    const std::size_t space = leadingSpace(m_pending);
    if (space <= kMaxLeadingSpace) {
        const std::string_view rest = std::string_view(m_pending).substr(space);
        const auto [fit, tag] = bestFit(rest);
        if (fit == Fit::Maybe) return false;
        if (fit == Fit::Yes) {
            m_pending.erase(0, space + tag.text.size());
            m_afterThought = true;
            if (tag.opens) enterReasoning(*tag.opens);
            return true;
        }
    }
    m_state = State::Text;
    return true;
}

bool OutputFilter::advanceReasoning(FilteredOutput &out)
{
    const auto closers = closeTags(m_style);
    const Match close = firstCompleted(m_pending, closers);
    if (close.end == std::string_view::npos) {
        const std::size_t ready = m_pending.size() - undecidedTail(m_pending, closers);
        emitReasoning(out, std::string_view(m_pending).substr(0, ready));
        m_pending.erase(0, ready);
        return false;
    }
    emitReasoning(out, std::string_view(m_pending).substr(0, close.begin));
    m_pending.erase(0, close.end);
    out.reasoning += m_reasoning.finish();
    m_reasoningSpace.clear();
    m_afterThought = true;
    m_state = State::Start;
    return true;
}

void OutputFilter::advanceText(FilteredOutput &out)
{
    const Match stop = firstCompleted(m_pending, m_stops);
    if (stop.end != std::string_view::npos) {
        out.text += m_text.push(std::string_view(m_pending).substr(0, stop.begin));
        out.text += m_text.finish();
        m_pending.clear();
        m_state = State::Stopped;
        return;
    }
    const std::size_t ready = m_pending.size() - undecidedTail(m_pending, m_stops);
    out.text += m_text.push(std::string_view(m_pending).substr(0, ready));
    m_pending.erase(0, ready);
}

void OutputFilter::enterReasoning(ReasoningStyle style)
{
    // A second thought right after the first is set off by an empty line.
    if (m_reasoningBegun) m_reasoningSpace = "\n\n";
    m_style = style;
    m_thoughtBegun = false;
    m_state = State::Reasoning;
}

void OutputFilter::emitReasoning(FilteredOutput &out, std::string_view bytes)
{
    if (!m_thoughtBegun) bytes.remove_prefix(leadingSpace(bytes));
    if (bytes.empty()) return;
    const std::size_t solid = lengthWithoutTrailingSpace(bytes);
    if (solid > 0) {
        out.reasoning += m_reasoning.push(std::exchange(m_reasoningSpace, {}));
        out.reasoning += m_reasoning.push(bytes.substr(0, solid));
        m_reasoningBegun = m_thoughtBegun = true;
    }
    m_reasoningSpace.append(bytes.substr(solid));
}

} // namespace sotto
