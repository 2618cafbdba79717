#pragma once

#include "ui/theme/icons.h"
#include "ui/theme/style.h"

#include <QAbstractButton>
#include <QPushButton>

namespace sotto {

/// A push button of the design: h 32, or h 28 in 9 pt when Small. Set an icon with setIcon(sotto::icon(…)).
[[nodiscard]] QPushButton *makeButton(const QString &text, ButtonKind kind = ButtonKind::Default,
                                      QWidget *parent = nullptr, ControlSize size = ControlSize::Normal);

/// 28 × 28 with an icon, a tooltip and a name. Checkable: setCheckable(true); checked is drawn in the accent tint.
class IconButton final : public QAbstractButton {
    Q_OBJECT
public:
    /// `name` is the accessible name and, with `shortcut` in brackets, the tooltip.
    IconButton(IconName icon, const QString &name, QWidget *parent = nullptr);

    void setIconName(IconName icon);
    void setName(const QString &name, const QString &shortcut = {});
    /// 28 unless set; grows with the text.
    void setExtent(int px);

    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    IconName m_icon;
    int m_extent = 28;
};

/// A key in a small frame, "Ctrl+N"; not interactive.
class KeyHint final : public QWidget {
    Q_OBJECT
public:
    explicit KeyHint(const QString &keys, QWidget *parent = nullptr);

    void setKeys(const QString &keys);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    QString m_keys;
};

/// The same for delegates: its size, and its painting with the right edge and the middle given.
[[nodiscard]] QSizeF keyHintSize(const Theme &theme, const QString &keys);
void paintKeyHint(QPainter &painter, const Theme &theme, const QRectF &rect, const QString &keys);

} // namespace sotto
