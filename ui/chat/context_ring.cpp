#include "ui/chat/context_ring.h"

#include "core/text/format.h"
#include "ui/theme/theme.h"

#include <QEvent>
#include <QPainter>

#include <algorithm>

namespace sotto {

ContextFill contextFill(int tokens, int contextLength, bool oldestLeftOut)
{
    if (tokens < 0 || contextLength <= 0) return ContextFill::Unknown;
    const double share = static_cast<double>(tokens) / contextLength;
    if (oldestLeftOut || share > 0.99) return ContextFill::Full;
    return share > 0.80 ? ContextFill::Nearly : ContextFill::Room;
}

ContextRing::ContextRing(QWidget *parent) : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void ContextRing::setUse(int tokens, int contextLength, bool oldestLeftOut)
{
    m_fill = contextFill(tokens, contextLength, oldestLeftOut);
    m_share = m_fill == ContextFill::Unknown ? 0 : std::clamp(static_cast<qreal>(tokens) / contextLength, 0.0, 1.0);
    if (m_fill == ContextFill::Full) m_share = 1;
    setAccessibleName(m_fill == ContextFill::Unknown
                          ? tr("Context used: not known")
                          : tr("Context used: %1 of %2 tokens").arg(formatTokens(tokens), formatTokens(contextLength)));
    setToolTip(accessibleName());
    update();
}

QSize ContextRing::sizeHint() const
{
    const int extent = Theme::of(this).grown(20);
    return {extent, extent};
}

void ContextRing::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::of(this);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const qreal unit = width() / 20.0;
    const QRectF circle = QRectF(rect()).adjusted(2 * unit, 2 * unit, -2 * unit, -2 * unit);
    painter.setPen(QPen(theme.track, 2.5 * unit));
    painter.drawEllipse(circle);
    if (m_share <= 0) return;
    const QColor color = m_fill == ContextFill::Full     ? theme.dng
                         : m_fill == ContextFill::Nearly ? theme.pow
                                                         : theme.accBar;
    painter.setPen(QPen(color, 2.5 * unit, Qt::SolidLine, Qt::RoundCap));
    // Qt counts sixteenths of a degree, anticlockwise from three o'clock.
    painter.drawArc(circle, 90 * 16, -qRound(m_share * 360 * 16));
}

void ContextRing::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::StyleChange) updateGeometry();
    QWidget::changeEvent(event);
}

} // namespace sotto
