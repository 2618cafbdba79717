#include "inference/reply/paragraph_joiner.h"

#include "inference/reply/mark_scan.h"

namespace sotto {

void ParagraphJoiner::beginPart()
{
    if (m_begun) m_space = "\n\n";
    m_partBegun = false;
}

void ParagraphJoiner::add(std::string_view bytes, std::string &out)
{
    if (!m_partBegun) bytes = withoutLeadingBlanks(bytes);
    const std::string_view solid = withoutTrailingBlanks(bytes);
    if (!solid.empty()) {
        out += m_space;
        out += solid;
        m_space.clear();
        m_begun = m_partBegun = true;
    }
    m_space.append(bytes.substr(solid.size()));
}

} // namespace sotto
