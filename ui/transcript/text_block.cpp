#include "ui/transcript/text_block.h"

#include "ui/transcript/code_block.h"
#include "ui/transcript/markdown/inline.h"
#include "ui/transcript/table_block.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace sotto {

markdown::InlineText inlineOf(const markdown::Block &block, bool plain)
{
    if (!plain && block.kind != markdown::BlockKind::Math) return markdown::parseInline(block.source);
    QString text = block.source;
    text.replace(u'\n', QChar(QChar::LineSeparator));
    return {text, {}};
}

InlineStyle inlineStyle(const markdown::Block &block, const LayoutContext &context)
{
    const TranscriptMetrics &m = context.metrics;
    if (context.thought) return {m.thought, m.theme.t2, m.thoughtPitch};
    if (block.kind == markdown::BlockKind::Heading) {
        const QFont font = m.heading(block.level);
        return {font, m.theme.t1, m.pitch(font, TypeRole::Heading)};
    }
    const bool quoted = std::ranges::any_of(
        block.frames, [](const markdown::Frame &f) { return f.kind == markdown::FrameKind::Quote; });
    return {m.reading, quoted ? m.theme.t2 : m.theme.t1, m.readingPitch};
}

void TextBlock::update(const markdown::Block &block, const LayoutContext &context)
{
    m_rule = block.kind == markdown::BlockKind::Rule;
    m_width = context.width;
    if (m_rule) return;
    InlineStyle style = inlineStyle(block, context);
    m_inline.set(inlineOf(block, context.plain), style, context.metrics);
    m_inline.layout(context.width);
}

int TextBlock::height() const
{
    return m_rule ? 1 : static_cast<int>(std::ceil(m_inline.height()));
}

int TextBlock::naturalWidth() const
{
    return m_rule ? m_width : static_cast<int>(std::ceil(m_inline.naturalWidth()));
}

void TextBlock::paint(QPainter &painter, const QPointF &origin, const PaintContext &context)
{
    if (m_rule) {
        painter.fillRect(QRectF(origin, QSizeF(m_width, 1)), context.metrics.theme.line);
        return;
    }
    m_inline.paint(painter, origin, context.metrics, context.selected, context.hoveredLink);
}

std::unique_ptr<BlockLayout> makeBlockLayout(markdown::BlockKind kind)
{
    switch (kind) {
    case markdown::BlockKind::Code: return std::make_unique<CodeBlock>();
    case markdown::BlockKind::Table: return std::make_unique<TableBlock>();
    default: return std::make_unique<TextBlock>();
    }
}

int estimateBlockHeight(const markdown::Block &block, const LayoutContext &context)
{
    const TranscriptMetrics &m = context.metrics;
    const auto newlines = [&] { return static_cast<int>(block.source.count(u'\n')); };
    switch (block.kind) {
    case markdown::BlockKind::Rule: return 1;
    case markdown::BlockKind::Code: return CodeBlock::heightOf(newlines(), m);
    case markdown::BlockKind::Table: return newlines() * static_cast<int>(m.tablePitch + 13) + 1;
    default: break;
    }
    const qreal pitch = context.thought ? m.thoughtPitch : m.readingPitch;
    const qreal perLine = std::max(8.0, context.width / (m.px(context.thought ? m.thought : m.reading) * 0.5));
    const int lines = 1 + static_cast<int>(static_cast<qreal>(block.source.size()) / perLine);
    return static_cast<int>(std::ceil(lines * pitch));
}

} // namespace sotto
