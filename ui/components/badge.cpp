#include "ui/components/badge.h"

#include "ui/components/paint.h"

#include <QEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace sotto {

namespace {

struct BadgeColors {
    QColor fill, edge, ink;
};

BadgeColors colorsOf(const Theme &t, BadgeKind kind)
{
    switch (kind) {
    case BadgeKind::Neutral:
    case BadgeKind::Tag: return {t.hover, {}, t.t2};
    case BadgeKind::Accent: return {t.accSoft, {}, t.accText};
    case BadgeKind::Teal: return {t.laySoft, {}, t.layText};
    case BadgeKind::TealOutline: return {{}, t.lay, t.layText};
    case BadgeKind::Power: return {t.powSoft, {}, t.powText};
    case BadgeKind::Danger: return {t.dngSoft, {}, t.dngText};
    case BadgeKind::Memory: return {t.memSoft, {}, t.memText};
    case BadgeKind::Outline: return {{}, t.line2, t.t2};
    }
    return {t.hover, {}, t.t2};
}

QFont badgeFont(const Theme &theme, BadgeKind kind)
{
    if (kind != BadgeKind::Tag) return theme.tabular(TypeRole::Caption, QFont::Medium);
    QFont font = theme.font(TypeRole::Code);
    font.setPointSizeF(font.pointSizeF() * 8.5 / 9.5);
    return font;
}

constexpr qreal kIcon = 14;
constexpr qreal kIconGap = 6;

} // namespace

QSizeF badgeSize(const Theme &theme, const QString &text, BadgeKind kind, std::optional<IconName> icon)
{
    const QFontMetricsF metrics(badgeFont(theme, kind));
    const qreal pad = theme.grown(kind == BadgeKind::Tag ? 6 : 8);
    qreal width = std::ceil(metrics.horizontalAdvance(text)) + 2 * pad;
    if (icon) width += theme.grown(kIcon) + theme.grown(kIconGap);
    const qreal least = theme.grown(kind == BadgeKind::Tag ? 20 : 22);
    return {width, std::max(least, std::ceil(metrics.height()) + 2)};
}

qreal paintBadge(QPainter &painter, const Theme &theme, qreal left, qreal middle, const QString &text, BadgeKind kind,
                 std::optional<IconName> icon)
{
    const QSizeF size = badgeSize(theme, text, kind, icon);
    const BadgeColors colors = colorsOf(theme, kind);
    const QRectF box(left, std::round(middle - size.height() / 2), size.width(), size.height());
    drawRounded(painter, box, kind == BadgeKind::Tag ? 5 : 6, colors.fill, colors.edge);
    const qreal pad = theme.grown(kind == BadgeKind::Tag ? 6 : 8);
    QRectF line = box.adjusted(pad, 0, -pad, 0);
    if (icon) {
        const qreal side = theme.grown(kIcon);
        paintIcon(painter, *icon, QRectF(line.left(), box.center().y() - side / 2, side, side), colors.ink);
        line.setLeft(line.left() + side + theme.grown(kIconGap));
    }
    painter.setFont(badgeFont(theme, kind));
    painter.setPen(colors.ink);
    painter.drawText(line, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine | Qt::TextDontClip, text);
    return size.width();
}

Badge::Badge(const QString &text, BadgeKind kind, QWidget *parent) : QWidget(parent), m_text(text), m_kind(kind)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setAccessibleName(text);
}

void Badge::setBadge(const QString &text, BadgeKind kind, std::optional<IconName> icon)
{
    m_text = text;
    m_kind = kind;
    m_icon = icon;
    setAccessibleName(text);
    updateGeometry();
    update();
}

QSize Badge::sizeHint() const
{
    return badgeSize(Theme::of(this), m_text, m_kind, m_icon).toSize();
}

void Badge::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paintBadge(painter, Theme::of(this), 0, height() / 2.0, m_text, m_kind, m_icon);
}

void Badge::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::StyleChange) updateGeometry();
    QWidget::changeEvent(event);
}

void paintDot(QPainter &painter, const Theme &theme, const QPointF &center, Dot dot)
{
    const qreal side = theme.grown(8);
    const QRectF box(center.x() - side / 2, center.y() - side / 2, side, side);
    const qreal edge = side * 1.5 / 8;
    switch (dot) {
    case Dot::Full: return drawRounded(painter, box, side / 2, theme.lay);
    case Dot::Failed: return drawRounded(painter, box, side / 2, theme.dng);
    case Dot::Ring: return drawRounded(painter, box, side / 2, {}, theme.ctl, edge);
    case Dot::Half:
        painter.save();
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.lay);
        painter.drawPie(box, 90 * 16, 180 * 16);
        painter.restore();
        drawRounded(painter, box, side / 2, {}, theme.lay, edge);
        return;
    }
}

} // namespace sotto
