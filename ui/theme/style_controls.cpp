#include "ui/components/paint.h"
#include "ui/theme/icons.h"
#include "ui/theme/style.h"
#include "ui/theme/style_draw.h"

#include <QAbstractScrollArea>
#include <QAbstractSpinBox>
#include <QComboBox>
#include <QPainter>
#include <QStyleOption>

namespace sotto {

namespace {

template <class Option>
const Option *as(const QStyleOption *option)
{
    return qstyleoption_cast<const Option *>(option);
}

bool insideOther(const QWidget *widget)
{
    const QWidget *parent = widget == nullptr ? nullptr : widget->parentWidget();
    return qobject_cast<const QAbstractSpinBox *>(parent) != nullptr ||
           qobject_cast<const QComboBox *>(parent) != nullptr;
}

} // namespace

void SottoStyle::drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
                               const QWidget *widget) const
{
    switch (element) {
    case PE_IndicatorCheckBox: return draw::checkBox(*painter, m_theme, *option);
    case PE_IndicatorRadioButton: return draw::radioButton(*painter, m_theme, *option);
    case PE_PanelLineEdit:
        if (!isFrameless(widget) && !insideOther(widget)) draw::field(*painter, m_theme, *option, 8);
        return;
    case PE_FrameLineEdit:
    case PE_FrameFocusRect:
    case PE_FrameDefaultButton:
    case PE_PanelScrollAreaCorner: return;
    case PE_Frame: {
        const bool scrolls = qobject_cast<const QAbstractScrollArea *>(widget) != nullptr;
        return drawRounded(*painter, option->rect, 8, scrolls ? m_theme.surface : QColor(), m_theme.line2);
    }
    case PE_PanelMenu:
    case PE_PanelTipLabel: return drawRounded(*painter, option->rect, 8, m_theme.surface, m_theme.line2);
    case PE_FrameMenu: return;
    default: QProxyStyle::drawPrimitive(element, option, painter, widget);
    }
}

void SottoStyle::drawControl(ControlElement element, const QStyleOption *option, QPainter *painter,
                             const QWidget *widget) const
{
    switch (element) {
    case CE_PushButtonBevel:
        if (const auto *button = as<QStyleOptionButton>(option)) draw::buttonBevel(*painter, m_theme, *button, widget);
        return;
    case CE_PushButtonLabel:
        if (const auto *button = as<QStyleOptionButton>(option)) draw::buttonLabel(*painter, m_theme, *button, widget);
        return;
    case CE_ComboBoxLabel:
        if (const auto *combo = as<QStyleOptionComboBox>(option); combo != nullptr && !combo->editable) {
            const QRect text = subControlRect(CC_ComboBox, combo, SC_ComboBoxEditField, widget);
            draw::comboLabel(*painter, m_theme, *combo, text);
        }
        return;
    case CE_MenuItem:
        if (const auto *item = as<QStyleOptionMenuItem>(option)) draw::menuItem(*painter, m_theme, *item);
        return;
    case CE_MenuEmptyArea: return;
    case CE_ProgressBar:
        if (const auto *bar = as<QStyleOptionProgressBar>(option)) draw::progressBar(*painter, m_theme, *bar);
        return;
    case CE_FocusFrame: {
        const int radius = widget == nullptr ? 8 : widget->property("sottoRing").toInt();
        return drawFocusRing(*painter, QRectF(option->rect).adjusted(3, 3, -3, -3), radius, m_theme.accBar);
    }
    default: QProxyStyle::drawControl(element, option, painter, widget);
    }
}

void SottoStyle::drawComplexControl(ComplexControl control, const QStyleOptionComplex *option, QPainter *painter,
                                    const QWidget *widget) const
{
    const auto *slider = as<QStyleOptionSlider>(option);
    if (control == CC_Slider && slider != nullptr && slider->orientation == Qt::Horizontal) {
        const QRect handle = subControlRect(CC_Slider, option, SC_SliderHandle, widget);
        return draw::slider(*painter, m_theme, *slider, handle, showsFocus(widget));
    }
    if (control == CC_ScrollBar && slider != nullptr) {
        const QRect handle = subControlRect(CC_ScrollBar, option, SC_ScrollBarSlider, widget);
        return draw::scrollBar(*painter, m_theme, *slider, handle);
    }
    if (const auto *combo = as<QStyleOptionComboBox>(option); control == CC_ComboBox && combo != nullptr)
        return draw::comboBox(*painter, m_theme, *combo);
    if (control == CC_SpinBox) {
        if (!isFrameless(widget)) draw::field(*painter, m_theme, *option, 6);
        return;
    }
    QProxyStyle::drawComplexControl(control, option, painter, widget);
}

QIcon SottoStyle::standardIcon(StandardPixmap which, const QStyleOption *option, const QWidget *widget) const
{
    switch (which) {
    case SP_LineEditClearButton:
    case SP_TitleBarCloseButton:
    case SP_DialogCloseButton: return icon(IconName::Close);
    default: return QProxyStyle::standardIcon(which, option, widget);
    }
}

} // namespace sotto
