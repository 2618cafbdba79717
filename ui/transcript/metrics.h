#pragma once

#include "ui/theme/theme.h"

namespace sotto {

/// Fonts and lengths of the transcript, resolved once from a theme. Lengths that hold text grow with it.
struct TranscriptMetrics {
    Theme theme;
    qreal dpi = 96;

    QFont reading, thought, code, inlineCode, table, tableHead, name, small, caption;
    qreal readingPitch = 23, thoughtPitch = 19, codePitch = 20, tablePitch = 19, smallPitch = 17, captionPitch = 16;
    int maxColumn = 720, margin = 32;
    int avatar = 22, chip = 28, codeHead = 34, footnote = 32, button = 28, iconButton = 28;
    int listIndent = 24, quoteIndent = 16;

    [[nodiscard]] static TranscriptMetrics from(const Theme &theme, qreal dpi);
    /// Height in pixels of a line of that font and role.
    [[nodiscard]] qreal pitch(const QFont &font, TypeRole role) const;
    [[nodiscard]] QFont heading(int level) const;
    [[nodiscard]] qreal px(const QFont &font) const { return font.pointSizeF() * dpi / 72.0; }
    /// Width of the column in a viewport that wide.
    [[nodiscard]] int columnWidth(int viewport) const;
};

} // namespace sotto
