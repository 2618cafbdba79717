#pragma once

#include <QStringList>
#include <QVariantAnimation>
#include <QWidget>

namespace sotto {

/// One of a few, side by side. One tab stop; Left, Right, Home and End move; the thumb slides.
class SegmentControl final : public QWidget {
    Q_OBJECT
public:
    explicit SegmentControl(const QString &accessibleName, QWidget *parent = nullptr);

    /// Replaces the options; the first becomes current, nothing is emitted.
    void setOptions(const QStringList &options);
    [[nodiscard]] QStringList options() const { return m_options; }
    /// Fills the width it is given in equal parts; otherwise each part is as wide as its text.
    void setEqualParts(bool equal);

    /// −1: none is chosen.
    [[nodiscard]] int currentIndex() const { return m_current; }
    /// Emits currentChanged() if it differs, as the keys and the mouse do.
    void setCurrentIndex(int index);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

Q_SIGNALS:
    void currentChanged(int index);
    /// Only when a person chose, never from setCurrentIndex().
    void chosen(int index);

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    [[nodiscard]] QRectF partRect(int index) const;
    [[nodiscard]] qreal partWidth(int index) const;
    [[nodiscard]] QFont partFont() const;
    [[nodiscard]] int partAt(const QPointF &pos) const;
    void choose(int index);

    QStringList m_options;
    int m_current = -1;
    int m_hovered = -1;
    bool m_equal = false;
    QVariantAnimation m_slide;
};

} // namespace sotto
