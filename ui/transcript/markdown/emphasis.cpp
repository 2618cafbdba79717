#include "ui/transcript/markdown/emphasis.h"

#include "ui/transcript/markdown/inline_scan.h"

namespace sotto::markdown {
namespace {

std::size_t bottomKey(const Delimiter &d)
{
    const std::size_t mark = d.mark == u'*' ? 0 : d.mark == u'_' ? 1 : 2;
    return mark * 6 + static_cast<std::size_t>(d.length % 3) * 2 + (d.canOpen ? 1 : 0);
}

bool pairs(const Delimiter &opener, const Delimiter &closer)
{
    if (!opener.canOpen || opener.mark != closer.mark) return false;
    if (closer.mark == u'~') return true;
    // CommonMark's rule of three.
    const bool bothWays = opener.canClose || closer.canOpen;
    return !(bothWays && (opener.length + closer.length) % 3 == 0 &&
             !(opener.length % 3 == 0 && closer.length % 3 == 0));
}

} // namespace

Delimiter flankingRun(QStringView source, QChar mark, qsizetype begin, qsizetype end)
{
    const char32_t before = codePointBefore(source, begin);
    const char32_t after = codePointAt(source, end);
    const bool spaceBefore = QChar::isSpace(before);
    const bool spaceAfter = QChar::isSpace(after);
    const bool punctBefore = isPunct(before);
    const bool punctAfter = isPunct(after);
    // A CJK neighbour on either side counts as a word boundary: those scripts put no spaces there.
    const bool cjk = isCjk(before) || isCjk(after);
    const bool left = !spaceAfter && (!punctAfter || spaceBefore || punctBefore || cjk);
    const bool right = !spaceBefore && (!punctBefore || spaceAfter || punctAfter || cjk);
    Delimiter result;
    result.mark = mark;
    result.canOpen = mark == u'_' ? left && (!right || punctBefore) : left;
    result.canClose = mark == u'_' ? right && (!left || punctAfter) : right;
    return result;
}

void DelimiterList::push(Delimiter delimiter)
{
    delimiter.previous = m_last;
    m_delimiters.push_back(delimiter);
    const int index = static_cast<int>(m_delimiters.size()) - 1;
    if (m_last != kNone) at(m_last).next = index;
    m_last = index;
}

void DelimiterList::unlink(int index)
{
    Delimiter &d = at(index);
    if (d.previous != kNone) at(d.previous).next = d.next;
    if (d.next != kNone) at(d.next).previous = d.previous;
    if (m_last == index) m_last = d.previous;
}

void DelimiterList::pairAfter(int bottom)
{
    std::array<int, 18> openersBottom;
    openersBottom.fill(bottom);
    int closer = bottom == kNone ? first() : at(bottom).next;
    while (closer != kNone) {
        ++m_steps;
        if (!at(closer).canClose) {
            closer = at(closer).next;
            continue;
        }
        closer = pairWithOpener(closer, openersBottom[bottomKey(at(closer))]);
    }
    if (bottom != kNone) at(bottom).next = kNone;
    m_last = bottom;
}

int DelimiterList::first()
{
    int index = m_last;
    // The list is walked back once a call; calls without a bottom happen once.
    while (index != kNone && at(index).previous != kNone)
        index = at(index).previous;
    return index;
}

/// Returns the delimiter to look at next.

int DelimiterList::pairWithOpener(int closer, int &bottom)
{
    int opener = at(closer).previous;
    while (opener != kNone && opener > bottom && !pairs(at(opener), at(closer))) {
        ++m_steps;
        opener = at(opener).previous;
    }
    if (opener == kNone || opener <= bottom) {
        bottom = at(closer).previous == kNone ? kNone : at(closer).previous;
        const int next = at(closer).next;
        if (!at(closer).canOpen) unlink(closer);
        return next;
    }
    return join(opener, closer);
}

int DelimiterList::join(int openerIndex, int closerIndex)
{
    Delimiter &opener = at(openerIndex);
    Delimiter &closer = at(closerIndex);
    const bool strike = closer.mark == u'~';
    const qsizetype used = strike || (opener.left >= 2 && closer.left >= 2) ? 2 : 1;
    const std::uint16_t flags = strike ? Strike : used == 2 ? Strong : Emphasis;
    m_ranges.push_back({opener.piece + 1, closer.piece, flags, {}});
    opener.left -= used;
    closer.left -= used;
    m_pieces[static_cast<std::size_t>(opener.piece)].text.chop(used);
    m_pieces[static_cast<std::size_t>(closer.piece)].text.chop(used);
    // Delimiters between the two can pair no more.
    opener.next = closerIndex;
    closer.previous = openerIndex;
    if (opener.left == 0) unlink(openerIndex);
    if (closer.left > 0) return closerIndex;
    const int next = closer.next;
    unlink(closerIndex);
    return next;
}

} // namespace sotto::markdown
