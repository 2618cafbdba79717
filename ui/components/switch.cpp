#include "ui/components/switch.h"

#include "ui/components/paint.h"

#include <QPainter>

namespace sotto {

Switch::Switch(const QString &accessibleName, QWidget *parent) : QCheckBox(parent)
{
    setAccessibleName(accessibleName);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setFocusRing(this, 14);
}

QSize Switch::sizeHint() const
{
    const Theme &theme = Theme::of(this);
    const bool large = controlSize(this) == ControlSize::Large;
    return {theme.grown(large ? 48 : 36), theme.grown(large ? 28 : 20)};
}

bool Switch::hitButton(const QPoint &pos) const
{
    return rect().contains(pos);
}

void Switch::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::of(this);
    QPainter painter(this);
    if (!isEnabled()) painter.setOpacity(0.45);
    const QRectF track = rect();
    QColor fill = theme.ctl;
    if (isChecked()) fill = underMouse() ? theme.accH : theme.acc;
    drawRounded(painter, track, track.height() / 2, fill);
    const qreal in = track.height() * (controlSize(this) == ControlSize::Large ? 4.0 / 28 : 3.0 / 20);
    const qreal knob = track.height() - 2 * in;
    const bool end = isChecked() != isRightToLeft();
    const QRectF circle(end ? track.right() - in - knob : track.left() + in, track.top() + in, knob, knob);
    drawRounded(painter, circle, knob / 2, theme.onAcc);
}

} // namespace sotto
