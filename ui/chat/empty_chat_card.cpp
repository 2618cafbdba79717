#include "ui/chat/empty_chat_card.h"

#include "ui/components/paint.h"
#include "ui/theme/style.h"

#include <QEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QTextLayout>

#include <cmath>

namespace sotto {

using namespace Qt::StringLiterals;

namespace {

constexpr int kStarterPad = 16;
constexpr int gap = 4;

/// Lays the text out in lines of `width`; returns the height. A QTextLayout knows the taller lines of a fallback font
/// (Chinese in Inter), which QFontMetrics does not.
int layOut(QTextLayout &layout, int width)
{
    QTextOption option;
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    layout.setTextOption(option);
    qreal y = 0;
    layout.beginLayout();
    for (QTextLine line = layout.createLine(); line.isValid(); line = layout.createLine()) {
        line.setLineWidth(width);
        line.setPosition({0, y});
        y += line.height();
    }
    layout.endLayout();
    return static_cast<int>(std::ceil(y));
}

} // namespace

StarterCard::StarterCard(const QString &title, const QString &detail, QWidget *parent)
    : QAbstractButton(parent), m_detail(detail)
{
    setText(title);
    setAccessibleName(title);
    setAccessibleDescription(detail);
    setAttribute(Qt::WA_Hover);
    setFocusPolicy(Qt::StrongFocus);
    setFocusRing(this, 12);
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

int StarterCard::textHeight(const QFont &font, const QString &text, int width) const
{
    QTextLayout layout(text, font);
    return layOut(layout, width);
}

int StarterCard::heightForWidth(int width) const
{
    const Theme &theme = Theme::of(this);
    const int inner = width - 2 * (kStarterPad + 1);
    return 2 * (kStarterPad - 1) + textHeight(theme.font(TypeRole::Interface, QFont::DemiBold), text(), inner) +
           theme.grown(gap) + textHeight(theme.font(TypeRole::Small), m_detail, inner);
}

QSize StarterCard::sizeHint() const
{
    return {Theme::of(this).grown(294), heightForWidth(Theme::of(this).grown(294))};
}

QSize StarterCard::minimumSizeHint() const
{
    return {120, 40};
}

/// Some layouts hand out the height of another width.
void StarterCard::resizeEvent(QResizeEvent *event)
{
    QAbstractButton::resizeEvent(event);
    setMinimumHeight(heightForWidth(width()));
}

void StarterCard::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::of(this);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor fill = isDown() ? theme.press : underMouse() ? theme.hover : theme.surface;
    drawRounded(painter, rect(), 12, fill, theme.line);
    const QRect words = rect().adjusted(kStarterPad + 1, kStarterPad - 1, -kStarterPad - 1, -kStarterPad + 1);
    const QFont bold = theme.font(TypeRole::Interface, QFont::DemiBold);
    QTextLayout title(text(), bold);
    const int below = layOut(title, words.width()) + theme.grown(gap);
    painter.setPen(theme.t1);
    title.draw(&painter, words.topLeft());
    QTextLayout detail(m_detail, theme.font(TypeRole::Small));
    layOut(detail, words.width());
    painter.setPen(theme.t2);
    detail.draw(&painter, words.topLeft() + QPoint(0, below));
}

void StarterCard::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        click();
        return;
    }
    QAbstractButton::keyPressEvent(event);
}

void StarterCard::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::StyleChange) updateGeometry();
    QAbstractButton::changeEvent(event);
}

} // namespace sotto
