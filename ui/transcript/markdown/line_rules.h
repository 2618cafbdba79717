#pragma once

#include "ui/transcript/markdown/block.h"

#include <optional>

/// What one line, without its indentation, begins. Pure.
namespace sotto::markdown {

struct Fence {
    QChar mark;
    qsizetype length = 0;
    int indent = 0;
    QString info;
};

struct Heading {
    int level = 0;
    QString text;
};

struct Marker {
    FrameKind kind = FrameKind::Bullet;
    QChar delimiter; ///< '-', '+', '*', '.' or ')'.
    int number = 0;
    int width = 0; ///< Characters of the marker itself.
};

[[nodiscard]] std::optional<Fence> fenceOf(QStringView text);
[[nodiscard]] bool closesFence(QStringView text, const Fence &fence);
[[nodiscard]] std::optional<Heading> headingOf(QStringView text);
[[nodiscard]] bool isRule(QStringView text);
/// Level of the heading an underline makes of the paragraph above it; 0 for none.
[[nodiscard]] int underlineLevel(QStringView text);
[[nodiscard]] std::optional<Marker> markerOf(QStringView text);
/// Columns of a table's second line.
[[nodiscard]] std::optional<QList<ColumnAlign>> tableColumns(QStringView text);
/// What ends the LaTeX that begins here and does not end on the same line; empty for none.
[[nodiscard]] QString mathEnd(QStringView text);

} // namespace sotto::markdown
