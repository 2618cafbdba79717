#pragma once

#include "core/personas/persona.h"

#include <QWidget>

class QGridLayout;

namespace sotto {

class Avatar;
class Label;

/// What stands in a chat without messages: the persona's greeting and its starter prompts, or, where there is no
/// model, the ways to get one. Scrolls where the window is too low for it. Thread: GUI.
class EmptyChat final : public QWidget {
    Q_OBJECT
public:
    explicit EmptyChat(QWidget *parent = nullptr);

    /// Greeting, description and starters of a persona.
    void showPersona(const Persona &persona);
    /// No model can be used yet: says so and offers the built-in one, the library and a file.
    void showNoModel();

Q_SIGNALS:
    /// A starter was chosen: what is to be sent.
    void starterChosen(const QString &prompt);
    void useBuiltIn();
    void browseModels();
    void openFile();

protected:
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    enum class Variant : std::uint8_t { Persona, NoModel };

    void rebuild();
    void fillStarters();
    void fillModelButtons();
    void arrangeCards();

    QWidget *m_content;
    Avatar *m_avatar;
    Label *m_title;
    Label *m_sentence;
    QWidget *m_actions;
    QGridLayout *m_grid;
    QList<QWidget *> m_cards;
    Persona m_persona;
    Variant m_variant = Variant::Persona;
    int m_columns = 0;
};

} // namespace sotto
