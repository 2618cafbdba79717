#include "ui/transcript/markdown/block_stream.h"
#include "ui/transcript/markdown/inline.h"

using namespace Qt::StringLiterals;

/// One line against the containers and the leaf that are open: CommonMark's section "Phase 1: block structure".
namespace sotto::markdown {

void BlockStream::takeMarkdownLine(QStringView line, LineEnd end)
{
    LineCursor cursor(line);
    std::size_t matched = matchContainers(cursor);
    const bool all = matched == m_state.open.size();
    if (continueVerbatim(cursor, all, m_lineEnd)) return;
    bool opened = false;
    for (Start start = startBlock(cursor, matched, end); start != Start::None;
         start = startBlock(cursor, matched, end)) {
        if (start == Start::Leaf) return;
        opened = true;
    }
    if (cursor.isBlank()) {
        if (!opened) takeBlank(matched);
        return;
    }
    takeText(cursor, matched, opened, end);
}

std::size_t BlockStream::matchContainers(LineCursor &cursor) const
{
    std::size_t matched = 0;
    for (const Container &container : m_state.open) {
        const int indent = cursor.indent();
        if (container.frame.kind == FrameKind::Quote) {
            if (indent > 3 || !cursor.text().startsWith(u'>')) break;
            cursor.skipIndent(indent);
            cursor.advance(1);
            cursor.skipIndent(1);
        } else if (cursor.isBlank()) {
            if (!container.hasLeaf) break;
        } else if (indent >= container.indent) {
            cursor.skipIndent(container.indent);
        } else {
            break;
        }
        ++matched;
    }
    return matched;
}

/// Code and LaTeX take their lines before anything else is looked for.
bool BlockStream::continueVerbatim(LineCursor &cursor, bool allMatched, qsizetype lineEnd)
{
    if (!allMatched) return false;
    if (leafIs(BlockKind::Code) && m_state.fence) {
        if (cursor.indent() <= 3 && closesFence(cursor.text(), *m_state.fence)) {
            closeLeaf();
        } else {
            cursor.skipIndent(m_state.fence->indent);
            last().source += cursor.rest() + u'\n';
        }
        last().end = lineEnd;
        return true;
    }
    if (leafIs(BlockKind::Math) && !cursor.isBlank()) {
        last().source += u'\n' + cursor.rest();
        last().end = lineEnd;
        if (cursor.text().contains(m_state.mathEnd)) closeLeaf();
        return true;
    }
    if (leafIs(BlockKind::Code) && !cursor.isBlank() && cursor.indent() >= 4) {
        cursor.skipIndent(4);
        last().source += QString(m_state.pendingBlanks, u'\n') + cursor.rest() + u'\n';
        last().end = lineEnd;
        m_state.pendingBlanks = 0;
        m_state.blank = false;
        return true;
    }
    return false;
}

/// Whether something began here. A container leaves the rest of the line; a leaf takes all of it.
BlockStream::Start BlockStream::startBlock(LineCursor &cursor, std::size_t &matched, LineEnd end)
{
    const QStringView text = cursor.text();
    const int indent = cursor.indent();
    if (text.isEmpty()) return Start::None;
    if (indent >= 4) {
        if (leafIs(BlockKind::Paragraph)) return Start::None;
        closeContainers(matched);
        closeLeaf();
        cursor.skipIndent(4);
        addBlock(BlockKind::Code).source = cursor.rest() + u'\n';
        return Start::Leaf;
    }
    if (startLeaf(cursor, text, matched, end)) return Start::Leaf;
    const bool container = text[0] == u'>' ? openQuote(cursor, matched) : openItem(cursor, text, matched);
    return container ? Start::Container : Start::None;
}

bool BlockStream::startLeaf(LineCursor &cursor, QStringView text, std::size_t matched, LineEnd end)
{
    const int indent = cursor.indent();
    const bool here = matched == m_state.open.size();
    if (here && leafIs(BlockKind::Paragraph) && !last().source.isEmpty() && end == LineEnd::Ended) {
        if (const int level = underlineLevel(text); level > 0) {
            last().kind = BlockKind::Heading;
            last().level = level;
            last().end = m_lineEnd;
            closeLeaf();
            return true;
        }
    }
    const auto begin = [&](BlockKind kind) -> Block & {
        closeContainers(matched);
        closeLeaf();
        return addBlock(kind);
    };
    if (auto heading = headingOf(text)) {
        Block &block = begin(BlockKind::Heading);
        block.level = heading->level;
        block.source = heading->text;
        closeLeaf();
    } else if (auto fence = fenceOf(text)) {
        fence->indent = indent;
        Block &block = begin(BlockKind::Code);
        block.fenced = true;
        block.info = fence->info;
        m_state.fence = std::move(fence);
    } else if (isRule(text)) {
        begin(BlockKind::Rule);
        closeLeaf();
    } else if (const QString close = mathEnd(text); !close.isEmpty()) {
        begin(BlockKind::Math).source = text.toString();
        m_state.mathEnd = close;
    } else {
        return false;
    }
    return true;
}

bool BlockStream::openQuote(LineCursor &cursor, std::size_t &matched)
{
    if (static_cast<int>(matched) >= kMaxDepth) return false;
    closeContainers(matched);
    closeLeaf();
    cursor.skipIndent(cursor.indent());
    cursor.advance(1);
    cursor.skipIndent(1);
    Container container;
    container.frame.kind = FrameKind::Quote;
    container.frame.id = m_state.nextId++;
    m_state.open.push_back(container);
    ++matched;
    return true;
}

bool BlockStream::openItem(LineCursor &cursor, QStringView text, std::size_t &matched)
{
    const auto marker = markerOf(text);
    if (!marker || static_cast<int>(matched) >= kMaxDepth) return false;
    const bool empty = text.sliced(marker->width).trimmed().isEmpty();
    const bool interrupts = leafIs(BlockKind::Paragraph) && matched == m_state.open.size();
    if (interrupts && (empty || (marker->kind == FrameKind::Ordered && marker->number != 1))) return false;

    Container container;
    container.delimiter = marker->delimiter;
    container.frame.kind = marker->kind;
    container.frame.number = marker->number;
    if (matched < m_state.open.size()) {
        const Container &sibling = m_state.open[matched];
        if (sibling.frame.kind == FrameKind::Ordered && marker->kind == FrameKind::Ordered &&
            sibling.delimiter == marker->delimiter)
            container.frame.number = sibling.frame.number + 1;
    }
    const int markerIndent = cursor.indent();
    closeContainers(matched);
    closeLeaf();
    cursor.skipIndent(markerIndent);
    cursor.advance(marker->width);
    const int spaces = cursor.indent();
    const int padding = empty || spaces > 4 ? 1 : spaces;
    container.indent = markerIndent + marker->width + padding;
    cursor.skipIndent(padding);
    const QStringView rest = cursor.text();
    const bool task = rest.startsWith(u"[ ] ") || rest.startsWith(u"[x] ") || rest.startsWith(u"[X] ");
    if (task) {
        container.frame.kind = FrameKind::Task;
        container.frame.checked = rest[1] != u' ';
        cursor.skipIndent(cursor.indent());
        cursor.advance(4);
    }
    container.frame.id = m_state.nextId++;
    m_state.open.push_back(container);
    ++matched;
    return true;
}

void BlockStream::takeBlank(std::size_t matched)
{
    closeContainers(matched);
    m_state.blank = true;
    if (leafIs(BlockKind::Code)) {
        ++m_state.pendingBlanks;
    } else if (leafIs(BlockKind::Paragraph) || leafIs(BlockKind::Table) || leafIs(BlockKind::Math)) {
        closeLeaf();
    }
}

void BlockStream::takeText(const LineCursor &cursor, std::size_t matched, bool opened, LineEnd end)
{
    const bool here = matched == m_state.open.size();
    const QStringView text = cursor.text();
    if (leafIs(BlockKind::Paragraph) && !opened) {
        // Here or lazily: a paragraph goes on even where the marks of its containers are left out.
        if (here && end == LineEnd::Ended && becomeTable(text)) return;
        appendParagraphLine(text, u"\n");
        return;
    }
    if (leafIs(BlockKind::Table) && !opened && here) {
        last().source += text;
        last().source += u'\n';
        last().end = m_lineEnd;
        return;
    }
    closeContainers(matched);
    closeLeaf();
    addBlock(BlockKind::Paragraph).source = text.toString();
}

void BlockStream::appendParagraphLine(QStringView text, QStringView joint)
{
    if (last().source.size() > kMaxParagraph) {
        closeLeaf();
        Block &block = addBlock(BlockKind::Paragraph);
        block.continues = true;
        block.source = text.toString();
        return;
    }
    last().source += joint;
    last().source += text;
    last().end = m_lineEnd;
}

/// The paragraph's last line is the head of a table when a row of dashes with as many cells follows it.
bool BlockStream::becomeTable(QStringView text)
{
    const auto columns = tableColumns(text);
    if (!columns) return false;
    Block &paragraph = last();
    const qsizetype cut = paragraph.source.lastIndexOf(u'\n');
    const QString head = paragraph.source.sliced(cut + 1);
    if (splitTableRow(head).size() != columns->size() || !head.contains(u'|')) return false;
    if (cut < 0) {
        paragraph.kind = BlockKind::Table;
    } else {
        const qsizetype begin = paragraph.end - head.size();
        paragraph.source.truncate(cut);
        paragraph.end = begin - 1;
        closeLeaf();
        addBlock(BlockKind::Table).begin = begin;
    }
    Block &table = last();
    table.source = head + u'\n';
    table.columns = *columns;
    table.end = m_lineEnd;
    return true;
}

} // namespace sotto::markdown
