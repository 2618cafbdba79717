#include "ui/theme/style_draw.h"

#include "ui/components/paint.h"
#include "ui/theme/icons.h"
#include "ui/theme/style.h"

#include <QPainter>
#include <QStyleOption>
#include <QWidget>

#include <algorithm>

namespace sotto::draw {

namespace {

constexpr double kDisabled = 0.45;

bool has(const QStyleOption &option, QStyle::StateFlag flag)
{
    return option.state.testFlag(flag);
}

/// Fades what is drawn while the control is disabled.
class Faded final {
public:
    Faded(QPainter &painter, const QStyleOption &option) : m_painter(painter)
    {
        m_painter.save();
        if (!has(option, QStyle::State_Enabled)) m_painter.setOpacity(m_painter.opacity() * kDisabled);
    }
    ~Faded() { m_painter.restore(); }
    Faded(const Faded &) = delete;
    Faded &operator=(const Faded &) = delete;

private:
    QPainter &m_painter;
};

/// One of three colours by what the pointer does.
const QColor &byState(const QStyleOption &option, const QColor &rest, const QColor &hover, const QColor &press)
{
    if (!has(option, QStyle::State_Enabled)) return rest;
    if (has(option, QStyle::State_Sunken)) return press;
    return has(option, QStyle::State_MouseOver) ? hover : rest;
}

QColor buttonInk(const Theme &theme, const QStyleOption &option, ButtonKind kind)
{
    if (kind == ButtonKind::Primary || kind == ButtonKind::Danger) return theme.onAcc;
    if (kind == ButtonKind::Inverted) return theme.bg;
    if (kind == ButtonKind::Quiet)
        return has(option, QStyle::State_MouseOver) && has(option, QStyle::State_Enabled) ? theme.t1 : theme.t2;
    return theme.t1;
}

/// The icon in a text colour, whatever it was drawn in.
QPixmap tinted(const QIcon &icon, int extent, qreal ratio, const QColor &color)
{
    QPixmap pixmap = icon.pixmap(QSize(extent, extent), ratio);
    QPainter painter(&pixmap);
    painter.setCompositionMode(QPainter::CompositionMode_SourceIn);
    painter.fillRect(QRect(QPoint(), pixmap.size()), color);
    return pixmap;
}

void drawIcon(QPainter &painter, const QIcon &icon, const QRectF &rect, const QColor &color)
{
    const qreal ratio = painter.device()->devicePixelRatioF();
    painter.drawPixmap(rect, tinted(icon, qRound(rect.width()), ratio, color), QRectF());
}

qreal handleFill(const QStyleOptionSlider &option, const QRect &handle)
{
    return option.upsideDown ? option.rect.right() - handle.center().x() : handle.center().x() - option.rect.left();
}

} // namespace

void buttonBevel(QPainter &painter, const Theme &theme, const QStyleOptionButton &option, const QWidget *widget)
{
    const Faded faded(painter, option);
    const qreal radius = controlSize(widget) == ControlSize::Small ? 7 : 8;
    const QRectF rect = option.rect;
    switch (buttonKind(widget)) {
    case ButtonKind::Primary:
        drawRounded(painter, rect, radius, byState(option, theme.acc, theme.accH, theme.accP));
        break;
    case ButtonKind::Danger:
        drawRounded(painter, rect, radius, byState(option, theme.dng, theme.dng.darker(112), theme.dng.darker(128)));
        break;
    case ButtonKind::Quiet: {
        const QColor fill = byState(option, Qt::transparent, theme.hover, theme.press);
        drawRounded(painter, rect, radius, has(option, QStyle::State_On) ? theme.select : fill);
        break;
    }
    case ButtonKind::Inverted: {
        QColor tint = theme.bg;
        tint.setAlphaF(has(option, QStyle::State_Sunken) ? 0.24F : 0.14F);
        drawRounded(painter, rect, radius, byState(option, Qt::transparent, tint, tint));
        break;
    }
    case ButtonKind::Default:
        drawRounded(painter, rect, radius, byState(option, theme.surface, theme.hover, theme.press), theme.line2);
        break;
    }
}

void buttonLabel(QPainter &painter, const Theme &theme, const QStyleOptionButton &option, const QWidget *widget)
{
    const Faded faded(painter, option);
    const QColor ink = buttonInk(theme, option, buttonKind(widget));
    const QRectF rect = option.rect;
    const qreal icon = option.icon.isNull() ? 0 : theme.grown(option.iconSize.width());
    const qreal gap = icon > 0 && !option.text.isEmpty() ? theme.grown(8) : 0;
    const QFontMetricsF metrics(painter.font());
    const qreal room = rect.width() - icon - gap - 8;
    const QString text = metrics.elidedText(option.text, Qt::ElideRight, room, Qt::TextShowMnemonic);
    const qreal width = metrics.size(Qt::TextShowMnemonic | Qt::TextSingleLine, text).width();
    qreal x = rect.left() + (rect.width() - icon - gap - width) / 2;
    if (icon > 0) {
        drawIcon(painter, option.icon, QRectF(x, rect.center().y() - icon / 2, icon, icon), ink);
        x += icon + gap;
    }
    const int mnemonic =
        widget != nullptr && widget->style()->styleHint(QStyle::SH_UnderlineShortcut, &option, widget) != 0
            ? Qt::TextShowMnemonic
            : Qt::TextHideMnemonic;
    painter.setPen(ink);
    painter.drawText(QRectF(x, rect.top(), width + 2, rect.height()), Qt::AlignVCenter | Qt::TextSingleLine | mnemonic,
                     text);
}

void checkBox(QPainter &painter, const Theme &theme, const QStyleOption &option)
{
    const Faded faded(painter, option);
    const QRectF box = option.rect;
    const bool part = has(option, QStyle::State_NoChange);
    if (!has(option, QStyle::State_On) && !part) {
        drawRounded(painter, box, 4, byState(option, theme.surface, theme.hover, theme.press), theme.ctl, 1.5);
        return;
    }
    drawRounded(painter, box, 4, byState(option, theme.acc, theme.accH, theme.accP));
    const qreal in = box.width() / 8;
    if (!part) {
        paintIcon(painter, IconName::Check, box.adjusted(in, in, -in, -in), theme.onAcc);
        return;
    }
    painter.setPen(QPen(theme.onAcc, 2, Qt::SolidLine, Qt::RoundCap));
    painter.drawLine(QPointF(box.left() + 2 * in, box.center().y()), QPointF(box.right() - 2 * in, box.center().y()));
}

void radioButton(QPainter &painter, const Theme &theme, const QStyleOption &option)
{
    const Faded faded(painter, option);
    const QRectF circle = option.rect;
    const qreal radius = circle.width() / 2;
    if (!has(option, QStyle::State_On)) {
        drawRounded(painter, circle, radius, byState(option, theme.surface, theme.hover, theme.press), theme.ctl, 1.5);
        return;
    }
    drawRounded(painter, circle, radius, byState(option, theme.acc, theme.accH, theme.accP));
    const qreal dot = circle.width() * 3 / 16;
    drawRounded(painter, QRectF(circle.center() - QPointF(dot, dot), QSizeF(2 * dot, 2 * dot)), dot, theme.onAcc);
}

void field(QPainter &painter, const Theme &theme, const QStyleOption &option, qreal radius)
{
    const Faded faded(painter, option);
    drawRounded(painter, option.rect, radius, theme.surface, theme.line2);
}

void comboBox(QPainter &painter, const Theme &theme, const QStyleOptionComboBox &option)
{
    const Faded faded(painter, option);
    const QRectF rect = option.rect;
    drawRounded(painter, rect, 8, byState(option, theme.surface, theme.hover, theme.press), theme.line2);
    const qreal icon = theme.grown(14);
    const qreal x = option.direction == Qt::RightToLeft ? rect.left() + 9 : rect.right() - 9 - icon;
    paintIcon(painter, IconName::ChevronUpDown, QRectF(x, rect.center().y() - icon / 2, icon, icon), theme.t1);
}

void comboLabel(QPainter &painter, const Theme &theme, const QStyleOptionComboBox &option, const QRect &text)
{
    const Faded faded(painter, option);
    drawElided(painter, QRectF(text), option.currentText, painter.font(), theme.t1, Qt::AlignLeft);
}

void menuItem(QPainter &painter, const Theme &theme, const QStyleOptionMenuItem &option)
{
    const QRectF rect = option.rect;
    if (option.menuItemType == QStyleOptionMenuItem::Separator) {
        painter.fillRect(QRectF(rect.left() + 8, rect.center().y(), rect.width() - 16, 1), theme.line);
        return;
    }
    const Faded faded(painter, option);
    if (has(option, QStyle::State_Selected) && has(option, QStyle::State_Enabled))
        drawRounded(painter, rect, 6, theme.hover);
    const qreal icon = theme.grown(16);
    const bool column = option.menuHasCheckableItems || option.maxIconWidth > 0;
    qreal x = rect.left() + 10;
    const QRectF mark(x, rect.center().y() - icon / 2, icon, icon);
    if (option.checked)
        paintIcon(painter, IconName::Check, mark, theme.accText);
    else if (!option.icon.isNull())
        drawIcon(painter, option.icon, mark, theme.t2);
    if (column) x += icon + theme.grown(8);

    const qsizetype tab = option.text.indexOf(u'\t');
    const QString label = tab < 0 ? option.text : option.text.first(tab);
    const QRectF line(x, rect.top(), rect.right() - 12 - x, rect.height());
    painter.setFont(option.font);
    painter.setPen(theme.t1);
    painter.drawText(line, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine | Qt::TextHideMnemonic, label);
    if (tab >= 0) {
        painter.setPen(theme.t3);
        painter.drawText(line, Qt::AlignVCenter | Qt::AlignRight | Qt::TextSingleLine, option.text.sliced(tab + 1));
    }
    if (option.menuItemType == QStyleOptionMenuItem::SubMenu)
        paintIcon(painter, IconName::ChevronRight, QRectF(rect.right() - 6 - icon, mark.top(), icon, icon), theme.t3);
}

void progressBar(QPainter &painter, const Theme &theme, const QStyleOptionProgressBar &option)
{
    const qreal height = std::min<qreal>(theme.grown(6), option.rect.height());
    QRectF bar(option.rect.left(), option.rect.center().y() - height / 2 + 0.5, option.rect.width(), height);
    drawRounded(painter, bar, height / 2, theme.track);
    const double range = double(option.maximum) - option.minimum;
    if (range <= 0) return;
    const double part = std::clamp((option.progress - option.minimum) / range, 0.0, 1.0);
    if (part <= 0) return;
    bar.setWidth(std::max(height, bar.width() * part));
    drawRounded(painter, bar, height / 2, theme.accBar);
}

void slider(QPainter &painter, const Theme &theme, const QStyleOptionSlider &option, const QRect &handle, bool focused)
{
    const Faded faded(painter, option);
    const QPointF middle = QRectF(handle).center();
    QRectF groove(option.rect.left(), middle.y() - 2, option.rect.width(), 4);
    drawRounded(painter, groove, 2, theme.track);
    const qreal filled = handleFill(option, handle);
    if (option.upsideDown)
        groove.setLeft(groove.right() - filled);
    else
        groove.setWidth(filled);
    drawRounded(painter, groove, 2, theme.accBar);
    drawRounded(painter, handle, handle.width() / 2.0, theme.dark ? theme.t1 : theme.surface, theme.accBar, 1.5);
    if (focused) drawFocusRing(painter, handle, handle.width() / 2.0, theme.accBar);
}

void scrollBar(QPainter &painter, const Theme &theme, const QStyleOptionSlider &option, const QRect &handle)
{
    if (option.maximum <= option.minimum) return;
    const bool active = has(option, QStyle::State_MouseOver) || has(option, QStyle::State_Sunken);
    const bool across = option.orientation == Qt::Horizontal;
    const qreal in = active ? 2 : 3;
    const QRectF thumb = across ? QRectF(handle).adjusted(2, in, -2, -in) : QRectF(handle).adjusted(in, 2, -in, -2);
    drawRounded(painter, thumb, std::min(thumb.width(), thumb.height()) / 2, active ? theme.ctl : theme.line2);
}

} // namespace sotto::draw
