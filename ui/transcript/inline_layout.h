#pragma once

#include "ui/transcript/markdown/block.h"
#include "ui/transcript/metrics.h"

#include <QTextLayout>

#include <memory>
#include <vector>

class QPainter;

namespace sotto {

/// A selected stretch of text, in positions of the layout it belongs to. Empty where from == to.
struct TextRange {
    int from = 0;
    int to = 0;
    [[nodiscard]] bool isEmpty() const { return from >= to; }
};

/// How a run of inline text looks.
struct InlineStyle {
    QFont font;
    QColor color;
    qreal pitch = 20; ///< Height of a line.
    Qt::Alignment align = Qt::AlignLeft;
    bool codeBoxes = true; ///< Code spans stand in small frames; not so in tables.
};

/// One paragraph of inline Markdown, laid out. Code spans get small no-break spaces at their ends as padding, which
/// are positions of the layout but not part of the text that is copied.
class InlineLayout final {
public:
    void set(const markdown::InlineText &inlineText, const InlineStyle &style, const TranscriptMetrics &metrics);
    /// Breaks the lines; the same text and width twice cost nothing.
    void layout(qreal width);

    [[nodiscard]] qreal height() const { return m_height; }
    [[nodiscard]] qreal naturalWidth() const { return m_naturalWidth; }
    /// The width the text would like on one line.
    [[nodiscard]] qreal idealWidth();
    [[nodiscard]] int length() const { return static_cast<int>(m_text.size()); }
    [[nodiscard]] const QString &shown() const { return m_text; }

    void paint(QPainter &painter, const QPointF &origin, const TranscriptMetrics &metrics, TextRange selected,
               const QString &hoveredLink) const;
    [[nodiscard]] int positionAt(const QPointF &point) const;
    /// What is copied of a stretch.
    [[nodiscard]] QString textOf(TextRange range) const;
    /// The address under a point; empty for none.
    [[nodiscard]] QString linkAt(const QPointF &point) const;
    /// Where a character's left edge stands; a zero-width rectangle as high as the line.
    [[nodiscard]] QRectF cursorRect(int position) const;

private:
    struct Stretch {
        int from = 0;
        int to = 0;
        QString address;
    };
    void append(const markdown::InlineText &inlineText, const markdown::Span &span, const InlineStyle &style,
                const TranscriptMetrics &metrics, QList<QTextLayout::FormatRange> &formats);
    [[nodiscard]] std::vector<QRectF> boxesOf(int from, int to) const;
    [[nodiscard]] int lineAt(qreal y) const;

    QString m_text;
    std::unique_ptr<QTextLayout> m_layout;
    std::vector<Stretch> m_codes;
    std::vector<Stretch> m_links;
    std::vector<int> m_pads;
    QColor m_color;
    qreal m_pitch = 20;
    qreal m_width = -1;
    qreal m_height = 0;
    qreal m_naturalWidth = 0;
};

} // namespace sotto
