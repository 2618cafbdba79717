#include "inference/output_filter.h"

#include "inference/reply/mark_scan.h"

#include <utility>

namespace sotto {

OutputFilter::OutputFilter(Options options)
    : m_stops(std::move(options.stop)),
      m_splitter(options.promptTail,
                 options.tools.empty() ? HarmonySplitter::Calls::AreText : HarmonySplitter::Calls::AreCalls),
      m_finder(options.tools, options.promptTail, options.idSeed)
{
    std::erase_if(m_stops, [](const std::string &stop) { return stop.empty(); });
}

FilteredOutput OutputFilter::push(std::string_view bytes)
{
    SplitReply split;
    if (!m_stopped) m_splitter.push(bytes, split);
    return handOut(split, End::No);
}

FilteredOutput OutputFilter::pushMark(std::string_view mark)
{
    SplitReply split;
    if (!m_stopped) m_splitter.pushMark(mark, split);
    return handOut(split, End::No);
}

FilteredOutput OutputFilter::finish()
{
    SplitReply split;
    if (!m_stopped) m_splitter.finish(split);
    return handOut(split, End::Yes);
}

FilteredOutput OutputFilter::handOut(SplitReply split, End end)
{
    FilteredOutput out;
    SplitReply answer;
    m_finder.push(split.text, answer);
    if (end == End::Yes) m_finder.finish(answer);
    m_finder.deliver(std::move(split.calls), answer);
    out.reasoning = m_reasoning.push(split.reasoning);
    if (end == End::Yes) out.reasoning += m_reasoning.finish();
    if (!m_stopped) {
        takeText(answer.text, end, out.text);
        if (!m_stopped) out.calls = std::move(answer.calls);
    }
    out.stopped = m_stopped;
    return out;
}

void OutputFilter::takeText(std::string_view bytes, End end, std::string &out)
{
    m_held.append(bytes);
    const MarkMatch stop = firstCompleted(m_held, m_stops);
    m_stopped = stop.found();
    const bool last = m_stopped || end == End::Yes;
    const std::size_t ready = m_stopped ? stop.begin : m_held.size() - (last ? 0 : undecidedTail(m_held, m_stops));
    out += m_text.push(std::string_view(m_held).substr(0, ready));
    m_held.erase(0, ready);
    if (last) out += m_text.finish();
}

} // namespace sotto
