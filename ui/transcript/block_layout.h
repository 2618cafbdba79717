#pragma once

#include "ui/transcript/inline_layout.h"

#include <QRectF>

#include <memory>

namespace sotto {

class Highlighter;

/// What a block is laid out with.
struct LayoutContext {
    const TranscriptMetrics &metrics;
    Highlighter &highlighter;
    int width = 0;        ///< Of the block, its containers' indentation taken off.
    bool thought = false; ///< In the thought block: smaller and in `t2`.
    bool plain = false;   ///< A user message: no Markdown.
};

/// What a block is painted with.
struct PaintContext {
    const TranscriptMetrics &metrics;
    QRectF clip; ///< In the painter's coordinates.
    TextRange selected;
    QString hoveredLink;
    bool copied = false;  ///< "Copied" instead of "Copy".
    bool hovered = false; ///< The button in the block's head is under the mouse …
    bool focused = false; ///< … or has the keyboard.
};

/// A laid-out block. Positions count characters of shown(). Coordinates are relative to the block's top left.
class BlockLayout {
public:
    virtual ~BlockLayout() = default;

    /// Lays out anew, reusing what did not change. Called with growing sources while a reply streams.
    virtual void update(const markdown::Block &block, const LayoutContext &context) = 0;
    /// Whether blocks of that kind can be laid out by this.
    [[nodiscard]] virtual bool fits(markdown::BlockKind kind) const = 0;
    [[nodiscard]] virtual int height() const = 0;
    /// Width really used, for a bubble that shrinks to its text.
    [[nodiscard]] virtual int naturalWidth() const = 0;
    [[nodiscard]] virtual int length() const = 0;
    /// Text as shown, for finding words; lines are ended by \n or U+2028.
    [[nodiscard]] virtual QString shown() const = 0;

    virtual void paint(QPainter &painter, const QPointF &origin, const PaintContext &context) = 0;
    [[nodiscard]] virtual int positionAt(const QPointF &point) = 0;
    [[nodiscard]] virtual QString textOf(TextRange range) const = 0;
    [[nodiscard]] virtual QString linkAt(const QPointF &) const { return {}; }
    [[nodiscard]] virtual QRectF cursorRect(int position) = 0;
    /// Of code: its Copy button. Null for none.
    [[nodiscard]] virtual QRectF copyRect() const { return {}; }
    /// Scrolls sideways inside; false where there is nothing to scroll.
    virtual bool scrollBy(int) { return false; }
    [[nodiscard]] virtual bool canScroll() const { return false; }
    /// Of code: whether long lines wrap. Takes effect with the next update().
    virtual void setWrapped(bool) {}
    [[nodiscard]] virtual bool isWrapped() const { return false; }
};

[[nodiscard]] std::unique_ptr<BlockLayout> makeBlockLayout(markdown::BlockKind kind);

/// Vertical room a block will take, guessed from its size alone.
[[nodiscard]] int estimateBlockHeight(const markdown::Block &block, const LayoutContext &context);

} // namespace sotto
