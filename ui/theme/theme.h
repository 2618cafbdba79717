#pragma once

#include <QColor>
#include <QFont>
#include <QString>

class QWidget;

namespace sotto {

/// Roles of type in the design, section 2.2.
enum class TypeRole : std::uint8_t { Display, Title, Heading, Reading, Interface, Small, Caption, Code, Gauge };

/// The design's tokens (section 2) for one colour scheme, text size and motion setting. A plain value; widgets paint
/// from Theme::of(this) at the moment they paint and keep no copy, so a switch needs nothing but update().
struct Theme {
    bool dark = false;

    QColor bg, side, surface, sunken, hover, select, press;
    QColor line, line2, ctl, track;
    QColor t1, t2, t3;
    QColor acc, accH, accP, accBar, accText, accSoft;
    QColor pow, powText, powSoft;
    QColor mem, mem2, mem3, other, memText, memSoft;
    QColor lay, layText, laySoft;
    QColor dng, dngText, dngSoft;
    QColor onAcc, scrim;
    // Syntax colours that are no other token.
    QColor synKeyword, synNumber, synString, synComment;

    QFont base;            ///< System interface font with CJK fallbacks, at 100 %.
    QFont mono;            ///< Code font with fallbacks.
    int textPercent = 100; ///< 80 … 200; font() multiplies by it.
    qreal baseScale = 1;   ///< The system's text size against the platform's usual one; at least 1.
    bool reducedMotion = false;
    bool chinese = false; ///< Wider line heights, no tracking, no italics.

    /// Font of a role at the set size; Medium and semi-bold weights are asked for by `weight`.
    [[nodiscard]] QFont font(TypeRole role, int weight = QFont::Normal) const;
    /// Same with tabular digits.
    [[nodiscard]] QFont tabular(TypeRole role, int weight = QFont::Normal) const;
    /// Line height of a role as a factor of its font's height in pixels at the point size.
    [[nodiscard]] qreal lineHeight(TypeRole role) const;
    /// A duration in ms, 0 under reduced motion.
    [[nodiscard]] int duration(int ms) const { return reducedMotion ? 0 : ms; }
    /// Pixels at 100 % text, grown with the text: for row heights and paddings that hold text.
    [[nodiscard]] int grown(qreal px) const { return qRound(px * baseScale * textPercent / 100.0); }

    /// The theme in force for a widget: that of the application's SottoStyle; the light one without it (tests).
    [[nodiscard]] static const Theme &of(const QWidget *widget);
    [[nodiscard]] static Theme light();
    [[nodiscard]] static Theme darkScheme();
};

/// WCAG 2.2 relative-luminance contrast of two opaque colours, 1 … 21.
[[nodiscard]] double contrastRatio(const QColor &a, const QColor &b);

} // namespace sotto
