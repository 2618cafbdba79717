#pragma once

#include <QTimer>
#include <QWidget>

class QPushButton;

namespace sotto {

class Label;

/// A short message at the bottom of the window, inverted. Stays 5 s, and as long as it is hovered or focused; a new
/// one takes the place of the one that shows.
class Toast final : public QWidget {
    Q_OBJECT
public:
    static constexpr int kStayMs = 5000;

    explicit Toast(QWidget *window);

    /// `action` is the button's word ("Undo"); none without it.
    void showText(const QString &text, const QString &action = {});
    void dismiss();
    /// Pixels kept free at the bottom of the window, so that it stands over the composer.
    void setBottomOffset(int px);
    [[nodiscard]] QString text() const;
    [[nodiscard]] QPushButton *actionButton() const { return m_action; }
    /// For tests: how long it stays.
    void setStay(int ms);

Q_SIGNALS:
    /// The button was pressed; the toast is gone.
    void acted();
    /// It went by itself, was dismissed or replaced: what it offered to undo now holds.
    void expired();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void enterEvent(QEnterEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void changeEvent(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void place();
    void restart();
    void vanish();

    Label *m_text;
    QPushButton *m_action;
    QWidget *m_shade;
    QTimer m_timer;
    int m_offset = 24;
    bool m_pending = false;
};

} // namespace sotto
