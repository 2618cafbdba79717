#pragma once

#include <QWidget>

namespace sotto {

/// What lies under a panel that stands over the page: the panel's shadow, and a ground that a click on closes it.
/// Nothing behind it gets the click. Thread: GUI.
class OverlayGround final : public QWidget {
    Q_OBJECT
public:
    explicit OverlayGround(QWidget *window);

    /// Covers its parent, with the shadow of `panel`, a sibling that is put on top.
    void showUnder(QWidget *panel);

Q_SIGNALS:
    void pressed();

protected:
    void mousePressEvent(QMouseEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    QRect m_panel;
};

} // namespace sotto
