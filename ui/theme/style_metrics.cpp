#include "ui/components/paint.h"
#include "ui/theme/style.h"

#include <QAbstractScrollArea>
#include <QAbstractSpinBox>
#include <QStyleOption>
#include <QWidget>

#include <algorithm>

namespace sotto {

namespace {

constexpr int kShortestThumb = 32;

/// Where the thumb of a scroll bar lies; there are no buttons, the groove is the whole.
QRect scrollThumb(const QStyleOptionSlider &option)
{
    const bool across = option.orientation == Qt::Horizontal;
    const int length = across ? option.rect.width() : option.rect.height();
    int thumb = length;
    if (option.maximum > option.minimum) {
        const double range = double(option.maximum) - option.minimum;
        thumb = static_cast<int>(double(length) * option.pageStep / (range + option.pageStep));
        thumb = std::min(std::max(thumb, kShortestThumb), length);
    }
    const int at = QStyle::sliderPositionFromValue(option.minimum, option.maximum, option.sliderPosition,
                                                   length - thumb, option.upsideDown);
    return across ? QRect(option.rect.left() + at, option.rect.top(), thumb, option.rect.height())
                  : QRect(option.rect.left(), option.rect.top() + at, option.rect.width(), thumb);
}

QRect scrollPart(const QStyleOptionSlider &option, QStyle::SubControl part)
{
    const QRect all = option.rect;
    const QRect thumb = scrollThumb(option);
    const bool across = option.orientation == Qt::Horizontal;
    switch (part) {
    case QStyle::SC_ScrollBarGroove: return all;
    case QStyle::SC_ScrollBarSlider: return thumb;
    case QStyle::SC_ScrollBarSubPage:
        return across ? QRect(all.topLeft(), QPoint(thumb.left() - 1, all.bottom()))
                      : QRect(all.topLeft(), QPoint(all.right(), thumb.top() - 1));
    case QStyle::SC_ScrollBarAddPage:
        return across ? QRect(QPoint(thumb.right() + 1, all.top()), all.bottomRight())
                      : QRect(QPoint(all.left(), thumb.bottom() + 1), all.bottomRight());
    default: return {};
    }
}

QRect sliderPart(const QStyleOptionSlider &option, QStyle::SubControl part, int handle)
{
    const QRect all = option.rect;
    if (part == QStyle::SC_SliderGroove) return QRect(all.left(), all.center().y() - 2, all.width(), 4);
    if (part != QStyle::SC_SliderHandle) return {};
    const int at = QStyle::sliderPositionFromValue(option.minimum, option.maximum, option.sliderPosition,
                                                   all.width() - handle, option.upsideDown);
    return {all.left() + at, all.top() + (all.height() - handle) / 2, handle, handle};
}

QSize buttonSize(const Theme &theme, const QStyleOption *option, const QSize &content, const QWidget *widget)
{
    const bool small = controlSize(widget) == ControlSize::Small;
    const int pad = theme.grown(small || buttonKind(widget) == ButtonKind::Quiet ? 10 : 14) + 1;
    int width = content.width() + 2 * pad;
    // QPushButton counts 4 px beside an icon of the set size; ours is 8 and grows.
    if (const auto *button = qstyleoption_cast<const QStyleOptionButton *>(option); button && !button->icon.isNull())
        width += theme.grown(button->iconSize.width()) - button->iconSize.width() + theme.grown(8) - 4;
    return {width, std::max(theme.grown(small ? 28 : 32), content.height() + 8)};
}

QSize menuItemSize(const Theme &theme, const QStyleOptionMenuItem &option, const QSize &content)
{
    if (option.menuItemType == QStyleOptionMenuItem::Separator) return {content.width(), 9};
    int width = content.width() + 10 + theme.grown(16);
    if (option.menuHasCheckableItems || option.maxIconWidth > 0) width += theme.grown(24);
    if (option.reservedShortcutWidth > 0 || option.text.contains(u'\t'))
        width += std::max(0, option.reservedShortcutWidth) + theme.grown(32);
    if (option.menuItemType == QStyleOptionMenuItem::SubMenu) width += theme.grown(24);
    return {width, theme.grown(theme.chinese ? 32 : 30)};
}

} // namespace

QRect SottoStyle::subElementRect(SubElement element, const QStyleOption *option, const QWidget *widget) const
{
    switch (element) {
    case SE_LineEditContents: {
        const bool spins =
            widget != nullptr && qobject_cast<const QAbstractSpinBox *>(widget->parentWidget()) != nullptr;
        const int pad = isFrameless(widget) ? 0 : spins ? 2 : m_theme.grown(8);
        return option->rect.adjusted(pad, 0, -pad, 0);
    }
    case SE_PushButtonContents:
    case SE_PushButtonFocusRect: return option->rect;
    default: return QProxyStyle::subElementRect(element, option, widget);
    }
}

QRect SottoStyle::subControlRect(ComplexControl control, const QStyleOptionComplex *option, SubControl sub,
                                 const QWidget *widget) const
{
    const auto *slider = qstyleoption_cast<const QStyleOptionSlider *>(option);
    if (control == CC_ScrollBar && slider != nullptr) return scrollPart(*slider, sub);
    if (control == CC_Slider && slider != nullptr && slider->orientation == Qt::Horizontal)
        return sliderPart(*slider, sub, pixelMetric(PM_SliderLength, option, widget));
    if (control == CC_SpinBox) {
        if (sub == SC_SpinBoxFrame) return option->rect;
        return sub == SC_SpinBoxEditField ? option->rect.adjusted(5, 1, -5, -1) : QRect();
    }
    if (control == CC_ComboBox && sub == SC_ComboBoxEditField)
        return visualRect(option->direction, option->rect,
                          option->rect.adjusted(m_theme.grown(10), 0, -m_theme.grown(14) - 16, 0));
    return QProxyStyle::subControlRect(control, option, sub, widget);
}

QSize SottoStyle::sizeFromContents(ContentsType type, const QStyleOption *option, const QSize &size,
                                   const QWidget *widget) const
{
    const bool small = controlSize(widget) == ControlSize::Small;
    switch (type) {
    case CT_PushButton: return buttonSize(m_theme, option, size, widget);
    case CT_LineEdit: return {size.width() + 2 * m_theme.grown(8), std::max(m_theme.grown(32), size.height() + 6)};
    case CT_SpinBox: {
        const int line = widget == nullptr ? 0 : widget->fontMetrics().height();
        return {std::max(size.width() + 18, m_theme.grown(54)), std::max(m_theme.grown(26), line + 6)};
    }
    case CT_ComboBox:
        return {size.width() + m_theme.grown(24) + 20, std::max(m_theme.grown(small ? 28 : 32), size.height() + 8)};
    case CT_MenuItem:
        if (const auto *item = qstyleoption_cast<const QStyleOptionMenuItem *>(option))
            return menuItemSize(m_theme, *item, size);
        return size;
    case CT_CheckBox:
    case CT_RadioButton: {
        const QSize base = QProxyStyle::sizeFromContents(type, option, size, widget);
        return {base.width(), std::max(base.height(), m_theme.grown(24))};
    }
    default: return QProxyStyle::sizeFromContents(type, option, size, widget);
    }
}

int SottoStyle::pixelMetric(PixelMetric metric, const QStyleOption *option, const QWidget *widget) const
{
    switch (metric) {
    case PM_FocusFrameHMargin:
    case PM_FocusFrameVMargin: return 3;
    case PM_ScrollBarExtent: return 10;
    case PM_ScrollBarSliderMin: return kShortestThumb;
    case PM_ScrollView_ScrollBarSpacing:
    case PM_ScrollView_ScrollBarOverlap: return 0;
    case PM_SliderThickness:
    case PM_SliderControlThickness: return std::max(24, m_theme.grown(16) + 6);
    case PM_SliderLength:
    case PM_IndicatorWidth:
    case PM_IndicatorHeight:
    case PM_ExclusiveIndicatorWidth:
    case PM_ExclusiveIndicatorHeight: return m_theme.grown(16);
    case PM_CheckBoxLabelSpacing:
    case PM_RadioButtonLabelSpacing: return m_theme.grown(8);
    case PM_ButtonMargin:
    case PM_ButtonShiftHorizontal:
    case PM_ButtonShiftVertical:
    case PM_ButtonDefaultIndicator: return 0;
    case PM_LineEditIconSize: return m_theme.grown(16);
    case PM_ButtonIconSize:
    case PM_SmallIconSize: return 16;
    case PM_DefaultFrameWidth:
        // Room for the round corners that the viewport would paint over.
        if (qobject_cast<const QAbstractScrollArea *>(widget) != nullptr) return 3;
        return QProxyStyle::pixelMetric(metric, option, widget);
    case PM_MenuHMargin:
    case PM_MenuVMargin: return 4;
    case PM_MenuPanelWidth: return 1;
    case PM_ToolTipLabelFrameWidth: return 6;
    default: return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

int SottoStyle::styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget,
                          QStyleHintReturn *data) const
{
    switch (hint) {
    case SH_FocusFrame_Mask: return 0;
    case SH_FocusFrame_AboveWidget: return 1;
    case SH_Slider_AbsoluteSetButtons: return Qt::LeftButton;
    case SH_EtchDisabledText:
    case SH_DitherDisabledText: return 0;
    case SH_Widget_Animation_Duration:
    case SH_Widget_Animate: return m_theme.reducedMotion ? 0 : QProxyStyle::styleHint(hint, option, widget, data);
    case SH_ToolTipLabel_Opacity: return 255;
    case SH_UnderlineShortcut: return 0;
    default: return QProxyStyle::styleHint(hint, option, widget, data);
    }
}

} // namespace sotto
