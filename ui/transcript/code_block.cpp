#include "ui/transcript/code_block.h"

#include "ui/components/paint.h"
#include "ui/theme/icons.h"
#include "ui/transcript/markdown/inline_scan.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace sotto {
namespace {

constexpr int kPadX = 14;
constexpr int kPadY = 12;

QString copyText(bool copied)
{
    return copied ? QCoreApplication::translate("sotto::TranscriptView", "Copied")
                  : QCoreApplication::translate("sotto::TranscriptView", "Copy");
}

/// Cells of a line in a monospaced font; wide characters take two.
int cellsOf(QStringView line)
{
    int cells = 0;
    for (const QChar c : line)
        cells += c == u'\t' ? 4 - cells % 4 : markdown::isCjk(c.unicode()) ? 2 : 1;
    return cells;
}

} // namespace

int CodeBlock::heightOf(int lines, const TranscriptMetrics &metrics)
{
    return metrics.codeHead + 2 + 2 * kPadY + static_cast<int>(std::ceil(std::max(1, lines) * metrics.codePitch));
}

void CodeBlock::update(const markdown::Block &block, const LayoutContext &context)
{
    const bool same = m_metrics && m_width == context.width && m_language == block.info && m_laidWrapped == m_wrapped &&
                      m_metrics->codePitch == context.metrics.codePitch &&
                      m_metrics->theme.dark == context.metrics.theme.dark;
    if (!same) reset(block, context);
    dropStaleRows(block.source);
    addRows(block.source);
    m_length = std::max(0, static_cast<int>(block.source.size()) - 1);
    m_scroll = std::clamp(m_scroll, 0, maxScroll());
}

void CodeBlock::reset(const markdown::Block &block, const LayoutContext &context)
{
    m_metrics = context.metrics;
    m_width = context.width;
    m_language = block.info;
    m_laidWrapped = m_wrapped;
    m_rows.clear();
    m_run = context.highlighter.run(block.info);
    m_charWidth = QFontMetricsF(m_metrics->code).horizontalAdvance(u'0');
    m_widest = 0;
}

/// Only the end of growing code differs from before: the last row always may, those above it while they do.
void CodeBlock::dropStaleRows(const QString &source)
{
    const auto matches = [&](const Row &row) {
        const qsizetype end = row.offset + row.text.size();
        return end < source.size() && source[end] == u'\n' &&
               QStringView(source).sliced(row.offset, row.text.size()) == row.text;
    };
    if (!m_rows.empty()) m_rows.pop_back();
    while (!m_rows.empty() && !matches(m_rows.back()))
        m_rows.pop_back();
    m_run->truncate(static_cast<int>(m_rows.size()));
}

void CodeBlock::addRows(const QString &source)
{
    qsizetype at = m_rows.empty() ? 0 : m_rows.back().offset + m_rows.back().text.size() + 1;
    qreal top = m_rows.empty() ? 0 : m_rows.back().top + m_rows.back().height;
    while (at < source.size()) {
        const qsizetype newline = source.indexOf(u'\n', at);
        const qsizetype end = newline < 0 ? source.size() : newline;
        Row row;
        row.text = source.sliced(at, end - at);
        row.offset = static_cast<int>(at);
        row.top = top;
        row.height = m_metrics->codePitch;
        row.runs = m_run->nextLine(row.text);
        m_widest = std::max(m_widest, cellsOf(row.text) * m_charWidth);
        if (m_laidWrapped) {
            const QTextLayout &layout = layoutOf(row);
            row.height = std::max(1, layout.lineCount()) * m_metrics->codePitch;
        }
        top += row.height;
        m_rows.push_back(std::move(row));
        at = end + 1;
    }
}

