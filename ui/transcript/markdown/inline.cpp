#include "ui/transcript/markdown/inline.h"

#include "ui/transcript/markdown/emphasis.h"
#include "ui/transcript/markdown/inline_scan.h"

#include <algorithm>
#include <array>
#include <vector>

using namespace Qt::StringLiterals;

namespace sotto::markdown {
namespace {

constexpr int kMaxRun = 64;

struct Bracket {
    qsizetype piece = 0;
    int delimiterBelow = kNone; ///< The last delimiter before the bracket.
    bool image = false;
};

class InlineParser final {
public:
    InlineParser(QStringView source, qint64 &steps) : m_source(source), m_steps(steps) {}

    InlineText parse()
    {
        indexBackticks();
        while (m_at < m_source.size()) {
            ++m_steps;
            if (!special(m_source[m_at])) plain();
        }
        m_delimiters.pairAfter(kNone);
        return assemble();
    }

private:
    bool special(QChar c)
    {
        switch (c.unicode()) {
        case u'\\': return escape();
        case u'`': return codeSpan();
        case u'*':
        case u'_':
        case u'~': return delimiterRun(c);
        case u'[': return openBracket(false);
        case u'!': return m_at + 1 < m_source.size() && m_source[m_at + 1] == u'[' && openBracket(true);
        case u']': return closeBracket();
        case u'<': return autolink();
        case u'&': return entity();
        case u'$': return math();
        case u'\n': return lineEnd();
        case u'h':
        case u'H': return bareUrl();
        default: return false;
        }
    }

    void plain() { text().append(m_source[m_at++]); }

    /// The open plain piece.
    QString &text()
    {
        if (!m_open) {
            m_pieces.push_back({});
            m_open = true;
        }
        return m_pieces.back().text;
    }

    void addPiece(QString content, std::uint16_t flags, QString address = {})
    {
        m_pieces.push_back({std::move(content), flags, std::move(address)});
        m_open = false;
    }

    bool math()
    {
        const auto end = scanMath(m_source, m_at);
        if (!end) {
            // "$$" without its end is not two openings.
            if (m_source.sliced(m_at).startsWith(u"$$")) {
                text().append(u"$$"_s);
                m_at += 2;
                return true;
            }
            return false;
        }
        m_steps += *end - m_at;
        addPiece(m_source.sliced(m_at, *end - m_at).toString().replace(u'\n', u' '), Math);
        m_at = *end;
        return true;
    }

    bool escape()
    {
        if (m_at + 1 >= m_source.size()) return false;
        const QChar next = m_source[m_at + 1];
        if ((next == u'(' || next == u'[') && math()) return true;
        if (next == u'\n') {
            text().append(QChar(QChar::LineSeparator));
            m_at += 2;
            return true;
        }
        if (!isAsciiPunct(next)) return false;
        text().append(next);
        m_at += 2;
        return true;
    }

    void indexBackticks()
    {
        for (qsizetype i = 0; i < m_source.size();) {
            ++m_steps;
            if (m_source[i] != u'`') {
                ++i;
                continue;
            }
            const qsizetype begin = i;
            while (i < m_source.size() && m_source[i] == u'`')
                ++i;
            if (i - begin <= kMaxRun) m_backticks[static_cast<std::size_t>(i - begin - 1)].push_back(begin);
        }
    }

    bool codeSpan()
    {
        qsizetype end = m_at;
        while (end < m_source.size() && m_source[end] == u'`')
            ++end;
        const qsizetype run = end - m_at;
        if (run <= kMaxRun) {
            const auto &same = m_backticks[static_cast<std::size_t>(run - 1)];
            const auto closer = std::ranges::lower_bound(same, end);
            if (closer != same.end()) {
                addCode(m_source.sliced(end, *closer - end).toString());
                m_at = *closer + run;
                return true;
            }
        }
        text().append(m_source.sliced(m_at, run));
        m_at = end;
        return true;
    }

