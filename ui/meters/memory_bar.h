#pragma once

#include "ui/meters/meter_math.h"
#include "ui/meters/meter_widget.h"

namespace sotto {

/// One memory as a bar of 12 px with its legend below: weights, KV cache, compute, other apps, free. What is unknown
/// is an en dash. Two columns, or one where two do not fit.
class MemoryBar final : public MeterWidget {
    Q_OBJECT
public:
    enum class Model : std::uint8_t { None, Loaded };

    explicit MemoryBar(QWidget *parent = nullptr);

    /// Without a model its three parts read as an en dash: nothing is held, and nothing was measured.
    void setShares(const MemoryShares &shares, Model model);
    [[nodiscard]] const MemoryShares &shares() const { return m_shares; }
    /// A line above the bar that names the device; empty: none.
    void setTitle(const QString &title);
    [[nodiscard]] const QString &title() const { return m_title; }

    /// "3.1 / 8.0 GiB", or "– / 8.0 GiB", or an en dash.
    [[nodiscard]] QString summary() const;
    /// "Weights", "8 MiB", and so on in order.
    [[nodiscard]] QList<std::pair<QString, QString>> legend() const;
    /// "0.3 GiB too much: a shorter context would fit"; empty within the budget.
    [[nodiscard]] QString overText() const;

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return {120, 40}; }

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void refresh() override;
    [[nodiscard]] int contentHeight(int width) const override;
    [[nodiscard]] QString hoverText(const QPointF &at) const override;

private:
    struct Geometry {
        int columns = 2;
        int rowHeight = 18;
        int barTop = 0;
        int legendTop = 0;
    };
    [[nodiscard]] Geometry geometry(int width) const;
    [[nodiscard]] QRect barRect() const;
    [[nodiscard]] std::vector<MemorySegment> shownSegments() const;
    void relayout();
    void describe();
    void paintTitle(QPainter &painter) const;
    void paintBar(QPainter &painter) const;
    void paintLegend(QPainter &painter) const;
    void paintOver(QPainter &painter) const;

    MemoryShares m_shares;
    Model m_model = Model::None;
    QString m_title;
    std::vector<MemorySegment> m_from, m_to; ///< m_move goes from one to the other.
    Easing m_move;
    double m_goal = 0;
};

/// Colour of a part of memory.
[[nodiscard]] QColor memoryColour(const Theme &theme, MemoryPart part);

} // namespace sotto
