#include "ui/meters/power_gauge.h"

#include "ui/meters/meter_math.h"

#include <QLocale>
#include <QPainter>
#include <QtMath>

#include <algorithm>
#include <cmath>

namespace sotto {

using namespace Qt::StringLiterals;

namespace {

// The drawing at 100 %: width, height, radius, baselines.
constexpr qreal kWidth = 200;
constexpr qreal kHeight = 108;
constexpr qreal kCentreY = 98;
constexpr qreal kRadius = 86;
constexpr qreal kStroke = 10;

} // namespace

PowerGauge::PowerGauge(QWidget *parent) : MeterWidget(parent), m_sweep(this)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void PowerGauge::setReading(const GaugeReading &reading)
{
    if (reading == m_reading) return;
    m_reading = reading;
    m_sweep.to(gaugeSweep(reading.watts.value_or(0), reading.limit));
    update();
}

QString PowerGauge::valueText() const
{
    if (!m_reading.watts) return u"–"_s;
    const QString number = locale().toString(qRound(*m_reading.watts));
    return m_reading.state == GaugeState::Estimated ? u"≈"_s + number : number;
}

QString PowerGauge::captionText() const
{
    if (m_reading.asleep) return tr("asleep");
    switch (m_reading.state) {
    case GaugeState::NoSensor: return tr("no sensor");
    case GaugeState::NotReported: return tr("not reported");
    case GaugeState::Measured:
    case GaugeState::Estimated: break;
    }
    if (m_reading.idle) return tr("idle");
    return m_reading.limit > 0 ? tr("limit %1 W").arg(locale().toString(qRound(m_reading.limit))) : QString();
}

QString PowerGauge::spoken() const
{
    if (!m_reading.watts) return tr("Power: %1").arg(captionText());
    const QString watts = valueText();
    if (!(m_reading.limit > 0)) return tr("Power %1 watts").arg(watts);
    return tr("Power %1 watts of %2").arg(watts, locale().toString(qRound(m_reading.limit)));
}

QSize PowerGauge::sizeHint() const
{
    return {qCeil(scaled(kWidth)), qCeil(scaled(kHeight))};
}

int PowerGauge::contentHeight(int width) const
{
    return qCeil(kHeight * std::min(scaled(1), width / kWidth));
}

qreal PowerGauge::factor() const
{
    return std::min(scaled(1), width() / kWidth);
}

QFont PowerGauge::fitted(QFont font) const
{
    font.setPointSizeF(font.pointSizeF() * factor() / scaled(1));
    return font;
}

QRectF PowerGauge::arcRect() const
{
    const qreal radius = kRadius * factor();
    return {width() / 2.0 - radius, kCentreY * factor() - radius, 2 * radius, 2 * radius};
}

void PowerGauge::paintTrack(QPainter &painter) const
{
    painter.setPen(QPen(Theme::of(this).track, kStroke * factor(), Qt::SolidLine, Qt::RoundCap));
    painter.drawArc(arcRect(), 180 * 16, -180 * 16);
}

void PowerGauge::paintText(QPainter &painter) const
{
    const Theme &theme = Theme::of(this);
    const QFont large = fitted(theme.tabular(TypeRole::Gauge, QFont::DemiBold));
    const QFont unit = fitted(theme.font(TypeRole::Caption, QFont::Medium));
    const QString value = valueText();
    const QString watt = m_reading.watts ? u"W"_s : QString();
    const QFontMetricsF largeMetrics(large);
    const qreal gap = watt.isEmpty() ? 0 : 4 * factor();
    const qreal valueWidth = largeMetrics.horizontalAdvance(value);
    const qreal left = (width() - valueWidth - gap - QFontMetricsF(unit).horizontalAdvance(watt)) / 2;
    painter.setPen(theme.t1);
    painter.setFont(large);
    painter.drawText(QPointF(left, 82 * factor()), value);
    painter.setPen(theme.t2);
    painter.setFont(unit);
    painter.drawText(QPointF(left + valueWidth + gap, 82 * factor()), watt);
    painter.setFont(fitted(theme.tabular(TypeRole::Caption)));
    const QString caption = captionText();
    const qreal captionWidth = QFontMetricsF(painter.font()).horizontalAdvance(caption);
    painter.drawText(QPointF((width() - captionWidth) / 2, 102 * factor()), caption);
}

void PowerGauge::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::of(this);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    m_track.paint(painter, *this, [this](QPainter &into) { paintTrack(into); });
    const double sweep = m_sweep.value();
    if (sweep > 0) {
        QColor colour = theme.pow;
        if (m_reading.state == GaugeState::Estimated) colour.setAlphaF(0.45F);
        painter.setPen(QPen(colour, kStroke * factor(), Qt::SolidLine, Qt::RoundCap));
        painter.drawArc(arcRect(), 180 * 16, qRound(-sweep * 16));
    }
    if (m_reading.watts && m_reading.limit > 0) {
        const qreal angle = qDegreesToRadians(gaugeSweep(m_reading.limit, m_reading.limit));
        const QPointF out(-std::cos(angle), -std::sin(angle));
        const QPointF centre = arcRect().center();
        painter.setPen(QPen(theme.t1, 2 * factor(), Qt::SolidLine, Qt::RoundCap));
        painter.drawLine(centre + out * (kRadius - 9) * factor(), centre + out * (kRadius + 9) * factor());
    }
    paintText(painter);
}

} // namespace sotto
