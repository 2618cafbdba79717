#include "inference/reply/harmony_splitter.h"

#include "inference/reply/call_values.h"
#include "inference/reply/harmony_header.h"
#include "inference/reply/mark_scan.h"
#include "inference/reply/thought_marks.h"

#include <utility>

namespace sotto {
namespace {

// The longest function name allowed is 64 bytes; what is longer than this is no header, but words whose mark is
// missing.
constexpr std::size_t kMaxHeader = 160;
constexpr std::size_t kMaxArguments = std::size_t{1} << 20;

/// Somebody who can be spoken to, and no function.
bool isListener(std::string_view recipient)
{
    return recipient == "assistant" || recipient == "user" || recipient == "all";
}

} // namespace

std::size_t harmonyLeftOpen(std::string_view prompt)
{
    constexpr std::string_view opening = "<|start|>assistant";
    const std::size_t at = prompt.rfind(opening);
    if (at == std::string_view::npos) return at;
    const std::string_view after = withoutLeadingBlanks(prompt.substr(at + opening.size()));
    const bool isHeader = after.empty() || after.starts_with("to=") || after.starts_with("<|channel|>") ||
                          after.starts_with("<|message|>");
    return isHeader && !after.contains("<|end|>") ? at : std::string_view::npos;
}

HarmonySplitter::HarmonySplitter(std::string_view opening, Calls calls) : m_calls(calls)
{
    SplitReply said;
    push(opening, said);
    if (trimmedBlanks(m_role) == "assistant") m_role.clear();
    m_thoughts.forgetSpace();
    m_texts.forgetSpace();
}

void HarmonySplitter::push(std::string_view bytes, SplitReply &out)
{
    if (m_ended) return;
    m_pending.append(bytes);
    while (advance(out)) {}
}

void HarmonySplitter::finish(SplitReply &out)
{
    if (m_ended) return;
    const std::string rest = std::exchange(m_pending, {});
    if (m_state == State::Header) {
        takeHeaderText(rest);
        beginBody(HasMessageMark::No, out);
    } else {
        takeBody(rest, out);
    }
    endBody(out);
}

bool HarmonySplitter::advance(SplitReply &out)
{
    const MarkMatch mark = firstCompleted(m_pending, harmonyMarks());
    const std::size_t ready = mark.found() ? mark.begin : m_pending.size() - undecidedTail(m_pending, harmonyMarks());
    if (m_state == State::Header) {
        const std::size_t room = kMaxHeader - std::min(kMaxHeader, m_role.size() + m_channel.size() + m_type.size());
        const std::size_t taken = std::min(ready, room);
        takeHeaderText(std::string_view(m_pending).substr(0, taken));
        m_pending.erase(0, taken);
        if (taken < ready) {
            beginBody(HasMessageMark::No, out);
            return true;
        }
    } else {
        takeBody(std::string_view(m_pending).substr(0, ready), out);
        m_pending.erase(0, ready);
    }
    if (!mark.found()) return false;
    const std::string text = m_pending.substr(0, mark.end - mark.begin);
    m_pending.erase(0, text.size());
    takeMark(text, out);
    return true;
}

void HarmonySplitter::takeHeaderText(std::string_view text)
{
    switch (m_section) {
    case Section::Role: m_role += text; break;
    case Section::Channel: m_channel += text; break;
    case Section::Type: m_type += text; break;
    }
}

void HarmonySplitter::takeMark(std::string_view mark, SplitReply &out)
{
    if (m_state == State::Header) return takeMarkInHeader(mark, out);
    if (mark == "<|message|>" || mark == "<|constrain|>") return; // said twice
    const bool isCall = endBody(out);
    m_ended = isCall && mark == "<|call|>";
    if (m_ended) m_pending.clear();
    beginHeader(mark == "<|channel|>" ? Section::Channel : Section::Role);
}

void HarmonySplitter::takeMarkInHeader(std::string_view mark, SplitReply &out)
{
    if (mark == "<|channel|>") {
        // A second channel takes the place of the first; whom the message is for may have been said with either.
        const HarmonyHeader before = readHarmonyHeader({}, m_channel, {}, /*complete=*/true);
        m_stray += before.stray;
        if (!before.recipient.empty()) m_role += " to=" + before.recipient;
        m_channel.clear();
        m_section = Section::Channel;
    } else if (mark == "<|constrain|>") {
        m_section = Section::Type;
    } else if (mark == "<|message|>") {
        beginBody(HasMessageMark::Yes, out);
    } else {
        beginBody(HasMessageMark::No, out);
        takeMark(mark, out);
    }
}

void HarmonySplitter::beginHeader(Section section)
{
    m_state = State::Header;
    m_section = section;
    m_role.clear();
    m_channel.clear();
    m_type.clear();
    m_stray.clear();
}

void HarmonySplitter::beginBody(HasMessageMark has, SplitReply &out)
{
    const bool complete = has == HasMessageMark::Yes;
    HarmonyHeader header = readHarmonyHeader(m_role, m_channel, m_type, complete);
    m_recipient = std::move(header.recipient);
    m_route = header.channel == "analysis" ? Route::Reasoning : Route::Text;
    const bool isCall = m_calls == Calls::AreCalls && !m_recipient.empty() && !isListener(m_recipient);
    if (isCall) m_route = Route::Call;
    (m_route == Route::Reasoning ? m_thoughts : m_texts).beginPart();
    m_state = State::Body;
    std::string stray = std::move(m_stray) + header.stray;
    if (complete && !stray.empty()) stray += ' ';
    takeBody(stray, out);
}

void HarmonySplitter::takeBody(std::string_view text, SplitReply &out)
{
    if (m_route == Route::Reasoning) return m_thoughts.add(text, out.reasoning);
    if (m_route == Route::Text) return m_texts.add(text, out.text);
    const std::size_t taken = std::min(text.size(), kMaxArguments - m_arguments.size());
    m_arguments += text.substr(0, taken);
    if (taken == text.size()) return;
    m_route = Route::Text; // no call is that long
    m_texts.add(std::exchange(m_arguments, {}), out.text);
    m_texts.add(text.substr(taken), out.text);
}

/// True where the message was a call.
bool HarmonySplitter::endBody(SplitReply &out)
{
    if (m_route != Route::Call) return false;
    m_route = Route::Text;
    const std::string written = std::exchange(m_arguments, {});
    const std::string_view text = trimmedBlanks(written);
    constexpr std::string_view space = "functions.";
    std::string_view name(m_recipient);
    if (name.starts_with(space)) name.remove_prefix(space.size());
    const auto arguments = text.empty() ? JsonValue() : readLooseJson(text);
    std::optional<ToolCall> call = arguments ? makeCall(name, *arguments) : std::nullopt;
    if (!call) {
        m_texts.add(written, out.text);
        return false;
    }
    out.calls.push_back(*std::move(call));
    return true;
}

} // namespace sotto