    void addCode(QString content)
    {
        content.replace(u'\n', u' ');
        const bool padded = content.size() > 2 && content.front() == u' ' && content.back() == u' ';
        if (padded && !content.trimmed().isEmpty()) content = content.sliced(1, content.size() - 2);
        addPiece(std::move(content), CodeSpan);
    }

    bool delimiterRun(QChar mark)
    {
        qsizetype end = m_at;
        while (end < m_source.size() && m_source[end] == mark)
            ++end;
        const qsizetype run = end - m_at;
        m_steps += run;
        if (mark == u'~' && run != 2) {
            text().append(m_source.sliced(m_at, run));
            m_at = end;
            return true;
        }
        Delimiter delimiter = flankingRun(m_source, mark, m_at, end);
        addPiece(QString(run, mark), 0);
        delimiter.piece = std::ssize(m_pieces) - 1;
        delimiter.length = delimiter.left = run;
        m_delimiters.push(delimiter);
        m_at = end;
        return true;
    }

    bool openBracket(bool image)
    {
        addPiece(image ? u"!["_s : u"["_s, 0);
        m_brackets.push_back({std::ssize(m_pieces) - 1, m_delimiters.last(), image});
        m_at += image ? 2 : 1;
        return true;
    }

    bool closeBracket()
    {
        if (m_brackets.empty()) return false;
        const Bracket opener = m_brackets.back();
        m_brackets.pop_back();
        const auto tail = scanLinkTail(m_source, m_at + 1);
        if (!tail) return false;
        m_steps += tail->end - m_at;
        if (opener.image) {
            finishImage(opener, *tail);
        } else if (isOpenable(tail->text)) {
            finishLink(opener, *tail);
        } else {
            return false;
        }
        m_at = tail->end;
        return true;
    }

    void finishLink(const Bracket &opener, const Scanned &tail)
    {
        m_delimiters.pairAfter(opener.delimiterBelow);
        m_pieces[static_cast<std::size_t>(opener.piece)].text.clear();
        m_ranges.push_back({opener.piece + 1, std::ssize(m_pieces), Link, tail.text});
        m_open = false;
        // Links do not hold links.
        std::erase_if(m_brackets, [](const Bracket &b) { return !b.image; });
    }

    void finishImage(const Bracket &opener, const Scanned &tail)
    {
        m_delimiters.pairAfter(opener.delimiterBelow);
        m_pieces[static_cast<std::size_t>(opener.piece)].text.clear();
        const qsizetype end = std::ssize(m_pieces);
        m_ranges.push_back({opener.piece + 1, end, Image, {}});
        const bool words = end > opener.piece + 1;
        const bool link = isOpenable(tail.text);
        if (words) addPiece(u" "_s, Image);
        addPiece(tail.text, static_cast<std::uint16_t>(link ? Image | Link : Image), link ? tail.text : QString());
    }

    bool autolink()
    {
        const auto found = scanAutolink(m_source, m_at);
        if (!found) return false;
        const QString address = isOpenable(found->text) ? found->text : u"mailto:"_s + found->text;
        addPiece(found->text, Link, address);
        m_at = found->end;
        return true;
    }

    bool bareUrl()
    {
        const auto found = scanBareUrl(m_source, m_at);
        if (!found) return false;
        addPiece(found->text, Link, found->text);
        m_at = found->end;
        return true;
    }

    bool entity()
    {
        const auto found = scanEntity(m_source, m_at);
        if (!found) return false;
        text().append(found->text);
        m_at = found->end;
        return true;
    }

    /// Two spaces make a hard break. A soft one is a space, or nothing between two CJK characters.
    bool lineEnd()
    {
        QString &open = text();
        qsizetype spaces = 0;
        while (spaces < open.size() && open[open.size() - 1 - spaces] == u' ')
            ++spaces;
        open.chop(spaces);
        ++m_at;
        if (spaces >= 2) {
            open.append(QChar(QChar::LineSeparator));
        } else if (!(isCjk(codePointBefore(m_source, m_at - 1)) && isCjk(codePointAt(m_source, m_at)))) {
            open.append(u' ');
        }
        return true;
    }

