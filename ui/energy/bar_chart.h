#pragma once

#include "ui/energy/energy_chart.h"
#include "ui/meters/meter_widget.h"

namespace sotto {

/// Bars of energy in amber tints, 2 px between their parts, the total above, a legend below. Hover says a bar's parts.
/// Estimated bars carry "≈". To assistive technology a graphic with all figures in its description. Thread: GUI.
class BarChart final : public MeterWidget {
    Q_OBJECT
public:
    explicit BarChart(QWidget *parent = nullptr);

    void setBars(const EnergyBars &bars);
    [[nodiscard]] const EnergyBars &bars() const { return m_bars; }
    [[nodiscard]] QString hoverText(const QPointF &at) const override;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return {200, sizeHint().height()}; }

protected:
    void paintEvent(QPaintEvent *event) override;
    void refresh() override;

private:
    [[nodiscard]] QRectF plot() const;
    [[nodiscard]] double top() const;
    [[nodiscard]] int barUnder(const QPointF &at) const;
    void paintScale(QPainter &painter) const;
    void paintBar(QPainter &painter, int index) const;
    void paintLegend(QPainter &painter) const;
    [[nodiscard]] QString textOf(const EnergyBar &bar) const;

    EnergyBars m_bars;
};

/// Amber at 100, 70, 50 and 32 % over the page (DESIGN.md, 2.1).
[[nodiscard]] QColor partColor(const Theme &theme, qsizetype part);
/// A part's name; the rest together is "Others".
[[nodiscard]] QString partName(const QString &part);

} // namespace sotto
