#pragma once

#include "ui/meters/meter_math.h"
#include "ui/meters/meter_widget.h"

namespace sotto {

/// The layers of a model in its order, one cell each: on a GPU filled, on the CPU outlined, loading tinted; the
/// output, always the last, has a foot. Cells that would be under 2 px become plain runs.
class LayerStrip final : public MeterWidget {
    Q_OBJECT
public:
    /// Height 18 with gaps of 2, or 10 with gaps of 1 in rows of a list.
    enum class Size : std::uint8_t { Normal, Mini };

    explicit LayerStrip(Size size = Size::Normal, QWidget *parent = nullptr);

    void setCells(const std::vector<LayerCell> &cells);
    [[nodiscard]] const std::vector<LayerCell> &cells() const { return m_cells; }

    /// "7 of 7 on CPU", "33 of 33 on GPU 0", "24 of 33 on GPU", "Loading"; empty without cells.
    [[nodiscard]] QString summary() const;
    /// "Layer 12, GPU 0, 218 MiB"; of a run "Layers 1 to 43, CPU".
    [[nodiscard]] QString hoverText(const QPointF &at) const override;
    /// Layers on each device, "9 on CPU", "15 on GPU 0"; empty unless there are several devices.
    [[nodiscard]] QStringList shares() const;

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return {40, sizeHint().height()}; }

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void refresh() override;

private:
    void relayout();
    void paintRun(QPainter &painter, const LayerRun &run) const;
    [[nodiscard]] int gpuCount() const;

    Size m_size;
    std::vector<LayerCell> m_cells;
    std::vector<LayerRun> m_runs;
};

/// Teal of GPU `index` of `count`, over `bg`: 100 and 55 %, up to four 100, 75, 55 and 40 %.
[[nodiscard]] QColor gpuColour(const Theme &theme, int index, int count);
/// "CPU", "GPU 0".
[[nodiscard]] QString layerPlaceText(const LayerCell &cell);

} // namespace sotto
