#include "ui/transcript/markdown/line_rules.h"

#include "ui/transcript/markdown/inline.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace sotto::markdown {
namespace {

qsizetype runOf(QStringView text, QChar c)
{
    qsizetype n = 0;
    while (n < text.size() && text[n] == c)
        ++n;
    return n;
}

bool endsMarker(QStringView text, qsizetype width)
{
    return width == text.size() || text[width] == u' ' || text[width] == u'\t';
}

} // namespace

std::optional<Fence> fenceOf(QStringView text)
{
    if (!text.startsWith(u"```") && !text.startsWith(u"~~~")) return std::nullopt;
    Fence fence;
    fence.mark = text[0];
    fence.length = runOf(text, fence.mark);
    const QStringView info = text.sliced(fence.length).trimmed();
    if (fence.mark == u'`' && info.contains(u'`')) return std::nullopt;
    fence.info = info.toString();
    return fence;
}

bool closesFence(QStringView text, const Fence &fence)
{
    const qsizetype run = runOf(text, fence.mark);
    return run >= fence.length && text.sliced(run).trimmed().isEmpty();
}

std::optional<Heading> headingOf(QStringView text)
{
    const qsizetype level = runOf(text, u'#');
    if (level < 1 || level > 6 || !endsMarker(text, level)) return std::nullopt;
    QStringView content = text.sliced(level).trimmed();
    qsizetype end = content.size();
    while (end > 0 && content[end - 1] == u'#')
        --end;
    if (end == 0) {
        content = {};
    } else if (end < content.size() && content[end - 1].isSpace()) {
        content = content.first(end).trimmed();
    }
    return Heading{static_cast<int>(level), content.toString()};
}

bool isRule(QStringView text)
{
    if (text.isEmpty() || !u"-_*"_s.contains(text[0])) return false;
    const QChar mark = text[0];
    int count = 0;
    for (const QChar c : text) {
        if (c == mark) {
            ++count;
        } else if (c != u' ' && c != u'\t') {
            return false;
        }
    }
    return count >= 3;
}

int underlineLevel(QStringView text)
{
    if (text.isEmpty() || (text[0] != u'=' && text[0] != u'-')) return 0;
    if (!text.sliced(runOf(text, text[0])).trimmed().isEmpty()) return 0;
    return text[0] == u'=' ? 1 : 2;
}

std::optional<Marker> markerOf(QStringView text)
{
    if (text.isEmpty()) return std::nullopt;
    if (u"-+*"_s.contains(text[0])) {
        if (!endsMarker(text, 1)) return std::nullopt;
        return Marker{FrameKind::Bullet, text[0], 0, 1};
    }
    qsizetype digits = 0;
    while (digits < text.size() && digits < 10 && text[digits] >= u'0' && text[digits] <= u'9')
        ++digits;
    if (digits == 0 || digits > 9 || digits == text.size()) return std::nullopt;
    const QChar delimiter = text[digits];
    if ((delimiter != u'.' && delimiter != u')') || !endsMarker(text, digits + 1)) return std::nullopt;
    return Marker{FrameKind::Ordered, delimiter, text.first(digits).toInt(), static_cast<int>(digits) + 1};
}

std::optional<QList<ColumnAlign>> tableColumns(QStringView text)
{
    if (!text.contains(u'-') || !(text.contains(u'|') || text.contains(u':'))) return std::nullopt;
    QList<ColumnAlign> columns;
    for (const QString &cell : splitTableRow(text)) {
        const bool left = cell.startsWith(u':');
        const bool right = cell.size() > 1 && cell.endsWith(u':');
        const QStringView dashes = QStringView(cell).sliced(left ? 1 : 0).chopped(right ? 1 : 0);
        if (dashes.isEmpty() || runOf(dashes, u'-') != dashes.size()) return std::nullopt;
        columns += left && right ? ColumnAlign::Centre
                   : right       ? ColumnAlign::Right
                   : left        ? ColumnAlign::Left
                                 : ColumnAlign::Default;
    }
    return columns;
}

QString mathEnd(QStringView text)
{
    QString end;
    if (text.startsWith(u"$$")) end = u"$$"_s;
    if (text.startsWith(u"\\[")) end = u"\\]"_s;
    if (end.isEmpty() || text.indexOf(end, 2) >= 0) return {};
    return end;
}

} // namespace sotto::markdown
