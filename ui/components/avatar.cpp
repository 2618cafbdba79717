#include "ui/components/avatar.h"

#include <QPainter>

namespace sotto {

void paintAvatar(QPainter &painter, const Theme &theme, const QRectF &rect, const QString &text, Tint tint)
{
    QColor fill = theme.select;
    QColor ink = theme.t2;
    switch (tint) {
    case Tint::Accent: fill = theme.accSoft, ink = theme.accText; break;
    case Tint::Teal: fill = theme.laySoft, ink = theme.layText; break;
    case Tint::Amber: fill = theme.powSoft, ink = theme.powText; break;
    case Tint::Violet: fill = theme.memSoft, ink = theme.memText; break;
    case Tint::Neutral: break;
    }
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(fill);
    painter.drawEllipse(rect);
    QFont font = theme.font(TypeRole::Small, QFont::DemiBold);
    font.setPixelSize(std::max(1, qRound(rect.height() * 3 / 7)));
    painter.setFont(font);
    painter.setPen(ink);
    painter.drawText(rect, Qt::AlignCenter | Qt::TextSingleLine | Qt::TextDontClip, text);
    painter.restore();
}

Avatar::Avatar(int diameter, QWidget *parent) : QWidget(parent), m_diameter(diameter)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void Avatar::setAvatar(const QString &text, Tint tint)
{
    m_text = text;
    m_tint = tint;
    update();
}

QSize Avatar::sizeHint() const
{
    const int side = Theme::of(this).grown(m_diameter);
    return {side, side};
}

void Avatar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paintAvatar(painter, Theme::of(this), rect(), m_text, m_tint);
}

} // namespace sotto
