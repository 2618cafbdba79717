#include "ui/sidebar/sidebar_parts.h"

#include "ui/theme/icons.h"
#include "ui/theme/style.h"

#include <QMouseEvent>
#include <QPainter>

namespace sotto {

BrandMark::BrandMark(QWidget *parent) : QAbstractButton(parent)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setFocusRing(this, 7);
}

QSize BrandMark::sizeHint() const
{
    const int extent = Theme::of(this).grown(22);
    return {extent, extent};
}

void BrandMark::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::of(this);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    paintMark(painter, rect(), theme.acc, theme.onAcc);
}

SidebarEdge::SidebarEdge(QWidget *sidebar) : QWidget(sidebar)
{
    setCursor(Qt::SplitHCursor);
}

void SidebarEdge::mousePressEvent(QMouseEvent *event)
{
    m_grabbedAt = parentWidget()->width() - parentWidget()->mapFromGlobal(event->globalPosition().toPoint()).x();
}

void SidebarEdge::mouseMoveEvent(QMouseEvent *event)
{
    if (!(event->buttons() & Qt::LeftButton)) return;
    const int x = parentWidget()->mapFromGlobal(event->globalPosition().toPoint()).x();
    Q_EMIT dragged(x + m_grabbedAt);
}

void SidebarEdge::mouseDoubleClickEvent(QMouseEvent *)
{
    Q_EMIT resetRequested();
}

} // namespace sotto
