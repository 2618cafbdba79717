#include "ui/energy/bar_chart.h"

#include "core/text/format.h"
#include "ui/components/paint.h"

#include <QLocale>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace sotto {

using namespace Qt::StringLiterals;

namespace {

constexpr qreal kScaleWidth = 44;
constexpr qreal kTop = 22;   // for the totals
constexpr qreal kNames = 24; // below the bars
constexpr qreal kLegend = 26;
constexpr qreal kMostWidth = 38;
constexpr qreal kPartGap = 2;
constexpr double kJoulesPerWh = 3600;

} // namespace

QColor partColor(const Theme &theme, qsizetype part)
{
    constexpr float shares[] = {1.0F, 0.7F, 0.5F, 0.32F};
    QColor color = theme.pow;
    color.setAlphaF(shares[std::clamp<qsizetype>(part, 0, 3)]);
    return color;
}

QString partName(const QString &part)
{
    return part.isEmpty() ? BarChart::tr("Others") : part;
}

BarChart::BarChart(QWidget *parent) : MeterWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setMouseTracking(true);
    refresh();
}

void BarChart::setBars(const EnergyBars &bars)
{
    if (bars == m_bars) return;
    m_bars = bars;
    refresh();
    update();
}

QString BarChart::textOf(const EnergyBar &bar) const
{
    QStringList parts;
    for (qsizetype i = 0; i < bar.joules.size(); ++i)
        if (bar.joules[i] > 0) parts << tr("%1 %2").arg(partName(m_bars.parts[i]), formatEnergy(bar.joules[i]));
    const QString total = (bar.estimated ? u"≈ "_s : QString()) + formatEnergy(bar.total());
    return parts.isEmpty() ? tr("%1: nothing").arg(bar.name)
                           : tr("%1: %2 (%3)").arg(bar.name, total, parts.join(u", "_s));
}

void BarChart::refresh()
{
    setAccessibleName(tr("Energy over time"));
    QStringList all;
    for (const EnergyBar &bar : std::as_const(m_bars.bars))
        if (bar.total() > 0) all << textOf(bar);
    setAccessibleDescription(all.join(u"; "_s));
}

QSize BarChart::sizeHint() const
{
    return {qRound(scaled(560)), qRound(scaled(252))};
}

QRectF BarChart::plot() const
{
    return QRectF(scaled(kScaleWidth), scaled(kTop), width() - scaled(kScaleWidth),
                  height() - scaled(kTop + kNames + kLegend));
}

double BarChart::top() const
{
    double most = 0;
    for (const EnergyBar &bar : m_bars.bars)
        most = std::max(most, bar.total() / kJoulesPerWh);
    return scaleStep(most) * 4;
}

void BarChart::paintScale(QPainter &painter) const
{
    const Theme &theme = Theme::of(this);
    const QRectF area = plot();
    const double step = top() / 4;
    for (int i = 0; i <= 4; ++i) {
        const qreal y = area.bottom() - area.height() * i / 4;
        painter.setPen(QPen(theme.line, 1));
        painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y));
        const int decimals = step >= 1 ? 0 : std::min(4, static_cast<int>(std::ceil(-std::log10(step))));
        drawElided(painter, QRectF(0, y - 10, area.left() - 8, 20), QLocale().toString(step * i, 'f', decimals),
                   theme.tabular(TypeRole::Caption), theme.t3, Qt::AlignRight);
    }
}

void BarChart::paintBar(QPainter &painter, int index) const
{
    const Theme &theme = Theme::of(this);
    const QRectF area = plot();
    const EnergyBar &bar = m_bars.bars[index];
    const qreal slot = area.width() / static_cast<qreal>(m_bars.bars.size());
    const qreal wide = std::min(scaled(kMostWidth), slot * 0.7);
    const qreal left = area.left() + slot * index + (slot - wide) / 2;
    qreal y = area.bottom();
    for (qsizetype part = 0; part < bar.joules.size(); ++part) {
        if (!(bar.joules[part] > 0)) continue;
        const qreal high = std::max(2.0, bar.joules[part] / kJoulesPerWh / top() * area.height());
        const QRectF piece(left, y - high, wide, std::max(1.0, high - kPartGap));
        drawRounded(painter, piece, 2, theme.bg);
        drawRounded(painter, piece, 2, partColor(theme, part));
        y -= high;
    }
    const QRectF name(area.left() + slot * index, area.bottom() + 4, slot, scaled(kNames) - 4);
    const bool named = m_bars.bars.size() <= 7 || index % 3 == 0;
    if (named || bar.isNow)
        drawElided(painter, name, bar.name,
                   theme.tabular(TypeRole::Caption, bar.isNow ? QFont::DemiBold : QFont::Normal),
                   bar.isNow ? theme.t1 : theme.t2, Qt::AlignHCenter);
    if (!(bar.total() > 0) || m_bars.bars.size() > 7) return;
    drawElided(painter, QRectF(name.left(), y - scaled(20), slot, scaled(18)),
               (bar.estimated ? u"≈ "_s : QString()) + formatEnergy(bar.total()),
               theme.tabular(TypeRole::Caption, QFont::DemiBold), theme.t1, Qt::AlignHCenter);
}

void BarChart::paintLegend(QPainter &painter) const
{
    const Theme &theme = Theme::of(this);
    const QFont font = theme.font(TypeRole::Caption);
    const qreal middle = height() - scaled(kLegend) / 2;
    qreal x = plot().left();
    for (qsizetype part = 0; part < m_bars.parts.size(); ++part) {
        drawRounded(painter, QRectF(x, middle - 4, 8, 8), 2, partColor(theme, part));
        const qreal room = std::max(0.0, width() - x - 13);
        x += 13 + drawElided(painter, QRectF(x + 13, middle - scaled(10), std::min(room, scaled(170)), scaled(20)),
                             partName(m_bars.parts[part]), font, theme.t2);
        x += 16;
    }
}

void BarChart::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    paintScale(painter);
    for (int i = 0; i < static_cast<int>(m_bars.bars.size()); ++i)
        paintBar(painter, i);
    paintLegend(painter);
}

int BarChart::barUnder(const QPointF &at) const
{
    const QRectF area = plot();
    if (m_bars.bars.isEmpty() || at.x() < area.left() || at.x() >= area.right()) return -1;
    return static_cast<int>((at.x() - area.left()) / area.width() * static_cast<qreal>(m_bars.bars.size()));
}

QString BarChart::hoverText(const QPointF &at) const
{
    const int bar = barUnder(at);
    return bar < 0 ? QString() : textOf(m_bars.bars[bar]);
}

} // namespace sotto
