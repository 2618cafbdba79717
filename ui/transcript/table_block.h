#pragma once

#include "ui/transcript/block_layout.h"

namespace sotto {

/// A table: head in `sunken`, lines between rows only. Columns share the width by what they hold; wider than the
/// column it scrolls inside. A new row measures itself, and moves the others only where a column gets wider.
class TableBlock final : public BlockLayout {
public:
    void update(const markdown::Block &block, const LayoutContext &context) override;
    [[nodiscard]] bool fits(markdown::BlockKind kind) const override { return kind == markdown::BlockKind::Table; }
    [[nodiscard]] int height() const override;
    [[nodiscard]] int naturalWidth() const override { return m_width; }
    [[nodiscard]] int length() const override { return m_length; }
    [[nodiscard]] QString shown() const override { return textOf({0, m_length}); }
    void paint(QPainter &painter, const QPointF &origin, const PaintContext &context) override;
    [[nodiscard]] int positionAt(const QPointF &point) override;
    [[nodiscard]] QString textOf(TextRange range) const override;
    [[nodiscard]] QString linkAt(const QPointF &point) const override;
    [[nodiscard]] QRectF cursorRect(int position) override;
    bool scrollBy(int pixels) override;
    [[nodiscard]] bool canScroll() const override { return m_tableWidth > m_width; }

private:
    struct Cell {
        InlineLayout text;
        qreal ideal = 0;
        int offset = 0;
    };
    struct Row {
        QString source;
        std::vector<Cell> cells;
        qreal top = 0;
        qreal height = 0;
    };
    struct Place {
        std::size_t row = 0;
        std::size_t column = 0;
    };
    void addRow(const QString &source, const markdown::Block &block, const LayoutContext &context);
    [[nodiscard]] std::vector<qreal> columnWidths() const;
    void place(std::size_t firstRow);
    [[nodiscard]] Place placeAt(const QPointF &point) const;
    [[nodiscard]] QPointF cellOrigin(Place place) const;

    std::vector<Row> m_rows;
    std::vector<qreal> m_ideal;
    std::vector<qreal> m_columns;
    QString m_key;
    int m_width = 0;
    int m_length = 0;
    int m_scroll = 0;
    qreal m_tableWidth = 0;
};

} // namespace sotto
