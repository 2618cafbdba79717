#include "ui/components/card.h"

#include "ui/components/paint.h"

#include <QPainter>

namespace sotto {

Card::Card(QWidget *parent) : QFrame(parent)
{
    setFrameShape(NoFrame);
}

void Card::setSelected(bool selected)
{
    m_selected = selected;
    update();
}

void Card::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::of(this);
    QPainter painter(this);
    drawRounded(painter, rect(), 12, theme.surface, m_selected ? theme.accBar : theme.line, m_selected ? 2 : 1);
}

Rule::Rule(QWidget *parent) : QWidget(parent)
{
    setFixedHeight(1);
}

void Rule::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), Theme::of(this).line);
}

} // namespace sotto