QTextLayout &CodeBlock::layoutOf(Row &row)
{
    if (row.layout) return *row.layout;
    row.layout = std::make_unique<QTextLayout>(row.text, m_metrics->code);
    QTextOption option;
    option.setWrapMode(m_laidWrapped ? QTextOption::WrapAtWordBoundaryOrAnywhere : QTextOption::NoWrap);
    option.setTabStopDistance(m_charWidth * 4);
    row.layout->setTextOption(option);
    QList<QTextLayout::FormatRange> formats;
    for (const CodeRun &run : row.runs) {
        QTextCharFormat format;
        format.setForeground(codeColor(m_metrics->theme, run.ink));
        formats.append({run.start, run.length, format});
    }
    row.layout->setFormats(formats);
    row.layout->beginLayout();
    qreal y = 0;
    for (QTextLine line = row.layout->createLine(); line.isValid(); line = row.layout->createLine()) {
        line.setLineWidth(m_laidWrapped ? m_width - 2 * kPadX : 1e6);
        line.setPosition({0, y + (m_metrics->codePitch - line.height()) / 2});
        y += m_metrics->codePitch;
    }
    row.layout->endLayout();
    return *row.layout;
}

int CodeBlock::height() const
{
    const qreal text = m_rows.empty() ? m_metrics->codePitch : m_rows.back().top + m_rows.back().height;
    return m_metrics->codeHead + 2 + 2 * kPadY + static_cast<int>(std::ceil(text));
}

QString CodeBlock::shown() const
{
    return textOf({0, m_length});
}

QString CodeBlock::textOf(TextRange range) const
{
    QString result;
    for (const Row &row : m_rows) {
        const int end = row.offset + static_cast<int>(row.text.size());
        if (end < range.from) continue;
        if (row.offset >= range.to) break;
        const int from = std::max(range.from, row.offset) - row.offset;
        const int to = std::min(range.to, end) - row.offset;
        if (to > from) result += QStringView(row.text).sliced(from, to - from);
        if (range.to > end && end < m_length) result += u'\n';
    }
    return result;
}

int CodeBlock::maxScroll() const
{
    if (m_laidWrapped) return 0;
    return std::max(0, static_cast<int>(std::ceil(m_widest)) + 2 * kPadX - m_width);
}

bool CodeBlock::scrollBy(int pixels)
{
    const int target = std::clamp(m_scroll + pixels, 0, maxScroll());
    return std::exchange(m_scroll, target) != target;
}

QPointF CodeBlock::textOrigin() const
{
    return {static_cast<qreal>(kPadX - m_scroll), static_cast<qreal>(m_metrics->codeHead + 1 + kPadY)};
}

int CodeBlock::rowAt(qreal y) const
{
    const auto after = std::ranges::upper_bound(m_rows, y, {}, &Row::top);
    return std::max(0, static_cast<int>(after - m_rows.begin()) - 1);
}

int CodeBlock::positionAt(const QPointF &point)
{
    if (m_rows.empty()) return 0;
    const QPointF local = point - textOrigin();
    if (local.y() < 0 && point.y() < 0) return 0;
    Row &row = m_rows[static_cast<std::size_t>(rowAt(std::max(0.0, local.y())))];
    const QTextLayout &layout = layoutOf(row);
    if (local.y() > row.top + row.height) return m_length;
    const int line = std::clamp(static_cast<int>((local.y() - row.top) / m_metrics->codePitch), 0,
                                std::max(0, layout.lineCount() - 1));
    if (layout.lineCount() == 0) return row.offset;
    return row.offset + layout.lineAt(line).xToCursor(local.x());
}

QRectF CodeBlock::cursorRect(int position)
{
    if (m_rows.empty()) return {textOrigin(), QSizeF(0, m_metrics->codePitch)};
    const auto after = std::ranges::upper_bound(m_rows, position, {}, &Row::offset);
    Row &row = *(after == m_rows.begin() ? after : after - 1);
    const QTextLayout &layout = layoutOf(row);
    const QTextLine line =
        layout.lineForTextPosition(std::clamp(position - row.offset, 0, static_cast<int>(row.text.size())));
    const QPointF at = textOrigin() + QPointF(0, row.top);
    if (!line.isValid()) return {at, QSizeF(0, m_metrics->codePitch)};
    return {at.x() + line.cursorToX(position - row.offset), at.y() + line.y(), 0, line.height()};
}

