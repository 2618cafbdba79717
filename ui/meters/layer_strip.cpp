#include "ui/meters/layer_strip.h"

#include "core/text/format.h"
#include "ui/components/paint.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>

namespace sotto {

using namespace Qt::StringLiterals;

QColor gpuColour(const Theme &theme, int index, int count)
{
    constexpr qreal two[] = {1.0, 0.55};
    constexpr qreal four[] = {1.0, 0.75, 0.55, 0.40};
    const qreal share = count <= 2 ? two[std::clamp(index, 0, 1)] : four[std::clamp(index, 0, 3)];
    const auto mix = [share](int a, int b) { return qRound(share * a + (1 - share) * b); };
    return {mix(theme.lay.red(), theme.bg.red()), mix(theme.lay.green(), theme.bg.green()),
            mix(theme.lay.blue(), theme.bg.blue())};
}

QString layerPlaceText(const LayerCell &cell)
{
    switch (cell.place) {
    case LayerPlace::Cpu: return LayerStrip::tr("CPU");
    case LayerPlace::Gpu: return LayerStrip::tr("GPU %1").arg(cell.gpu);
    case LayerPlace::Loading: return LayerStrip::tr("loading");
    case LayerPlace::Waiting: return LayerStrip::tr("not loaded yet");
    }
    return {};
}

LayerStrip::LayerStrip(Size size, QWidget *parent) : MeterWidget(parent), m_size(size)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void LayerStrip::setCells(const std::vector<LayerCell> &cells)
{
    if (cells == m_cells) return;
    m_cells = cells;
    relayout();
    refresh();
    update();
}

void LayerStrip::relayout()
{
    m_runs = layoutLayers(m_cells, width(), sizeHint().height(), m_size == Size::Normal ? 2 : 1);
}

int LayerStrip::gpuCount() const
{
    int last = -1;
    for (const LayerCell &cell : m_cells)
        last = std::max(last, cell.gpu);
    return last + 1;
}

QString LayerStrip::summary() const
{
    const auto count = static_cast<int>(m_cells.size());
    if (count == 0) return {};
    const auto on = [this](LayerPlace place) {
        return static_cast<int>(std::ranges::count(m_cells, place, &LayerCell::place));
    };
    if (on(LayerPlace::Loading) + on(LayerPlace::Waiting) > 0) return tr("Loading");
    const int gpu = on(LayerPlace::Gpu);
    if (gpu == 0) return tr("%1 of %1 on CPU").arg(count);
    const bool oneGpu =
        std::ranges::all_of(m_cells, [this](const LayerCell &c) { return c.gpu == m_cells.back().gpu; });
    if (oneGpu) return tr("%1 of %1 on GPU %2").arg(count).arg(m_cells.back().gpu);
    return tr("%1 of %2 on GPU").arg(gpu).arg(count);
}

QStringList LayerStrip::shares() const
{
    QStringList list;
    const auto add = [&](auto &&matches, const LayerCell &like) {
        const auto count = static_cast<int>(std::ranges::count_if(m_cells, matches));
        if (count > 0) list << tr("%1 on %2").arg(count).arg(layerPlaceText(like));
    };
    add([](const LayerCell &c) { return c.place == LayerPlace::Cpu; }, {});
    for (int gpu = 0; gpu < gpuCount(); ++gpu)
        add([gpu](const LayerCell &c) { return c.gpu == gpu; }, {LayerPlace::Gpu, gpu, 0});
    return list.size() > 1 ? list : QStringList();
}

void LayerStrip::refresh()
{
    setAccessibleName(m_cells.empty() ? tr("Layers: no model") : tr("Layers: %1").arg(summary()));
    setAccessibleDescription(shares().join(u", "_s));
}

QString LayerStrip::hoverText(const QPointF &at) const
{
    const int layer = layerAt(m_runs, at.x());
    if (layer < 0) return {};
    const LayerCell &cell = m_cells[static_cast<std::size_t>(layer)];
    const auto inRun = [layer](const LayerRun &run) { return run.first <= layer && layer <= run.last; };
    const LayerRun run = *std::ranges::find_if(m_runs, inRun);
    if (run.first != run.last)
        return tr("Layers %1 to %2, %3").arg(run.first + 1).arg(run.last + 1).arg(layerPlaceText(cell));
    const bool output = layer + 1 == static_cast<int>(m_cells.size());
    QString text = (output ? tr("Output layer") : tr("Layer %1").arg(layer + 1)) + u", "_s + layerPlaceText(cell);
    if (cell.bytes > 0) text += u", "_s + formatMemory(cell.bytes);
    return text;
}

QSize LayerStrip::sizeHint() const
{
    return {qRound(scaled(248)), qRound(scaled(m_size == Size::Normal ? 18 : 10))};
}

void LayerStrip::resizeEvent(QResizeEvent *event)
{
    MeterWidget::resizeEvent(event);
    relayout();
}

void LayerStrip::paintRun(QPainter &painter, const LayerRun &run) const
{
    const Theme &theme = Theme::of(this);
    const LayerCell &cell = m_cells[static_cast<std::size_t>(run.first)];
    const qreal radius = std::min(1.5, run.rect.width() / 2);
    switch (cell.place) {
    case LayerPlace::Gpu: {
        const bool tinted = cell.gpu > 0;
        drawRounded(painter, run.rect, radius, gpuColour(theme, cell.gpu, gpuCount()), tinted ? theme.lay : QColor());
        break;
    }
    case LayerPlace::Cpu: drawRounded(painter, run.rect, radius, {}, theme.ctl, 1.3); break;
    case LayerPlace::Loading: drawRounded(painter, run.rect, radius, theme.laySoft, theme.lay); break;
    case LayerPlace::Waiting: drawRounded(painter, run.rect, radius, theme.track); break;
    }
    const bool output = run.last + 1 == static_cast<int>(m_cells.size()) && run.first == run.last;
    if (!output || cell.place == LayerPlace::Waiting) return;
    const qreal foot = scaled(m_size == Size::Normal ? 4 : 3);
    QPainterPath shape;
    shape.addRoundedRect(run.rect, radius, radius);
    painter.save();
    painter.setClipPath(shape);
    painter.fillRect(run.rect.adjusted(0, run.rect.height() - foot, 0, 0),
                     cell.place == LayerPlace::Cpu ? theme.ctl : theme.layText);
    painter.restore();
}

void LayerStrip::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    for (const LayerRun &run : m_runs)
        paintRun(painter, run);
}

} // namespace sotto
