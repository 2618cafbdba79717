#pragma once

#include "ui/theme/theme.h"

#include <QRectF>
#include <QString>

class QPainter;

namespace sotto {

/// A colour of text by what it says. The colour itself comes from the theme when painting.
enum class Ink : std::uint8_t { Primary, Secondary, Tertiary, Accent, Danger, Power, Memory, Layers, Inverted };

[[nodiscard]] QColor inkColor(const Theme &theme, Ink ink);

/// A filled rounded rectangle with an edge drawn wholly inside `rect`. Either colour may be invalid: not drawn.
void drawRounded(QPainter &painter, const QRectF &rect, qreal radius, const QColor &fill, const QColor &edge = {},
                 qreal edgeWidth = 1);

/// The ring outside `rect`: 2 px, 1 px gap, radius + 3.
void drawFocusRing(QPainter &painter, const QRectF &rect, qreal radius, const QColor &color);

/// One line of text, elided at its end, centred vertically. Returns the width it took.
qreal drawElided(QPainter &painter, const QRectF &rect, const QString &text, const QFont &font, const QColor &color,
                 Qt::Alignment align = Qt::AlignLeft);

/// Height in whole pixels of one line of a role, from the font's metrics and the role's line height.
[[nodiscard]] int lineHeightPx(const Theme &theme, TypeRole role, int weight = QFont::Normal);

/// The floating surface: 1 px `line2`, and one shadow from a cached nine-patch outside `surface`.
void drawFloating(QPainter &painter, const QRectF &surface, qreal radius, const Theme &theme);
/// Room to leave round a floating surface for its shadow.
inline constexpr int kShadowMargin = 44;

} // namespace sotto
