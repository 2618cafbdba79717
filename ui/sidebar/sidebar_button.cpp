#include "ui/sidebar/sidebar_button.h"

#include "ui/components/buttons.h"
#include "ui/components/paint.h"
#include "ui/theme/style.h"

#include <QEvent>
#include <QKeyEvent>
#include <QLocale>
#include <QPainter>

#include <algorithm>

namespace sotto {

using namespace Qt::StringLiterals;

SidebarButton::SidebarButton(Kind kind, IconName icon, QWidget *parent)
    : QAbstractButton(parent), m_kind(kind), m_icon(icon)
{
    setAttribute(Qt::WA_Hover);
    setCheckable(kind == Kind::Nav);
    setFocusPolicy(Qt::TabFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setFocusRing(this, kind == Kind::Nav ? 7 : 8);
}

void SidebarButton::setName(const QString &name, const QString &keys)
{
    setText(name);
    m_keys = keys;
    describe();
}

void SidebarButton::setCount(int count)
{
    m_count = count;
    describe();
    update();
}

void SidebarButton::setRail(bool rail)
{
    m_rail = rail;
    describe();
    updateGeometry();
    update();
}

void SidebarButton::describe()
{
    setAccessibleName(m_count < 0 ? text() : u"%1, %2"_s.arg(text(), locale().toString(m_count)));
    const QString withKeys = m_keys.isEmpty() ? text() : u"%1 (%2)"_s.arg(text(), m_keys);
    setToolTip(m_rail ? withKeys : QString());
}

int SidebarButton::weight() const
{
    if (m_kind == Kind::Framed) return QFont::Medium;
    return isChecked() ? QFont::DemiBold : QFont::Normal;
}

QSize SidebarButton::sizeHint() const
{
    const Theme &theme = Theme::of(this);
    const int square = theme.grown(36);
    if (m_rail) return {square, square};
    const int text = qCeil(QFontMetricsF(theme.font(TypeRole::Interface)).height()) + 8;
    return {theme.grown(180), std::max(text, theme.grown(m_kind == Kind::Nav ? 30 : 36))};
}

QSize SidebarButton::minimumSizeHint() const
{
    return {sizeHint().height(), sizeHint().height()};
}

void SidebarButton::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::of(this);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const qreal radius = m_kind == Kind::Nav ? 7 : 8;
    QColor fill = m_kind == Kind::Framed ? theme.surface : m_kind == Kind::Filled ? theme.hover : QColor();
    if (isChecked()) fill = theme.select;
    if (underMouse() && !isChecked()) fill = m_kind == Kind::Filled ? theme.select : theme.hover;
    if (isDown()) fill = theme.press;
    drawRounded(painter, rect(), radius, fill, m_kind == Kind::Framed ? theme.line2 : QColor());

    const bool strong = m_kind == Kind::Framed || isChecked() || underMouse();
    const QColor ink = strong ? theme.t1 : theme.t2;
    const qreal side = theme.grown(16);
    const qreal left = m_rail ? (width() - side) / 2.0 : theme.grown(m_kind == Kind::Nav ? 8 : 11);
    paintIcon(painter, m_icon, {left, (height() - side) / 2.0, side, side}, isChecked() ? theme.accText : ink);
    if (!m_rail) paintWords(painter, ink);
}

void SidebarButton::paintWords(QPainter &painter, const QColor &ink)
{
    const Theme &theme = Theme::of(this);
    const QFont font = theme.font(TypeRole::Interface, weight());
    const bool nav = m_kind == Kind::Nav;
    QRectF words(theme.grown(nav ? 34 : 35), 0, 0, height());
    words.setRight(width() - theme.grown(nav ? 8 : 11));
    const qreal needed = QFontMetricsF(font).horizontalAdvance(text());
    if (m_count >= 0) {
        const QFont small = theme.tabular(TypeRole::Caption);
        const qreal taken = drawElided(painter, words, locale().toString(m_count), small, theme.t3, Qt::AlignRight);
        words.setRight(words.right() - taken - 8);
    }
    if (!m_keys.isEmpty()) {
        const QSizeF hint = keyHintSize(theme, m_keys);
        if (needed + 8 + hint.width() <= words.width())
            paintKeyHint(painter, theme,
                         {words.right() - hint.width(), (height() - hint.height()) / 2, hint.width(), hint.height()},
                         m_keys);
    }
    drawElided(painter, words, text(), font, ink);
}

void SidebarButton::keyPressEvent(QKeyEvent *event)
{
    if (m_kind == Kind::Nav && (event->key() == Qt::Key_Up || event->key() == Qt::Key_Down)) {
        Q_EMIT stepRequested(event->key() == Qt::Key_Up ? -1 : 1);
        return;
    }
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        click();
        return;
    }
    QAbstractButton::keyPressEvent(event);
}

void SidebarButton::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::StyleChange) updateGeometry();
    QAbstractButton::changeEvent(event);
}

} // namespace sotto
