#include "ui/window/overlay_ground.h"

#include "ui/components/paint.h"
#include "ui/theme/theme.h"

#include <QMouseEvent>
#include <QPainter>

namespace sotto {

OverlayGround::OverlayGround(QWidget *window) : QWidget(window)
{
    setAttribute(Qt::WA_NoMousePropagation);
    hide();
}

void OverlayGround::showUnder(QWidget *panel)
{
    m_panel = panel->geometry();
    setGeometry(parentWidget()->rect());
    if (!isVisibleTo(parentWidget())) {
        show();
        raise();
        panel->raise();
    }
    update();
}

void OverlayGround::mousePressEvent(QMouseEvent *event)
{
    event->accept();
    Q_EMIT pressed();
}

void OverlayGround::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    drawFloating(painter, m_panel, 0, Theme::of(this));
}

} // namespace sotto
