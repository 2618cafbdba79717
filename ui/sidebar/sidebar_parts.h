#pragma once

#include <QAbstractButton>

namespace sotto {

/// The mark of the program. In the rail it opens the full sidebar; in the full sidebar it only shows.
class BrandMark final : public QAbstractButton {
    Q_OBJECT
public:
    explicit BrandMark(QWidget *parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
};

/// The strip at the sidebar's right edge that is dragged to make it wider or narrower.
class SidebarEdge final : public QWidget {
    Q_OBJECT
public:
    static constexpr int grip = 6;

    explicit SidebarEdge(QWidget *sidebar);

Q_SIGNALS:
    /// The width the pointer asks for, without bounds.
    void dragged(int width);
    void resetRequested();

protected:
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;

private:
    int m_grabbedAt = 0;
};

} // namespace sotto
