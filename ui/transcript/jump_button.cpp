#include "ui/transcript/jump_button.h"

#include "ui/components/paint.h"
#include "ui/theme/icons.h"

#include <QEvent>
#include <QFontMetricsF>
#include <QPainter>

#include <cmath>

namespace sotto {

JumpButton::JumpButton(QWidget *parent) : QAbstractButton(parent)
{
    setFocusPolicy(Qt::NoFocus); // End does the same from the keyboard.
    setCursor(Qt::PointingHandCursor);
    setAttribute(Qt::WA_Hover);
    retranslate();
}

void JumpButton::retranslate()
{
    setText(tr("New text below"));
}

QSize JumpButton::sizeHint() const
{
    const Theme &theme = Theme::of(this);
    const qreal text = QFontMetricsF(theme.font(TypeRole::Small, QFont::Medium)).horizontalAdvance(this->text());
    return {static_cast<int>(std::ceil(text)) + 48, theme.grown(32)};
}

void JumpButton::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Theme &theme = Theme::of(this);
    const QRectF frame = QRectF(rect());
    drawRounded(painter, frame, frame.height() / 2, underMouse() ? theme.hover : theme.surface, theme.line2);
    const QRectF icon(14, frame.center().y() - 7, 14, 14);
    paintIcon(painter, IconName::ChevronDown, icon, theme.t2);
    drawElided(painter, frame.adjusted(34, 0, -8, 0), text(), theme.font(TypeRole::Small, QFont::Medium), theme.t1);
}

void JumpButton::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange) retranslate();
    QAbstractButton::changeEvent(event);
}

} // namespace sotto
