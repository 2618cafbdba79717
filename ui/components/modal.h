#pragma once

#include <QPointer>
#include <QWidget>

class QVBoxLayout;

namespace sotto {

/// A card over a scrim inside the window; everything behind is out of reach while it is open. No event loop of its own.
/// It deletes itself after closing, and gives the focus back to what had it. Thread: GUI.
class Modal : public QWidget {
    Q_OBJECT
public:
    /// Between `least` and `most` wide at 100 % text, and never wider or higher than the window.
    Modal(QWidget *window, const QString &accessibleName, int least, int most);

    /// `focus` gets the keyboard, and gets it back when something outside takes it.
    void open(QWidget *focus);
    void dismiss();

protected:
    [[nodiscard]] QVBoxLayout *body() const { return m_body; }
    [[nodiscard]] bool isClosed() const { return m_closed; }
    /// Content changed its size.
    void place();
    /// Esc was pressed.
    virtual void escape() { dismiss(); }

    bool eventFilter(QObject *watched, QEvent *event) override;
    bool focusNextPrevChild(bool next) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    QWidget *m_card;
    QVBoxLayout *m_body;
    QPointer<QWidget> m_before;
    QPointer<QWidget> m_focus;
    int m_least;
    int m_most;
    bool m_closed = false;
};

} // namespace sotto
