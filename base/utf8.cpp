#include "base/utf8.h"

#include <cstdint>
#include <utility>

namespace sotto {
namespace {

struct Step {
    std::size_t length = 1; ///< Bytes this sequence takes, or its maximal well-formed subpart.
    bool wellFormed = false;
    bool couldGrow = false; ///< Cut off by the end of the text, not by a wrong byte.
};

struct Lead {
    std::size_t length;
    std::uint8_t secondLow, secondHigh;
};

// Rows of table 3-7: the second byte is the only one with a narrower range.
Lead classify(std::uint8_t b)
{
    if (b >= 0xC2 && b <= 0xDF) return {2, 0x80, 0xBF};
    if (b == 0xE0) return {3, 0xA0, 0xBF};
    if (b == 0xED) return {3, 0x80, 0x9F};
    if (b >= 0xE1 && b <= 0xEF) return {3, 0x80, 0xBF};
    if (b == 0xF0) return {4, 0x90, 0xBF};
    if (b >= 0xF1 && b <= 0xF3) return {4, 0x80, 0xBF};
    if (b == 0xF4) return {4, 0x80, 0x8F};
    return {0, 0, 0};
}

Step stepAt(std::string_view text, std::size_t at)
{
    const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
    if (byte(at) < 0x80) return {1, true, false};
    const Lead lead = classify(byte(at));
    if (lead.length == 0) return {1, false, false};
    for (std::size_t i = 1; i < lead.length; ++i) {
        if (at + i >= text.size()) return {i, false, true};
        const std::uint8_t low = i == 1 ? lead.secondLow : 0x80;
        const std::uint8_t high = i == 1 ? lead.secondHigh : 0xBF;
        if (byte(at + i) < low || byte(at + i) > high) return {i, false, false};
    }
    return {lead.length, true, false};
}

} // namespace

std::size_t completeUtf8Prefix(std::string_view text)
{
    // A sequence has at most four bytes, so only the last three can belong to an unfinished one.
    for (std::size_t back = 1; back <= 3 && back <= text.size(); ++back) {
        const std::size_t at = text.size() - back;
        const auto b = static_cast<std::uint8_t>(text[at]);
        if ((b & 0xC0) == 0x80) continue;
        return stepAt(text, at).couldGrow ? at : text.size();
    }
    return text.size();
}

std::string sanitizedUtf8(std::string_view text)
{
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const Step step = stepAt(text, at);
        if (step.wellFormed)
            out.append(text.substr(at, step.length));
        else
            out.append("\xEF\xBF\xBD");
        at += step.length;
    }
    return out;
}

std::string Utf8Assembler::push(std::string_view bytes)
{
    m_rest.append(bytes);
    const std::size_t ready = completeUtf8Prefix(m_rest);
    std::string out = sanitizedUtf8(std::string_view(m_rest).substr(0, ready));
    m_rest.erase(0, ready);
    return out;
}

std::string Utf8Assembler::finish()
{
    return sanitizedUtf8(std::exchange(m_rest, {}));
}

} // namespace sotto
