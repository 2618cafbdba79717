#pragma once

#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

#include <QWidget>

#include <optional>

namespace sotto {

/// Tints of a badge. Outline is a `line2` frame, TealOutline a `lay` frame, Tag the monospace quantisation tag.
enum class BadgeKind : std::uint8_t { Neutral, Accent, Teal, TealOutline, Power, Danger, Memory, Outline, Tag };

/// h 22 (Tag 20), grown with the text.
[[nodiscard]] QSizeF badgeSize(const Theme &theme, const QString &text, BadgeKind kind,
                               std::optional<IconName> icon = {});
/// Paints the badge with its left edge at `left`, centred on `middle`. Returns its width.
qreal paintBadge(QPainter &painter, const Theme &theme, qreal left, qreal middle, const QString &text, BadgeKind kind,
                 std::optional<IconName> icon = {});

class Badge final : public QWidget {
    Q_OBJECT
public:
    explicit Badge(const QString &text = {}, BadgeKind kind = BadgeKind::Neutral, QWidget *parent = nullptr);

    void setBadge(const QString &text, BadgeKind kind, std::optional<IconName> icon = {});
    [[nodiscard]] QString text() const { return m_text; }
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    QString m_text;
    BadgeKind m_kind;
    std::optional<IconName> m_icon;
};

/// Full: ready. Half: partly on the CPU. Ring: not loaded. Failed: red. Always beside a word or in an accessible name.
enum class Dot : std::uint8_t { Full, Half, Ring, Failed };

/// 8 px round `center`, grown with the text.
void paintDot(QPainter &painter, const Theme &theme, const QPointF &center, Dot dot);

} // namespace sotto
