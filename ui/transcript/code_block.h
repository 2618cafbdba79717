#pragma once

#include "ui/transcript/block_layout.h"
#include "ui/transcript/highlighter.h"

#include <optional>

namespace sotto {

/// Code in its frame: language and Copy above, lines below. A line is laid out when it is first painted; when code
/// grows only its last line is made again.
class CodeBlock final : public BlockLayout {
public:
    void update(const markdown::Block &block, const LayoutContext &context) override;
    [[nodiscard]] bool fits(markdown::BlockKind kind) const override { return kind == markdown::BlockKind::Code; }
    [[nodiscard]] int height() const override;
    [[nodiscard]] int naturalWidth() const override { return m_width; }
    [[nodiscard]] int length() const override { return m_length; }
    [[nodiscard]] QString shown() const override;
    void paint(QPainter &painter, const QPointF &origin, const PaintContext &context) override;
    [[nodiscard]] int positionAt(const QPointF &point) override;
    [[nodiscard]] QString textOf(TextRange range) const override;
    [[nodiscard]] QRectF cursorRect(int position) override;
    [[nodiscard]] QRectF copyRect() const override;
    bool scrollBy(int pixels) override;
    [[nodiscard]] bool canScroll() const override { return maxScroll() > 0; }
    void setWrapped(bool wrapped) override { m_wrapped = wrapped; }
    [[nodiscard]] bool isWrapped() const override { return m_wrapped; }

    /// Height of a block of that many lines, unwrapped.
    [[nodiscard]] static int heightOf(int lines, const TranscriptMetrics &metrics);

private:
    struct Row {
        QString text;
        int offset = 0;
        qreal top = 0;
        qreal height = 0;
        QList<CodeRun> runs;
        std::unique_ptr<QTextLayout> layout;
    };
    void reset(const markdown::Block &block, const LayoutContext &context);
    void dropStaleRows(const QString &source);
    void addRows(const QString &source);
    QTextLayout &layoutOf(Row &row);
    [[nodiscard]] int rowAt(qreal y) const;
    [[nodiscard]] int maxScroll() const;
    [[nodiscard]] QPointF textOrigin() const;
    void paintHead(QPainter &painter, const QRectF &frame, const PaintContext &context) const;
    void paintRows(QPainter &painter, const QRectF &frame, const PaintContext &context);
    void paintScrollBar(QPainter &painter, const QRectF &frame, const PaintContext &context) const;

    std::optional<TranscriptMetrics> m_metrics;
    std::optional<Highlighter::Run> m_run;
    QString m_language;
    std::vector<Row> m_rows;
    int m_width = 0;
    int m_length = 0;
    int m_scroll = 0;
    qreal m_charWidth = 8;
    qreal m_widest = 0;
    bool m_wrapped = false;
    bool m_laidWrapped = false;
};

} // namespace sotto
