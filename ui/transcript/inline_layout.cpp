#include "ui/transcript/inline_layout.h"

#include "ui/components/paint.h"
#include "ui/transcript/markdown/inline_scan.h"

#include <QPainter>
#include <QTextOption>

#include <algorithm>
#include <cmath>

namespace sotto {
namespace {

constexpr QChar kPad(0x00A0);
/// Makes the pad 4 px wide in a font whose characters take 0.6 em.
constexpr qreal kPadPixels = 6.6;

bool hasCjk(QStringView text)
{
    return std::ranges::any_of(text, [](QChar c) { return c.isSurrogate() || markdown::isCjk(c.unicode()); });
}

QTextCharFormat formatOf(const markdown::Span &span, QStringView text, const InlineStyle &style,
                         const TranscriptMetrics &metrics)
{
    QFont font = style.font;
    QTextCharFormat format;
    if (span.flags & markdown::CodeSpan) {
        font = metrics.inlineCode;
        font.setPointSizeF(style.font.pointSizeF() * 9.5 / 11.0);
    }
    if (span.flags & markdown::Strong) font.setWeight(QFont::DemiBold);
    if (span.flags & markdown::Emphasis) {
        if (metrics.theme.chinese || hasCjk(text)) {
            font.setWeight(QFont::DemiBold);
        } else {
            font.setItalic(true);
        }
    }
    if (span.flags & markdown::Strike) font.setStrikeOut(true);
    if (span.flags & markdown::Link) {
        format.setForeground(metrics.theme.accText);
        font.setUnderline(true);
    } else if (span.flags & markdown::Image) {
        format.setForeground(metrics.theme.t2);
    }
    format.setFont(font);
    return format;
}

} // namespace

void InlineLayout::set(const markdown::InlineText &inlineText, const InlineStyle &style,
                       const TranscriptMetrics &metrics)
{
    m_text.clear();
    m_codes.clear();
    m_links.clear();
    m_pads.clear();
    m_width = -1;
    m_pitch = style.pitch;
    m_color = style.color;
    QList<QTextLayout::FormatRange> formats;
    qsizetype at = 0;
    for (const markdown::Span &span : inlineText.spans) {
        m_text += QStringView(inlineText.text).sliced(at, span.start - at);
        append(inlineText, span, style, metrics, formats);
        at = span.start + span.length;
    }
    m_text += QStringView(inlineText.text).sliced(at);
    m_text.replace(QChar(u'\0'), QChar(QChar::ReplacementCharacter));
    m_layout = std::make_unique<QTextLayout>(m_text, style.font);
    QTextOption option(style.align);
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    m_layout->setTextOption(option);
    m_layout->setFormats(formats);
    m_layout->setCacheEnabled(true);
}

void InlineLayout::append(const markdown::InlineText &inlineText, const markdown::Span &span, const InlineStyle &style,
                          const TranscriptMetrics &metrics, QList<QTextLayout::FormatRange> &formats)
{
    const QStringView content = QStringView(inlineText.text).sliced(span.start, span.length);
    const bool code = (span.flags & markdown::CodeSpan) && style.codeBoxes;
    const int from = length();
    QTextCharFormat pad;
    QFont padFont = metrics.inlineCode;
    padFont.setPixelSize(std::max(1, qRound(kPadPixels)));
    pad.setFont(padFont);
    const auto addPad = [&] {
        m_pads.push_back(length());
        formats.append({length(), 1, pad});
        m_text += kPad;
    };
    if (code) addPad();
    formats.append({length(), static_cast<int>(content.size()), formatOf(span, content, style, metrics)});
    m_text += content;
    if (code) addPad();
    if (code) m_codes.push_back({from, length(), {}});
    if (span.flags & markdown::Link) m_links.push_back({from, length(), span.address});
}

void InlineLayout::layout(qreal width)
{
    if (!m_layout || m_width == width) return;
    m_width = width;
    qreal y = 0;
    m_naturalWidth = 0;
    m_layout->beginLayout();
    for (QTextLine line = m_layout->createLine(); line.isValid(); line = m_layout->createLine()) {
        line.setLineWidth(width);
        const qreal pitch = std::max(m_pitch, line.height() - 2);
        line.setPosition({0, y + (pitch - line.height()) / 2});
        y += pitch;
        m_naturalWidth = std::max(m_naturalWidth, line.naturalTextWidth());
    }
    m_layout->endLayout();
    m_height = std::max(y, m_pitch);
}

qreal InlineLayout::idealWidth()
{
    layout(1e6);
    return std::ceil(m_naturalWidth);
}

std::vector<QRectF> InlineLayout::boxesOf(int from, int to) const
{
    std::vector<QRectF> boxes;
    for (int i = 0; i < m_layout->lineCount(); ++i) {
        const QTextLine line = m_layout->lineAt(i);
        const int begin = std::max(from, line.textStart());
        const int end = std::min(to, line.textStart() + line.textLength());
        if (begin >= end) continue;
        const qreal a = line.cursorToX(begin);
        const qreal b = line.cursorToX(end);
        boxes.emplace_back(std::min(a, b), line.y(), std::abs(b - a), line.height());
    }
    return boxes;
}

void InlineLayout::paint(QPainter &painter, const QPointF &origin, const TranscriptMetrics &metrics, TextRange selected,
                         const QString &hoveredLink) const
{
    if (!m_layout) return;
    const Theme &theme = metrics.theme;
    for (const Stretch &code : m_codes) {
        for (const QRectF &box : boxesOf(code.from, code.to)) {
            const QRectF frame = box.translated(origin).adjusted(0, 1, 0, -1);
            drawRounded(painter, frame, 4, theme.sunken, theme.line);
        }
    }
    QList<QTextLayout::FormatRange> extra;
    for (const Stretch &link : m_links) {
        if (hoveredLink.isEmpty() || link.address != hoveredLink) continue;
        QTextCharFormat format;
        format.setBackground(theme.accSoft);
        extra.append({link.from, link.to - link.from, format});
    }
    if (!selected.isEmpty()) {
        QTextCharFormat format;
        format.setBackground(theme.acc);
        format.setForeground(theme.onAcc);
        extra.append({selected.from, selected.to - selected.from, format});
    }
    painter.setPen(m_color);
    m_layout->draw(&painter, origin, extra);
}

int InlineLayout::lineAt(qreal y) const
{
    for (int i = 0; i + 1 < m_layout->lineCount(); ++i) {
        const QTextLine next = m_layout->lineAt(i + 1);
        if (y < next.y()) return i;
    }
    return m_layout->lineCount() - 1;
}

int InlineLayout::positionAt(const QPointF &point) const
{
    if (!m_layout || m_layout->lineCount() == 0) return 0;
    if (point.y() < 0) return 0;
    if (point.y() > m_height) return length();
    return m_layout->lineAt(lineAt(point.y())).xToCursor(point.x());
}

QString InlineLayout::textOf(TextRange range) const
{
    QString result;
    auto pad = std::ranges::lower_bound(m_pads, range.from);
    for (int i = std::max(0, range.from); i < std::min(range.to, length()); ++i) {
        if (pad != m_pads.end() && *pad == i) {
            ++pad;
            continue;
        }
        const QChar c = m_text[i];
        result += c == QChar(QChar::LineSeparator) ? QChar(u'\n') : c;
    }
    return result;
}

QString InlineLayout::linkAt(const QPointF &point) const
{
    if (!m_layout) return {};
    for (const Stretch &link : m_links) {
        for (const QRectF &box : boxesOf(link.from, link.to)) {
            if (box.contains(point)) return link.address;
        }
    }
    return {};
}

QRectF InlineLayout::cursorRect(int position) const
{
    if (!m_layout || m_layout->lineCount() == 0) return {0, 0, 0, m_pitch};
    const QTextLine found = m_layout->lineForTextPosition(std::clamp(position, 0, length()));
    const QTextLine line = found.isValid() ? found : m_layout->lineAt(m_layout->lineCount() - 1);
    return {line.cursorToX(position), line.y(), 0, line.height()};
}

} // namespace sotto
