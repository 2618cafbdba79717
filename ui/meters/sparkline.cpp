#include "ui/meters/sparkline.h"

#include <QLocale>
#include <QPainter>
#include <QtMath>

#include <algorithm>

namespace sotto {

using namespace Qt::StringLiterals;

Sparkline::Sparkline(Tone tone, QWidget *parent) : MeterWidget(parent), m_tone(tone)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_format = [this](double value) { return locale().toString(value, 'f', 1); };
}

void Sparkline::push(std::optional<double> value)
{
    m_head = (m_head + 1) % kSamples;
    m_ring[static_cast<std::size_t>(m_head)] = value;
}

void Sparkline::add(std::int64_t atMs, std::optional<double> value)
{
    const std::int64_t since = atMs - m_lastMs;
    if (m_any && since < kStepMs / 2) {
        m_ring[static_cast<std::size_t>(m_head)] = value;
    } else {
        const std::int64_t steps = m_any ? (since + kStepMs / 2) / kStepMs : 1;
        for (std::int64_t i = 1; i < std::min<std::int64_t>(steps, kSamples); ++i)
            push(std::nullopt);
        push(value);
        m_lastMs = atMs;
    }
    m_any = true;
    update();
}

void Sparkline::clear()
{
    m_ring.fill(std::nullopt);
    m_any = false;
    update();
}

void Sparkline::setLimit(double limit)
{
    if (m_limit == limit) return;
    m_limit = limit;
    update();
}

std::optional<double> Sparkline::sample(int age) const
{
    if (age < 0 || age >= kSamples) return std::nullopt;
    return m_ring[static_cast<std::size_t>((m_head - age + kSamples) % kSamples)];
}

bool Sparkline::hasSamples() const
{
    return std::ranges::any_of(m_ring, [](const auto &value) { return value.has_value(); });
}

qreal Sparkline::scaleTop() const
{
    double top = m_limit;
    for (const auto &value : m_ring)
        top = std::max(top, value.value_or(0));
    return top > 0 ? top : 1;
}

qreal Sparkline::xOf(int age) const
{
    const qreal right = width() - 3.5; // room for the end dot
    return right - age * (right - 0.5) / (kSamples - 1);
}

QString Sparkline::hoverText(const QPointF &at) const
{
    const qreal step = (width() - 4.0) / (kSamples - 1);
    const int age = std::clamp(qRound((width() - 3.5 - at.x()) / step), 0, kSamples - 1);
    const auto value = sample(age);
    if (!value) return {};
    const int seconds = age * kStepMs / 1000;
    return seconds == 0 ? tr("%1, now").arg(m_format(*value)) : tr("%1, %2 s ago").arg(m_format(*value)).arg(seconds);
}

QSize Sparkline::sizeHint() const
{
    return {qRound(scaled(248)), qRound(scaled(32))};
}

void Sparkline::paintRun(QPainter &painter, const QPolygonF &line) const
{
    const Theme &theme = Theme::of(this);
    const bool power = m_tone == Tone::Power;
    QPolygonF area = line;
    area << QPointF(line.last().x(), height()) << QPointF(line.first().x(), height());
    painter.setPen(Qt::NoPen);
    painter.setBrush(power ? theme.powSoft : theme.accSoft);
    painter.drawPolygon(area);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(power ? theme.pow : theme.accText, 1.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.drawPolyline(line);
}

void Sparkline::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::of(this);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const qreal top = scaleTop();
    const qreal base = height() - 2;
    const auto yOf = [&](double value) { return base - value / top * (base - 4); };
    if (m_limit > 0) {
        painter.setPen(QPen(theme.line2, 1, Qt::DashLine));
        painter.drawLine(QPointF(0, yOf(m_limit)), QPointF(width(), yOf(m_limit)));
    }
    QPolygonF line;
    for (int age = kSamples - 1; age >= -1; --age) {
        const auto value = sample(age);
        if (value)
            line << QPointF(xOf(age), yOf(*value));
        else if (!line.isEmpty())
            paintRun(painter, std::exchange(line, {}));
    }
    if (const auto now = sample(0)) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(m_tone == Tone::Power ? theme.pow : theme.accText);
        painter.drawEllipse(QPointF(xOf(0), yOf(*now)), 2.5, 2.5);
    }
}

} // namespace sotto
