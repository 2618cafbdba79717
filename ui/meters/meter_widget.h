#pragma once

#include "ui/theme/theme.h"

#include <QPixmap>
#include <QVariantAnimation>
#include <QWidget>

#include <functional>

class QPainter;

namespace sotto {

/// What the small meters share: they paint from the theme, follow its changes, and are a graphic to assistive
/// technology, named by accessibleName() and described by accessibleDescription(). Thread: GUI, as all widgets.
class MeterWidget : public QWidget {
    Q_OBJECT
public:
    explicit MeterWidget(QWidget *parent = nullptr);

    /// A length of the drawing at 100 %, grown with the text.
    [[nodiscard]] qreal scaled(qreal px) const { return px * Theme::of(this).textPercent / 100.0; }

protected:
    void changeEvent(QEvent *event) override;
    bool event(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    /// Language or look changed: names are made again.
    virtual void refresh() {}
    /// Height of the contents at a width; 0: as sizeHint() says. Every meter has exactly this height: in a column of
    /// given width that is all a layout needs to know.
    [[nodiscard]] virtual int contentHeight(int) const { return 0; }
    /// What is shown has another height now.
    void fitHeight();
    /// What to say about the place under the pointer; empty: nothing.
    [[nodiscard]] virtual QString hoverText(const QPointF &) const { return {}; }
};

/// Moves a value to its target in 240 ms, ease-out cubic, if its owner is visible and motion is on; else at once.
/// At rest and when the owner is hidden no timer runs.
class Easing final : public QObject {
    Q_OBJECT
public:
    explicit Easing(QWidget *owner);

    /// Goes from value() to `target`; the owner is repainted on the way.
    void to(double target);
    [[nodiscard]] double value() const { return m_value; }
    [[nodiscard]] bool isMoving() const { return m_animation.state() == QAbstractAnimation::Running; }
    /// Whether to() would move rather than jump.
    [[nodiscard]] bool moves() const;

protected:
    bool eventFilter(QObject *object, QEvent *event) override;

private:
    void settle(double value);

    QWidget *m_owner;
    QVariantAnimation m_animation;
    double m_value = 0;
    double m_target = 0;
};

/// What of a meter does not change with its value, kept as a picture by size, scheme and device pixel ratio.
class StaticLayer final {
public:
    void paint(QPainter &painter, const QWidget &widget, const std::function<void(QPainter &)> &draw);

private:
    struct Key {
        QSize size;
        qreal ratio = 0;
        QRgb bg = 0, track = 0;
        int textPercent = 0;
        bool operator==(const Key &) const = default;
    };
    QPixmap m_pixmap;
    Key m_key;
};

/// Font of section labels in the meters: 9.5 pt, semi-bold.
[[nodiscard]] QFont labelFont(const Theme &theme);

} // namespace sotto
