#pragma once

#include "ui/components/modal.h"

class QPushButton;

namespace sotto {

/// What a dialog says. The title asks; the buttons name what they do.
struct DialogText {
    QString title;
    QString text;
    QString safe;    ///< The safe button: it has the focus and answers Enter and Esc.
    QString act;     ///< The other one.
    QString address; ///< Shown word for word in a field that can be selected; may be empty.
};

/// Whether what a dialog asks about can be undone.
enum class DialogRisk : std::uint8_t { None, Destructive };

/// A question. The answer is a signal; it deletes itself after answering.
class ConfirmDialog final : public Modal {
    Q_OBJECT
public:
    ConfirmDialog(QWidget *window, const DialogText &text, DialogRisk risk = DialogRisk::Destructive);

    void open();
    [[nodiscard]] QPushButton *safeButton() const { return m_safe; }
    [[nodiscard]] QPushButton *actButton() const { return m_act; }

Q_SIGNALS:
    void accepted();
    void rejected();

protected:
    void escape() override { answer(false); }
    void keyPressEvent(QKeyEvent *event) override;

private:
    void build(const DialogText &text, DialogRisk risk);
    void answer(bool accept);

    QPushButton *m_safe = nullptr;
    QPushButton *m_act = nullptr;
};

} // namespace sotto
