#pragma once

#include <QFrame>

namespace sotto {

/// `surface` with a `line` edge, r 12. Padding is the layout's.
class Card final : public QFrame {
    Q_OBJECT
public:
    explicit Card(QWidget *parent = nullptr);

    /// A 2 px accent edge.
    void setSelected(bool selected);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    bool m_selected = false;
};

/// A 1 px line across; `line` of the theme.
class Rule final : public QWidget {
    Q_OBJECT
public:
    explicit Rule(QWidget *parent = nullptr);

protected:
    void paintEvent(QPaintEvent *event) override;
};

} // namespace sotto
