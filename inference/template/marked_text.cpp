#include "inference/template/marked_text.h"

#include <algorithm>
#include <utility>

namespace sotto {

MarkedText::MarkedText(std::string text, TextOrigin origin) : m_bytes(std::move(text))
{
    if (!m_bytes.empty()) m_runs.push_back({0, origin});
}

std::size_t MarkedText::runAt(std::size_t at) const
{
    const auto after = std::ranges::upper_bound(m_runs, at, {}, &Run::begin);
    return after == m_runs.begin() ? 0 : static_cast<std::size_t>(after - m_runs.begin()) - 1;
}

TextOrigin MarkedText::originAt(std::size_t at) const
{
    return m_runs.empty() ? TextOrigin::Template : m_runs[runAt(at)].origin;
}

TextOrigin MarkedText::origin() const
{
    const bool persons = std::ranges::contains(m_runs, TextOrigin::Person, &Run::origin);
    return persons ? TextOrigin::Person : TextOrigin::Template;
}

MarkedText MarkedText::substr(std::size_t begin, std::size_t end) const
{
    MarkedText part;
    part.append(*this, begin, end);
    return part;
}

std::vector<TextSpan> MarkedText::spans() const
{
    std::vector<TextSpan> spans;
    for (std::size_t i = 0; i < m_runs.size(); ++i) {
        const std::size_t end = i + 1 < m_runs.size() ? m_runs[i + 1].begin : m_bytes.size();
        spans.push_back({m_bytes.substr(m_runs[i].begin, end - m_runs[i].begin), m_runs[i].origin});
    }
    return spans;
}

void MarkedText::append(std::string_view text, TextOrigin origin)
{
    if (text.empty()) return;
    if (m_runs.empty() || m_runs.back().origin != origin) m_runs.push_back({m_bytes.size(), origin});
    m_bytes += text;
}

void MarkedText::append(const MarkedText &text, std::size_t begin, std::size_t end)
{
    end = std::min(end, text.size());
    if (begin >= end) return;
    const std::string_view bytes = text.m_bytes;
    for (std::size_t run = text.runAt(begin); run < text.m_runs.size() && text.m_runs[run].begin < end; ++run) {
        const std::size_t from = std::max(begin, text.m_runs[run].begin);
        const std::size_t to = run + 1 < text.m_runs.size() ? std::min(end, text.m_runs[run + 1].begin) : end;
        append(bytes.substr(from, to - from), text.m_runs[run].origin);
    }
}

} // namespace sotto
