#pragma once

#include "ui/theme/theme.h"

class QPainter;
class QStyleOption;
class QStyleOptionButton;
class QStyleOptionComboBox;
class QStyleOptionMenuItem;
class QStyleOptionProgressBar;
class QStyleOptionSlider;
class QRect;

/// How SottoStyle draws each control; the style picks, these paint. Thread: GUI.
namespace sotto::draw {

void buttonBevel(QPainter &painter, const Theme &theme, const QStyleOptionButton &option, const QWidget *widget);
void buttonLabel(QPainter &painter, const Theme &theme, const QStyleOptionButton &option, const QWidget *widget);
void checkBox(QPainter &painter, const Theme &theme, const QStyleOption &option);
void radioButton(QPainter &painter, const Theme &theme, const QStyleOption &option);
void field(QPainter &painter, const Theme &theme, const QStyleOption &option, qreal radius);
void comboBox(QPainter &painter, const Theme &theme, const QStyleOptionComboBox &option);
void comboLabel(QPainter &painter, const Theme &theme, const QStyleOptionComboBox &option, const QRect &text);
void menuItem(QPainter &painter, const Theme &theme, const QStyleOptionMenuItem &option);
void progressBar(QPainter &painter, const Theme &theme, const QStyleOptionProgressBar &option);
void slider(QPainter &painter, const Theme &theme, const QStyleOptionSlider &option, const QRect &handle, bool focused);
void scrollBar(QPainter &painter, const Theme &theme, const QStyleOptionSlider &option, const QRect &handle);

} // namespace sotto::draw
