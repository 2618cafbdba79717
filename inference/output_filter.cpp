#include "inference/output_filter.h"

#include "inference/reply/mark_scan.h"

#include <utility>

namespace sotto {

OutputFilter::OutputFilter(Options options)
    : m_stops(std::move(options.stop)), m_splitter(options.promptTail, HarmonySplitter::Calls::AreText)
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

FilteredOutput OutputFilter::handOut(const SplitReply &split, End end)
{
    FilteredOutput out;
    out.reasoning = m_reasoning.push(split.reasoning);
    if (end == End::Yes) out.reasoning += m_reasoning.finish();
    if (!m_stopped) takeText(split.text, end, out.text);
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
