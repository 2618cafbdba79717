#include "ui/components/slider_field.h"

#include "ui/theme/theme.h"

#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QSignalBlocker>

#include <algorithm>
#include <cmath>

namespace sotto {

SliderField::SliderField(const QString &accessibleName, QWidget *parent)
    : QWidget(parent), m_slider(new QSlider(Qt::Horizontal, this)), m_field(new QDoubleSpinBox(this))
{
    m_slider->setAccessibleName(accessibleName);
    m_field->setAccessibleName(accessibleName);
    m_field->setButtonSymbols(QAbstractSpinBox::NoButtons);
    m_field->setAlignment(Qt::AlignRight);
    m_field->setKeyboardTracking(false);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins({});
    row->setSpacing(Theme::of(this).grown(16));
    row->addWidget(m_slider, 1);
    row->addWidget(m_field);
    connect(m_slider, &QSlider::valueChanged, this, [this](int step) { take(m_least + step * m_step, true); });
    connect(m_field, &QDoubleSpinBox::valueChanged, this, [this](double value) { take(value, true); });
    setRange(0, 1, 0.01, 2);
}

void SliderField::setRange(double least, double most, double step, int decimals)
{
    m_least = least;
    m_step = step;
    const QSignalBlocker quietSlider(m_slider);
    const QSignalBlocker quietField(m_field);
    m_slider->setRange(0, static_cast<int>(std::lround((most - least) / step)));
    m_slider->setSingleStep(1);
    m_slider->setPageStep(10);
    m_field->setDecimals(decimals);
    m_field->setRange(least, most);
    m_field->setSingleStep(step);
    take(std::clamp(m_value, least, most), false);
}

void SliderField::setSuffix(const QString &suffix)
{
    m_field->setSuffix(suffix);
}

void SliderField::setValue(double value)
{
    take(value, false);
}

void SliderField::take(double value, bool byPerson)
{
    const int step = std::clamp(static_cast<int>(std::lround((value - m_least) / m_step)), 0, m_slider->maximum());
    const double snapped = m_least + step * m_step;
    const bool differs = std::abs(snapped - m_value) > m_step / 1000;
    m_value = snapped;
    {
        const QSignalBlocker quietSlider(m_slider);
        const QSignalBlocker quietField(m_field);
        m_slider->setValue(step);
        m_field->setValue(snapped);
    }
    if (!differs) return;
    Q_EMIT valueChanged(m_value);
    if (byPerson) Q_EMIT edited(m_value);
}

} // namespace sotto
