#pragma once

#include "ui/transcript/block_layout.h"

namespace sotto {

/// Paragraph, heading, LaTeX as its source, and the rule, which has no text.
class TextBlock final : public BlockLayout {
public:
    void update(const markdown::Block &block, const LayoutContext &context) override;
    [[nodiscard]] bool fits(markdown::BlockKind kind) const override
    {
        return kind != markdown::BlockKind::Code && kind != markdown::BlockKind::Table;
    }
    [[nodiscard]] int height() const override;
    [[nodiscard]] int naturalWidth() const override;
    [[nodiscard]] int length() const override { return m_inline.length(); }
    [[nodiscard]] QString shown() const override { return m_inline.shown(); }
    void paint(QPainter &painter, const QPointF &origin, const PaintContext &context) override;
    [[nodiscard]] int positionAt(const QPointF &point) override { return m_inline.positionAt(point); }
    [[nodiscard]] QString textOf(TextRange range) const override { return m_inline.textOf(range); }
    [[nodiscard]] QString linkAt(const QPointF &point) const override { return m_inline.linkAt(point); }
    [[nodiscard]] QRectF cursorRect(int position) override { return m_inline.cursorRect(position); }

private:
    InlineLayout m_inline;
    bool m_rule = false;
    int m_width = 0;
};

/// The inline text of a block, as it is shown.
[[nodiscard]] markdown::InlineText inlineOf(const markdown::Block &block, bool plain);
[[nodiscard]] InlineStyle inlineStyle(const markdown::Block &block, const LayoutContext &context);

} // namespace sotto
