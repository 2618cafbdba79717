#pragma once

#include "ui/theme/icons.h"

#include <QAbstractButton>

namespace sotto {

/// The sidebar's own buttons: New chat (framed, 36 px), Search (only in the rail) and the rows of the navigation
/// (30 px, with a count). In the rail each is a square with its icon, and its name is the tooltip.
class SidebarButton final : public QAbstractButton {
    Q_OBJECT
public:
    enum class Kind : std::uint8_t { Framed, Filled, Nav };

    SidebarButton(Kind kind, IconName icon, QWidget *parent = nullptr);

    /// `keys` is shown in a small frame where there is room, and in the tooltip.
    void setName(const QString &name, const QString &keys = {});
    /// Less than 0: none is shown.
    void setCount(int count);
    void setRail(bool rail);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    /// Up or Down: the neighbour wants the focus.
    void stepRequested(int by);

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void changeEvent(QEvent *event) override;
    /// Whether a page is shown is set from outside, never by a click alone.
    void nextCheckState() override {}

private:
    void describe();
    void paintWords(QPainter &painter, const QColor &ink);
    [[nodiscard]] int weight() const;

    Kind m_kind;
    IconName m_icon;
    QString m_keys;
    int m_count = -1;
    bool m_rail = false;
};

} // namespace sotto
