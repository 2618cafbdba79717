#include "inference/reply/tool_call_finder.h"

#include "inference/reply/call_values.h"
#include "inference/reply/mark_scan.h"

#include <algorithm>
#include <utility>

namespace sotto {
namespace {

constexpr std::size_t kMaxCall = std::size_t{1} << 20;
constexpr std::size_t kMaxPrefix = 384; // a name of 256 bytes, an id and the marks
constexpr std::size_t kMaxLookedAtAgain = 4096;
constexpr int kMaxClosings = 16;
constexpr int kMaxUnfinished = 16;
constexpr std::string_view kToAll = "all\n";

/// Nine letters and digits out of a call, its place and a seed. FNV-1a.
std::string madeId(const ToolCall &call, std::size_t place, std::size_t seed)
{
    std::uint64_t hash = 0xcbf29ce484222325ULL;
    const auto mix = [&](std::string_view bytes) {
        for (const char c : bytes)
            hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
    };
    mix(std::to_string(seed) + '/' + std::to_string(place) + '/');
    mix(call.name);
    mix(call.arguments);
    std::string id;
    for (int i = 0; i < 9; ++i, hash /= 36)
        id += "0123456789abcdefghijklmnopqrstuvwxyz"[hash % 36];
    return id;
}

enum class MarkFit : std::uint8_t { No, Undecided, Yes };

/// Whether an answer that begins so may be a call in bare JSON: an object, or an array of them, whose first key is
/// one of a call's.
MarkFit bareFit(std::string_view text)
{
    constexpr std::array<std::string_view, 9> keys{"name", "function",  "type", "parameters",  "arguments",
                                                   "id",   "tool_name", "args", "tool_call_id"};
    if (text.starts_with('[')) text = withoutLeadingBlanks(text.substr(1));
    if (text.empty()) return MarkFit::Undecided;
    if (!text.starts_with('{')) return MarkFit::No;
    text = withoutLeadingBlanks(text.substr(1));
    if (text.empty()) return MarkFit::Undecided;
    if (!text.starts_with('"')) return MarkFit::No;
    text.remove_prefix(1);
    const std::size_t end = text.find('"');
    if (end != std::string_view::npos)
        return std::ranges::contains(keys, text.substr(0, end)) ? MarkFit::Yes : MarkFit::No;
    const bool may = std::ranges::any_of(keys, [&](std::string_view key) { return key.starts_with(text); });
    return may ? MarkFit::Undecided : MarkFit::No;
}

} // namespace

ToolCallFinder::ToolCallFinder(std::string_view tools, std::string_view promptTail, std::size_t idSeed)
    : m_wanted(!tools.empty()), m_catalog(tools), m_idSeed(idSeed), m_recipients(promptTail.ends_with(">>>"))
{
    if (m_wanted) {
        for (const CallFormat &format : callFormats())
            m_openers.push_back(format.open);
        if (m_recipients) m_openers.push_back(recipientCallFormat().open);
    }
    if (m_recipients) open(recipientCallFormat(), {});
}

void ToolCallFinder::push(std::string_view text, SplitReply &out)
{
    m_pending.append(text);
    while (advance(out)) {}
}

void ToolCallFinder::finish(SplitReply &out)
{
    while (advance(out)) {}
    // What is held is decided as if the closing mark had come, which models forget at the end of a reply; a call
    // that does not stand that is text, and what follows its first mark is looked at again.
    for (int tried = 0; isInCall(); ++tried) {
        CallReading reading;
        if (m_state == State::Tagged) reading = m_format->tagged(m_pending, m_catalog);
        const bool isCall = reading.state == CallReading::State::Calls;
        if (!isCall && tried == kMaxUnfinished) break;
        static_cast<void>(isCall ? take(std::move(reading), m_pending.size(), out) : giveUp(0, out));
        while (advance(out)) {}
    }
    const std::string rest = (isInCall() ? m_raw : std::string()) + std::exchange(m_pending, {});
    if (m_state != State::Tail) return emitText(rest, out);
    const bool isCloseCut = !m_closed && m_format->close.starts_with(withoutLeadingBlanks(rest));
    if (!isCloseCut) emitText(withoutLeadingBlanks(rest), out);
}

void ToolCallFinder::deliver(std::vector<ToolCall> calls, SplitReply &out)
{
    for (ToolCall &call : calls) {
        if (call.id.empty()) call.id = madeId(call, m_delivered, m_idSeed);
        ++m_delivered;
        out.calls.push_back(std::move(call));
    }
}

bool ToolCallFinder::isInCall() const
{
    return m_state == State::Body || m_state == State::Json || m_state == State::Tagged || m_state == State::Prefix;
}

bool ToolCallFinder::advance(SplitReply &out)
{
    if (m_ended) m_pending.clear();
    switch (m_state) {
    case State::Start: return advanceStart();
    case State::Text: return advanceText(out);
    case State::Body: return advanceBody(out);
    case State::Json: return advanceJson(out);
    case State::Tagged: return advanceTagged(out);
    case State::Prefix: return advancePrefix(out);
    case State::Tail: return advanceTail();
    }
    std::unreachable();
}

bool ToolCallFinder::advanceStart()
{
    const std::string_view rest = withoutLeadingBlanks(m_pending);
    if (m_wanted) {
        if (rest.empty()) return false;
        const MarkFit fit = bareFit(rest);
        if (fit == MarkFit::Undecided) return false;
        if (fit == MarkFit::Yes) {
            open(bareCallFormat(), {});
            return true;
        }
    }
    m_state = State::Text;
    return true;
}

bool ToolCallFinder::advanceText(SplitReply &out)
{
    const MarkMatch mark = firstCompleted(m_pending, m_openers);
    const std::size_t ready = mark.found() ? mark.begin : m_pending.size() - undecidedTail(m_pending, m_openers);
    emitText(std::string_view(m_pending).substr(0, ready), out);
    m_pending.erase(0, ready);
    if (!mark.found()) return false;
    const std::string raw = m_pending.substr(0, mark.end - mark.begin);
    m_pending.erase(0, raw.size());
    const auto format = std::ranges::find(callFormats(), std::string_view(raw), &CallFormat::open);
    open(format != callFormats().end() ? *format : recipientCallFormat(), raw);
    return true;
}

/// Decides what kind of body follows an opening mark.
bool ToolCallFinder::advanceBody(SplitReply &out)
{
    const std::string_view rest = withoutLeadingBlanks(m_pending);
    if (m_pending.size() - rest.size() > kMaxPrefix) return giveUp(kMaxPrefix, out);
    if (rest.empty()) return false;
    if (m_format->json && (rest.front() == '{' || rest.front() == '[')) {
        m_prefix = {};
        beginJson(m_pending.size() - rest.size());
    } else if (m_format->tagged) {
        m_state = State::Tagged;
    } else if (m_format->prefix) {
        m_state = State::Prefix;
    } else {
        return giveUp(0, out);
    }
    return true;
}

bool ToolCallFinder::advanceJson(SplitReply &out)
{
    m_at += m_json.read(std::string_view(m_pending).substr(m_at));
    if (m_at > kMaxCall) return giveUp(kMaxCall, out);
    if (m_json.state() == JsonEnd::State::More) return false;
    if (m_json.state() == JsonEnd::State::Malformed) return giveUp(m_at, out);
    m_repeats = true;
    return take(readJsonBody(), m_at, out);
}

CallReading ToolCallFinder::readJsonBody() const
{
    const std::string_view text = std::string_view(m_pending).substr(m_jsonFrom, m_at - m_jsonFrom);
    if (m_prefix.name.empty()) return m_format->json(text, m_catalog);
    const auto arguments = readLooseJson(text);
    auto call = arguments ? makeCall(m_prefix.name, *arguments, m_prefix.id) : std::nullopt;
    if (!call) return {};
    return {CallReading::State::Calls, {*std::move(call)}};
}

bool ToolCallFinder::advanceTagged(SplitReply &out)
{
    if (!m_format->close.empty()) {
        const std::array closers{m_format->close};
        const std::string_view unread = std::string_view(m_pending).substr(m_at);
        const MarkMatch close = firstCompleted(unread, closers);
        if (close.found() && m_at + close.end <= kMaxCall) {
            const std::size_t end = m_at + close.end;
            CallReading reading =
                m_format->tagged(std::string_view(m_pending).substr(0, m_at + close.begin), m_catalog);
            if (reading.state != CallReading::State::Incomplete || ++m_closings == kMaxClosings) {
                m_closed = true;
                return take(std::move(reading), end, out);
            }
            m_at = end;
            return true;
        }
        m_at += unread.size() - undecidedTail(unread, closers);
    }
    return m_pending.size() > kMaxCall && giveUp(kMaxCall, out);
}

bool ToolCallFinder::advancePrefix(SplitReply &out)
{
    if (m_recipients && m_format == &recipientCallFormat() && m_pending.starts_with(kToAll)) {
        m_pending.erase(0, kToAll.size()); // addressed to everybody: text
        m_state = State::Text;
        return true;
    }
    const std::size_t brace = m_pending.find('{');
    // Too far away, or nowhere: npos is the largest of all.
    if (brace > kMaxPrefix) return m_pending.size() > kMaxPrefix && giveUp(0, out);
    m_prefix = m_format->prefix(std::string_view(m_pending).substr(0, brace));
    if (m_prefix.name.empty() || !m_wanted) return giveUp(0, out);
    beginJson(brace);
    return true;
}

/// After a call: its closing mark, white space, another call of the same kind.
bool ToolCallFinder::advanceTail()
{
    std::string_view rest = withoutLeadingBlanks(m_pending);
    if (rest.empty()) return false;
    const std::string_view close = m_closed ? std::string_view() : m_format->close;
    if (!close.empty() && rest.starts_with(close)) {
        m_pending.erase(0, m_pending.size() - rest.size() + close.size());
        m_closed = true;
        m_ended = m_format->endsReply;
        return true;
    }
    if (!close.empty() && close.starts_with(rest)) return false;
    if (m_repeats && !m_closed) {
        const bool parted = rest.front() == ';' || rest.front() == ',';
        const std::string_view next = parted ? withoutLeadingBlanks(rest.substr(1)) : rest;
        if (next.empty()) return false;
        if (next.front() == '{' && m_format->json) {
            m_raw = m_pending.substr(0, m_pending.size() - next.size());
            m_pending.erase(0, m_raw.size());
            m_prefix = {};
            beginJson(0);
            return true;
        }
    }
    m_pending.erase(0, m_pending.size() - rest.size());
    m_state = State::Text;
    return true;
}

void ToolCallFinder::open(const CallFormat &format, std::string_view raw)
{
    m_format = &format;
    m_raw = raw;
    m_at = 0;
    m_closings = 0;
    m_closed = m_repeats = false;
    m_prefix = {};
    m_state = State::Body;
}

void ToolCallFinder::beginJson(std::size_t at)
{
    m_json = JsonEnd();
    m_at = m_jsonFrom = at;
    m_state = State::Json;
}

/// It was no call: its mark is text, and so are the `length` bytes after it, which are looked at again where they are
/// few, since a good call may follow the mark of a bad one.
bool ToolCallFinder::giveUp(std::size_t length, SplitReply &out)
{
    if (length <= kMaxLookedAtAgain) length = 0;
    emitText(m_raw + m_pending.substr(0, length), out);
    m_pending.erase(0, length);
    m_state = State::Text;
    return true;
}

bool ToolCallFinder::take(CallReading reading, std::size_t length, SplitReply &out)
{
    if (reading.state != CallReading::State::Calls) return giveUp(length, out);
    m_pending.erase(0, length);
    m_state = State::Tail;
    m_ended = m_closed && m_format->endsReply;
    deliver(std::move(reading.calls), out);
    m_textParted = m_textBegun;
    return true;
}

void ToolCallFinder::emitText(std::string_view text, SplitReply &out)
{
    if (text.empty()) return;
    if (std::exchange(m_textParted, false)) out.text += "\n\n";
    out.text += text;
    m_textBegun = true;
}

} // namespace sotto
