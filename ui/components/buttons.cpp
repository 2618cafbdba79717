#include "ui/components/buttons.h"

#include "ui/components/paint.h"

#include <QEvent>
#include <QPainter>

#include <algorithm>

namespace sotto {

using namespace Qt::StringLiterals;

QPushButton *makeButton(const QString &text, ButtonKind kind, QWidget *parent, ControlSize size)
{
    auto *button = new QPushButton(text, parent);
    button->setAutoDefault(false);
    setButtonKind(button, kind);
    setControlSize(button, size);
    return button;
}

IconButton::IconButton(IconName icon, const QString &name, QWidget *parent) : QAbstractButton(parent), m_icon(icon)
{
    setName(name);
    setFocusPolicy(Qt::TabFocus);
    setFocusRing(this, 7);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setAttribute(Qt::WA_Hover);
}

void IconButton::setIconName(IconName icon)
{
    m_icon = icon;
    update();
}

void IconButton::setName(const QString &name, const QString &shortcut)
{
    setAccessibleName(name);
    setToolTip(shortcut.isEmpty() ? name : u"%1 (%2)"_s.arg(name, shortcut));
}

void IconButton::setExtent(int px)
{
    m_extent = px;
    updateGeometry();
}

QSize IconButton::sizeHint() const
{
    const int side = Theme::of(this).grown(m_extent);
    return {side, side};
}

void IconButton::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::of(this);
    QPainter painter(this);
    if (!isEnabled()) painter.setOpacity(0.45);
    const bool over = isEnabled() && underMouse();
    QColor fill = isChecked() ? theme.accSoft : QColor();
    if (over && !isChecked()) fill = theme.hover;
    if (isDown()) fill = theme.press;
    if (fill.isValid()) drawRounded(painter, rect(), 7, fill);
    QColor ink = over || isDown() ? theme.t1 : theme.t2;
    if (isChecked()) ink = theme.accText;
    const qreal side = theme.grown(16);
    paintIcon(painter, m_icon, QRectF((width() - side) / 2.0, (height() - side) / 2.0, side, side), ink);
}

void IconButton::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::StyleChange) updateGeometry();
    QAbstractButton::changeEvent(event);
}

namespace {

QFont keyFont(const Theme &theme)
{
    QFont font = theme.font(TypeRole::Caption);
    font.setPointSizeF(font.pointSizeF() * 8 / 8.5);
    return font;
}

} // namespace

QSizeF keyHintSize(const Theme &theme, const QString &keys)
{
    const QFontMetricsF metrics(keyFont(theme));
    return {metrics.horizontalAdvance(keys) + 12, std::max<qreal>(theme.grown(18), metrics.height() + 2)};
}

void paintKeyHint(QPainter &painter, const Theme &theme, const QRectF &rect, const QString &keys)
{
    const QSizeF size = keyHintSize(theme, keys);
    const QRectF box(std::round(rect.right() - size.width()), std::round(rect.center().y() - size.height() / 2),
                     std::round(size.width()), std::round(size.height()));
    drawRounded(painter, box, 4, theme.surface, theme.line2);
    drawElided(painter, box, keys, keyFont(theme), theme.t3, Qt::AlignHCenter);
}

KeyHint::KeyHint(const QString &keys, QWidget *parent) : QWidget(parent), m_keys(keys)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setAttribute(Qt::WA_TransparentForMouseEvents);
}

void KeyHint::setKeys(const QString &keys)
{
    m_keys = keys;
    updateGeometry();
    update();
}

QSize KeyHint::sizeHint() const
{
    return keyHintSize(Theme::of(this), m_keys).toSize() + QSize(1, 0);
}

void KeyHint::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paintKeyHint(painter, Theme::of(this), rect(), m_keys);
}

void KeyHint::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::StyleChange) updateGeometry();
    QWidget::changeEvent(event);
}

} // namespace sotto
