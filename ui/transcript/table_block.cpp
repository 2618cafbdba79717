#include "ui/transcript/table_block.h"

#include "ui/components/paint.h"
#include "ui/transcript/markdown/inline.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>
#include <numeric>

using namespace Qt::StringLiterals;

namespace sotto {
namespace {

constexpr int kPadX = 14;
constexpr int kPadY = 6;
constexpr qreal kNarrowest = 72;

Qt::Alignment alignOf(markdown::ColumnAlign align)
{
    switch (align) {
    case markdown::ColumnAlign::Centre: return Qt::AlignHCenter;
    case markdown::ColumnAlign::Right: return Qt::AlignRight;
    default: return Qt::AlignLeft;
    }
}

} // namespace

void TableBlock::update(const markdown::Block &block, const LayoutContext &context)
{
    const QString key = u"%1/%2/%3/%4/%5"_s.arg(context.width)
                            .arg(context.metrics.tablePitch)
                            .arg(context.metrics.theme.dark)
                            .arg(block.columns.size())
                            .arg(context.thought);
    if (key != m_key) m_rows.clear();
    m_key = key;
    m_width = context.width;
    const QStringList sources = block.source.split(u'\n', Qt::SkipEmptyParts);
    std::size_t kept = 0;
    while (kept < m_rows.size() && kept < static_cast<std::size_t>(sources.size()) &&
           m_rows[kept].source == sources[static_cast<qsizetype>(kept)])
        ++kept;
    m_rows.resize(kept);
    for (auto i = static_cast<qsizetype>(kept); i < sources.size(); ++i)
        addRow(sources[i], block, context);
    m_ideal.assign(static_cast<std::size_t>(block.columns.size()), 0);
    for (const Row &row : m_rows) {
        for (std::size_t c = 0; c < row.cells.size(); ++c)
            m_ideal[c] = std::max(m_ideal[c], row.cells[c].ideal);
    }
    const auto columns = columnWidths();
    const bool moved = columns != m_columns;
    m_columns = columns;
    m_tableWidth = std::accumulate(columns.begin(), columns.end(), 0.0);
    place(moved ? 0 : kept);
    m_scroll = std::clamp(m_scroll, 0, std::max(0, static_cast<int>(std::ceil(m_tableWidth)) - m_width));
}

void TableBlock::addRow(const QString &source, const markdown::Block &block, const LayoutContext &context)
{
    const TranscriptMetrics &m = context.metrics;
    const bool head = m_rows.empty();
    const QStringList texts = markdown::splitTableRow(source);
    Row row;
    row.source = source;
    row.cells.resize(static_cast<std::size_t>(block.columns.size()));
    for (std::size_t c = 0; c < row.cells.size(); ++c) {
        InlineStyle style{head ? m.tableHead : m.table, head ? m.theme.t2 : m.theme.t1,
                          head ? m.smallPitch : m.tablePitch, alignOf(block.columns[static_cast<qsizetype>(c)])};
        style.codeBoxes = false;
        if (context.thought) style.color = m.theme.t2;
        Cell &cell = row.cells[c];
        cell.text.set(markdown::parseInline(texts.value(static_cast<qsizetype>(c))), style, m);
        cell.ideal = cell.text.idealWidth() + 1;
    }
    m_rows.push_back(std::move(row));
}

/// What is left over is shared in proportion; what is missing is taken from the widest.
std::vector<qreal> TableBlock::columnWidths() const
{
    std::vector<qreal> widths;
    for (const qreal ideal : m_ideal)
        widths.push_back(ideal + 2 * kPadX);
    const qreal sum = std::accumulate(widths.begin(), widths.end(), 0.0);
    if (sum <= 0) return widths;
    if (sum <= m_width) {
        const qreal grow = m_width / sum;
        for (qreal &width : widths)
            width = std::floor(width * grow);
        // Whole pixels that add up exactly: a sum a hair too wide would show a scroll bar.
        widths.back() += m_width - std::accumulate(widths.begin(), widths.end(), 0.0);
        return widths;
    }
    qreal low = kNarrowest + 2 * kPadX;
    qreal high = sum;
    const auto capped = [&](qreal limit) {
        return std::accumulate(widths.begin(), widths.end(), 0.0,
                               [&](qreal total, qreal width) { return total + std::min(width, limit); });
    };
    for (int i = 0; i < 24 && capped(low) < m_width; ++i) {
        const qreal middle = (low + high) / 2;
        (capped(middle) <= m_width ? low : high) = middle;
        if (high - low < 0.5) break;
    }
    for (qreal &width : widths)
        width = std::floor(std::min(width, low));
    return widths;
}

void TableBlock::place(std::size_t firstRow)
{
    qreal top = firstRow == 0 ? 1 : m_rows[firstRow - 1].top + m_rows[firstRow - 1].height;
    int offset = firstRow == 0
                     ? 0
                     : m_rows[firstRow - 1].cells.back().offset + m_rows[firstRow - 1].cells.back().text.length() + 1;
    for (std::size_t r = firstRow; r < m_rows.size(); ++r) {
        Row &row = m_rows[r];
        row.top = top;
        row.height = 0;
        for (std::size_t c = 0; c < row.cells.size(); ++c) {
            row.cells[c].text.layout(m_columns[c] - 2 * kPadX);
            row.height = std::max(row.height, row.cells[c].text.height());
            row.cells[c].offset = offset;
            offset += row.cells[c].text.length() + 1;
        }
        row.height = std::ceil(row.height) + 2 * kPadY + 1;
        top += row.height;
    }
    m_length = std::max(0, offset - 1);
}

int TableBlock::height() const
{
    return m_rows.empty() ? 1 : static_cast<int>(m_rows.back().top + m_rows.back().height);
}

void TableBlock::paint(QPainter &painter, const QPointF &origin, const PaintContext &context)
{
    if (m_rows.empty()) return;
    const Theme &theme = context.metrics.theme;
    const QRectF frame(origin, QSizeF(m_width, height()));
    painter.save();
    QPainterPath outline;
    outline.addRoundedRect(frame, 10, 10);
    painter.setClipPath(outline, Qt::IntersectClip);
    painter.fillRect(QRectF(frame.x(), frame.y(), frame.width(), m_rows.front().top + m_rows.front().height - 1),
                     theme.sunken);
    for (std::size_t r = 0; r < m_rows.size(); ++r) {
        const Row &row = m_rows[r];
        if (frame.y() + row.top > context.clip.bottom()) break;
        if (frame.y() + row.top + row.height < context.clip.top()) continue;
        if (r + 1 < m_rows.size())
            painter.fillRect(QRectF(frame.x(), frame.y() + row.top + row.height - 1, frame.width(), 1), theme.line);
        for (std::size_t c = 0; c < row.cells.size(); ++c) {
            const Cell &cell = row.cells[c];
            const TextRange selected{std::max(0, context.selected.from - cell.offset),
                                     std::min(cell.text.length(), context.selected.to - cell.offset)};
            cell.text.paint(painter, origin + cellOrigin({r, c}), context.metrics, selected, context.hoveredLink);
        }
    }
    painter.restore();
    drawRounded(painter, frame, 10, {}, theme.line);
    if (!canScroll()) return;
    const qreal track = m_width - 2 * kPadX;
    const qreal thumb = std::max(24.0, track * m_width / m_tableWidth);
    const qreal x = frame.x() + kPadX + (track - thumb) * m_scroll / (m_tableWidth - m_width);
    drawRounded(painter, QRectF(x, frame.bottom() - 6, thumb, 4), 2, theme.line2);
}

QPointF TableBlock::cellOrigin(Place place) const
{
    qreal x = kPadX - m_scroll;
    for (std::size_t c = 0; c < place.column; ++c)
        x += m_columns[c];
    const Row &row = m_rows[place.row];
    const qreal inner = row.height - 1 - row.cells[place.column].text.height();
    return {x, row.top + std::min(inner / 2, static_cast<qreal>(kPadY))};
}

TableBlock::Place TableBlock::placeAt(const QPointF &point) const
{
    const auto after = std::ranges::upper_bound(m_rows, point.y(), {}, &Row::top);
    Place place;
    place.row = static_cast<std::size_t>(std::max<std::ptrdiff_t>(0, after - m_rows.begin() - 1));
    qreal right = -m_scroll;
    while (place.column + 1 < m_columns.size()) {
        right += m_columns[place.column];
        if (point.x() < right) break;
        ++place.column;
    }
    return place;
}

int TableBlock::positionAt(const QPointF &point)
{
    if (m_rows.empty() || m_columns.empty() || point.y() < 0) return 0;
    if (point.y() > height()) return m_length;
    const Place place = placeAt(point);
    const Cell &cell = m_rows[place.row].cells[place.column];
    return cell.offset + cell.text.positionAt(point - cellOrigin(place));
}

QString TableBlock::linkAt(const QPointF &point) const
{
    if (m_rows.empty() || m_columns.empty()) return {};
    const Place place = placeAt(point);
    return m_rows[place.row].cells[place.column].text.linkAt(point - cellOrigin(place));
}

QRectF TableBlock::cursorRect(int position)
{
    for (std::size_t r = 0; r < m_rows.size(); ++r) {
        for (std::size_t c = 0; c < m_rows[r].cells.size(); ++c) {
            const Cell &cell = m_rows[r].cells[c];
            if (position <= cell.offset + cell.text.length())
                return cell.text.cursorRect(std::max(0, position - cell.offset)).translated(cellOrigin({r, c}));
        }
    }
    return {};
}

/// Cells are parted by tabs, rows by line ends.
QString TableBlock::textOf(TextRange range) const
{
    QString result;
    for (const Row &row : m_rows) {
        for (std::size_t c = 0; c < row.cells.size(); ++c) {
            const Cell &cell = row.cells[c];
            const int end = cell.offset + cell.text.length();
            if (end < range.from || cell.offset >= range.to) continue;
            result +=
                cell.text.textOf({range.from - cell.offset, std::min(range.to - cell.offset, cell.text.length())});
            if (range.to > end && end < m_length) result += c + 1 < row.cells.size() ? u'\t' : u'\n';
        }
    }
    return result;
}

bool TableBlock::scrollBy(int pixels)
{
    const int range = std::max(0, static_cast<int>(std::ceil(m_tableWidth)) - m_width);
    const int target = std::clamp(m_scroll + pixels, 0, range);
    return std::exchange(m_scroll, target) != target;
}

} // namespace sotto
