#include "ui/transcript/block_section.h"

#include "ui/components/paint.h"
#include "ui/theme/icons.h"

#include <QPainter>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace sotto {
namespace {

using markdown::Block;
using markdown::BlockKind;
using markdown::Frame;
using markdown::FrameKind;

bool inSameItem(const Block &a, const Block &b)
{
    const bool listed = !a.frames.isEmpty() && !b.frames.isEmpty();
    return listed && a.frames.first().kind != FrameKind::Quote && b.frames.first().kind != FrameKind::Quote;
}

} // namespace

BlockSection::BlockSection(markdown::BlockStream::Mode mode, bool thought)
    : m_stream(mode), m_mode(mode), m_thought(thought)
{
}

int BlockSection::feed(const QString &text, bool finished, const LayoutContext &context, TranscriptStats &stats)
{
    const qint64 before = m_stream.work();
    qsizetype first = count();
    if (text.size() < m_stream.length() || (m_finished && text.size() > m_stream.length())) {
        m_stream = markdown::BlockStream(m_mode);
        m_finished = false;
        first = 0;
    }
    if (text.size() > m_stream.length())
        first = std::min(first, m_stream.append(QStringView(text).sliced(m_stream.length())));
    if (finished && !m_finished) {
        first = std::min(first, m_stream.finish());
        m_finished = true;
    }
    stats.charactersParsed += std::max<qint64>(0, m_stream.work() - (first == 0 ? 0 : before));
    if (first >= count() && m_stream.blocks().size() == count()) return height();
    const int from = static_cast<int>(std::min<qsizetype>(first, count()));
    const int y = m_heights.top(from);
    rebuildFrom(from, context, stats);
    return y;
}

void BlockSection::rebuildFrom(int first, const LayoutContext &context, TranscriptStats &stats)
{
    const auto &blocks = m_stream.blocks();
    const auto size = static_cast<std::size_t>(blocks.size());
    if (m_layouts.size() > size) m_layouts.resize(size);
    m_heights.truncate(std::min(first, m_heights.size()));
    std::vector<std::unique_ptr<BlockLayout>> old;
    for (auto i = static_cast<std::size_t>(first); i < m_layouts.size(); ++i)
        old.push_back(std::move(m_layouts[i]));
    m_layouts.resize(static_cast<std::size_t>(first));
    for (int i = first; i < blocks.size(); ++i) {
        const Block &block = blocks.at(i);
        const auto index = static_cast<std::size_t>(i - first);
        // A layout of the same kind knows what it can keep.
        std::unique_ptr<BlockLayout> layout = index < old.size() ? std::move(old[index]) : nullptr;
        if (layout && !layout->fits(block.kind)) layout.reset();
        const LayoutContext own = inner(i, context);
        if (layout) {
            layout->update(block, own);
            ++stats.blocksLaidOut;
        }
        const int height = layout ? layout->height() : estimateBlockHeight(block, own);
        m_heights.append(gapBefore(i, context.metrics) + height);
        m_layouts.push_back(std::move(layout));
    }
}

void BlockSection::forgetLayouts(const LayoutContext &context)
{
    m_heights.clear();
    m_layouts.clear();
    TranscriptStats unused;
    rebuildFrom(0, context, unused);
}

LayoutContext BlockSection::inner(int i, const LayoutContext &context) const
{
    LayoutContext result = context;
    result.thought = m_thought;
    result.plain = m_mode == markdown::BlockStream::Mode::Plain;
    result.width = std::max(60, context.width - indentOf(i, context.metrics));
    return result;
}

int BlockSection::indentOf(int i, const TranscriptMetrics &metrics) const
{
    int indent = 0;
    for (const Frame &frame : block(i).frames)
        indent += frame.kind == FrameKind::Quote ? metrics.quoteIndent : metrics.listIndent;
    return indent;
}

int BlockSection::gapBefore(int i, const TranscriptMetrics &metrics) const
{
    if (i == 0) return 0;
    const Block &above = block(i - 1);
    const Block &here = block(i);
    if (here.continues) return 0;
    if (m_thought) return metrics.theme.grown(6);
    if (here.kind == BlockKind::Heading) return metrics.theme.grown(here.level <= 2 ? 20 : 16);
    if (above.kind == BlockKind::Heading) return metrics.theme.grown(6);
    if (here.kind == BlockKind::Rule || above.kind == BlockKind::Rule) return metrics.theme.grown(16);
    if (above.kind == BlockKind::Code) return metrics.theme.grown(14);
    if (above.kind == BlockKind::Table) return metrics.theme.grown(12);
    if (here.kind == BlockKind::Code || here.kind == BlockKind::Table) return metrics.theme.grown(10);
    if (inSameItem(above, here) && !here.gapBefore) return metrics.theme.grown(3);
    if (inSameItem(above, here)) return metrics.theme.grown(7);
    return metrics.theme.grown(10);
}