QRectF CodeBlock::copyRect() const
{
    const qreal text = QFontMetricsF(m_metrics->small).horizontalAdvance(copyText(false));
    const qreal width = text + 14 + 8 + 20;
    const qreal height = m_metrics->button - 2;
    return {m_width - 6 - width, 1 + (m_metrics->codeHead - height) / 2, width, height};
}

void CodeBlock::paint(QPainter &painter, const QPointF &origin, const PaintContext &context)
{
    const QRectF frame(origin, QSizeF(m_width, height()));
    drawRounded(painter, frame, 10, context.metrics.theme.sunken, context.metrics.theme.line);
    paintHead(painter, frame, context);
    paintRows(painter, frame, context);
    paintScrollBar(painter, frame, context);
}

void CodeBlock::paintHead(QPainter &painter, const QRectF &frame, const PaintContext &context) const
{
    const TranscriptMetrics &m = context.metrics;
    const QRectF copy = copyRect().translated(frame.topLeft());
    const QRectF head(frame.x() + kPadX, frame.y() + 1, copy.left() - frame.x() - kPadX - 8, m.codeHead);
    drawElided(painter, head, m_language.section(u' ', 0, 0), m.small, m.theme.t2);
    painter.fillRect(QRectF(frame.x() + 1, frame.y() + m.codeHead, frame.width() - 2, 1), m.theme.line);
    if (context.hovered) drawRounded(painter, copy, 7, m.theme.hover);
    if (context.focused) drawFocusRing(painter, copy, 7, m.theme.accBar);
    const QColor ink = context.hovered ? m.theme.t1 : m.theme.t2;
    const qreal icon = 14;
    paintIcon(painter, context.copied ? IconName::Check : IconName::Copy,
              QRectF(copy.x() + 10, copy.center().y() - icon / 2, icon, icon), ink);
    drawElided(painter, copy.adjusted(10 + icon + 8, 0, 0, 0), copyText(context.copied), m.small, ink);
}

void CodeBlock::paintRows(QPainter &painter, const QRectF &frame, const PaintContext &context)
{
    painter.save();
    painter.setClipRect(frame.adjusted(1, m_metrics->codeHead + 1, -1, -1), Qt::IntersectClip);
    painter.setPen(context.metrics.theme.t1);
    const QPointF origin = frame.topLeft() + textOrigin();
    const qreal last = context.clip.bottom() - origin.y();
    for (int i = rowAt(context.clip.top() - origin.y()); i < static_cast<int>(m_rows.size()); ++i) {
        Row &row = m_rows[static_cast<std::size_t>(i)];
        if (row.top > last) break;
        const int from = std::max(0, context.selected.from - row.offset);
        const int to = std::min(static_cast<int>(row.text.size()), context.selected.to - row.offset);
        QList<QTextLayout::FormatRange> extra;
        if (from < to) {
            QTextCharFormat format;
            format.setBackground(context.metrics.theme.acc);
            format.setForeground(context.metrics.theme.onAcc);
            extra.append({from, to - from, format});
        }
        layoutOf(row).draw(&painter, origin + QPointF(0, row.top), extra);
    }
    painter.restore();
}

void CodeBlock::paintScrollBar(QPainter &painter, const QRectF &frame, const PaintContext &context) const
{
    const int range = maxScroll();
    if (range == 0) return;
    const qreal track = m_width - 2 * kPadX;
    const qreal thumb = std::max(24.0, track * m_width / (m_width + range));
    const qreal x = frame.x() + kPadX + (track - thumb) * m_scroll / range;
    drawRounded(painter, QRectF(x, frame.bottom() - 7, thumb, 4), 2, context.metrics.theme.line2);
}

} // namespace sotto