    InlineText assemble()
    {
        struct Depth {
            int emphasis = 0, strong = 0, strike = 0, image = 0;
        };
        std::vector<Depth> change(m_pieces.size() + 1);
        std::vector<QString> address(m_pieces.size());
        for (const StyleRange &range : m_ranges)
            mark(range, change, address);
        InlineText result;
        Depth depth;
        for (std::size_t i = 0; i < m_pieces.size(); ++i) {
            ++m_steps;
            depth.emphasis += change[i].emphasis;
            depth.strong += change[i].strong;
            depth.strike += change[i].strike;
            depth.image += change[i].image;
            const int flags = m_pieces[i].flags | (depth.emphasis > 0 ? Emphasis : 0) |
                              (depth.strong > 0 ? Strong : 0) | (depth.strike > 0 ? Strike : 0) |
                              (depth.image > 0 ? Image : 0) | (address[i].isEmpty() ? 0 : Link);
            append(result, m_pieces[i].text, static_cast<std::uint16_t>(flags),
                   address[i].isEmpty() ? m_pieces[i].address : address[i]);
        }
        return result;
    }

    template <class Changes>
    static void mark(const StyleRange &range, Changes &change, std::vector<QString> &address)
    {
        if (range.from >= range.to) return;
        auto &from = change[static_cast<std::size_t>(range.from)];
        auto &to = change[static_cast<std::size_t>(range.to)];
        if (range.flags == Link) {
            for (qsizetype i = range.from; i < range.to; ++i)
                address[static_cast<std::size_t>(i)] = range.address;
            return;
        }
        const auto count = range.flags == Emphasis ? &std::remove_reference_t<decltype(from)>::emphasis
                           : range.flags == Strong ? &std::remove_reference_t<decltype(from)>::strong
                           : range.flags == Strike ? &std::remove_reference_t<decltype(from)>::strike
                                                   : &std::remove_reference_t<decltype(from)>::image;
        ++(from.*count);
        --(to.*count);
    }

    static void append(InlineText &result, const QString &content, std::uint16_t flags, const QString &address)
    {
        if (content.isEmpty()) return;
        const qsizetype start = result.text.size();
        result.text += content;
        if (flags == 0) return;
        if (!result.spans.isEmpty()) {
            Span &last = result.spans.last();
            if (last.start + last.length == start && last.flags == flags && last.address == address) {
                last.length += content.size();
                return;
            }
        }
        result.spans.append({start, content.size(), flags, address});
    }

    QStringView m_source;
    qint64 &m_steps;
    qsizetype m_at = 0;
    bool m_open = false;
    std::vector<Piece> m_pieces;
    std::vector<Bracket> m_brackets;
    std::vector<StyleRange> m_ranges;
    DelimiterList m_delimiters{m_pieces, m_ranges, m_steps};
    std::array<std::vector<qsizetype>, kMaxRun> m_backticks;
};

} // namespace

InlineText parseInline(QStringView source, qint64 *steps)
{
    qint64 unused = 0;
    return InlineParser(source, steps ? *steps : unused).parse();
}

QStringList splitTableRow(QStringView row)
{
    row = row.trimmed();
    if (row.startsWith(u'|')) row = row.sliced(1);
    QStringList cells;
    QString cell;
    bool ended = false;
    for (qsizetype i = 0; i < row.size() && cells.size() < kMaxColumns; ++i) {
        ended = false;
        if (row[i] == u'\\' && i + 1 < row.size() && row[i + 1] == u'|') {
            cell += row[++i];
        } else if (row[i] == u'|') {
            cells += cell.trimmed();
            cell.clear();
            ended = true;
        } else {
            cell += row[i];
        }
    }
    if (!ended && cells.size() < kMaxColumns) cells += cell.trimmed();
    return cells;
}

} // namespace sotto::markdown
