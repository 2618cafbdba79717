#include "ui/transcript/markdown/block_stream.h"

#include <algorithm>

namespace sotto::markdown {
namespace {

constexpr qsizetype kPlainBlock = 2000;

} // namespace

qsizetype BlockStream::append(QStringView text)
{
    takeBack();
    const bool lastMayChange = !m_blocks.isEmpty() && !m_blocks.constLast().closed;
    const qsizetype first = m_blocks.size() - (lastMayChange ? 1 : 0);
    m_tail += text;
    takeLines();
    if (!m_tail.isEmpty()) {
        m_undo = remember();
        takeLine(m_tail, m_consumed, LineEnd::Open);
    }
    return first;
}

qsizetype BlockStream::finish()
{
    takeBack();
    const bool lastMayChange = !m_blocks.isEmpty() && !m_blocks.constLast().closed;
    const qsizetype first = m_blocks.size() - (lastMayChange ? 1 : 0);
    if (!m_tail.isEmpty()) takeLine(m_tail, m_consumed, LineEnd::Ended);
    m_consumed += m_tail.size();
    m_tail.clear();
    m_state.midLine = false;
    closeContainers(0);
    closeLeaf();
    return first;
}

BlockStream::Undo BlockStream::remember() const
{
    Undo undo{m_state, m_blocks.size(), 0, 0, false};
    if (!m_blocks.isEmpty()) {
        undo.sourceSize = m_blocks.constLast().source.size();
        undo.end = m_blocks.constLast().end;
        undo.closed = m_blocks.constLast().closed;
    }
    return undo;
}

/// Unmakes what the line that is not ended made.
void BlockStream::takeBack()
{
    if (!m_undo) return;
    m_state = std::move(m_undo->state);
    m_blocks.resize(m_undo->blocks);
    if (!m_blocks.isEmpty()) {
        Block &block = last();
        block.source.truncate(m_undo->sourceSize);
        block.end = m_undo->end;
        block.closed = m_undo->closed;
        const bool linewise = block.kind == BlockKind::Code || block.kind == BlockKind::Table;
        if (linewise && !block.source.isEmpty()) block.source[block.source.size() - 1] = u'\n';
    }
    m_undo.reset();
}

void BlockStream::takeLines()
{
    qsizetype at = 0;
    const QStringView all(m_tail);
    while (at < all.size()) {
        const QStringView rest = all.sliced(at);
        const qsizetype window = std::min(rest.size(), kMaxSegment);
        const qsizetype newline = rest.first(window).indexOf(u'\n');
        if (newline >= 0) {
            takeLine(rest.first(newline), m_consumed + at, LineEnd::Ended);
            at += newline + 1;
        } else if (rest.size() >= kMaxSegment) {
            const qsizetype cut = cutAt(rest.first(kMaxSegment));
            takeLine(rest.first(cut), m_consumed + at, LineEnd::Cut);
            at += cut;
        } else {
            break;
        }
    }
    m_tail.remove(0, at);
    m_consumed += at;
}

/// Where a line that is too long is cut: after a space, and never within a surrogate pair.
qsizetype BlockStream::cutAt(QStringView text) const
{
    const qsizetype space = text.lastIndexOf(u' ');
    if (space > kMaxSegment / 2) return space + 1;
    return text.last(1).front().isHighSurrogate() ? text.size() - 1 : text.size();
}

void BlockStream::takeLine(QStringView line, qsizetype begin, LineEnd end)
{
    m_work += line.size() + 1;
    m_lineBegin = begin;
    if (end != LineEnd::Cut && line.endsWith(u'\r')) line.chop(1);
    m_lineEnd = begin + line.size();
    if (m_state.midLine) {
        takeContinuation(line, begin);
    } else if (m_mode == Mode::Plain) {
        takePlainLine(line, begin);
    } else {
        takeMarkdownLine(line, end);
    }
    m_state.midLine = end == LineEnd::Cut;
}

void BlockStream::takePlainLine(QStringView line, qsizetype begin)
{
    if (m_blocks.isEmpty() || last().source.size() > kPlainBlock) {
        const bool first = m_blocks.isEmpty();
        closeLeaf();
        Block &block = addBlock(BlockKind::Paragraph);
        block.begin = begin;
        block.continues = !first;
        block.source = line.toString();
    } else {
        last().source += u'\n';
        last().source += line;
    }
    last().end = m_lineEnd;
}

/// The rest of a line that was cut joins what its beginning made.
void BlockStream::takeContinuation(QStringView text, qsizetype begin)
{
    const bool open = !m_blocks.isEmpty() && !last().closed;
    if (open && (last().kind == BlockKind::Code || last().kind == BlockKind::Table)) {
        last().source.chop(1);
        last().source += text;
        last().source += u'\n';
    } else if (open && (last().source.size() <= kMaxParagraph || last().kind == BlockKind::Math)) {
        last().source += text;
    } else {
        closeLeaf();
        Block &block = addBlock(BlockKind::Paragraph);
        block.begin = begin;
        block.continues = m_blocks.size() > 1;
        block.source = text.toString();
    }
    last().end = m_lineEnd;
}

void BlockStream::closeLeaf()
{
    if (!m_blocks.isEmpty()) last().closed = true;
    m_state.fence.reset();
    m_state.mathEnd.clear();
    m_state.pendingBlanks = 0;
}

bool BlockStream::leafIs(BlockKind kind) const
{
    return !m_blocks.isEmpty() && !m_blocks.constLast().closed && m_blocks.constLast().kind == kind;
}

/// A new leaf in the containers that are open.
Block &BlockStream::addBlock(BlockKind kind)
{
    Block block;
    block.kind = kind;
    block.gapBefore = m_state.blank;
    block.begin = m_lineBegin;
    block.end = m_lineEnd;
    for (Container &container : m_state.open) {
        Frame frame = container.frame;
        frame.firstLeaf = frame.kind != FrameKind::Quote && !container.hasLeaf;
        container.hasLeaf = true;
        block.frames.append(frame);
    }
    m_state.blank = false;
    m_blocks.append(std::move(block));
    return last();
}

/// Closes all containers but the outer `keep`; an item that stayed empty leaves an empty paragraph.
void BlockStream::closeContainers(std::size_t keep)
{
    if (keep >= m_state.open.size()) return;
    closeLeaf();
    while (m_state.open.size() > keep) {
        const Container &inner = m_state.open.back();
        if (inner.frame.kind != FrameKind::Quote && !inner.hasLeaf) {
            addBlock(BlockKind::Paragraph);
            closeLeaf();
        }
        m_state.open.pop_back();
    }
}

Blocks parseBlocks(QStringView text)
{
    BlockStream stream;
    stream.append(text);
    stream.finish();
    return stream.blocks();
}

} // namespace sotto::markdown
