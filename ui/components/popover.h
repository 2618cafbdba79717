#pragma once

#include "ui/theme/icons.h"

#include <QPointer>
#include <QWidget>

#include <optional>

class QHBoxLayout;
class QScrollArea;
class QVBoxLayout;

namespace sotto {

/// A floating surface inside the window (a child widget, not a window of its own). Opens below its owner, or above
/// where there is more room, and stays inside the window. Esc and a click elsewhere close it; Tab stays inside; focus
/// goes back to the owner.
class Popover : public QWidget {
    Q_OBJECT
public:
    /// `window` is the widget it floats over, usually the top-level one.
    explicit Popover(QWidget *window, const QString &accessibleName = {});
    ~Popover() override;

    /// Where content goes; no margins and no spacing of its own.
    [[nodiscard]] QVBoxLayout *body() const { return m_body; }
    /// Width of the surface at 100 % text; grows with the text, and shrinks to the window.
    void setSurfaceWidth(int px);

    /// Left edges meet; near the window's right edge it moves left. The first widget that takes focus, or `focus`,
    /// gets it.
    void openAt(QWidget *owner, QWidget *focus = nullptr);
    /// Above or below a rectangle of the owner, for rows of a list.
    void openAt(QWidget *owner, const QRect &anchor, QWidget *focus);
    void dismiss();
    [[nodiscard]] bool isOpen() const { return m_open; }
    /// The surface without the shadow, in this widget's coordinates.
    [[nodiscard]] QRect surfaceRect() const;

Q_SIGNALS:
    void opened();
    void closed();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    bool focusNextPrevChild(bool next) override;
    void keyPressEvent(QKeyEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void place();
    void fadeIn();
    [[nodiscard]] bool isOutside(QWidget *watched, const QPoint &global) const;

    void fillSurface();

    QVBoxLayout *m_body;
    QWidget *m_surface;
    QScrollArea *m_scroll; ///< Scrolls where large text leaves too little room.
    QPointer<QWidget> m_owner;
    QRect m_anchor;
    int m_width = 0;
    bool m_open = false;
};

/// The strip at a popover's foot: `sunken`, with the popover's lower corners.
class PopoverFooter final : public QWidget {
    Q_OBJECT
public:
    explicit PopoverFooter(QWidget *parent = nullptr);

    [[nodiscard]] QHBoxLayout *row() const { return m_row; }
    /// A 14 px icon at the start, in `t2`.
    void setIcon(IconName icon);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QHBoxLayout *m_row;
    std::optional<IconName> m_icon;
};

} // namespace sotto
