#include "inference/template/word_wrap.h"

#include <algorithm>
#include <string>

namespace sotto::jinja {
namespace {

/// What textwrap takes for a space: those of ASCII.
bool isBlank(char32_t c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

bool isLetterOrLine(char32_t c)
{
    return isWordCharacter(c) && !isDecimal(c);
}

bool isWordOrPunctuation(char32_t c)
{
    return std::u32string_view(U"!\"'&.,?").contains(c) || isWordCharacter(c);
}

/// Parts a paragraph into what no line end comes into: words, halves of hyphenated words, dashes, runs of spaces.
/// All places are characters.
class Chunker final {
public:
    explicit Chunker(std::u32string_view text) : m_text(text) {}

    [[nodiscard]] std::size_t endOfChunk(std::size_t begin, bool atHyphens) const
    {
        std::size_t end = begin;
        if (isBlank(m_text[begin])) {
            while (isBlank(at(end)))
                ++end;
            return end;
        }
        if (atHyphens && isDash(begin)) return endOfDashes(begin);
        for (end = begin + 1; end < m_text.size() && !isBlank(m_text[end]); ++end) {
            if (!atHyphens) continue;
            if (isHyphen(end)) return end + 1;
            if (isDash(end)) return end;
        }
        return end;
    }

private:
    [[nodiscard]] char32_t at(std::size_t place) const { return place < m_text.size() ? m_text[place] : U'\0'; }
    [[nodiscard]] bool isLetterAt(std::size_t place) const { return isLetterOrLine(at(place)); }

    [[nodiscard]] std::size_t endOfDashes(std::size_t place) const
    {
        while (at(place) == '-')
            ++place;
        return place;
    }

    /// Two dashes or more, with a word on either side.
    [[nodiscard]] bool isDash(std::size_t place) const
    {
        if (place == 0 || at(place) != '-' || !isWordOrPunctuation(m_text[place - 1])) return false;
        const std::size_t end = endOfDashes(place);
        return end - place >= 2 && isWordCharacter(at(end));
    }

    /// One within a word: two letters before it, or one and another hyphen's letter; two behind it, or "a-b".
    [[nodiscard]] bool isHyphen(std::size_t place) const
    {
        if (at(place) != '-' || place < 2 || !isLetterAt(place - 1)) return false;
        const bool begins = isLetterAt(place - 2) || (at(place - 2) == '-' && place >= 3 && isLetterAt(place - 3));
        const bool goesOn =
            isLetterAt(place + 1) && (isLetterAt(place + 2) || (at(place + 2) == '-' && isLetterAt(place + 3)));
        return begins && goesOn;
    }

    std::u32string_view m_text;
};

class Wrapper final {
public:
    Wrapper(std::u32string_view text, const WrapForm &form) : m_text(text), m_form(form)
    {
        const Chunker chunker(text);
        for (std::size_t at = 0; at < text.size();) {
            const std::size_t end = chunker.endOfChunk(at, form.endsLinesAtHyphens);
            m_chunks.push_back({at, end});
            at = end;
        }
    }

    /// In characters.
    std::vector<Extent> lines()
    {
        while (m_next < m_chunks.size()) {
            if (!m_lines.empty() && isSpace(m_chunks[m_next])) ++m_next;
            addLine();
        }
        return std::move(m_lines);
    }

private:
    static std::size_t sizeOf(const Extent &extent) { return extent.end - extent.begin; }
    [[nodiscard]] bool isSpace(const Extent &extent) const
    {
        return std::ranges::all_of(m_text.substr(extent.begin, sizeOf(extent)), jinja::isSpace);
    }

    void addLine()
    {
        if (m_next == m_chunks.size()) return;
        const auto width = static_cast<std::size_t>(m_form.width);
        std::vector<Extent> line;
        std::size_t used = 0;
        for (; m_next < m_chunks.size() && used + sizeOf(m_chunks[m_next]) <= width; ++m_next) {
            line.push_back(m_chunks[m_next]);
            used += sizeOf(m_chunks[m_next]);
        }
        if (m_next < m_chunks.size() && sizeOf(m_chunks[m_next]) > width) addLongWord(line, width - used);
        if (!line.empty() && isSpace(line.back())) line.pop_back();
        if (!line.empty()) m_lines.push_back({line.front().begin, line.back().end});
    }

    void addLongWord(std::vector<Extent> &line, std::size_t left)
    {
        Extent &word = m_chunks[m_next];
        if (m_form.breaksLongWords && left > 0) {
            std::size_t taken = std::min(left, sizeOf(word));
            if (m_form.breaksWordsAtHyphens && sizeOf(word) > left) taken = placeToBreak(word, left);
            line.push_back({word.begin, word.begin + taken});
            word.begin += taken;
        } else if (line.empty()) {
            line.push_back(word);
            ++m_next;
        }
    }

    /// Behind the last hyphen that fits, if there is more than hyphens before it.
    [[nodiscard]] std::size_t placeToBreak(const Extent &word, std::size_t left) const
    {
        const std::u32string_view start = m_text.substr(word.begin, left);
        const std::size_t hyphen = start.rfind(U'-');
        if (hyphen == std::u32string_view::npos || hyphen == 0) return left;
        return start.substr(0, hyphen).find_first_not_of(U'-') == std::u32string_view::npos ? left : hyphen + 1;
    }

    std::u32string_view m_text;
    const WrapForm &m_form;
    std::vector<Extent> m_chunks;
    std::size_t m_next = 0;
    std::vector<Extent> m_lines;
};

} // namespace

std::vector<Extent> wrappedLines(Run &run, std::string_view paragraph, const WrapForm &form)
{
    if (form.width <= 0) raise("invalid width " + std::to_string(form.width) + " (must be > 0)");
    // Characters, chunks and lines.
    run.allocate(paragraph.size() * (sizeof(char32_t) + 2 * sizeof(Extent) + sizeof(std::size_t)));
    std::u32string characters;
    std::vector<std::size_t> bytes; // where each begins
    for (std::size_t at = 0; at < paragraph.size();) {
        bytes.push_back(at);
        characters.push_back(nextCharacter(paragraph, at));
    }
    bytes.push_back(paragraph.size());
    std::vector<Extent> lines = Wrapper(characters, form).lines();
    for (Extent &line : lines)
        line = {bytes[line.begin], bytes[line.end]};
    return lines;
}

} // namespace sotto::jinja
