#pragma once

#include "ui/components/paint.h"

#include <QLabel>

namespace sotto {

/// Text in a role, weight and ink of the theme; follows theme and text size by itself. Plain text. Where it wraps, its
/// lines stand apart as the role asks.
class Label final : public QLabel {
    Q_OBJECT
public:
    explicit Label(const QString &text = {}, TypeRole role = TypeRole::Interface, Ink ink = Ink::Primary,
                   int weight = QFont::Normal, QWidget *parent = nullptr);

    void setInk(Ink ink);
    void setRole(TypeRole role, int weight = QFont::Normal);
    /// Equal-width digits, for figures.
    void setTabular(bool tabular);
    /// One line that ends in … where it does not fit; the whole text is then the tooltip.
    void setElided(bool elided);

    [[nodiscard]] QSize minimumSizeHint() const override;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] int heightForWidth(int width) const override;

protected:
    void changeEvent(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    bool event(QEvent *event) override;

private:
    void applyTheme();
    [[nodiscard]] bool breaksLines() const;
    /// Lays the text out in the role's line height; draws it where there is a painter. Returns the height.
    qreal layOut(qreal width, QPainter *painter, qreal top = 0) const;

    TypeRole m_role;
    Ink m_ink;
    int m_weight;
    bool m_tabular = false;
    bool m_elided = false;
};

/// Caption above a section: 8.5 pt, 600, `t3`.
[[nodiscard]] Label *makeSectionLabel(const QString &text, QWidget *parent = nullptr);

} // namespace sotto
