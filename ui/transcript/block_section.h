#pragma once

#include "ui/transcript/block_layout.h"
#include "ui/transcript/height_index.h"
#include "ui/transcript/markdown/block_stream.h"

#include <functional>
#include <memory>
#include <vector>

namespace sotto {

/// Counts of work done, for tests of what it grows with and for benchmarks.
struct TranscriptStats {
    qint64 blocksLaidOut = 0;
    qint64 messagesLaidOut = 0;
    qint64 charactersParsed = 0;
    qint64 paints = 0;
};

/// The blocks of one text, stacked: those that were seen are laid out, the heights of the others are guessed.
class BlockSection final {
public:
    BlockSection(markdown::BlockStream::Mode mode, bool thought);

    /// Reads what was added to `text` since the last call; reads all of it anew where it did not just grow.
    /// Returns the top of the first block that changed, or the height where none did.
    int feed(const QString &text, bool finished, const LayoutContext &context, TranscriptStats &stats);
    /// Width, font or colours changed: nothing is laid out any more.
    void forgetLayouts(const LayoutContext &context);

    [[nodiscard]] int height() const { return m_heights.total(); }
    [[nodiscard]] int count() const { return m_heights.size(); }
    [[nodiscard]] int top(int block) const { return m_heights.top(block); }
    [[nodiscard]] int blockAt(int y) const { return m_heights.at(y); }
    [[nodiscard]] const markdown::Block &block(int i) const { return m_stream.blocks().at(i); }
    [[nodiscard]] bool isEmpty() const { return count() == 0; }
    [[nodiscard]] const markdown::Blocks &blocks() const { return m_stream.blocks(); }

    /// Lays out the blocks that touch [from, to). `corrected` hears of each that turned out taller by `delta`, with its
    /// top, before the next is looked at, and returns by how much the range moves.
    void layoutRange(int from, int to, const LayoutContext &context, TranscriptStats &stats,
                     const std::function<void(int top, int delta)> &corrected);
    /// The layout of a block, made now if need be.
    BlockLayout &layoutOf(int block, const LayoutContext &context, TranscriptStats &stats);
    [[nodiscard]] BlockLayout *existingLayout(int block) const;
    /// Top left of a block's own layout, relative to the section.
    [[nodiscard]] QPointF origin(int block, const TranscriptMetrics &metrics) const;
    /// A code block's wrapping was changed: lays it out again.
    void relayout(int block, const LayoutContext &context, TranscriptStats &stats);
    /// Largest natural width of the blocks that are laid out.
    [[nodiscard]] int naturalWidth(const TranscriptMetrics &metrics) const;

    /// What is copied of a block, laid out or not.
    [[nodiscard]] QString textOf(int block, TextRange range, const LayoutContext &context, TranscriptStats &stats);

    /// Paints bullets, numbers, check boxes and the rules of quotes of one block.
    void paintFrames(QPainter &painter, int block, const QPointF &sectionOrigin,
                     const TranscriptMetrics &metrics) const;

private:
    [[nodiscard]] int gapBefore(int block, const TranscriptMetrics &metrics) const;
    [[nodiscard]] int indentOf(int block, const TranscriptMetrics &metrics) const;
    [[nodiscard]] LayoutContext inner(int block, const LayoutContext &context) const;
    void rebuildFrom(int block, const LayoutContext &context, TranscriptStats &stats);

    markdown::BlockStream m_stream;
    std::vector<std::unique_ptr<BlockLayout>> m_layouts;
    HeightIndex m_heights; ///< Gap and block together.
    markdown::BlockStream::Mode m_mode;
    bool m_thought;
    bool m_finished = false;
};

} // namespace sotto
