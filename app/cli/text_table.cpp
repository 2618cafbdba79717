#include "app/cli/text_table.h"

#include <algorithm>

namespace sotto {
namespace {

/// Columns a terminal gives the text (Unicode UAX #11, the blocks of wide characters).
qsizetype columns(const QString &text)
{
    qsizetype width = 0;
    for (const char32_t c : text.toUcs4()) {
        const bool wide =
            (c >= 0x1100 && c <= 0x115F) || (c >= 0x2E80 && c <= 0xA4CF) || (c >= 0xAC00 && c <= 0xD7A3) ||
            (c >= 0xF900 && c <= 0xFAFF) || (c >= 0xFE30 && c <= 0xFE6F) || (c >= 0xFF00 && c <= 0xFF60) ||
            (c >= 0xFFE0 && c <= 0xFFE6) || (c >= 0x1F300 && c <= 0x1FAFF) || (c >= 0x20000 && c <= 0x3FFFD);
        width += wide ? 2 : 1;
    }
    return width;
}

} // namespace

QString textTable(const QList<QStringList> &rows)
{
    QList<qsizetype> widths;
    for (const QStringList &row : rows)
        for (qsizetype i = 0; i < row.size(); ++i) {
            if (i == widths.size()) widths.append(0);
            widths[i] = std::max(widths[i], columns(row.at(i)));
        }
    QString out;
    for (const QStringList &row : rows) {
        for (qsizetype i = 0; i < row.size(); ++i) {
            out += row.at(i);
            if (i + 1 < row.size()) out += QString(widths.at(i) - columns(row.at(i)) + 2, u' ');
        }
        out += u'\n';
    }
    return out;
}

} // namespace sotto
