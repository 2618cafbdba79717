#pragma once

#include "core/models/model_service.h"
#include "core/personas/persona.h"

#include <QWidget>

class QMenu;

namespace sotto {

class IconButton;
class Label;
class ModelChip;
class PersonaButton;
class TemperatureChip;

/// The window's three widths: 1180 and up, 960 to 1179, 720 to 959.
enum class WidthClass : std::uint8_t { Wide, Medium, Narrow };

/// The bar over the chat: who answers, with what model, how boldly, the meters' switch and more. Emits wishes only.
class ChatHeader final : public QWidget {
    Q_OBJECT
public:
    explicit ChatHeader(QWidget *parent = nullptr);

    void setPersona(const Persona &persona);
    void setModel(const ModelStatus &status);
    void setTemperature(float value, ValueSource source);
    void setMetersOpen(bool open);
    /// "174 W · 48.3 tok/s" beside the gauge button; shown unless Wide, and only if not empty.
    void setCompactFigures(const QString &figures);
    /// Narrow takes the temperature chip away (offer it in the menu).
    void setLayoutClass(WidthClass widthClass);
    /// Behind the ⋯ button; not owned. Without one the button is disabled.
    void setMenu(QMenu *menu);

    /// Owners for the popovers. The temperature's is the ⋯ button while its chip is away.
    [[nodiscard]] QWidget *personaOwner() const;
    [[nodiscard]] QWidget *modelOwner() const;
    [[nodiscard]] QWidget *temperatureOwner() const;

    [[nodiscard]] QSize sizeHint() const override;

Q_SIGNALS:
    void personaClicked();
    void modelClicked();
    void temperatureClicked();
    /// A person wants the meters the other way; setMetersOpen() tells how it went.
    void metersToggled();

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void build();
    void retranslate();
    void fit();
    void openMenu();

    PersonaButton *m_persona;
    ModelChip *m_model;
    TemperatureChip *m_temperature;
    Label *m_figures;
    IconButton *m_gauge;
    IconButton *m_more;
    QMenu *m_menu = nullptr;
    WidthClass m_class = WidthClass::Wide;
    bool m_metersOpen = false;
};

} // namespace sotto
