#include "ui/chat/composer_send_button.h"

#include "ui/components/paint.h"
#include "ui/theme/icons.h"
#include "ui/theme/style.h"

#include <QEvent>
#include <QPainter>

namespace sotto {

ComposerSendButton::ComposerSendButton(QWidget *parent) : QAbstractButton(parent)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setFocusPolicy(Qt::TabFocus); // A click leaves the caret where the person is writing.
    setAttribute(Qt::WA_Hover);
    setFocusRing(this, 10);
    nameIt();
}

void ComposerSendButton::setAct(Act act)
{
    m_act = act;
    nameIt();
    update();
}

void ComposerSendButton::nameIt()
{
    const QString name = m_act == Act::Send ? tr("Send") : tr("Stop the reply");
    setAccessibleName(name);
    setToolTip(name);
}

QSize ComposerSendButton::sizeHint() const
{
    const int extent = Theme::of(this).grown(32);
    return {extent, extent};
}

void ComposerSendButton::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::of(this);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QColor fill = theme.acc;
    QColor ink = theme.onAcc;
    if (!isEnabled()) {
        fill = theme.select;
        ink = theme.t3;
    } else if (m_act == Act::Stop) {
        fill = isDown() || underMouse() ? theme.t2 : theme.t1;
        ink = theme.bg;
    } else if (isDown()) {
        fill = theme.accP;
    } else if (underMouse()) {
        fill = theme.accH;
    }
    drawRounded(painter, rect(), 10 * width() / 32.0, fill);
    const qreal extent = width() / 2.0;
    QRectF box(0, 0, extent, extent);
    box.moveCenter(QRectF(rect()).center());
    paintIcon(painter, m_act == Act::Send ? IconName::ArrowUp : IconName::Stop, box, ink);
}

void ComposerSendButton::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::StyleChange) updateGeometry();
    if (event->type() == QEvent::LanguageChange) nameIt();
    QAbstractButton::changeEvent(event);
}

} // namespace sotto
