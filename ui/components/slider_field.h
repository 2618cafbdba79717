#pragma once

#include <QSlider>
#include <QWidget>

class QDoubleSpinBox;

namespace sotto {

/// A slider with the number field that always stands beside it, over one value. Arrows move 1 step, Page keys 10.
class SliderField final : public QWidget {
    Q_OBJECT
public:
    explicit SliderField(const QString &accessibleName, QWidget *parent = nullptr);

    void setRange(double least, double most, double step, int decimals);
    /// Behind the number: "%".
    void setSuffix(const QString &suffix);
    [[nodiscard]] double value() const { return m_value; }
    /// Brought into the range and onto a step; valueChanged() follows if it differs.
    void setValue(double value);

    [[nodiscard]] QSlider *slider() const { return m_slider; }
    [[nodiscard]] QDoubleSpinBox *field() const { return m_field; }

Q_SIGNALS:
    void valueChanged(double value);
    /// Only when a person changed it, with the slider or the field.
    void edited(double value);

private:
    void take(double value, bool byPerson);

    QSlider *m_slider;
    QDoubleSpinBox *m_field;
    double m_value = 0;
    double m_least = 0;
    double m_step = 1;
};

} // namespace sotto
