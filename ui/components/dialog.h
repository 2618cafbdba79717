#pragma once

#include <QPointer>
#include <QWidget>

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

/// A question over a scrim inside the window; everything behind is out of reach while it is open. No event loop of its
/// own: the answer is a signal. It deletes itself after answering.
class ConfirmDialog final : public QWidget {
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
    bool eventFilter(QObject *watched, QEvent *event) override;
    bool focusNextPrevChild(bool next) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void build(const DialogText &text, DialogRisk risk);
    void place();
    void answer(bool accept);

    QWidget *m_card = nullptr;
    QPushButton *m_safe = nullptr;
    QPushButton *m_act = nullptr;
    QPointer<QWidget> m_before;
    bool m_answered = false;
};

} // namespace sotto
