#pragma once

#include <QList>
#include <QString>

#include <cstdint>

namespace sotto::markdown {

/// What a stretch of inline text is; several hold at once.
enum SpanFlag : std::uint16_t {
    Emphasis = 1,
    Strong = 2,
    CodeSpan = 4,
    Strike = 8,
    Link = 16,  ///< `address` may be opened: http, https or mailto, nothing else.
    Image = 32, ///< Words and address of a picture that is not loaded.
    Math = 64,  ///< LaTeX, kept as its source.
};

struct Span {
    qsizetype start = 0; ///< In InlineText::text.
    qsizetype length = 0;
    std::uint16_t flags = 0;
    QString address; ///< Of a Link.

    bool operator==(const Span &) const = default;
};

/// Text as it is shown, with what holds where. Spans are sorted and do not overlap; stretches without one are plain.
/// A hard break is U+2028.
struct InlineText {
    QString text;
    QList<Span> spans;

    bool operator==(const InlineText &) const = default;
};

enum class BlockKind : std::uint8_t { Paragraph, Heading, Code, Table, Rule, Math };
enum class FrameKind : std::uint8_t { Quote, Bullet, Ordered, Task };

/// A container a block stands in, outermost first in Block::frames.
struct Frame {
    FrameKind kind = FrameKind::Quote;
    int id = 0;             ///< The same for all blocks in the same container.
    int number = 0;         ///< Of an Ordered item.
    bool checked = false;   ///< Of a Task.
    bool firstLeaf = false; ///< This block is the item's first: the marker stands beside it.

    bool operator==(const Frame &) const = default;
};

enum class ColumnAlign : std::uint8_t { Default, Left, Centre, Right };

/// A leaf of the document. Containers are not nodes of a tree but the frames of their leaves, so that a document is a
/// flat list that can be measured, painted and extended one piece at a time.
struct Block {
    BlockKind kind = BlockKind::Paragraph;
    int level = 0;          ///< Of a heading, 1 … 6.
    bool fenced = false;    ///< Of code: by a fence, not by indentation.
    bool closed = false;    ///< Nothing can be added to it any more.
    bool gapBefore = false; ///< A blank line stood before it in the source.
    bool continues = false; ///< A paragraph cut because of its length: this goes on where the last one ended.
    QString info;           ///< Of code: the language.
    /// Inline source of a paragraph or heading with its line ends; the text of code, each line ended, exactly as
    /// written; LaTeX as written; rows of a table, one a line.
    QString source;
    QList<ColumnAlign> columns; ///< Of a table.
    QList<Frame> frames;
    qsizetype begin = 0; ///< Where its first line begins in the whole text …
    qsizetype end = 0;   ///< … and where its last line ends, without the line end.

    bool operator==(const Block &) const = default;
};

using Blocks = QList<Block>;

/// Bounds that keep hostile text cheap.
inline constexpr int kMaxDepth = 16;             ///< Containers within each other; deeper markers are text.
inline constexpr qsizetype kMaxSegment = 4096;   ///< A longer line is cut at a space before this.
inline constexpr qsizetype kMaxParagraph = 6000; ///< A longer paragraph goes on in a new block.
inline constexpr qsizetype kMaxColumns = 64;

} // namespace sotto::markdown