BlockLayout *BlockSection::existingLayout(int i) const
{
    return m_layouts[static_cast<std::size_t>(i)].get();
}

BlockLayout &BlockSection::layoutOf(int i, const LayoutContext &context, TranscriptStats &stats)
{
    auto &layout = m_layouts[static_cast<std::size_t>(i)];
    if (!layout) {
        layout = makeBlockLayout(block(i).kind);
        layout->update(block(i), inner(i, context));
        ++stats.blocksLaidOut;
        m_heights.set(i, gapBefore(i, context.metrics) + layout->height());
    }
    return *layout;
}

void BlockSection::relayout(int i, const LayoutContext &context, TranscriptStats &stats)
{
    layoutOf(i, context, stats).update(block(i), inner(i, context));
    m_heights.set(i, gapBefore(i, context.metrics) + m_layouts[static_cast<std::size_t>(i)]->height());
}

void BlockSection::layoutRange(int from, int to, const LayoutContext &context, TranscriptStats &stats,
                               const std::function<void(int top, int delta)> &corrected)
{
    if (isEmpty() || to <= 0 || from >= height()) return;
    int i = m_heights.at(std::max(0, from));
    for (int y = top(i); i < count() && y < to; ++i) {
        const int guessed = m_heights.height(i);
        if (!existingLayout(i)) {
            static_cast<void>(layoutOf(i, context, stats));
            const int delta = m_heights.height(i) - guessed;
            if (delta != 0) corrected(y, delta);
        }
        y += m_heights.height(i);
    }
}

QPointF BlockSection::origin(int i, const TranscriptMetrics &metrics) const
{
    return QPointF(indentOf(i, metrics), top(i) + gapBefore(i, metrics));
}

int BlockSection::naturalWidth(const TranscriptMetrics &metrics) const
{
    int width = 0;
    for (int i = 0; i < count(); ++i) {
        if (const BlockLayout *layout = existingLayout(i))
            width = std::max(width, layout->naturalWidth() + indentOf(i, metrics));
    }
    return width;
}

QString BlockSection::textOf(int i, TextRange range, const LayoutContext &context, TranscriptStats &stats)
{
    if (const BlockLayout *layout = existingLayout(i)) return layout->textOf(range);
    const auto layout = makeBlockLayout(block(i).kind);
    layout->update(block(i), inner(i, context));
    ++stats.blocksLaidOut;
    return layout->textOf({range.from, std::min(range.to, layout->length())});
}

void BlockSection::paintFrames(QPainter &painter, int i, const QPointF &sectionOrigin,
                               const TranscriptMetrics &metrics) const
{
    const Theme &theme = metrics.theme;
    const int gap = gapBefore(i, metrics);
    const qreal blockTop = sectionOrigin.y() + top(i) + gap;
    const qreal bottom = sectionOrigin.y() + top(i) + m_heights.height(i);
    qreal x = sectionOrigin.x();
    for (const Frame &frame : block(i).frames) {
        if (frame.kind == FrameKind::Quote) {
            const auto sameQuote = [&](const Frame &other) { return other.id == frame.id; };
            const bool joined = i > 0 && std::ranges::any_of(block(i - 1).frames, sameQuote);
            const qreal barTop = joined ? blockTop - gap : blockTop;
            painter.fillRect(QRectF(x, barTop, 2, bottom - barTop), theme.line2);
            x += metrics.quoteIndent;
            continue;
        }
        const qreal pitch = m_thought ? metrics.thoughtPitch : metrics.readingPitch;
        const QRectF marker(x, blockTop, metrics.listIndent - 8, pitch);
        if (frame.firstLeaf && frame.kind == FrameKind::Ordered) {
            const QFont font = m_thought ? metrics.thought : metrics.reading;
            drawElided(painter, marker.adjusted(-8, 0, 2, 0), QString::number(frame.number) + u'.', font, theme.t2,
                       Qt::AlignRight);
        } else if (frame.firstLeaf && frame.kind == FrameKind::Bullet) {
            painter.save();
            painter.setRenderHint(QPainter::Antialiasing);
            painter.setPen(Qt::NoPen);
            painter.setBrush(theme.t2);
            painter.drawEllipse(QPointF(marker.right() - 4, marker.center().y()), 2.25, 2.25);
            painter.restore();
        } else if (frame.firstLeaf) {
            const qreal side = theme.grown(14);
            const QRectF box(marker.right() - side + 2, marker.center().y() - side / 2, side, side);
            drawRounded(painter, box, 4, frame.checked ? theme.acc : QColor(), frame.checked ? theme.acc : theme.ctl,
                        1.5);
            if (frame.checked) paintIcon(painter, IconName::Check, box.adjusted(1, 1, -1, -1), theme.onAcc);
        }
        x += metrics.listIndent;
    }
}

} // namespace sotto
