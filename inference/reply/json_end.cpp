#include "inference/reply/json_end.h"

namespace sotto {

std::size_t JsonEnd::read(std::string_view bytes)
{
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        if (m_state != State::More) return i;
        take(bytes[i]);
        if (m_state == State::Malformed) return i;
    }
    return bytes.size();
}

void JsonEnd::take(char c)
{
    constexpr std::size_t maxDepth = 64;
    constexpr std::string_view outside = ",: \n\t\r0123456789+-.Eeaflnrstu"; // numbers, true, false, null
    if (m_inString) {
        if (c == '"' && !m_escaped) m_inString = false;
        m_escaped = c == '\\' && !m_escaped;
    } else if (c == '{' || c == '[') {
        m_open += c == '{' ? '}' : ']';
        if (m_open.size() > maxDepth) m_state = State::Malformed;
    } else if (!m_open.empty() && c == m_open.back()) {
        m_open.pop_back();
        if (m_open.empty()) m_state = State::Complete;
    } else if (!m_open.empty() && c == '"') {
        m_inString = true;
    } else if (m_open.empty() || !outside.contains(c)) {
        m_state = State::Malformed;
    }
}

} // namespace sotto
