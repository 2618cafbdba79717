#pragma once

#include "core/models/model_service.h"
#include "core/personas/persona.h"
#include "ui/components/badge.h"

#include <QAbstractButton>

namespace sotto {

/// The dot for a model's state.
[[nodiscard]] Dot dotFor(const ModelStatus &status);
/// "0.7", "0.75": one or two decimals, in the current locale.
[[nodiscard]] QString temperatureText(double value);
/// "You", "Persona", "Model", "Sotto".
[[nodiscard]] QString sourceName(ValueSource source);

/// What the header's buttons share: a row of parts in a frame that follows the pointer.
class HeaderButton : public QAbstractButton {
    Q_OBJECT
public:
    explicit HeaderButton(QWidget *parent);

protected:
    /// Drawn as pressed while its popover is open or the mouse is down.
    void paintFrame(QPainter &painter, bool edged) const;
    void changeEvent(QEvent *event) override;
    /// Names and tooltips in the current language.
    virtual void retranslate() = 0;
};

class PersonaButton final : public HeaderButton {
    Q_OBJECT
public:
    explicit PersonaButton(QWidget *parent);

    void setPersona(const Persona &persona);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void retranslate() override;

private:
    [[nodiscard]] int widthFor(int name) const;

    Persona m_persona;
};

class ModelChip final : public HeaderButton {
    Q_OBJECT
public:
    explicit ModelChip(QWidget *parent);

    void setStatus(const ModelStatus &status);
    [[nodiscard]] QString name() const;
    /// "Ready", "Partly on CPU", "62%", "Failed"; empty without a model.
    [[nodiscard]] QString state() const;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void retranslate() override;

private:
    [[nodiscard]] QString tag() const;
    enum class Words : std::uint8_t { NameOnly, State, TagAndState };
    [[nodiscard]] int widthFor(int name, Words words) const;
    void paintProgress(QPainter &painter) const;

    ModelStatus m_status;
};

class TemperatureChip final : public HeaderButton {
    Q_OBJECT
public:
    explicit TemperatureChip(QWidget *parent);

    void setTemperature(float value, ValueSource source);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;
    void retranslate() override;

private:
    float m_value = 0.8F;
    ValueSource m_source = ValueSource::Sotto;
};

} // namespace sotto
